"""Referrals over REST, for those who send them."""

from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions, line, members
from app.api.rest.handoffs import handoff_view
from app.api.rest.history import history_view
from app.api.rest.schemas.referrals import (
    CloseReferralIn,
    CommentIn,
    EndReferralIn,
    HistoryEntryOut,
    NoteIn,
    ReferralChangesIn,
    ReferralIn,
    ReferralItemOut,
    ReferralOut,
    RerouteIn,
    SendReferralIn,
)
from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, ReferralId
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason
from app.domain.referrals.states import REFERRAL_FACES, ReferralState
from app.domain.referrals.views import ReferralView
from app.ports.referrals import Order, ReferralFilter, ReferralLine
from app.ports.transactions import Rendered
from app.use_cases.referrals import referrals
from app.use_cases.referrals.referrals import Onward

PATH = "/v1/referrals"
operations = Operations("Referrals", PATH)
router = operations.router
_FACES = {
    state: members({"service_request_status": face.service_request_status}) for state, face in REFERRAL_FACES.items()
}
_APART = frozenset({"available_actions", "handoffs", "blockers"})
_FIELDS = tuple(field.name for field in fields(ReferralView) if field.name not in _APART)

SenderQuery = Annotated[UUID | None, Query(description="Only of this sender; for coordinators.")]
ClientQuery = Annotated[UUID | None, Query(description="Only for this client.")]
StateQuery = Annotated[ReferralState | None, Query(description="Only in this state.")]
CategoryQuery = Annotated[Category | None, Query(description="Only for this need.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", referrals.browse, answers=PageOf[ReferralItemOut])
async def list_referrals(  # noqa: PLR0913, PLR0917 - one for each filter
    desk: AtDesk,
    page: Paged,
    sender_id: SenderQuery = None,
    client_id: ClientQuery = None,
    state: StateQuery = None,
    category: CategoryQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the referrals of your agency.

    Without their handoffs, and with only the actions that you may take now; coordinators see those of every agency.
    """
    which = ReferralFilter(
        sender=AgencyId(sender_id) if sender_id else None,
        client=ClientId(client_id) if client_id else None,
        state=state,
        category=category,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, referral_line),
        referrals.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", referrals.create, answers=ReferralOut, status=201)
async def create_referral(desk: AtDesk, referral: ReferralIn) -> Response:
    """Draft a referral, or send it at once.

    With `send: true` it goes out when nothing blocks it, else 409 `referral.blocked` lists what does. A draft lists
    its `blockers`.
    """
    return await desk.answer(_begun, referrals.create, referral.described(), send=referral.send, note=referral.note)


@operations.get("/{referral_id}", referrals.read, answers=ReferralOut)
async def read_referral(desk: AtDesk, referral_id: UUID) -> Response:
    """Read a referral that your agency sent."""
    return await desk.answer(_shown, referrals.read, ReferralId(referral_id))


@operations.patch("/{referral_id}", referrals.change, answers=ReferralOut)
async def change_referral(desk: AtDesk, referral_id: UUID, expected: Expected, changes: ReferralChangesIn) -> Response:
    """Change a draft.

    What is left out stays; `handoffs` replaces the whole line.
    """
    return await desk.answer(_shown, referrals.change, ReferralId(referral_id), changes.described(), expected=expected)


@operations.get("/{referral_id}/history", referrals.history, answers=PageOf[HistoryEntryOut])
async def list_referral_history(desk: AtDesk, page: Paged, referral_id: UUID) -> Response:
    """Read what was done to a referral and its handoffs, the oldest first."""
    return await desk.answer(
        lambda found: page.answer(found, history_view),
        referrals.history,
        ReferralId(referral_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/{referral_id}/send", referrals.send, answers=ReferralOut)
async def send_referral(
    desk: AtDesk, referral_id: UUID, expected: Expected, sending: SendReferralIn | None = None
) -> Response:
    """Send a draft.

    Refused with 409 `referral.blocked` while something stands in the way; warnings give way to `override_reason`.
    When only the payer's authorization is missing, the referral waits for it.
    """
    said = sending or SendReferralIn.model_validate({})
    return await desk.answer(
        _shown,
        referrals.send,
        ReferralId(referral_id),
        expected=expected,
        override_reason=said.override_reason,
        note=said.note,
    )


@operations.post("/{referral_id}/hold", referrals.hold, answers=ReferralOut)
async def hold_referral(desk: AtDesk, referral_id: UUID, expected: Expected, said: NoteIn | None = None) -> Response:
    """Pause a referral.

    Every clock stops, and nobody can accept it.
    """
    return await desk.answer(
        _shown, referrals.hold, ReferralId(referral_id), expected=expected, note=said.note if said else None
    )


@operations.post("/{referral_id}/resume", referrals.resume, answers=ReferralOut)
async def resume_referral(desk: AtDesk, referral_id: UUID, expected: Expected, said: NoteIn | None = None) -> Response:
    """Go on with a referral that is on hold."""
    return await desk.answer(
        _shown, referrals.resume, ReferralId(referral_id), expected=expected, note=said.note if said else None
    )


@operations.post("/{referral_id}/reroute", referrals.reroute, answers=ReferralOut)
async def reroute_referral(desk: AtDesk, referral_id: UUID, expected: Expected, onward: RerouteIn) -> Response:
    """Send a referral that nobody took to other providers."""
    return await desk.answer(
        _shown,
        referrals.reroute,
        ReferralId(referral_id),
        Onward(destinations=tuple(each.wanted() for each in onward.handoffs), routing=onward.routing),
        expected=expected,
        override_reason=onward.override_reason,
        note=onward.note,
    )


@operations.post("/{referral_id}/complete", referrals.complete, answers=ReferralOut)
async def complete_referral(desk: AtDesk, referral_id: UUID, expected: Expected, closing: CloseReferralIn) -> Response:
    """Close a referral with its outcome.

    Refused while a provider is still at work.
    """
    outcome = closing.outcome.into(Outcome)
    return await desk.answer(
        _shown, referrals.complete, ReferralId(referral_id), outcome, expected=expected, note=closing.note
    )


@operations.post("/{referral_id}/close-unmet", referrals.close_unmet, answers=ReferralOut)
async def close_referral_unmet(desk: AtDesk, referral_id: UUID, expected: Expected, ending: EndReferralIn) -> Response:
    """Give a referral up.

    The unmet need is counted.
    """
    reason = ending.reason.into(Reason)
    return await desk.answer(
        _shown, referrals.close_unmet, ReferralId(referral_id), reason, expected=expected, note=ending.note
    )


@operations.post("/{referral_id}/cancel", referrals.cancel, answers=ReferralOut)
async def cancel_referral(desk: AtDesk, referral_id: UUID, expected: Expected, ending: EndReferralIn) -> Response:
    """Take a referral back.

    At once while nobody has accepted; a provider at work must confirm.
    """
    reason = ending.reason.into(Reason)
    return await desk.answer(
        _shown, referrals.cancel, ReferralId(referral_id), reason, expected=expected, note=ending.note
    )


@operations.post("/{referral_id}/enter-in-error", referrals.enter_in_error, answers=ReferralOut)
async def enter_referral_in_error(desk: AtDesk, referral_id: UUID, expected: Expected, comment: CommentIn) -> Response:
    """Mark a referral as never having been meant.

    For supervisors.
    """
    return await desk.answer(
        _shown, referrals.enter_in_error, ReferralId(referral_id), expected=expected, note=comment.note
    )


def referral_line(item: ReferralLine) -> msgspec.Raw:
    """Put a referral of a list into the words of `ReferralItemOut`."""
    return line(PATH, item.id, item.told, _FACES[item.state], item.available_actions)


def referral_view(view: ReferralView) -> dict[str, Any]:
    """Put a referral into the words of `ReferralOut`."""
    blockers = [
        {"code": each.code, "weight": each.weight, "message": each.message, "handoff_id": each.handoff}
        for each in view.blockers
    ]
    return {
        **{name: getattr(view, name) for name in _FIELDS},
        "available_actions": actions(PATH, view.id, view.available_actions),
        "handoffs": [handoff_view(each) for each in view.handoffs],
        "blockers": blockers,
    }


def _shown(view: ReferralView) -> Rendered:
    return disclosed(referral_view(view), version=view.version)


def _begun(view: ReferralView) -> Rendered:
    return disclosed_new(referral_view(view), version=view.version, location=f"{PATH}/{view.id}")
