"""Handoffs over REST: inboxes, outboxes, and what both sides do with each."""

from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed
from app.api.rest.actions import actions, line, members
from app.api.rest.history import history_view
from app.api.rest.schemas.handoffs import (
    AcceptIn,
    AskIn,
    FinishIn,
    HandoffActionIn,
    HandoffAnswerIn,
    HandoffItemOut,
    HandoffOut,
    RefuseIn,
    ScheduleMeetingIn,
    WaitlistIn,
)
from app.api.rest.schemas.referrals import CommentIn, HistoryEntryOut
from app.domain.identity import AgencyId, HandoffId
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason
from app.domain.referrals.states import HANDOFF_FACES, HandoffState
from app.domain.referrals.views import HandoffView
from app.ports.referrals import HandoffFilter, HandoffLine, Order
from app.ports.transactions import Rendered
from app.use_cases.core import UseCase
from app.use_cases.referrals import handoffs

PATH = "/v1/handoffs"
operations = Operations("Handoffs", PATH)
router = operations.router
_FACES = {
    state: members({"task_status": face.task_status, "business_status": face.business_status})
    for state, face in HANDOFF_FACES.items()
}
_FIELDS = tuple(field.name for field in fields(HandoffView) if field.name != "available_actions")


ME = "me"
_SIDE = r"^(me|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"
ToQuery = Annotated[str | None, Query(description="`me` for your inbox, or an agency.", pattern=_SIDE, examples=["me"])]
FromQuery = Annotated[
    str | None, Query(alias="from", description="`me` for your outbox, or an agency.", pattern=_SIDE, examples=["me"])
]
StateQuery = Annotated[list[HandoffState] | None, Query(description="Only in these states.", max_length=21)]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]
Acting = HandoffActionIn | None


