"""Puts what was made of a suggestion into a care plan, so that one thread leads from the answer to the outcome."""

from app.domain.assessments.assessment import Assessment
from app.domain.assessments.rules import SuggestedTask, SuggestionKind
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.care_plans.activity import ActivityContent, ActivityKind, Link
from app.domain.care_plans.care_plan import CarePlan
from app.domain.errors import Fault, Invalid
from app.domain.faults import NAME_LENGTH
from app.domain.identity import CarePlanId, GoalId, ReferralId, TaskId
from app.use_cases.care import care_plan_activities, care_plans
from app.use_cases.core import Context

NOUN = SuggestionKind.GOAL.value


async def put_in(
    context: Context, plan_id: CarePlanId, assessment: Assessment, kept: KeptSuggestion, made: Made
) -> None:
    """Let a plan of the same client pursue a goal, or do a referral or task for the goals that serve the same need."""
    plan = await context.tx.care_plans.lock(plan_id)
    if plan is None or plan.client != assessment.client:
        fault = Fault(pointer="/plan_id", message="is no care plan of this client")
        raise Invalid("suggestion.invalid", "The suggestion cannot be accepted so.", faults=(fault,))
    if made.noun == NOUN:
        care_plans.add_goal.rule.check(context.actor)
        await care_plans.add_goal(context, plan_id, GoalId(made.id))
        return
    care_plan_activities.add.rule.check(context.actor)
    await care_plan_activities.add(context, plan_id, _activity(plan, assessment, kept, made))


def _activity(plan: CarePlan, assessment: Assessment, kept: KeptSuggestion, made: Made) -> ActivityContent:
    is_referral = made.noun == SuggestionKind.REFERRAL.value
    content = kept.suggestion.content
    words = content.title if isinstance(content, SuggestedTask) else content.words
    return ActivityContent(
        kind=ActivityKind.REFERRAL if is_referral else ActivityKind.TASK,
        title=words.said(assessment.circumstances.language)[:NAME_LENGTH],
        goals=_goals(plan, assessment, kept.suggestion.need),
        link=Link(referral=ReferralId(made.id)) if is_referral else Link(task=TaskId(made.id)),
    )


def _goals(plan: CarePlan, assessment: Assessment, need: str | None) -> tuple[GoalId, ...]:
    """Return the plan's goals that were made of suggestions for the same need."""
    made = (
        GoalId(other.made.id)
        for other in assessment.suggestions
        if other.made is not None and other.made.noun == NOUN and need is not None and other.suggestion.need == need
    )
    return tuple(goal for goal in made if goal in plan.goals)
