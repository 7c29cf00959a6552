"""Care plan templates: what may stand in one, what may happen to one, and what a plan made of one says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from app.domain.assessments.words import Words
from app.domain.care_plans.built_in.catalogue import CONTENTS, all_built_in, built_in
from app.domain.care_plans.template import (
    TEMPLATES,
    CarePlanTemplate,
    TemplateAction,
    TemplateScope,
    TemplateStatus,
)
from app.domain.care_plans.template_content import TemplateContent, TemplateGoal, TemplateNeed, TemplateTarget
from app.domain.care_plans.template_use import TemplateUse
from app.domain.codes import Category
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, CarePlanTemplateId, GoalId, NeedId, NetworkId
from tests.support.builders_templates import both, some_template

AT = datetime(2027, 1, 4, 12, tzinfo=UTC)
START = date(2027, 1, 4)
NETWORK = NetworkId(uuid4())


def a_template(**fields: Any) -> CarePlanTemplate:
    whole: dict[str, Any] = {
        "id": CarePlanTemplateId(uuid4()),
        "network": NETWORK,
        "agency": AgencyId(uuid4()),
        "scope": TemplateScope.AGENCY,
        "content": some_template(),
        "created_at": AT,
        "updated_at": AT,
    }
    return CarePlanTemplate(**{**whole, **fields})


def faults_of(content: TemplateContent) -> list[str]:
    try:
        content.check()
    except Invalid as refusal:
        return [fault.pointer for fault in refusal.faults]
    return []


@pytest.mark.parametrize("content", [*CONTENTS.values()], ids=lambda content: content.title.original)
def test_a_built_in_template_keeps_the_rules_and_speaks_both_languages(content: TemplateContent) -> None:
    assert (faults_of(content), content.languages) == ([], ("en", "es"))


def test_every_network_has_the_built_in_templates() -> None:
    assert {each.id for each in all_built_in(NETWORK)} == set(CONTENTS)
    assert built_in(CarePlanTemplateId(uuid4()), NETWORK) is None


def a_goal(**fields: Any) -> TemplateGoal:
    return replace(some_template().goals[0], **fields)


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no goal": ({"goals": (), "activities": ()}, ["/goals"]),
    "a key twice": (
        {"goals": (a_goal(key="eat"), a_goal(key="eat"))},
        ["/goals/1/key"],
    ),
    "a key that is none": (
        {"needs": (TemplateNeed(key="A b", category=Category.FOOD),)},
        ["/needs/0/key", "/goals/0/needs/0"],
    ),
    "a link to no need": ({"needs": ()}, ["/goals/0/needs/0"]),
    "a link to no goal": ({"goals": (a_goal(key="other"),)}, ["/activities/0/goals/0"]),
    "a need that says nothing": ({"needs": (TemplateNeed(key="food"),)}, ["/needs/0"]),
    "a missing translation": ({"goals": (a_goal(words=Words.plain("I eat")),)}, ["/goals/0/words"]),
    "no original": ({"language": "fr"}, ["/title"]),
    "no language": ({"language": "x"}, ["/language", "/title"]),
    "a day before the start": (
        {"goals": (a_goal(targets=(TemplateTarget(measure=both("Meals", "Comidas"), due_days=-1),)),)},
        ["/goals/0/targets/0/due_days"],
    ),
    "too long": ({"lasts_days": 4_000}, ["/lasts_days"]),
    "two lines": ({"title": both("Food\nand more", "Comida")}, ["/title/en"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(case: str) -> None:
    changes, expected = WRONG[case]
    assert faults_of(replace(some_template(), **changes)) == expected


EXPECTED = {
    (TemplateStatus.ACTIVE, TemplateAction.RETIRE): TemplateStatus.RETIRED,
    (TemplateStatus.RETIRED, TemplateAction.REINSTATE): TemplateStatus.ACTIVE,
}


@pytest.mark.parametrize(("status", "action"), [*product(TemplateStatus, TemplateAction)])
def test_a_template_moves_as_the_table_says_and_not_otherwise(status: TemplateStatus, action: TemplateAction) -> None:
    template = a_template(status=status)
    target = EXPECTED.get((status, action))
    if target is None:
        with pytest.raises(Conflict) as refused:
            template.act(action, AT)
        assert refused.value.facts["allowed_actions"] == [a for s, a in EXPECTED if s is status]
    else:
        template.act(action, AT)
        assert template.status is target
    assert len(TEMPLATES.offers(status, frozenset())) == len(TemplateAction)


def test_a_retired_template_is_not_changed_and_a_built_in_one_never() -> None:
    with pytest.raises(Conflict, match="retired"):
        a_template(status=TemplateStatus.RETIRED).change(some_template(lasts_days=3), AT)
    shipped = all_built_in(NETWORK)[0]
    with pytest.raises(Conflict, match="built-in"):
        shipped.change(some_template(), AT)
    with pytest.raises(Conflict, match="built-in"):
        shipped.act(TemplateAction.RETIRE, AT)
    assert [offer.allowed for offer in shipped.offers(may_write=True)] == [False, False]


def test_a_change_to_the_same_is_none() -> None:
    template = a_template()
    later = AT + timedelta(days=1)
    assert (template.change(some_template(), later), template.updated_at) == (False, AT)
    assert (template.change(some_template(lasts_days=9), later), template.updated_at) == (True, later)


@pytest.mark.parametrize(
    ("asked", "language"),
    [(None, "en"), ("es", "es"), ("es-MX", "es"), ("ES", "es"), ("ht", "en"), ("en-GB", "en")],
)
def test_a_plan_is_in_the_language_asked_for_where_the_template_has_it(asked: str | None, language: str) -> None:
    plan = TemplateUse(content=some_template(), start=START, asked=asked).plan((), None)
    expected = {"en": "Enough to eat", "es": "Suficiente comida"}[language]
    assert (plan.language, plan.title) == (language, expected)


def test_days_are_counted_from_the_start_and_links_are_kept() -> None:
    content = some_template()
    use = TemplateUse(content=content, start=START)
    need, goal = NeedId(uuid4()), GoalId(uuid4())
    made = use.goal(content.goals[0], {"food": need})
    activity = use.activity(content.activities[0], {"eat": goal})
    plan = use.plan((need, need), None)
    assert (made.needs, made.start, made.due) == ((need,), START, START + timedelta(days=90))
    assert (activity.goals, activity.due) == ((goal,), START + timedelta(days=7))
    assert (plan.needs, plan.starts, plan.ends) == ((need,), START, START + timedelta(days=365))
    for part in (plan, made, activity):
        part.check()
    use.need(content.needs[0]).check(START)


@pytest.mark.parametrize("content", [*CONTENTS.values()], ids=lambda content: content.title.original)
@pytest.mark.parametrize("asked", ["en", "es"])
def test_what_a_built_in_template_makes_keeps_the_rules_of_plans(content: TemplateContent, asked: str) -> None:
    use = TemplateUse(content=content, start=START, asked=asked)
    use.plan((), None).check()
    needs = {need.key: NeedId(uuid4()) for need in content.needs}
    goals = {goal.key: GoalId(uuid4()) for goal in content.goals}
    for need in content.needs:
        use.need(need).check(START)
    for goal in content.goals:
        use.goal(goal, needs).check()
    for activity in content.activities:
        use.activity(activity, goals).check()
