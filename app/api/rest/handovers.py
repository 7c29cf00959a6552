"""Handovers over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed
from app.api.rest.actions import actions
from app.api.rest.schemas.caseloads import HandoverItemOut, HandoverOut
from app.domain.caseloads.handover import Handover, HandoverStatus, Point
from app.domain.identity import ClientId, HandoverId, TransferId, WorkerId
from app.ports.caseloads import HandoverFilter
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.caseloads import handovers
from app.use_cases.caseloads.handovers import HandoverView

PATH = "/v1/handovers"
operations = Operations("Caseloads", PATH)
router = operations.router
client_operations = Operations("Caseloads", "/v1/clients")
client_router = client_operations.router

ReceiverQuery = Annotated[UUID | None, Query(description="Only to this worker.")]
TransferQuery = Annotated[UUID | None, Query(description="Only of this transfer.")]
StatusQuery = Annotated[HandoverStatus | None, Query(description="Only of this status: given is unread.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", handovers.browse, answers=PageOf[HandoverItemOut])
async def list_handovers(
    desk: AtDesk,
    page: Paged,
    to_worker_id: ReceiverQuery = None,
    transfer_id: TransferQuery = None,
    status: StatusQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the handovers of your agency."""
    which = HandoverFilter(
        receiver=WorkerId(to_worker_id) if to_worker_id else None,
        transfer=TransferId(transfer_id) if transfer_id else None,
        status=status,
    )
    return await desk.answer(
        lambda found: page.answer(found, handover_item),
        handovers.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.get("/{handover_id}", handovers.read, answers=HandoverOut)
async def read_handover(desk: AtDesk, handover_id: UUID) -> Response:
    """Read what stood about a client when the case manager changed.

    It is kept as it was then. Other agencies, as far as consent goes, read of it the goals and plans.
    """
    return await desk.answer(_shown, handovers.read, HandoverId(handover_id))


@operations.post("/{handover_id}/acknowledge", handovers.acknowledge, answers=HandoverOut)
async def acknowledge_handover(desk: AtDesk, handover_id: UUID, expected: Expected) -> Response:
    """Say that the receiving worker has read a handover."""
    return await desk.answer(_shown, handovers.acknowledge, HandoverId(handover_id), expected=expected)


@client_operations.get("/{client_id}/handovers", handovers.of_client, answers=PageOf[HandoverItemOut])
async def list_client_handovers(desk: AtDesk, page: Paged, client_id: UUID, sort: SortQuery = Order.NEWEST) -> Response:
    """List the handovers of a client that you may read."""
    return await desk.answer(
        lambda found: page.answer(found, handover_item),
        handovers.of_client,
        ClientId(client_id),
        sort,
        after=page.after,
        limit=page.limit,
    )


def handover_item(handover: Handover) -> dict[str, Any]:
    """Put a handover into the words of `HandoverItemOut`."""
    return {
        "id": handover.id,
        "client_id": handover.client,
        "agency_id": handover.agency,
        "transfer_id": handover.transfer,
        "from_worker_id": handover.giver,
        "to_worker_id": handover.receiver,
        "reason": handover.reason,
        "status": handover.status,
        "version": handover.version,
        "created_at": handover.created_at,
        "updated_at": handover.updated_at,
    }


def handover_view(view: HandoverView) -> dict[str, Any]:
    """Put a handover into the words of `HandoverOut`."""
    handover = view.handover
    return handover_item(handover) | {
        "note": view.note,
        "points": [_point(point) for point in view.points],
        "withheld": view.withheld,
        "acknowledged_at": handover.acknowledged_at,
        "acknowledged_by": handover.acknowledged_by,
        "available_actions": actions(PATH, handover.id, handover.offers(view.parties)),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "kind": point.kind,
        "text": point.text,
        "subject_id": point.subject,
        "status": point.status,
        "detail": point.detail,
        "at": point.at,
    }


def _shown(view: HandoverView) -> Rendered:
    return disclosed(handover_view(view), version=view.handover.version)
