"""What becomes of what an assessment suggests: a person accepts it, and it is made; or dismisses it, and says why."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.assessments.assessment import Assessment
from app.domain.assessments.circumstances import AnsweredBy
from app.domain.assessments.rules import (
    SuggestedGoal,
    SuggestedNeed,
    SuggestedReferral,
    SuggestedTask,
    SuggestionKind,
)
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.assessments.suggestion_moves import SUGGESTIONS, SuggestionAction
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.need import NeedContent, NeedSource
from app.domain.care_plans.participant import CLIENT, Participant, ParticipantKind
from app.domain.codes import Priority, Sensitivity
from app.domain.codings import Concept
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AssessmentId, CarePlanId, NeedId, SuggestionId, WorkerId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.content import Content, Destination, NewReferral
from app.domain.referrals.routing import Routing
from app.domain.work.task import TaskContent
from app.ports.queries import Cursor, Page
from app.use_cases.assessments import assessment_filling as filling
from app.use_cases.assessments import assessment_labels, assessment_plans, assessment_tasks, suggestion_disclosure
from app.use_cases.assessments.assessment_filling import Sheet, report
from app.use_cases.care import goals, needs, tasks
from app.use_cases.core import Context, use_case
from app.use_cases.referrals import referrals


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustments:
    """What the person who accepts says otherwise than the rule; None leaves it as suggested."""

    words: str | None = None
    priority: Priority | None = None
    worker: WorkerId | None = None
    due: datetime | None = None
    destinations: tuple[Destination, ...] = ()
    routing: Routing | None = None
    plan: CarePlanId | None = None

    def check(self, kind: SuggestionKind) -> None:
        """Refuse what a thing of this kind cannot take."""
        given = {
            "priority": self.priority,
            "worker_id": self.worker,
            "due": self.due,
            "handoffs": self.destinations,
            "routing": self.routing,
            "plan_id": self.plan,
        }
        faults = Faults()
        for name, value in given.items():
            faults.require(not value or name in _TAKES[kind], f"/{name}", f"is not for a {kind}")
        faults.refuse("suggestion.invalid", "The suggestion cannot be accepted so.")


_TAKES: Mapping[SuggestionKind, frozenset[str]] = {
    SuggestionKind.NEED: frozenset(),
    SuggestionKind.GOAL: frozenset({"plan_id"}),
    SuggestionKind.REFERRAL: frozenset({"priority", "worker_id", "handoffs", "routing", "plan_id"}),
    SuggestionKind.TASK: frozenset({"priority", "worker_id", "due", "plan_id"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A suggestion as somebody reads it, with the assessment that makes it; `withheld` names what is left out."""

    sheet: Sheet
    kept: KeptSuggestion
    withheld: tuple[str, ...] = ()


@use_case(action="assessment.suggestions", resource="QuestionnaireResponse", permission="r", roles=CARE_ROLES)
async def browse(
    context: Context, assessment_id: AssessmentId, *, after: Cursor | None, limit: int
) -> Page[Considered]:
    """List what an assessment suggests, in the order of its rules."""
    assessment = await filling.seen(context, await context.tx.assessments.get(assessment_id))
    sheet = await filling.sheet_of(context, assessment)
    first = int(str(after[0])) if after else 0
    shown = assessment.suggestions[first : first + limit]
    less = await suggestion_disclosure.withheld_of(context, shown)
    items = tuple(Considered(sheet=sheet, kept=kept, withheld=less[kept.id]) for kept in shown)
    places = tuple((first + number,) for number in range(1, len(items) + 1))
    more = first + limit < len(assessment.suggestions)
    return Page(items=items, next=places[-1] if more else None, total=len(assessment.suggestions), places=places)


