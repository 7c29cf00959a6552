"""How a record follows what another system says of it now, wherever that leads: no machine binds another system."""

from dataclasses import replace
from datetime import datetime

from app.domain.care_plans.activity import Activity
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal import Goal, GoalContent, Standing
from app.domain.care_plans.need import Beginning, Need, NeedContent
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.recording import Hand
from app.domain.codes import Sensitivity
from app.domain.identity import GoalId


def retell_need(
    need: Need, content: NeedContent, beginning: Beginning, labels: frozenset[Sensitivity], hand: Hand
) -> bool:
    """Let a need follow its source; what was added here stays: words, priority, labels, other identifiers."""
    there = need.content
    told = replace(
        content,
        words=there.words or content.words,
        priority=there.priority or content.priority,
        labels=there.labels | content.labels,
        identifiers=tuple(dict.fromkeys((*content.identifiers, *there.identifiers))),
    )
    told.check(hand.at.date())
    standing = (beginning.status, beginning.verification)
    if (told, standing) == (there, (need.status, need.verification)):
        return False
    moved = standing != (need.status, need.verification)
    need.content, need.sensitivities, need.updated_at = told, told.labelled(labels), hand.at
    need.status, need.verification = standing
    if moved:
        need.note_step("retold", hand)
    return True


def retell_goal(
    goal: Goal, content: GoalContent, standing: Standing, inherited: frozenset[Sensitivity], hand: Hand
) -> bool:
    """Let a goal follow its source; what was added here stays: labels, other identifiers, later achievements."""
    there = goal.content
    told = replace(
        content,
        labels=there.labels | content.labels,
        identifiers=tuple(dict.fromkeys((*content.identifiers, *there.identifiers))),
    )
    told.check()
    achievement = standing.achievement or goal.achievement
    if (told, standing.state, achievement) == (there, goal.state, goal.achievement):
        return False
    if standing.state is not goal.state:
        goal.stated_at = standing.stated_at or hand.at
    if achievement is not goal.achievement:
        goal.achievement, goal.achievement_at = achievement, standing.achievement_at or hand.at
    goal.content, goal.sensitivities, goal.updated_at = told, told.labelled(inherited), hand.at
    goal.state, goal.reason = standing.state, standing.reason or goal.reason
    return True


def retell_plan(
    plan: CarePlan,
    content: PlanContent,
    status: PlanStatus,
    goals: tuple[GoalId, ...],
    activities: tuple[Activity, ...],
    at: datetime,
) -> bool:
    """Let a plan follow its source; what was added here stays: worker, language, crisis plan, reviews, activities."""
    told = _with_ours(content, plan.content)
    told.check()
    pursued = tuple(dict.fromkeys((*goals, *plan.goals)))
    before = (plan.content, plan.status, plan.goals)
    moved = [_retell_activity(plan, each, at) for each in activities]
    if before == (told, status, pursued) and not any(moved):
        return False
    plan.content, plan.status, plan.goals, plan.updated_at = told, status, pursued, at
    return True


def _with_ours(told: PlanContent, there: PlanContent) -> PlanContent:
    return replace(
        there,
        title=told.title,
        description=told.description or there.description,
        categories=told.categories,
        starts=told.starts,
        ends=told.ends,
        needs=tuple(dict.fromkeys((*told.needs, *there.needs))),
        teams=tuple(dict.fromkeys((*told.teams, *there.teams))),
        notes=told.notes or there.notes,
        identifiers=tuple(dict.fromkeys((*told.identifiers, *there.identifiers))),
    )


def _retell_activity(plan: CarePlan, told: Activity, at: datetime) -> bool:
    """Find an activity again by its title and its code; one that is new is added."""
    same = (told.content.title, told.content.concept)
    there = next((each for each in plan.activities if (each.content.title, each.content.concept) == same), None)
    if there is None:
        plan.activities = (*plan.activities, told)
        return True
    if there.follows is not None:
        return False
    changed = there.change(told.content, at)
    return there.follow(told.status, at) or changed
