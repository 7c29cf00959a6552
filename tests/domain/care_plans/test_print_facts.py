"""What a client is told of a plan: every state has its word, and no day is told that nobody knows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.goal import Goal, GoalContent
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need import Need, NeedContent
from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.print_facts import (
    PLANS,
    UNTOLD,
    crisis_told,
    need_told,
    standing_of,
    step_told,
    target_told,
)
from app.domain.care_plans.printed_plan import (
    Bound,
    GoalStanding,
    PrintedNeed,
    PrintedPerson,
    PrintedTarget,
    StepKind,
    StepStanding,
)
from app.domain.care_plans.targets import Comparator, Quantity, Range, Target, Value
from app.domain.codes import Category
from app.domain.codings import Coding, Concept
from app.domain.identity import ActivityId, AgencyId, ClientId, GoalId, NeedId, NetworkId

AT = datetime(2027, 3, 3, 12, tzinfo=UTC)
SEEN = datetime(2027, 5, 5, 12, tzinfo=UTC)
SINCE, ON = date(2027, 3, 3), date(2027, 5, 5)
S, A, T = GoalState, Achievement, GoalStanding


def day_of(at: datetime) -> date:
    return at.date()


def a_goal(state: GoalState, achievement: Achievement | None = None, **fields: Any) -> Goal:
    whole: dict[str, Any] = {
        "id": GoalId(uuid4()),
        "network": NetworkId(uuid4()),
        "client": ClientId(uuid4()),
        "agency": AgencyId(uuid4()),
        "content": GoalContent(words="A home"),
        "state": state,
        "sensitivities": frozenset(),
        "recorded_by": uuid4(),
        "created_at": AT,
        "updated_at": AT,
        "stated_at": AT,
        "achievement": achievement,
        "achievement_at": SEEN if achievement else None,
    }
    return Goal(**{**whole, **fields})


BY_STATE = {
    S.PROPOSED: (T.TALKING, None),
    S.PLANNED: (T.TALKING, None),
    S.ACCEPTED: (T.AGREED, SINCE),
    S.ACTIVE: (T.UNDER_WAY, SINCE),
    S.ON_HOLD: (T.ON_HOLD, SINCE),
    S.COMPLETED: (T.FINISHED, SINCE),
}
BY_ACHIEVEMENT = {
    A.IMPROVING: T.IMPROVING,
    A.WORSENING: T.WORSENING,
    A.NO_CHANGE: T.NO_CHANGE,
    A.NO_PROGRESS: T.NO_CHANGE,
    A.ACHIEVED: T.REACHED,
    A.SUSTAINING: T.KEPT,
    A.NOT_ACHIEVED: T.NOT_REACHED,
    A.NOT_ATTAINABLE: T.NOT_POSSIBLE,
}


@pytest.mark.parametrize(("state", "achievement"), [*product(sorted(set(S) - UNTOLD), [None, *A])])
def test_every_goal_on_paper_has_one_word_for_how_it_goes(state: GoalState, achievement: Achievement | None) -> None:
    told = BY_ACHIEVEMENT.get(achievement) if achievement else None
    expected = (told, ON) if told else BY_STATE[state]
    assert standing_of(a_goal(state, achievement), day_of) == expected


def test_a_goal_whose_moment_is_not_known_is_told_without_a_day() -> None:
    assert standing_of(a_goal(S.ACTIVE, A.ACHIEVED, achievement_at=None), day_of) == (T.REACHED, None)


def test_every_plan_but_one_entered_in_error_can_be_printed() -> None:
    assert set(PLANS) == set(PlanStatus) - {PlanStatus.ENTERED_IN_ERROR}


def some(value: str, comparator: Comparator | None = None, unit: str | None = None) -> Quantity:
    return Quantity(value=Decimal(value), comparator=comparator, unit=unit)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, PrintedTarget()),
        (Value(quantity=some("5.50", unit="h")), PrintedTarget(value="5.5 h")),
        (Value(quantity=some("1E+3", Comparator.AT_LEAST)), PrintedTarget(bound=Bound.AT_LEAST, value="1000")),
        (Value(quantity=some("4", Comparator.AT_MOST)), PrintedTarget(bound=Bound.AT_MOST, value="4")),
        (Value(quantity=some("4", Comparator.LESS)), PrintedTarget(bound=Bound.LESS_THAN, value="4")),
        (Value(quantity=some("4", Comparator.GREATER)), PrintedTarget(bound=Bound.MORE_THAN, value="4")),
        (Value(range=Range(low=some("1"), high=some("2"))), PrintedTarget(low="1", high="2")),
        (Value(range=Range(low=some("1"))), PrintedTarget(bound=Bound.AT_LEAST, value="1")),
        (Value(range=Range(high=some("2"))), PrintedTarget(bound=Bound.AT_MOST, value="2")),
        (Value(text="home"), PrintedTarget(value="home")),
        (Value(concept=Concept(text="Housed")), PrintedTarget(value="Housed")),
        (Value(truth=False), PrintedTarget(truth=False)),
    ],
)
def test_a_target_is_told_whatever_it_wants(value: Value | None, expected: PrintedTarget) -> None:
    told = target_told(Target(measure=Concept(text="It"), value=value, due=ON))
    assert told == replace(expected, what="It", due=ON)


def a_need(**fields: Any) -> Need:
    return Need(
        id=NeedId(uuid4()),
        network=NetworkId(uuid4()),
        client=ClientId(uuid4()),
        agency=AgencyId(uuid4()),
        content=NeedContent(**fields),
        status=NeedStatus.ACTIVE,
        verification=Verification.CONFIRMED,
        sensitivities=frozenset(),
        recorded_by=uuid4(),
        created_at=AT,
        updated_at=AT,
    )


def test_a_need_is_told_in_the_clients_words_before_any_code() -> None:
    coded = Concept(codings=(Coding(system="s", code="c", display="Food insecurity (finding)"),))
    own = a_need(words="No stove", concept=coded, category=Category.FOOD)
    assert need_told(own) == PrintedNeed(words="No stove", category=Category.FOOD)
    assert need_told(a_need(concept=coded, category=Category.FOOD)) == PrintedNeed(category=Category.FOOD)
    assert need_told(a_need(concept=coded)) == PrintedNeed(words="Food insecurity (finding)")


STEPS = {
    ActivityStatus.NOT_STARTED: StepStanding.NOT_STARTED,
    ActivityStatus.SCHEDULED: StepStanding.SET,
    ActivityStatus.IN_PROGRESS: StepStanding.UNDER_WAY,
    ActivityStatus.ON_HOLD: StepStanding.ON_HOLD,
    ActivityStatus.COMPLETED: StepStanding.DONE,
    ActivityStatus.CANCELLED: StepStanding.CANCELLED,
    ActivityStatus.STOPPED: StepStanding.STOPPED,
    ActivityStatus.UNKNOWN: StepStanding.UNKNOWN,
}


@pytest.mark.parametrize("status", sorted(set(ActivityStatus) - {ActivityStatus.ENTERED_IN_ERROR}))
@pytest.mark.parametrize("kind", ActivityKind)
def test_a_step_is_told_with_its_day_only_when_one_is_set(status: ActivityStatus, kind: ActivityKind) -> None:
    content = ActivityContent(kind=kind, title="Go", who=None, starts=SINCE, due=ON)
    activity = Activity(id=ActivityId(uuid4()), content=content, created_at=AT, updated_at=AT, status=status)
    told = step_told(activity, "Rosa")
    expected = SINCE if status is ActivityStatus.SCHEDULED else None
    assert (told.standing, told.on, told.due, told.who) == (STEPS[status], expected, ON, "Rosa")
    assert told.kind is StepKind(kind.value)
    named = replace(content, who="Ana's sister")
    assert step_told(replace(activity, content=named), "Rosa").who == "Ana's sister"


def test_a_crisis_plan_keeps_everything() -> None:
    contact = CrisisContact(name="Ana", relationship="sister", phone="988", note="late")
    told = crisis_told(CrisisPlan(coping=("walk",), contacts=(contact,), safety_steps=("lock",)))
    assert told is not None
    assert told.people == (PrintedPerson(name="Ana", role="sister", phone="988", note="late"),)
    assert (told.coping, told.safety_steps) == (("walk",), ("lock",))
    assert crisis_told(None) is None
