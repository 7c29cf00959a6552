"""From a FHIR R4 Goal, plain or after US Core and SDOHCC, to a goal."""

from app.adapters.fhir.resources.concepts import (
    concept_of,
    notes_of,
    read_code,
    read_coded,
    read_concept,
    read_identifiers,
    social_category,
    spelled,
)
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.reading import Reading, kind_of
from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.goal import (
    MOST_TARGETS,
    NOTE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
    GoalContent,
    Standing,
)
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.targets import TEXT_LENGTH, Comparator, Quantity, Range, Target, Value
from app.domain.codings import Concept
from app.domain.faults import NAME_LENGTH
from app.domain.identity import Identifier
from app.ports.imports import Link, Severity
from app.ports.record_drafts import GoalDraft

_STATES = spelled(GoalState)
_ACHIEVEMENTS = spelled(Achievement)
_PRIORITIES = {f"{each.value}-priority": each for each in GoalPriority} | {each.value: each for each in GoalPriority}
_COMPARATORS = {each.value: each for each in Comparator}


def read_goal(reading: Reading) -> GoalDraft | None:
    """Read one Goal; None, with a remark, when it does not say whose it is, or how it stands."""
    goal, client = reading.resource, reading.subject()
    state = read_code(goal, "lifecycleStatus", _STATES)
    if state is None:
        goal.remark(Severity.REJECTED, "no-status", "lifecycleStatus", "It does not say how it stands.")
    if client is None or state is None:
        return None
    reading.not_taken("outcomeCode", "outcomeReference", "startCodeableConcept")
    standing = Standing(
        state=state,
        achievement=read_coded(goal, "achievementStatus", _ACHIEVEMENTS),
        stated_at=goal.moment("statusDate"),
        reason=goal.text("statusReason", REASON_LENGTH),
    )
    return GoalDraft(
        key=reading.key,
        place=goal.place(),
        client=client,
        content=_content(reading),
        standing=standing,
        needs=_needs(reading),
    )


def _content(reading: Reading) -> GoalContent:
    goal = reading.resource
    described = concept_of(goal.element("description"))
    _remark_on_categories(goal)
    return GoalContent(
        words=described.text[:WORDS_LENGTH] if described and described.text else None,
        concept=Concept(codings=described.codings) if described and described.codings else None,
        category=social_category(goal, "category"),
        priority=read_coded(goal, "priority", _PRIORITIES),
        start=goal.day("startDate"),
        targets=tuple(target for each in goal.elements("target") if (target := _target(each)))[:MOST_TARGETS],
        expressed_by=reading.participant("expressedBy"),
        notes=notes_of(goal, NOTE_LENGTH),
        identifiers=(Identifier(system=reading.source, value=reading.key), *read_identifiers(goal)),
    )


def _remark_on_categories(goal: Element) -> None:
    if goal.is_there("category") and social_category(goal, "category") is None:
        goal.remark(Severity.NOTED, "not-taken", "category", "Only SDOHCC categories are taken over.")


def _needs(reading: Reading) -> tuple[Link, ...]:
    kept = []
    for place, link in enumerate(reading.links(reading.resource, "addresses")):
        if kind_of(link) in (None, "Condition"):
            kept.append(link)
        else:
            reading.resource.left_out("not-taken", f"addresses[{place}]", "Only conditions are taken over.")
    return tuple(kept)


def _target(target: Element) -> Target | None:
    if target.is_there("dueDuration"):
        target.left_out("not-taken", "dueDuration", "Only a due date is taken over.")
    measure, value, due = read_concept(target, "measure"), _value(target), target.day("dueDate")
    if measure is None and value is None and due is None:
        return None
    return Target(measure=measure, value=value, due=due)


def _value(target: Element) -> Value | None:
    quantity = _quantity(target.element("detailQuantity"))
    whole = target.decimal("detailInteger")
    if quantity is None and whole is not None:
        quantity = Quantity(value=whole)
    span = target.element("detailRange")
    low, high = _quantity(span.element("low")), _quantity(span.element("high"))
    if target.is_there("detailRatio"):
        target.left_out("not-taken", "detailRatio", "A ratio is not taken over.")
    value = Value(
        quantity=quantity,
        range=Range(low=low, high=high) if low or high else None,
        concept=read_concept(target, "detailCodeableConcept"),
        text=target.text("detailString", TEXT_LENGTH),
        truth=target.flag("detailBoolean"),
    )
    return None if value == Value() else value


def _quantity(element: Element) -> Quantity | None:
    value = element.decimal("value")
    if value is None:
        return None
    return Quantity(
        value=value,
        comparator=read_code(element, "comparator", _COMPARATORS),
        unit=element.text("unit", NAME_LENGTH),
        system=element.text("system", NAME_LENGTH),
        code=element.text("code", NAME_LENGTH),
    )
