"""Goals over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.concepts import concept_view
from app.api.rest.schemas.goals import (
    AcceptanceIn,
    GoalCompletionIn,
    GoalIn,
    GoalItemOut,
    GoalOut,
    GoalReasonIn,
    NewGoalIn,
)
from app.api.rest.schemas.participants import participant_view
from app.api.rest.schemas.targets import value_view
from app.domain.care_plans.acceptance import Acceptance
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import GoalAction, GoalState
from app.domain.care_plans.targets import Target
from app.domain.identity import AgencyId, ClientId, GoalId, NeedId
from app.ports.goals import GoalFilter
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.care import goals
from app.use_cases.care.served_records import Shown

PATH = "/v1/goals"
operations = Operations("Goals", PATH)
router = operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only of this client: of every agency, as far as you may.")]
AgencyQuery = Annotated[UUID | None, Query(description="Only followed by this agency.")]
StateQuery = Annotated[GoalState | None, Query(description="Only in this state.")]
NeedQuery = Annotated[UUID | None, Query(description="Only those that address this need.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", goals.browse, answers=PageOf[GoalItemOut], refuses=[404])
async def list_goals(  # noqa: PLR0913, PLR0917 - one for each filter
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    agency_id: AgencyQuery = None,
    state: StateQuery = None,
    need_id: NeedQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List goals.

    Without a client or a need: those that your agency follows. With one: all of the client's that you may read.
    """
    which = GoalFilter(
        client=ClientId(client_id) if client_id else None,
        agency=AgencyId(agency_id) if agency_id else None,
        state=state,
        need=NeedId(need_id) if need_id else None,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, item_view), goals.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", goals.propose, answers=GoalOut, status=201)
async def create_goal(desk: AtDesk, goal: NewGoalIn) -> Response:
    """Put a goal forward for a client.

    For agencies that serve the client. Other agencies read it as far as the client's consents go.
    """
    return await desk.answer(_made, goals.propose, goal.client(), goal.content(), state=goal.state)


@operations.get("/{goal_id}", goals.read, answers=GoalOut)
async def read_goal(desk: AtDesk, goal_id: UUID) -> Response:
    """Read a goal, its targets and what was found for them last."""
    return await desk.answer(_shown, goals.read, GoalId(goal_id))


@operations.put("/{goal_id}", goals.change, answers=GoalOut)
async def change_goal(desk: AtDesk, goal_id: UUID, expected: Expected, goal: GoalIn) -> Response:
    """Describe a goal anew; where it stands is told by the actions."""
    return await desk.answer(_changed, goals.change, GoalId(goal_id), goal.content(), expected=expected)


@operations.post("/{goal_id}/plan", goals.act, answers=GoalOut)
async def plan_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Say that a goal is to be pursued; when is open."""
    return await _act(desk, goal_id, GoalAction.PLAN, expected, said)


@operations.post("/{goal_id}/accept", goals.act, answers=GoalOut)
async def accept_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Say that client and team agree on a goal; what each of them says stands in its acceptances."""
    return await _act(desk, goal_id, GoalAction.ACCEPT, expected, said)


@operations.post("/{goal_id}/activate", goals.act, answers=GoalOut)
async def activate_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Begin work on a goal."""
    return await _act(desk, goal_id, GoalAction.ACTIVATE, expected, said)


@operations.post("/{goal_id}/hold", goals.act, answers=GoalOut)
async def hold_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Let a goal rest for a while."""
    return await _act(desk, goal_id, GoalAction.HOLD, expected, said)


