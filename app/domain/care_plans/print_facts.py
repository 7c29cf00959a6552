"""Turns plans, goals and activities as they are kept into what their client is told: how it goes, in one word."""

from collections.abc import Callable
from datetime import date, datetime

from app.domain.care_plans.activity import Activity
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need import Need
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.printed_plan import (
    Bound,
    GoalStanding,
    PlanStanding,
    PrintedCrisisPlan,
    PrintedNeed,
    PrintedPerson,
    PrintedStep,
    PrintedTarget,
    StepKind,
    StepStanding,
)
from app.domain.care_plans.targets import Comparator, Quantity, Target, Value

Today = Callable[[datetime], date]  # the day that a moment falls on where the agency is

UNTOLD = frozenset({GoalState.CANCELLED, GoalState.REJECTED, GoalState.ENTERED_IN_ERROR})
PLANS: dict[PlanStatus, PlanStanding] = {
    PlanStatus.DRAFT: PlanStanding.DRAFT,
    PlanStatus.ACTIVE: PlanStanding.IN_USE,
    PlanStatus.ON_HOLD: PlanStanding.ON_HOLD,
    PlanStatus.COMPLETED: PlanStanding.FINISHED,
    PlanStatus.REVOKED: PlanStanding.STOPPED,
}
STEPS: dict[ActivityStatus, StepStanding] = {
    ActivityStatus.NOT_STARTED: StepStanding.NOT_STARTED,
    ActivityStatus.SCHEDULED: StepStanding.SET,
    ActivityStatus.IN_PROGRESS: StepStanding.UNDER_WAY,
    ActivityStatus.ON_HOLD: StepStanding.ON_HOLD,
    ActivityStatus.COMPLETED: StepStanding.DONE,
    ActivityStatus.CANCELLED: StepStanding.CANCELLED,
    ActivityStatus.STOPPED: StepStanding.STOPPED,
    ActivityStatus.UNKNOWN: StepStanding.UNKNOWN,
}
ACHIEVED: dict[Achievement, GoalStanding] = {
    Achievement.IMPROVING: GoalStanding.IMPROVING,
    Achievement.WORSENING: GoalStanding.WORSENING,
    Achievement.NO_CHANGE: GoalStanding.NO_CHANGE,
    Achievement.NO_PROGRESS: GoalStanding.NO_CHANGE,
    Achievement.ACHIEVED: GoalStanding.REACHED,
    Achievement.SUSTAINING: GoalStanding.KEPT,
    Achievement.NOT_ACHIEVED: GoalStanding.NOT_REACHED,
    Achievement.NOT_ATTAINABLE: GoalStanding.NOT_POSSIBLE,
}
BOUNDS: dict[Comparator | None, Bound] = {
    None: Bound.EXACTLY,
    Comparator.LESS: Bound.LESS_THAN,
    Comparator.AT_MOST: Bound.AT_MOST,
    Comparator.AT_LEAST: Bound.AT_LEAST,
    Comparator.GREATER: Bound.MORE_THAN,
}


def standing_of(goal: Goal, day_of: Today) -> tuple[GoalStanding, date | None]:
    """Return how it goes with a goal, and since when or when that was seen.

    What was achieved is told before where the goal stands in its life: a goal on hold that was reached was reached.
    """
    seen = ACHIEVED.get(goal.achievement) if goal.achievement else None
    if seen is not None:
        return seen, day_of(goal.achievement_at) if goal.achievement_at else None
    since = day_of(goal.stated_at)
    if goal.state is GoalState.COMPLETED:
        return GoalStanding.FINISHED, since
    if goal.state is GoalState.ON_HOLD:
        return GoalStanding.ON_HOLD, since
    if goal.state is GoalState.ACTIVE:
        return GoalStanding.UNDER_WAY, since
    if goal.state is GoalState.ACCEPTED:
        return GoalStanding.AGREED, since
    return GoalStanding.TALKING, None


def need_told(need: Need) -> PrintedNeed:
    """Tell a need in the client's words, else by its category, else in the words of its code."""
    content = need.content
    coded = content.concept.words if content.concept and not content.category else None
    return PrintedNeed(words=content.words or coded, category=content.category)


def target_told(target: Target) -> PrintedTarget:
    """Tell by what the client knows that a goal is reached."""
    what = target.measure.words if target.measure else None
    value = target.value or Value()
    if value.range is not None:
        return _range_told(what, value, target.due)
    quantity = value.quantity
    said = value.text or (value.concept.words if value.concept else None)
    return PrintedTarget(
        what=what,
        bound=BOUNDS[quantity.comparator if quantity else None],
        value=_number(quantity) if quantity else said,
        truth=value.truth,
        due=target.due,
    )


def _range_told(what: str | None, value: Value, due: date | None) -> PrintedTarget:
    low, high = (value.range.low, value.range.high) if value.range else (None, None)
    if low and high:
        return PrintedTarget(what=what, low=_number(low), high=_number(high), due=due)
    bound = Bound.AT_LEAST if low else Bound.AT_MOST
    end = low or high
    return PrintedTarget(what=what, bound=bound, value=_number(end) if end else None, due=due)


def _number(quantity: Quantity) -> str:
    unit = quantity.unit or quantity.code or ""
    return f"{quantity.value.normalize():f} {unit}".strip()


def step_told(activity: Activity, who: str | None) -> PrintedStep:
    """Tell one activity; a day is told only for one that is set, as nothing else keeps when it happened."""
    content = activity.content
    standing = STEPS[activity.status]
    return PrintedStep(
        what=content.title,
        kind=StepKind(content.kind.value),
        who=content.who or who,
        when=content.when,
        place=content.place,
        due=content.due,
        standing=standing,
        on=content.starts if standing is StepStanding.SET else None,
        note=content.details,
    )


def crisis_told(crisis: CrisisPlan | None) -> PrintedCrisisPlan | None:
    """Tell the crisis plan."""
    if crisis is None:
        return None
    return PrintedCrisisPlan(
        warning_signs=crisis.warning_signs,
        coping=crisis.coping,
        people=tuple(map(_contact_told, crisis.contacts)),
        safe_places=crisis.safe_places,
        safety_steps=crisis.safety_steps,
    )


def _contact_told(contact: CrisisContact) -> PrintedPerson:
    return PrintedPerson(name=contact.name, role=contact.relationship, phone=contact.phone, note=contact.note)
