"""From a FHIR R4 CarePlan, plain or after US Core, to a care plan with its activities."""

from datetime import date

from app.adapters.fhir.resources.concepts import (
    notes_of,
    read_code,
    read_concept,
    read_concepts,
    read_identifiers,
    spelled,
)
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.reading import Reading
from app.adapters.fhir.resources.timing import timing_words
from app.domain.care_plans.activity import DETAILS_LENGTH, ActivityContent, ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.plan_content import MOST_CATEGORIES, TEXT_LENGTH, PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.faults import NAME_LENGTH
from app.domain.identity import Identifier
from app.ports.imports import Severity
from app.ports.record_drafts import ActivityDraft, PlanDraft

UNTITLED = "Care plan"
_STATUS = spelled(PlanStatus) | {"unknown": PlanStatus.ON_HOLD}
_ACTIVITY_STATUS = spelled(ActivityStatus)
_KINDS = {"CommunicationRequest": ActivityKind.CONTACT, "Communication": ActivityKind.CONTACT}


def read_care_plan(reading: Reading) -> PlanDraft | None:
    """Read one CarePlan; None, with a remark, when it does not say whose it is, or how it stands."""
    plan, client = reading.resource, reading.subject()
    status = read_code(plan, "status", _STATUS)
    if status is None:
        plan.remark(Severity.REJECTED, "no-status", "status", "It does not say how it stands.")
    if client is None or status is None:
        return None
    reading.not_taken("author", "contributor", "supportingInfo", "basedOn", "replaces", "partOf")
    return PlanDraft(
        key=reading.key,
        place=plan.place(),
        client=client,
        content=_content(reading),
        status=status,
        needs=reading.links(plan, "addresses"),
        goals=reading.links(plan, "goal"),
        teams=reading.links(plan, "careTeam"),
        activities=tuple(_activity(reading, each) for each in plan.elements("activity")),
    )


def _content(reading: Reading) -> PlanContent:
    plan = reading.resource
    categories = read_concepts(plan, "category")[:MOST_CATEGORIES]
    starts, ends = plan.period()
    titled = plan.text("title", NAME_LENGTH)
    if titled is None and categories:
        titled = categories[-1].words.replace("\n", " ")[:NAME_LENGTH]  # what is said last is the more special
    return PlanContent(
        title=titled or UNTITLED,
        description=plan.text("description", TEXT_LENGTH),
        categories=categories,
        starts=starts,
        ends=ends,
        language=plan.text("language", NAME_LENGTH),
        notes=notes_of(plan, TEXT_LENGTH),
        identifiers=(Identifier(system=reading.source, value=reading.key), *read_identifiers(plan)),
    )


def _activity(reading: Reading, activity: Element) -> ActivityDraft:
    detail, link = activity.element("detail"), reading.references.link(activity, "reference")
    for name in ("outcomeCodeableConcept", "outcomeReference"):
        if activity.is_there(name):
            activity.left_out("not-taken", name, "What came of it is not taken over.")
    concept, description = read_concept(detail, "code"), detail.text("description", DETAILS_LENGTH)
    said = concept.words if concept else description
    title = said or reading.names.of(link) or (link.key if link else None) or "Activity"
    starts, due = _days(detail)
    content = ActivityContent(
        kind=_KINDS.get(detail.text("kind") or "", ActivityKind.OTHER),
        title=" ".join(title.split())[:NAME_LENGTH].strip(),
        concept=concept,
        details=description or notes_of(activity, DETAILS_LENGTH, "progress"),
        who=_who(reading, detail),
        starts=starts,
        due=due,
        when=timing_words(detail),
        place=reading.names.of(reading.references.link(detail, "location")),
    )
    status = read_code(detail, "status", _ACTIVITY_STATUS) or ActivityStatus.UNKNOWN
    return ActivityDraft(content=content, status=status, goals=reading.links(detail, "goal"))


def _days(detail: Element) -> tuple[date | None, date | None]:
    """Read from when and until when: the scheduled period, or the bounds of a timing."""
    period = detail.element("scheduledPeriod")
    bounds = period if period.members else detail.element("scheduledTiming").element("repeat").element("boundsPeriod")
    starts, due = bounds.day("start"), bounds.day("end")
    if starts and due and due < starts:
        bounds.left_out("period", "end", "The period ends before it begins.")
        due = None
    return starts, due


def _who(reading: Reading, detail: Element) -> str | None:
    people = (reading.who(link) for link in reading.links(detail, "performer"))
    named = dict.fromkeys(each.name or each.kind.value for each in people)
    return ", ".join(named)[:NAME_LENGTH] or None
