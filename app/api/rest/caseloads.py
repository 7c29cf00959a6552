"""Caseloads and transfers over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.actions import actions
from app.api.rest.schemas.caseloads import (
    AcuityIn,
    AcuityOut,
    CancelTransferIn,
    CaseloadClientOut,
    CaseloadOut,
    TransferIn,
    TransferItemOut,
    TransferOut,
)
from app.domain.caseloads.acuity import ClientAcuity
from app.domain.caseloads.transfer import OWNER, Transfer
from app.domain.caseloads.transfer_moves import TRANSFERS, TransferStatus
from app.domain.identity import AgencyId, ClientId, TransferId, WorkerId
from app.ports.caseloads import CaseloadClient, CaseloadLine, TransferFilter
from app.ports.referrals import Order
from app.ports.transactions import Answer
from app.use_cases.caseloads import caseloads, transfers
from app.use_cases.caseloads.transfers import TransferView

PATH = "/v1/caseloads"
TRANSFERS_PATH = f"{PATH}/transfers"
operations = Operations("Caseloads", PATH)
router = operations.router
client_operations = Operations("Caseloads", "/v1/clients")
client_router = client_operations.router

AgencyQuery = Annotated[UUID | None, Query(description="Of this agency; without it, your own.")]
WorkerQuery = Annotated[UUID | None, Query(description="Only from or to this worker.")]
StatusQuery = Annotated[TransferStatus | None, Query(description="Only of this status.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", caseloads.browse, answers=PageOf[CaseloadOut])
async def list_caseloads(desk: AtDesk, page: Paged, agency_id: AgencyQuery = None) -> Response:
    """List the workers of your agency with the size and weight of their caseloads.

    In the order of their names: who does care work, and who has left but still has clients.
    """
    return await desk.answer(
        lambda found: page.answer(found, caseload_view),
        caseloads.browse,
        AgencyId(agency_id) if agency_id else None,
        after=page.after,
        limit=page.limit,
    )


@operations.get("/transfers", transfers.browse, answers=PageOf[TransferItemOut])
async def list_transfers(
    desk: AtDesk,
    page: Paged,
    worker_id: WorkerQuery = None,
    status: StatusQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the transfers of your agency."""
    which = TransferFilter(worker=WorkerId(worker_id) if worker_id else None, status=status)
    return await desk.answer(
        lambda found: page.answer(found, transfer_item),
        transfers.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.post("/transfers", transfers.create, answers=TransferOut, status=201)
async def create_transfer(desk: AtDesk, transfer: TransferIn) -> Response:
    """Give clients to another worker of the same agency.

    Each gets a handover that says what stands open; the primary role, open tasks, referrals and plans go over. Up to
    200 clients are done in this call; more, or at a later time, in steps: read the transfer to see how far it is.
    """
    return await desk.answer(_made, transfers.create, transfer.transfer())


@operations.get("/transfers/{transfer_id}", transfers.read, answers=TransferOut)
async def read_transfer(desk: AtDesk, transfer_id: UUID) -> Response:
    """Read how far a transfer has come."""
    return await desk.answer(_shown, transfers.read, TransferId(transfer_id))


@operations.post("/transfers/{transfer_id}/cancel", transfers.cancel, answers=TransferOut)
async def cancel_transfer(desk: AtDesk, transfer_id: UUID, expected: Expected, why: CancelTransferIn) -> Response:
    """Call off what is not done yet of a transfer.

    Clients who were handed over stay with the receiving worker.
    """
    return await desk.answer(_shown, transfers.cancel, TransferId(transfer_id), why.note, expected=expected)


@operations.get("/{worker_id}", caseloads.clients_of, answers=PageOf[CaseloadClientOut])
async def list_caseload_clients(desk: AtDesk, page: Paged, worker_id: UUID) -> Response:
    """List the clients of whom a worker is the primary case manager.

    In the order in which they were registered.
    """
    return await desk.answer(
        lambda found: page.answer(found, client_view),
        caseloads.clients_of,
        WorkerId(worker_id),
        after=page.after,
        limit=page.limit,
    )


@client_operations.get("/{client_id}/acuity", caseloads.read_acuity, answers=AcuityOut)
async def read_client_acuity(desk: AtDesk, client_id: UUID) -> Response:
    """Read how much attention a client needs of your agency."""
    return await desk.answer(_acuity, caseloads.read_acuity, ClientId(client_id))


@client_operations.put("/{client_id}/acuity", caseloads.judge_acuity, answers=AcuityOut)
async def replace_client_acuity(desk: AtDesk, client_id: UUID, expected: Expected, acuity: AcuityIn) -> Response:
    """Say how much attention a client needs of your agency."""
    return await desk.answer(
        _acuity, caseloads.judge_acuity, ClientId(client_id), acuity.acuity, acuity.note, expected=expected
    )


def caseload_view(line: CaseloadLine) -> dict[str, Any]:
    """Put a caseload into the words of `CaseloadOut`."""
    worker = line.worker
    return {
        "worker_id": worker.id,
        "name": worker.name,
        "status": worker.status,
        "clients": line.clients,
        "weight": line.weight,
    }


def client_view(client: CaseloadClient) -> dict[str, Any]:
    """Put a client of a caseload into the words of `CaseloadClientOut`."""
    return {
        "client_id": client.client,
        "display_name": client.name,
        "acuity": client.acuity,
        "weight": client.weight,
        "since": client.since,
    }


def transfer_item(transfer: Transfer) -> dict[str, Any]:
    """Put a transfer into the words of `TransferItemOut`."""
    return {
        "id": transfer.id,
        "agency_id": transfer.agency,
        "from_worker_id": transfer.giver,
        "to_worker_id": transfer.receiver,
        "reason": transfer.reason,
        "status": transfer.status,
        "total": transfer.total,
        "done": transfer.done,
        "passed": transfer.passed,
        "effective": transfer.effective,
        "version": transfer.version,
        "created_at": transfer.created_at,
        "updated_at": transfer.updated_at,
    }


def transfer_view(view: TransferView) -> dict[str, Any]:
    """Put a transfer into the words of `TransferOut`."""
    transfer = view.transfer
    return transfer_item(transfer) | {
        "everyone": transfer.everyone,
        "note": transfer.note,
        "passed_by": view.passed_by,
        "requested_by": transfer.requested_by,
        "ended_at": transfer.ended_at,
        "ended_why": transfer.ended_why,
        "available_actions": actions(TRANSFERS_PATH, transfer.id, TRANSFERS.offers(transfer.status, OWNER)),
    }


def _shown(view: TransferView) -> Answer:
    return answer(transfer_view(view), version=view.transfer.version)


def _made(view: TransferView) -> Answer:
    location = f"{TRANSFERS_PATH}/{view.transfer.id}"
    return created(transfer_view(view), version=view.transfer.version, location=location)


def _acuity(acuity: ClientAcuity) -> Answer:
    body = {
        "client_id": acuity.client,
        "agency_id": acuity.agency,
        "acuity": acuity.acuity,
        "weight": acuity.weight,
        "note": acuity.note,
        "version": acuity.version,
        "updated_at": acuity.updated_at,
    }
    return answer(body, version=acuity.version)
