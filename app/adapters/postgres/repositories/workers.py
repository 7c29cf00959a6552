"""Workers to rows and back."""

from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.agencies import WorkerRow
from app.domain.clients.names import search_key
from app.domain.identity import AgencyId, NetworkId, WorkerId
from app.domain.networks.worker import Worker, WorkerProfile, WorkerStatus


def _values(worker: Worker) -> dict[str, Any]:
    return {
        "network_id": worker.network,
        "id": worker.id,
        "agency_id": worker.agency,
        "name_key": search_key(f"{worker.profile.family} {worker.profile.given}"),
        "status": worker.status,
        "roles": sorted(worker.profile.roles),
        "profile": msgspec.to_builtins(worker.profile, order="sorted"),
        "version": worker.version,
        "created_at": worker.created_at,
        "updated_at": worker.updated_at,
    }


def _entity(row: asyncpg.Record) -> Worker:
    return Worker(
        id=WorkerId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        profile=msgspec.convert(row["profile"], WorkerProfile),
        status=WorkerStatus(row["status"]),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


WORKERS = Shelf("worker", WorkerRow, _values, _entity, lambda worker: worker.profile.identifiers)


class WorkerRepository:
    """The workers of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, worker: WorkerId) -> Worker | None:
        """Return a worker."""
        return await WORKERS.get(self.session, worker)

    async def lock(self, worker: WorkerId) -> Worker | None:
        """Return a worker and keep others from changing the record."""
        return await WORKERS.lock(self.session, worker)

    async def add(self, *workers: Worker) -> None:
        """Insert workers who were just taken on."""
        await WORKERS.add(self.session, *workers)

    async def save(self, worker: Worker) -> None:
        """Write a changed worker."""
        await WORKERS.save(self.session, worker)