@use_case(action="assessment.accept_suggestion", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def accept(
    context: Context,
    assessment_id: AssessmentId,
    suggestion_id: SuggestionId,
    adjustments: Adjustments,
    *,
    expected: int | None,
) -> Considered:
    """Make what is suggested: a need, a goal, a draft of a referral or a task; the link to it is kept.

    Everything but a need can go into a care plan of the client at once.
    """
    considered = await _considered(context, assessment_id, suggestion_id, expected, SuggestionAction.ACCEPT)
    kept = considered.kept
    adjustments.check(kept.suggestion.kind)
    made = await _MAKERS[kept.suggestion.kind](context, considered, adjustments)
    kept.accept(made, context.actor.id, context.now, filling.MINE)
    if adjustments.plan is not None:
        await assessment_plans.put_in(context, adjustments.plan, considered.sheet.assessment, kept, made)
    return await _save(context, considered, "assessment.suggestion_accepted")


@use_case(action="assessment.dismiss_suggestion", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def dismiss(
    context: Context, assessment_id: AssessmentId, suggestion_id: SuggestionId, reason: str, *, expected: int | None
) -> Considered:
    """Decide against a suggestion, and say why; it can still be accepted later."""
    considered = await _considered(context, assessment_id, suggestion_id, expected, SuggestionAction.DISMISS)
    considered.kept.dismiss(reason, context.actor.id, context.now, filling.MINE)
    return await _save(context, considered, "assessment.suggestion_dismissed")


async def _considered(
    context: Context,
    assessment_id: AssessmentId,
    suggestion_id: SuggestionId,
    expected: int | None,
    action: SuggestionAction,
) -> Considered:
    sheet = await filling.held(context, assessment_id, expected)
    kept = sheet.assessment.suggestion(suggestion_id)
    if not sheet.assessment.stands:
        raise Conflict("assessment.does-not-stand", "The assessment was entered in error.", allowed_actions=[])
    SUGGESTIONS.row(kept.state, action, filling.MINE)
    return Considered(sheet=sheet, kept=kept)


async def _save(context: Context, considered: Considered, name: str) -> Considered:
    assessment = considered.sheet.assessment
    assessment.updated_at = context.now
    await context.tx.assessments.save(assessment)
    await report(context, assessment, name)
    return considered


async def _need(context: Context, considered: Considered, adjusted: Adjustments) -> Made:
    needs.record.rule.check(context.actor)
    assessment, suggestion = considered.sheet.assessment, considered.kept.suggestion
    assert isinstance(suggestion.content, SuggestedNeed)  # noqa: S101  by its kind
    words = adjusted.words or suggestion.content.words.original
    content = NeedContent(
        category=suggestion.content.category,
        concept=Concept(codings=suggestion.content.codings, text=words),
        asserted_by=_asserted_by(assessment),
        labels=await _labels(context, considered),
    )
    links = tuple(dict.fromkeys(cause.link_id for cause in suggestion.causes if cause.link_id))
    source = NeedSource(assessment=assessment.id, links=links)
    need = await needs.record(context, assessment.client, content, source=source)
    return Made(noun="need", id=need.id)


async def _goal(context: Context, considered: Considered, adjusted: Adjustments) -> Made:
    goals.propose.rule.check(context.actor)
    assessment, suggestion = considered.sheet.assessment, considered.kept.suggestion
    assert isinstance(suggestion.content, SuggestedGoal)  # noqa: S101  by its kind
    codings = suggestion.content.codings
    content = GoalContent(
        words=adjusted.words or suggestion.content.words.said(assessment.circumstances.language),
        concept=Concept(codings=codings) if codings else None,
        needs=_need_made(assessment, suggestion.need),
        labels=await _labels(context, considered),
    )
    goal = await goals.propose(context, assessment.client, content)
    return Made(noun="goal", id=goal.id)


async def _referral(context: Context, considered: Considered, adjusted: Adjustments) -> Made:
    referrals.create.rule.check(context.actor)
    assessment, suggestion = considered.sheet.assessment, considered.kept.suggestion
    assert isinstance(suggestion.content, SuggestedReferral)  # noqa: S101  by its kind
    content = Content(
        category=suggestion.content.category,
        priority=adjusted.priority or suggestion.content.priority,
        details=adjusted.words or suggestion.content.words.original,
        worker=adjusted.worker,
    )
    content.check()
    new = NewReferral(
        client=assessment.client,
        content=content,
        routing=adjusted.routing or Routing.DIRECT,
        destinations=adjusted.destinations,
        labels=await _labels(context, considered),
    )
    view = await referrals.create(context, new)
    return Made(noun="referral", id=view.id)


async def _task(context: Context, considered: Considered, adjusted: Adjustments) -> Made:
    tasks.create.rule.check(context.actor)
    asked = considered.kept.suggestion.content
    assert isinstance(asked, SuggestedTask)  # noqa: S101  by its kind
    content = TaskContent(
        title=adjusted.words or asked.title.original[:NAME_LENGTH],
        details=asked.details.original if asked.details else None,
        priority=adjusted.priority or asked.priority,
        worker=adjusted.worker,
        due=adjusted.due,
    )
    content.check()
    if adjusted.worker is not None:
        await tasks.check_colleague(context, adjusted.worker, context.actor.agency, "/worker_id")
    task = await assessment_tasks.put(context, considered.sheet.assessment, considered.kept, content)
    return Made(noun="task", id=task.id)


async def _labels(context: Context, considered: Considered) -> frozenset[Sensitivity]:
    return await assessment_labels.of_suggestion(context, considered.sheet, considered.kept)


def _asserted_by(assessment: Assessment) -> Participant:
    told = assessment.circumstances
    if told.answered_by is AnsweredBy.PROXY:
        return Participant(kind=ParticipantKind.RELATED_PERSON, name=told.respondent)
    if told.answered_by is AnsweredBy.STAFF and told.asked_by is not None:
        return Participant(kind=ParticipantKind.WORKER, id=told.asked_by)
    return CLIENT


def _need_made(assessment: Assessment, key: str | None) -> tuple[NeedId, ...]:
    served = (kept for kept in assessment.suggestions if key is not None and kept.suggestion.key == key)
    return tuple(NeedId(kept.made.id) for kept in served if kept.made is not None)


_MAKERS: Mapping[SuggestionKind, Callable[[Context, Considered, Adjustments], Awaitable[Made]]] = {
    SuggestionKind.NEED: _need,
    SuggestionKind.GOAL: _goal,
    SuggestionKind.REFERRAL: _referral,
    SuggestionKind.TASK: _task,
}