@operations.post("/{goal_id}/resume", goals.act, answers=GoalOut)
async def resume_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Pursue a goal again that rested."""
    return await _act(desk, goal_id, GoalAction.RESUME, expected, said)


@operations.post("/{goal_id}/complete", goals.act, answers=GoalOut)
async def complete_goal(
    desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalCompletionIn | None = None
) -> Response:
    """Say that a goal is not pursued any more, and how far it came.

    An achievement given here is an entry of progress too.
    """
    return await _act(desk, goal_id, GoalAction.COMPLETE, expected, said)


@operations.post("/{goal_id}/cancel", goals.act, answers=GoalOut)
async def cancel_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn) -> Response:
    """Give a goal up."""
    return await _act(desk, goal_id, GoalAction.CANCEL, expected, said)


@operations.post("/{goal_id}/reject", goals.act, answers=GoalOut)
async def reject_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn) -> Response:
    """Say that a goal is not wanted."""
    return await _act(desk, goal_id, GoalAction.REJECT, expected, said)


@operations.post("/{goal_id}/reopen", goals.act, answers=GoalOut)
async def reopen_goal(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn | None = None) -> Response:
    """Take a goal up once more."""
    return await _act(desk, goal_id, GoalAction.REOPEN, expected, said)


@operations.post("/{goal_id}/enter-in-error", goals.act, answers=GoalOut)
async def enter_goal_in_error(desk: AtDesk, goal_id: UUID, expected: Expected, said: GoalReasonIn) -> Response:
    """Say that a goal should never have been recorded."""
    return await _act(desk, goal_id, GoalAction.ENTER_IN_ERROR, expected, said)


@operations.post("/{goal_id}/acceptances", goals.answer, answers=GoalOut)
async def answer_goal(desk: AtDesk, goal_id: UUID, expected: Expected, acceptance: AcceptanceIn) -> Response:
    """Put on record what a participant says to a goal, instead of what the same one said before.

    Agencies that serve the client speak for the client, for the client's people, and for their own. Other agencies of
    the care team that may read the goal speak for themselves and for their workers.
    """
    return await desk.answer(
        _shown,
        goals.answer,
        GoalId(goal_id),
        acceptance.participant.participant(),
        acceptance.status,
        priority=acceptance.priority,
        reason=acceptance.reason,
        expected=expected,
    )


def item_view(goal: Goal) -> dict[str, Any]:
    """Put a goal into the words of `GoalItemOut`."""
    return {
        "id": goal.id,
        "version": goal.version,
        "client_id": goal.client,
        "agency_id": goal.agency,
        "title": goal.content.title,
        "priority": goal.content.priority,
        "state": goal.state,
        "achievement": goal.achievement,
        "due": goal.content.due,
        "updated_at": goal.updated_at,
    }


def goal_view(shown: Shown[Goal]) -> dict[str, Any]:
    """Put a goal into the words of `GoalOut`."""
    goal, content = shown.record, shown.record.content
    return {
        **item_view(goal),
        "words": content.words,
        "concept": concept_view(content.concept),
        "category": content.category,
        "start": content.start,
        "targets": [_target_view(goal, target) for target in content.targets],
        "need_ids": content.needs,
        "withheld": shown.withheld,
        "expressed_by": participant_view(content.expressed_by),
        "notes": content.notes,
        "state_since": goal.stated_at,
        "state_reason": goal.reason,
        "achievement_at": goal.achievement_at,
        "acceptances": [_acceptance_view(acceptance) for acceptance in goal.acceptances],
        "sensitivity": goal.sensitivities,
        "labels": content.labels,
        "identifiers": content.identifiers,
        "recorded_by": goal.recorded_by,
        "created_at": goal.created_at,
        "available_actions": actions(PATH, goal.id, goal.offers(shown.parties)),
    }


def _target_view(goal: Goal, target: Target) -> dict[str, Any]:
    found = goal.found_for(target)
    return {
        "measure": concept_view(target.measure),
        "value": value_view(target.value),
        "due": target.due,
        "found": value_view(found.value) if found else None,
        "found_at": found.at if found else None,
        "met": found.value.meets(target.value) if found and target.value else None,
    }


def _acceptance_view(acceptance: Acceptance) -> dict[str, Any]:
    return {
        "participant": participant_view(acceptance.participant),
        "status": acceptance.status,
        "priority": acceptance.priority,
        "reason": acceptance.reason,
        "at": acceptance.at,
        "recorded_by": acceptance.by,
    }


async def _act(
    desk: Desk, goal_id: UUID, action: GoalAction, expected: int | None, said: GoalReasonIn | None
) -> Response:
    achievement = said.achievement if isinstance(said, GoalCompletionIn) else None
    reason = said.reason if said else None
    return await desk.answer(
        _changed, goals.act, GoalId(goal_id), action, reason=reason, achievement=achievement, expected=expected
    )


def _shown(shown: Shown[Goal]) -> Rendered:
    return disclosed(goal_view(shown), version=shown.record.version)


def _changed(goal: Goal) -> Rendered:
    return _shown(Shown(record=goal))


def _made(goal: Goal) -> Rendered:
    return disclosed_new(goal_view(Shown(record=goal)), version=goal.version, location=f"{PATH}/{goal.id}")
