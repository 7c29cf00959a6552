"""A care plan as a CarePlan with its activities.

https://hl7.org/fhir/R4/careplan.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-careplan.html
"""

from collections.abc import Iterator, Sequence

from app.adapters.fhir.projected.care_plan_activities import activity
from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import (
    US_CORE,
    Json,
    concept,
    concept_of,
    day,
    every,
    identifiers,
    moment,
    notes,
    period,
    said,
    spelled,
    to,
    told,
    uri,
)
from app.domain.care_plans.activity import Activity
from app.domain.care_plans.agreement import Agreement
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.plan_content import PlanContent

PROFILE = f"{US_CORE}us-core-careplan"
_CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"


def drawings(plan: CarePlan) -> tuple[Drawing, ...]:
    """Draw a care plan; needs, goals and what activities are a part of is released apart from it.

    One stored face cannot say which of them its reader may read: the other face names none of them.
    """
    whole, apart = _plan(plan, plan.activities, redacted=False), _apart(plan)
    alone = tuple(each for each in plan.activities if not each.content.goals and not each.content.link.kinds)
    if not apart and alone == tuple(plan.activities):
        return (of_record("CarePlan", plan.id, plan, whole),)
    return (of_record("CarePlan", plan.id, plan, whole | apart, _plan(plan, alone, redacted=True)),)


def _apart(plan: CarePlan) -> Json:
    return told({"addresses": every("Condition", plan.content.needs), "goal": every("Goal", plan.goals)})


def _plan(plan: CarePlan, activities: Sequence[Activity], *, redacted: bool) -> Json:
    content = plan.content
    return told(
        {
            "meta": meta(plan.sensitivities, (PROFILE,), redacted=redacted),
            "language": uri(content.language),
            "identifier": identifiers(content.identifiers),
            "status": spelled(plan.status.value),
            "intent": "plan",
            "category": [
                concept_of(_CATEGORIES, "assess-plan"),
                *(written for each in content.categories if (written := concept(each))),
            ],
            "title": said(content.title),
            "description": said(content.description),
            "subject": to("Patient", plan.client),
            "period": period(day(content.starts), day(content.ends)),
            "created": moment(plan.created_at),
            "author": to("Practitioner", content.worker) or to("Organization", plan.agency),
            "careTeam": every("CareTeam", content.teams),
            "activity": [activity(each) for each in activities],
            "note": notes(content.notes, *_remarks(plan)),
        }
    )


def _remarks(plan: CarePlan) -> Iterator[str]:
    """Say in words what FHIR has no place for."""
    content = plan.content
    yield from _lists(content)
    if content.crisis_plan is not None:
        yield from _crisis(content.crisis_plan)
    if plan.agreement is not None:
        yield _agreed(plan.agreement)
    if content.next_review is not None:
        yield f"Next review: {content.next_review}"
    if plan.last_review is not None:
        yield f"Last review: {plan.last_review.on}, {plan.last_review.outcome}"
    if plan.status_reason:
        yield f"Status: {plan.status_reason}"


def _lists(content: PlanContent) -> Iterator[str]:
    for name, lines in (
        ("Strengths", content.strengths),
        ("Preferences", content.preferences),
        ("Cultural considerations", content.cultural_considerations),
    ):
        if lines:
            yield f"{name}: {'; '.join(lines)}"


def _crisis(crisis: CrisisPlan) -> Iterator[str]:
    for name, lines in (
        ("Warning signs", crisis.warning_signs),
        ("What helps", crisis.coping),
        ("Whom to call", tuple(map(_contact, crisis.contacts))),
        ("Safe places", crisis.safe_places),
        ("Making it safe", crisis.safety_steps),
    ):
        if lines:
            yield f"In a crisis. {name}: {'; '.join(lines)}"


def _contact(contact: CrisisContact) -> str:
    return ", ".join(part for part in (contact.name, contact.relationship, contact.phone, contact.note) if part)


def _agreed(agreement: Agreement) -> str:
    parts = (
        agreement.answer.value.replace("_", " "),
        str(agreement.on) if agreement.on else None,
        agreement.method.value if agreement.method else None,
        agreement.name,
        agreement.reason,
    )
    return f"Agreement of the client: {', '.join(part for part in parts if part)}"