@operations.get("", handoffs.browse, answers=PageOf[HandoffItemOut])
async def list_handoffs(
    desk: AtDesk,
    page: Paged,
    to: ToQuery = None,
    sender: FromQuery = None,
    state: StateQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List handoffs to or from your agency.

    `to=me&state=sent` is your inbox, `from=me` your outbox; without either, both. Each handoff shows what its tier
    allows you to see, and names only the actions that you may take now: the others, with their reasons, stand with the
    single handoff.
    """
    which = HandoffFilter(
        provider=_agency(desk, to), sender=_agency(desk, sender), states=tuple(state or ()), updated_since=updated_since
    )
    return await desk.answer(
        lambda found: page.answer(found, handoff_line),
        handoffs.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.get("/{handoff_id}", handoffs.read, answers=HandoffOut)
async def read_handoff(desk: AtDesk, handoff_id: UUID) -> Response:
    """Read a handoff to or from your agency."""
    return await desk.answer(_shown, handoffs.read, HandoffId(handoff_id))


@operations.get("/{handoff_id}/history", handoffs.history, answers=PageOf[HistoryEntryOut])
async def list_handoff_history(desk: AtDesk, page: Paged, handoff_id: UUID) -> Response:
    """Read what was done to a handoff, the oldest first."""
    return await desk.answer(
        lambda found: page.answer(found, history_view),
        handoffs.history,
        HandoffId(handoff_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/{handoff_id}/ask", handoffs.ask, answers=HandoffOut)
async def ask_about_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, asked: AskIn) -> Response:
    """Ask the sender for what is missing.

    For the provider, before it has answered.
    """
    return await desk.answer(
        _shown, handoffs.ask, HandoffId(handoff_id), asked.question, expected=expected, note=asked.note
    )


@operations.post("/{handoff_id}/answer", handoffs.answer, answers=HandoffOut)
async def answer_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, answered: HandoffAnswerIn) -> Response:
    """Answer the provider's question.

    For the sender.
    """
    return await desk.answer(
        _shown, handoffs.answer, HandoffId(handoff_id), answered.answer, expected=expected, note=answered.note
    )


@operations.post("/{handoff_id}/accept", handoffs.accept, answers=HandoffOut)
async def accept_handoff(
    desk: AtDesk, handoff_id: UUID, expected: Expected, accepted: AcceptIn | None = None
) -> Response:
    """Accept a handoff.

    Uses a place of the service, unless it is taken onto the waitlist. Of several asked at once the first wins; the
    others hear 409 `handoff.already-filled`. From then on the provider is told who the client is.
    """
    said = accepted or AcceptIn.model_validate({})
    waitlist = said.waitlist.into(Waitlist) if said.waitlist else None
    return await desk.answer(
        _shown, handoffs.accept, HandoffId(handoff_id), expected=expected, waitlist=waitlist, note=said.note
    )


@operations.post("/{handoff_id}/decline", handoffs.decline, answers=HandoffOut)
async def decline_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, refused: RefuseIn) -> Response:
    """Decline a handoff.

    The next in line is sent, or the sender's case manager gets a task.
    """
    return await _refuse(desk, handoffs.decline, handoff_id, expected, refused)


@operations.post("/{handoff_id}/waitlist", handoffs.put_on_waitlist, answers=HandoffOut)
async def waitlist_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, waitlist: WaitlistIn) -> Response:
    """Put the client of an accepted handoff on the waitlist.

    The place goes back until the client's turn comes.
    """
    waits = Waitlist(position=waitlist.position, estimate=waitlist.estimate)
    return await desk.answer(
        _shown, handoffs.put_on_waitlist, HandoffId(handoff_id), waits, expected=expected, note=waitlist.note
    )


@operations.post("/{handoff_id}/schedule", handoffs.schedule, answers=HandoffOut)
async def schedule_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, meeting: ScheduleMeetingIn) -> Response:
    """Make an appointment with the client, or another one."""
    made = meeting.into(Meeting, "note")
    return await desk.answer(
        _shown, handoffs.schedule, HandoffId(handoff_id), made, expected=expected, note=meeting.note
    )


@operations.post("/{handoff_id}/complete", handoffs.complete, answers=HandoffOut)
async def complete_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, finished: FinishIn) -> Response:
    """Complete a handoff with its outcome.

    The referral itself is closed by its sender.
    """
    outcome = finished.outcome.into(Outcome)
    return await desk.answer(
        _shown, handoffs.complete, HandoffId(handoff_id), outcome, expected=expected, note=finished.note
    )


@operations.post("/{handoff_id}/fail", handoffs.fail, answers=HandoffOut)
async def fail_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, refused: RefuseIn) -> Response:
    """Say that the service could not be given."""
    return await _refuse(desk, handoffs.fail, handoff_id, expected, refused)


@operations.post("/{handoff_id}/hand-back", handoffs.hand_back, answers=HandoffOut)
async def hand_back_handoff(desk: AtDesk, handoff_id: UUID, expected: Expected, refused: RefuseIn) -> Response:
    """Give an accepted handoff back to its sender."""
    return await _refuse(desk, handoffs.hand_back, handoff_id, expected, refused)


@operations.post("/{handoff_id}/enter-in-error", handoffs.enter_in_error, answers=HandoffOut)
async def enter_handoff_in_error(desk: AtDesk, handoff_id: UUID, expected: Expected, comment: CommentIn) -> Response:
    """Mark a handoff as never having been meant.

    For the sender's supervisors.
    """
    return await desk.answer(
        _shown, handoffs.enter_in_error, HandoffId(handoff_id), expected=expected, note=comment.note
    )


def handoff_line(item: HandoffLine) -> msgspec.Raw:
    """Put a handoff of a list into the words of `HandoffItemOut`."""
    return line(PATH, item.id, item.told, _FACES[item.state], item.available_actions)


def handoff_view(view: HandoffView) -> dict[str, Any]:
    """Put a handoff into the words of `HandoffOut`."""
    shown = {name: getattr(view, name) for name in _FIELDS}
    shown["available_actions"] = actions(PATH, view.id, view.available_actions)
    return shown


def _shown(view: HandoffView) -> Rendered:
    return disclosed(handoff_view(view), version=view.version)


def _agency(desk: Desk, side: str | None) -> AgencyId | None:
    if side is None:
        return None
    return desk.actor.agency if side == ME else AgencyId(UUID(side))


async def _refuse(
    desk: Desk, use_case: UseCase[..., HandoffView], handoff_id: UUID, expected: int | None, refused: RefuseIn
) -> Response:
    reason = refused.reason.into(Reason)
    return await desk.answer(_shown, use_case, HandoffId(handoff_id), reason, expected=expected, note=refused.note)


def _simple(path: str, use_case: UseCase[..., HandoffView], name: str, words: str) -> None:
    """Declare an action that takes nothing but a note."""

    async def act(desk: AtDesk, handoff_id: UUID, expected: Expected, said: Acting = None) -> Response:
        note = said.note if said else None
        return await desk.answer(_shown, use_case, HandoffId(handoff_id), expected=expected, note=note)

    act.__name__, act.__doc__ = name, words
    operations.post(f"/{{handoff_id}}/{path}", use_case, answers=HandoffOut)(act)


_simple("view", handoffs.view, "view_handoff", "Note that the provider has seen a handoff.")
_simple("offer", handoffs.offer, "offer_handoff", "Say that you would take it.\n\nOnly where the sender selects.")
_simple("no-show", handoffs.no_show, "note_handoff_no_show", "Note that the client did not come.")
_simple(
    "cancel-appointment",
    handoffs.cancel_appointment,
    "cancel_handoff_appointment",
    "Note that the appointment falls through.\n\nFor either side.",
)
_simple("start", handoffs.start, "start_handoff", "Begin the service.")
_simple("pause", handoffs.pause, "pause_handoff", "Let the service rest.")
_simple("resume", handoffs.resume, "resume_handoff", "Go on with the service.")
_simple("recall", handoffs.recall, "recall_handoff", "Take a handoff back before any work.\n\nFor the sender.")
_simple(
    "request-cancel",
    handoffs.request_cancel,
    "request_handoff_cancel",
    "Ask the provider to stop.\n\nFor the sender; without an answer in time it counts as confirmed.",
)
_simple("confirm-cancel", handoffs.confirm_cancel, "confirm_handoff_cancel", "Stop, as the sender asked.")
