"""Errands of whichever kind to rows and back, with what they hold in a table beside them."""

from collections.abc import Callable
from typing import Any, Generic
from uuid import UUID

import asyncpg
from sqlmodel import SQLModel

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.errands import RUNNING
from app.domain.errands.errand import Errand, ErrandStatus
from app.domain.identity import AgencyId, ErrandId, NetworkId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.errands import E


def _alike(errand: Errand) -> dict[str, Any]:
    return {
        "network_id": errand.network,
        "id": errand.id,
        "agency_id": errand.agency,
        "asker_id": errand.asker,
        "roles": sorted(errand.roles),
        "scopes": str(errand.scopes),
        "status": errand.status,
        "failure": errand.failure,
        "leased_until": errand.leased_until,
        "completed_at": errand.completed_at,
        "expires_at": errand.expires_at,
        "version": errand.version,
        "created_at": errand.created_at,
        "updated_at": errand.updated_at,
    }


def _facts(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "id": ErrandId(row["id"]),
        "network": NetworkId(row["network_id"]),
        "agency": AgencyId(row["agency_id"]),
        "asker": row["asker_id"],
        "roles": frozenset(map(Role, row["roles"])),
        "scopes": Scopes.parse(row["scopes"]),
        "status": ErrandStatus(row["status"]),
        **{name: row[name] for name in ("failure", "leased_until", "completed_at", "expires_at")},
        **{name: row[name] for name in ("version", "created_at", "updated_at")},
    }


class ErrandShelf(Shelf[E]):
    """One kind's statements: `values` and `facts` are what it has of its own, to its row and back.

    `held` names the table of what it holds, and the column there that names the errand; `over` is what else is set
    there when the errand is over.
    """

    def __init__(
        self,
        kind: type[E],
        row: type[SQLModel],
        values: Callable[[E], dict[str, Any]],
        facts: Callable[[asyncpg.Record], dict[str, Any]],
        *,
        held: tuple[str, str],
        over: str = "",
    ) -> None:
        super().__init__(kind.noun, row, lambda one: _alike(one) | values(one), lambda r: kind(**_facts(r), **facts(r)))
        table, (holds, owner) = self.table.name, held
        free = "FOR UPDATE SKIP LOCKED"
        self.lock_free = Statement.text(
            f"SELECT * FROM {table} WHERE network_id = $1 AND id = $2 {free}",  # noqa: S608
            *("network", "id"),
        )
        self.lock_next = Statement.text(
            f"SELECT * FROM {table} WHERE network_id = $1 AND {RUNNING} ORDER BY updated_at, id LIMIT 1 {free}",  # noqa: S608
            "network",
        )
        self.running = Statement.text(
            f"SELECT count(*) FROM {table} WHERE network_id = $1 AND asker_id = $2 AND {RUNNING}",  # noqa: S608
            *("network", "asker"),
        )
        self.until = Statement.text(
            f"UPDATE {holds} SET expires_at = $3{over} WHERE network_id = $1 AND {owner} = $2",  # noqa: S608
            *("network", "id", "until"),
        )
        self.empty = Statement.text(f"DELETE FROM {holds} WHERE network_id = $1 AND {owner} = $2", "network", "id")  # noqa: S608


class ErrandRepository(Generic[E]):
    """The errands of one kind in the network."""

    __slots__ = ("session",)
    shelf: ErrandShelf[E]

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, errand: ErrandId) -> E | None:
        """Return an errand."""
        return await self.shelf.get(self.session, errand)

    async def lock(self, errand: ErrandId) -> E | None:
        """Return an errand, locked."""
        return await self.shelf.lock(self.session, errand)

    async def lock_free(self, errand: ErrandId) -> E | None:
        """Return an errand, locked, unless somebody else has it."""
        row = await self.session.fetch_row(self.shelf.lock_free, id=errand)
        return None if row is None else self.shelf.entity(row)

    async def lock_next(self) -> E | None:
        """Return the one that has waited longest and that nobody else has, locked."""
        row = await self.session.fetch_row(self.shelf.lock_next)
        return None if row is None else self.shelf.entity(row)

    async def add(self, errand: E) -> None:
        """Insert a new errand."""
        await self.shelf.add(self.session, errand)

    async def save(self, errand: E) -> None:
        """Write a changed errand; what it holds goes when it does."""
        await self.shelf.save(self.session, errand)
        if not errand.running:
            await self.session.execute(self.shelf.until, id=errand.id, until=errand.expires_at)

    async def running(self, asker: UUID) -> int:
        """Count those that an asker waits for."""
        return int(await self.session.fetch_value(self.shelf.running, asker=asker))

    async def empty(self, errand: ErrandId) -> None:
        """Delete what an errand holds."""
        await self.session.execute(self.shelf.empty, id=errand)
