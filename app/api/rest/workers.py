"""/v1/workers: the people at the agencies."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.members import members
from app.api.rest.schemas.workers import NewWorkerIn, WorkerIn, WorkerOut
from app.domain.identity import AgencyId, WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import Worker, WorkerProfile, WorkerStatus
from app.ports.directory import WorkerFilter
from app.ports.transactions import Answer
from app.use_cases.networks import workers

operations = Operations("Workers", "/v1/workers")
router = operations.router


@operations.get("", workers.browse, answers=PageOf[WorkerOut])
async def list_workers(
    desk: AtDesk,
    paging: Paged,
    agency_id: Annotated[UUID | None, Query(description="Only of this agency.")] = None,
    role: Annotated[Role | None, Query(description="Only those with this role.")] = None,
    status: Annotated[WorkerStatus | None, Query(description="Only those of this status.")] = None,
) -> Response:
    """List workers.

    In the order of their family names: those of one's own agency, or all for the network's people.
    """
    asked = WorkerFilter(agency=AgencyId(agency_id) if agency_id else None, role=role, status=status)
    return await desk.answer(
        lambda page: paging.answer(page, worker_view), workers.browse, asked, paging.limit, paging.after
    )


@operations.post("", workers.employ, answers=WorkerOut, status=201)
async def create_worker(desk: AtDesk, worker: NewWorkerIn) -> Response:
    """Take a worker on.

    For the agency's administrators; network roles are granted by network administrators only.
    """
    profile = worker.into(WorkerProfile, "agency_id")
    return await desk.answer(_created, workers.employ, AgencyId(worker.agency_id), profile)


@operations.get("/{worker_id}", workers.read, answers=WorkerOut)
async def read_worker(desk: AtDesk, worker_id: UUID) -> Response:
    """Read a worker.

    One of one's own agency, or of any for the network's people.
    """
    return await desk.answer(_shown, workers.read, WorkerId(worker_id))


@operations.put("/{worker_id}", workers.describe, answers=WorkerOut)
async def replace_worker(desk: AtDesk, worker_id: UUID, expected: Expected, worker: WorkerIn) -> Response:
    """Describe a worker.

    Replaces the whole description, roles included.
    """
    return await desk.answer(_shown, workers.describe, WorkerId(worker_id), expected, worker.into(WorkerProfile))


@operations.post("/{worker_id}/leave", workers.leave, answers=WorkerOut)
async def end_worker(desk: AtDesk, worker_id: UUID, expected: Expected) -> Response:
    """Let a worker go.

    The worker may do nothing any more; what they did stays theirs.
    """
    return await desk.answer(_shown, workers.leave, WorkerId(worker_id), expected)


@operations.post("/{worker_id}/come-back", workers.come_back, answers=WorkerOut)
async def resume_worker(desk: AtDesk, worker_id: UUID, expected: Expected) -> Response:
    """Take a former worker on again.

    With the roles that the worker had.
    """
    return await desk.answer(_shown, workers.come_back, WorkerId(worker_id), expected)


def worker_view(worker: Worker) -> dict[str, object]:
    """Show a worker as this API does."""
    return {
        "id": worker.id,
        "agency_id": worker.agency,
        **members(worker.profile),
        "status": worker.status,
        "version": worker.version,
        "created_at": worker.created_at,
        "updated_at": worker.updated_at,
    }


def _shown(worker: Worker) -> Answer:
    return answer(worker_view(worker), version=worker.version)


def _created(worker: Worker) -> Answer:
    return created(worker_view(worker), version=worker.version, location=f"/v1/workers/{worker.id}")
