"""A log of a network of its own, sealed by the service's own sealer, with the owner's rights at hand to bend it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app.adapters.anchors import FileAnchors
from app.adapters.postgres.audit_sealing import PostgresAuditLog
from app.config import Settings
from app.domain.audit.checkpoint import VerifierKey
from app.domain.identity import NetworkId
from app.domain.networks.roles import Role
from app.use_cases.audit.audit_sealing import Sealer
from app.use_cases.networks import networks
from app.wiring import Service, open_service
from tests.support.builders_directory import World, found_world
from tests.support.doors import Doors
from tests.support.postgres import Database

Seal = Callable[[], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Log:
    """One network's log."""

    service: Service
    world: World
    database: Database
    network: NetworkId
    worker: Service
    folder: Path
    sealer: Sealer = field(init=False)

    def __post_init__(self) -> None:
        self.sealer = self.another_sealer()

    def another_sealer(self, *trusted: VerifierKey) -> Sealer:
        """A sealer as a new process has it."""
        log = PostgresAuditLog(self.worker.transactions)
        return Sealer(self.worker.core, log, self.worker.audit_keys, FileAnchors(self.folder), frozenset(trusted))

    async def seal(self) -> None:
        while await self.sealer.turn():
            pass

    async def owner(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """Do what whoever owns the database can do: no wall holds, no trigger asks."""
        connection = await asyncpg.connect(self.database.superuser)
        try:
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()

    async def entries(self) -> list[UUID]:
        """The entries in the order of the log."""
        sql = "SELECT entry_id FROM audit_leaves WHERE network_id = $1 ORDER BY seq"
        return [row["entry_id"] for row in await self.owner(sql, self.network)]

    async def head(self) -> dict[str, Any]:
        rows: Sequence[Any] = await self.owner("SELECT * FROM audit_heads WHERE network_id = $1", self.network)
        return dict(rows[0]) if rows else {}

    async def behind(self) -> list[NetworkId]:
        return list(await PostgresAuditLog(self.worker.transactions).networks_behind(self.service.core.clock.now()))

    async def read_often(self, times: int, *, at_once: int = 8) -> None:
        """Let somebody read, so that the log grows."""
        for begun in range(0, times, at_once):
            await asyncio.gather(*(self.read() for _ in range(min(at_once, times - begun))))

    async def read(self) -> None:
        await self.service.core.run(self.world.by(Role.COORDINATOR), networks.read, self.network)


@pytest.fixture
async def log(empty_database: Database, settings: Settings, tmp_path: Path) -> AsyncIterator[Log]:
    """The log of a network that was just founded, in a database of its own."""
    async with (
        open_service(settings, empty_database.app) as service,
        open_service(settings, empty_database.worker) as worker,
    ):
        world = await found_world(service.core)
        yield Log(
            service=service,
            world=world,
            database=empty_database,
            network=world.network.id,
            worker=worker,
            folder=tmp_path,
        )


@pytest.fixture
async def seal(doors: Doors, settings: Settings, database: Database) -> AsyncIterator[Seal]:
    """The worker's sealer, for the network of the test alone."""
    async with open_service(settings, database.worker) as worker:
        log = PostgresAuditLog(worker.transactions)
        sealer = Sealer(worker.core, log, worker.audit_keys, FileAnchors(None), frozenset())

        async def turn() -> None:
            while await sealer._seal(doors.world.network.id):
                pass

        yield turn
