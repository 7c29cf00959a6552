"""/v1/erasures, and legal holds of clients: what is forgotten, who decides it, and what may not be."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created, nothing
from app.api.rest.schemas.retention import (
    DecisionIn,
    ErasureIn,
    ErasureItemOut,
    ErasureOut,
    LegalHoldIn,
    LegalHoldOut,
)
from app.domain.identity import ClientId, ErasureId
from app.domain.retention.erasure import Erasure
from app.domain.retention.erasure_moves import ErasureState
from app.domain.retention.legal_hold import LegalHold
from app.ports.retention import ErasureFilter
from app.ports.transactions import Answer
from app.use_cases.retention import erasures, legal_holds
from app.use_cases.retention.erasures import ErasureView

PATH = "/v1/erasures"
operations = Operations("Erasures", PATH)
router = operations.router
client_operations = Operations("Erasures", "/v1/clients")
client_router = client_operations.router

StateQuery = Annotated[ErasureState | None, Query(description="Only of this state.")]
ClientQuery = Annotated[UUID | None, Query(description="Only of this client.")]


@client_operations.post("/{client_id}/erasures", erasures.propose, answers=ErasureOut, status=201)
async def propose_erasure(desk: AtDesk, client_id: UUID, erasure: ErasureIn) -> Response:
    """Propose to forget a client.

    For supervisors and administrators of agencies that serve the client, and for the privacy office. Somebody else of
    the privacy office decides. Refused while a legal hold lies on the client or a referral is under way.
    """
    return await desk.answer(_created, erasures.propose, ClientId(client_id), erasure.reason, erasure.note)


@operations.get("", erasures.browse, answers=PageOf[ErasureItemOut])
async def list_erasures(desk: AtDesk, page: Paged, state: StateQuery = None, client_id: ClientQuery = None) -> Response:
    """List erasures.

    The newest change first: all of the network for the privacy office, those that they proposed for agencies.
    """
    which = ErasureFilter(state=state, client=ClientId(client_id) if client_id else None)
    return await desk.answer(
        lambda found: page.answer(found, erasure_item), erasures.browse, which, after=page.after, limit=page.limit
    )


@operations.get("/{erasure_id}", erasures.read, answers=ErasureOut)
async def read_erasure(desk: AtDesk, erasure_id: UUID) -> Response:
    """Read an erasure.

    For the privacy office, and for the agency that proposed it.
    """
    return await desk.answer(_shown, erasures.read, ErasureId(erasure_id))


@operations.post("/{erasure_id}/approve", erasures.approve, answers=ErasureOut)
async def approve_erasure(
    desk: AtDesk, erasure_id: UUID, expected: Expected, decision: DecisionIn | None = None
) -> Response:
    """Approve an erasure.

    As somebody else than who proposed it. The record is forgotten within seconds, and nothing brings it back.
    """
    note = decision.note if decision else None
    return await desk.answer(_shown, erasures.approve, ErasureId(erasure_id), note, expected=expected)


@operations.post("/{erasure_id}/refuse", erasures.refuse, answers=ErasureOut)
async def refuse_erasure(
    desk: AtDesk, erasure_id: UUID, expected: Expected, decision: DecisionIn | None = None
) -> Response:
    """Refuse an erasure.

    The record stays; the policy does not propose it again for a year.
    """
    note = decision.note if decision else None
    return await desk.answer(_shown, erasures.refuse, ErasureId(erasure_id), note, expected=expected)


@client_operations.get("/{client_id}/legal-hold", legal_holds.read, answers=LegalHoldOut)
async def read_legal_hold(desk: AtDesk, client_id: UUID) -> Response:
    """Read the legal hold on a client.

    For the privacy office alone.
    """
    return await desk.answer(_hold, legal_holds.read, ClientId(client_id))


@client_operations.put("/{client_id}/legal-hold", legal_holds.place, answers=LegalHoldOut)
async def place_legal_hold(desk: AtDesk, client_id: UUID, expected: Expected, hold: LegalHoldIn) -> Response:
    """Place a legal hold on a client, or say better why there is one.

    While it lies there nothing of the client is forgotten. `If-Match: *` places the first.
    """
    return await desk.answer(_hold, legal_holds.place, ClientId(client_id), hold.reason, expected=expected)


@client_operations.delete("/{client_id}/legal-hold", legal_holds.lift)
async def lift_legal_hold(desk: AtDesk, client_id: UUID, expected: Expected) -> Response:
    """Lift the legal hold on a client.

    The client may be forgotten again.
    """
    return await desk.answer(nothing, legal_holds.lift, ClientId(client_id), expected=expected)


def erasure_item(erasure: Erasure) -> dict[str, object]:
    """Put an erasure into the words of `ErasureItemOut`."""
    return {
        "id": erasure.id,
        "client_id": erasure.client,
        "reason": erasure.reason,
        "state": erasure.state,
        "by_policy": erasure.by_policy,
        "proposed_by": erasure.proposed_by,
        "proposed_agency_id": erasure.proposed_agency,
        "proposed_at": erasure.created_at,
        "decided_at": erasure.decided_at,
        "erased_at": erasure.erased_at,
        "version": erasure.version,
    }


def _view(view: ErasureView) -> dict[str, object]:
    erasure = view.erasure
    return {
        **erasure_item(erasure),
        "note": erasure.note,
        "decided_by": erasure.decided_by,
        "decision_note": erasure.decision_note,
        "rows": erasure.rows,
        "served_by": view.served_by,
    }


def _shown(view: ErasureView) -> Answer:
    return answer(_view(view), version=view.erasure.version)


def _created(view: ErasureView) -> Answer:
    return created(_view(view), version=view.erasure.version, location=f"{PATH}/{view.erasure.id}")


def _hold(hold: LegalHold) -> Answer:
    shown = {
        "client_id": hold.client,
        "reason": hold.reason,
        "placed_by": hold.placed_by,
        "placed_at": hold.created_at,
        "version": hold.version,
        "updated_at": hold.updated_at,
    }
    return answer(shown, version=hold.version)
