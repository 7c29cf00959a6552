"""Lets what was made of an assessment bear the labels that its answers bring: amended, they may tell of more."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from app.domain.assessments.rules import SuggestionKind
from app.domain.assessments.suggestion import KeptSuggestion, handed_on
from app.domain.care_plans.activity import Link
from app.domain.care_plans.bearing import bear
from app.domain.codes import Sensitivity
from app.domain.identity import GoalId, NeedId, ReferralId, TaskId
from app.use_cases.assessments.assessment_filling import Sheet
from app.use_cases.care import goals, needs, plan_following
from app.use_cases.care.care_plan_versions import goal_changed, need_changed
from app.use_cases.core import Context
from app.use_cases.records import labels_of_agency

Labels = frozenset[Sensitivity]


async def of_suggestion(context: Context, sheet: Sheet, kept: KeptSuggestion) -> Labels:
    """Return the labels of what is made of a suggestion."""
    labels = await labels_of_agency(context, sheet.assessment.agency)
    return handed_on(sheet.instrument, kept.suggestion, part2=Sensitivity.SUD in labels) | labels


async def follow(context: Context, sheet: Sheet) -> None:
    """Let everything follow that was made of an assessment which is kept as it now stands; no label is taken away."""
    for kept in sheet.assessment.suggestions:
        if kept.made is not None:
            labels = await of_suggestion(context, sheet, kept)
            await _FOLLOW[SuggestionKind(kept.made.noun)](context, kept.made.id, labels)
    client = sheet.assessment.client
    context.saw(*await context.tx.labels.spread([client]), clients=frozenset({client}))


async def _need(context: Context, made: UUID, labels: Labels) -> None:
    need = await context.tx.needs.lock(NeedId(made))
    if need is None or not bear(need, labels, context.now):
        return
    await context.tx.needs.save(need)
    await needs.report(context, need, "changed")
    await goals.follow_labels(context, need)
    await need_changed(context, need)


async def _goal(context: Context, made: UUID, labels: Labels) -> None:
    goal = await context.tx.goals.lock(GoalId(made))
    if goal is None or not bear(goal, labels, context.now):
        return
    await context.tx.goals.save(goal)
    await goals.report(context, goal, "changed")
    await goal_changed(context, goal)


async def _referral(context: Context, made: UUID, labels: Labels) -> None:
    referral = await context.tx.referrals.lock(ReferralId(made))
    if referral is None or labels <= referral.sensitivity:
        return
    referral.bear(labels)
    await context.tx.referrals.save(referral)
    await plan_following.labels_changed(context, Link(referral=referral.id))


async def _task(context: Context, made: UUID, _labels: Labels) -> None:
    """Let the plans follow that do a task, which bears all the labels of its assessment."""
    await plan_following.labels_changed(context, Link(task=TaskId(made)))


_FOLLOW: Mapping[SuggestionKind, Callable[[Context, UUID, Labels], Awaitable[None]]] = {
    SuggestionKind.NEED: _need,
    SuggestionKind.GOAL: _goal,
    SuggestionKind.REFERRAL: _referral,
    SuggestionKind.TASK: _task,
}
