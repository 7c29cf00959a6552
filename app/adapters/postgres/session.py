"""Statements on one connection within one network, because forgetting the network must be impossible."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres.changes import Changes, Identified
from app.adapters.postgres.foreseen import Foreseen, noting
from app.adapters.postgres.questions import Question, Questions
from app.adapters.postgres.statements import Statement
from app.domain.identity import NetworkId
from app.ports.queries import MOST_COUNTED
from app.ports.transactions import AuditEntry

# A statement says how it is to be carried out: planning it anew for other values takes longer than all the rest.
PLANNED_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"
_PLAN_ONCE = Statement.text(PLANNED_ONCE)


class Session:
    """Runs statements on one connection within one network, and gathers what was changed by them."""

    __slots__ = (
        *("at_once", "changes", "connection", "counted", "counts", "foreseen", "network", "noted", "planned_once"),
    )
    only_looks = False
    gathers = True

    def __init__(self, connection: Any, network: NetworkId) -> None:
        self.connection = connection
        self.network = network
        self.changes = Changes()
        self.at_once = False
        self.counts = False
        self.counted: int | None = None
        self.planned_once = self.only_looks
        self.foreseen: Foreseen | None = None
        self.noted: AuditEntry | None = None

    def touch(self, *things: Identified, new: bool = False) -> None:
        """Say which aggregates were written, so that their resources follow before the transaction ends."""
        self.changes.touch(things, new=new)

    def touch_ids(self, noun: str, ids: Iterable[UUID]) -> None:
        """Say the same of what was changed without being read."""
        self.changes.touch_ids(noun, ids)

    async def plan_once(self) -> None:
        """Let the statements of this transaction be planned once for whatever values."""
        if not self.planned_once:
            self.planned_once = True
            await self.execute(_PLAN_ONCE)

    async def fetch(self, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        """Return every row; `network` is given by itself."""
        given["network"] = self.network
        if self.at_once and statement.joins_others:
            [found] = await Questions((Question(statement, given),))
            return found
        rows: list[asyncpg.Record] = await self.connection.fetch(statement.sql, *statement.arguments(given))
        return rows

    async def page(self, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        """Return the first rows of a list, one more than a page; where totals are asked for, count the whole list.

        A page that holds the whole list is counted by itself. Else the same statement is asked for so many rows that
        nobody wants to know how many more there are, and only their number comes back.
        """
        rows = await self.fetch(statement, **given)
        if self.counts:
            self.also(await self._counted(statement, given) if len(rows) == given["limit"] else len(rows))
        return rows

    async def _counted(self, statement: Statement, given: dict[str, Any]) -> int:
        [row] = await self.fetch(statement.counting, **(given | {"limit": MOST_COUNTED + 1}))
        return int(row["count"])

    def also(self, number: int) -> None:
        """Count further items of the list, which no statement returns."""
        if self.counts:
            self.counted = (self.counted or 0) + number

    async def fetch_row(self, statement: Statement, **given: Any) -> asyncpg.Record | None:
        """Return the first row, or None."""
        if self.at_once:
            return next(iter(await self.fetch(statement, **given)), None)
        given["network"] = self.network
        row: asyncpg.Record | None = await self.connection.fetchrow(statement.sql, *statement.arguments(given))
        return row

    async def fetch_told(self, statement: Statement, told: str, **given: Any) -> asyncpg.Record | None:
        """Return the first row, or None; what is foreseen goes on record with a row of which `told` holds."""
        del told
        return await self.fetch_row(statement, **given)

    async def fetch_value(self, statement: Statement, **given: Any) -> Any:
        """Return the first column of the first row, or None."""
        if self.at_once:
            return next((next(iter(row.values())) for row in await self.fetch(statement, **given)), None)
        given["network"] = self.network
        return await self.connection.fetchval(statement.sql, *statement.arguments(given))

    async def execute(self, statement: Statement, **given: Any) -> int:
        """Run a statement and return how many rows it touched."""
        given["network"] = self.network
        status: str = await self.connection.execute(statement.sql, *statement.arguments(given))
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, statement: Statement, given: Sequence[dict[str, Any]]) -> None:
        """Run one statement for many sets of values, in one round trip."""
        rows = [statement.arguments({**values, "network": self.network}) for values in given]
        await self.connection.executemany(statement.sql, rows)


class Looking(Session):
    """A session without a transaction: each statement enters the network by itself and is over when it is answered.

    For who changes nothing and needs no two statements to tell of one moment: nothing is sent to begin and to end, and
    every statement is planned once (`engine`).
    """

    __slots__ = ()
    only_looks = True
    gathers = False

    async def fetch_told(self, statement: Statement, told: str, **given: Any) -> asyncpg.Record | None:
        """Return the first row, or None; put what is foreseen on record in the same statement."""
        foreseen, self.foreseen = self.foreseen, None
        if foreseen is None:
            return await self.fetch_row(statement, **given)
        row = await super().fetch_row(noting(statement, told), **given, **foreseen.arguments())
        if row is not None and row["noted"]:
            self.noted = foreseen.entry
        return row

    async def fetch(self, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        """Return every row."""
        return await super().fetch(statement.alone, **given)

    async def fetch_row(self, statement: Statement, **given: Any) -> asyncpg.Record | None:
        """Return the first row, or None."""
        return await super().fetch_row(statement.alone, **given)

    async def fetch_value(self, statement: Statement, **given: Any) -> Any:
        """Return the first column of the first row, or None."""
        return await super().fetch_value(statement.alone, **given)

    async def execute(self, statement: Statement, **given: Any) -> int:
        """Leave a trace of what was looked at; nothing else is written here."""
        if not statement.enters:
            raise RuntimeError("Who only looks writes nothing.")
        return await super().execute(statement, **given)

    async def execute_many(self, statement: Statement, given: Sequence[dict[str, Any]]) -> None:
        """Write nothing."""
        del statement, given
        raise RuntimeError("Who only looks writes nothing.")
