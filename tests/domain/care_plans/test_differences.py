"""Holds the differences between versions to what a reader expects of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.diff import Change, FieldChange, differences
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.snapshot import (
    ActivityLine,
    GoalLine,
    NeedLine,
    PlanPicture,
    TargetLine,
    value_words,
)
from app.domain.care_plans.targets import Comparator, Quantity, Range, Value
from app.domain.codings import Coding, Concept

ONE, TWO = UUID(int=1), UUID(int=2)
PLAN = PlanPicture(title="Food first", status=PlanStatus.DRAFT)
GOAL = GoalLine(id=ONE, words="Breakfast", state=GoalState.ACTIVE, targets=(TargetLine(due=date(2027, 3, 1)),))
ACTIVITY = ActivityLine(
    id=TWO, version=1, kind=ActivityKind.EDUCATION, title="Class", status=ActivityStatus.NOT_STARTED, goal_ids=(ONE,)
)


def field(pointer: str, before: str | None, after: str | None) -> FieldChange:
    return FieldChange(pointer=pointer, before=before, after=after)


def test_equal_pictures_differ_in_nothing() -> None:
    assert differences(replace(PLAN, goals=(GOAL,)), replace(PLAN, goals=(GOAL,))) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": PlanStatus.ACTIVE}, field("/status", "draft", "active")),
        ({"starts": date(2027, 1, 11)}, field("/starts", None, "2027-01-11")),
        ({"strengths": ("Cooks well",)}, field("/strengths/0", None, "Cooks well")),
        ({"review_every": Cadence(every=3, unit=CadenceUnit.MONTHS)}, field("/review_every/every", None, "3")),
        (
            {"crisis_plan": CrisisPlan(contacts=(CrisisContact(name="Ana"),))},
            field("/crisis_plan/contacts/0/name", None, "Ana"),
        ),
        (
            {"agreement": Agreement(answer=AgreementAnswer.AGREED, method=AgreementMethod.SIGNED)},
            field("/agreement/answer", None, "agreed"),
        ),
        (
            {"categories": (Concept(codings=(Coding(system="s", code="c"),)),)},
            field("/categories/0/codings/0/system", None, "s"),
        ),
    ],
)
def test_a_field_of_the_plan_is_named_by_its_pointer(change: dict[str, Any], expected: FieldChange) -> None:
    (found,) = differences(PLAN, replace(PLAN, **change))
    assert (found.what, found.id, found.change, found.fields[0]) == ("plan", None, Change.CHANGED, expected)


def test_goals_needs_and_activities_come_change_and_go() -> None:
    before = replace(PLAN, needs=(NeedLine(id=ONE, words="Hunger"),), goals=(GOAL,))
    better = replace(GOAL, achievement=Achievement.IMPROVING, targets=(TargetLine(due=date(2027, 4, 1)),))
    found = differences(before, replace(PLAN, goals=(better,), activities=(ACTIVITY,)))
    assert [(each.what, each.id, each.change) for each in found] == [
        ("need", ONE, Change.REMOVED),
        ("goal", ONE, Change.CHANGED),
        ("activity", TWO, Change.ADDED),
    ]
    assert found[1].fields == (
        field("/targets/0/due", "2027-03-01", "2027-04-01"),
        field("/achievement", None, "improving"),
    )
    assert [each.words for each in found] == [
        "Need “Hunger” was removed.",
        "Goal “Breakfast”: targets 0 due was “2027-03-01”, is now “2027-04-01”; achievement is now “improving”.",
        "Activity “Class” was added.",
    ]


def test_an_activity_that_only_counted_up_is_no_difference() -> None:
    assert (
        differences(replace(PLAN, activities=(ACTIVITY,)), replace(PLAN, activities=(replace(ACTIVITY, version=2),)))
        == ()
    )


def test_long_texts_are_cut_in_words_and_whole_in_fields() -> None:
    (found,) = differences(PLAN, replace(PLAN, notes="x" * 500))
    assert len(found.words) < 120
    assert found.fields == (field("/notes", None, "x" * 500),)


@given(
    before=st.lists(st.text(min_size=1, max_size=5), max_size=4),
    after=st.lists(st.text(min_size=1, max_size=5), max_size=4),
)
def test_what_differs_one_way_differs_the_other_way_round(before: list[str], after: list[str]) -> None:
    one, other = replace(PLAN, strengths=tuple(before)), replace(PLAN, strengths=tuple(after))
    there, back = differences(one, other), differences(other, one)
    swapped = [{(each.pointer, each.after, each.before) for each in found.fields} for found in back]
    assert swapped == [{(each.pointer, each.before, each.after) for each in found.fields} for found in there]
    assert bool(there) is (one != other)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(quantity=Quantity(value=Decimal(140), comparator=Comparator.LESS, unit="mm[Hg]")), "< 140 mm[Hg]"),
        (Value(quantity=Quantity(value=Decimal("72.50"), code="kg")), "72.50 kg"),
        (Value(range=Range(low=Quantity(value=Decimal(5)), high=Quantity(value=Decimal(7)))), "5 to 7"),
        (Value(range=Range(low=Quantity(value=Decimal(5), unit="%"))), "from 5 %"),
        (Value(range=Range(high=Quantity(value=Decimal(7), unit="%"))), "up to 7 %"),
        (Value(truth=True), "yes"),
        (Value(truth=False), "no"),
        (Value(text="A roof"), "A roof"),
        (Value(concept=Concept(text="Housed")), "Housed"),
    ],
)
def test_a_wanted_value_is_said_in_words(value: Value, words: str) -> None:
    assert words == value_words(value)
