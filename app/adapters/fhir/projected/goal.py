"""A goal as a Goal.

https://hl7.org/fhir/R4/goal.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-goal.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.measures import detail
from app.adapters.fhir.projected.participants import person
from app.adapters.fhir.projected.values import (
    ABSENT,
    CORE,
    SDOHCC,
    TERMINOLOGY,
    US_CORE,
    Json,
    category,
    coding,
    concept,
    concept_of,
    day,
    every,
    identifiers,
    notes,
    said,
    spelled,
    to,
    told,
)
from app.domain.care_plans.acceptance import Acceptance, GoalPriority
from app.domain.care_plans.goal import Goal, GoalContent
from app.domain.care_plans.targets import Target
from app.domain.identity import ClientId

UNKNOWN: Json = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}


def drawings(goal: Goal) -> tuple[Drawing, ...]:
    """Draw a goal: the needs that it addresses are released apart from it."""
    whole, needs = _goal(goal, redacted=False), goal.content.needs
    if not needs:
        return (of_record("Goal", goal.id, goal, whole),)
    addressed = whole | {"addresses": every("Condition", needs)}
    return (of_record("Goal", goal.id, goal, addressed, _goal(goal, redacted=True)),)


def _goal(goal: Goal, *, redacted: bool) -> Json:
    content, achieved = goal.content, goal.achievement
    return told(
        {
            "meta": meta(goal.sensitivities, _profiles(content), redacted=redacted),
            "extension": [_acceptance(each, goal.client) for each in goal.acceptances],
            "identifier": identifiers(content.identifiers),
            "lifecycleStatus": spelled(goal.state.value),
            "achievementStatus": concept_of(f"{TERMINOLOGY}goal-achievement", spelled(achieved)) if achieved else None,
            "category": [category(content.category.value)] if content.category else [],
            "priority": _priority(content.priority),
            "description": _description(content),
            "subject": to("Patient", goal.client),
            "startDate": day(content.start),
            "target": [_target(each) for each in content.targets],
            "statusDate": day(goal.stated_at.date()),
            "statusReason": said(goal.reason),
            "expressedBy": person(content.expressed_by, goal.client),
            "note": notes(content.notes),
        }
    )


def _description(content: GoalContent) -> Json:
    codings = content.concept.codings if content.concept else ()
    written = [each for each in map(coding, codings) if "code" in each]
    return told({"coding": written, "text": said(content.title) or "Goal"})


def _priority(priority: GoalPriority | None) -> Json | None:
    return concept_of(f"{TERMINOLOGY}goal-priority", f"{priority.value}-priority") if priority else None


def _target(target: Target) -> Json:
    """Write a target; a value needs a measure (gol-1), which is not always told."""
    found = detail(target.value)
    measure = concept(target.measure) or (UNKNOWN if found else None)
    return told({"measure": measure, **found, "dueDate": day(target.due)}) or UNKNOWN


def _acceptance(acceptance: Acceptance, client: ClientId) -> Json:
    who = person(acceptance.participant, client) or {"display": acceptance.participant.kind.value}
    parts: list[Json] = [
        {"url": "individual", "valueReference": who},
        {"url": "status", "valueCode": acceptance.status.value},
    ]
    if acceptance.priority is not None:
        parts.append({"url": "priority", "valueCodeableConcept": _priority(acceptance.priority)})
    return {"url": f"{CORE}goal-acceptance", "extension": parts}


def _profiles(content: GoalContent) -> tuple[str, ...]:
    social = content.category and content.concept and content.concept.codings
    return (f"{US_CORE}us-core-goal", *((f"{SDOHCC}Goal",) if social else ()))
