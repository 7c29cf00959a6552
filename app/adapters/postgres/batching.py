"""Statements that many readers ask for at the same time run as one, so that a page needs no more of them than an item.

Readers go on in step: what they ask for is gathered until all of them wait. A statement that was asked several times
with different values then runs once, over all of them: `unnest` gives each set of values its place, and LATERAL asks
the statement for each.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import asyncpg

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement, changes
from app.domain.identity import NetworkId

PLACE = "asked_in_place"
"""The last column of rows that were read together: for which of the sets of values a row is."""

ASKED = "asked_together"
"""What the sets of values are called; a name that a statement gives to something of its own would mean that."""

Rows = list[asyncpg.Record]
Values = Sequence[Any]
_PARAMETER = re.compile(r"\$(\d+)")
_QUOTED = str.maketrans({"\\": r"\\", '"': r"\""})
_types: dict[str, tuple[str, ...]] = {}  # of each statement's parameters; there are as many statements as in the code


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question that waits for its answer: a statement with its values, or what must have the connection alone."""

    answer: "asyncio.Future[Any]"
    sql: str = ""
    values: Values = ()
    alone: Callable[[], Awaitable[Any]] | None = None


class Gathering:
    """Gathers what is asked of one connection until everybody who asks waits, and answers all of it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._asked: list[_Asked] = []
        self._answering: asyncio.Task[None] | None = None

    async def rows(self, sql: str, values: Values) -> Rows:
        """Return the rows of a statement."""
        rows: Rows = await self._wait(_Asked(_promise(), sql, values))
        return rows

    async def alone(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Do something for which the connection must be free."""
        return await self._wait(_Asked(_promise(), alone=work))

    async def close(self) -> None:
        """Let go of the connection."""
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.wait([self._answering])

    async def _wait(self, asked: _Asked) -> Any:
        self._asked.append(asked)
        if self._answering is None:
            self._answering = asyncio.create_task(self._answer())
        return await asked.answer

    async def _answer(self) -> None:
        """Answer what was asked before this task had its turn; what is asked meanwhile waits for the next."""
        asked, self._asked = self._asked, []
        try:
            told = [outcome for group in _grouped(asked) for outcome in await self._answer_group(group)]
        except BaseException as failure:
            _fail([*asked, *self._asked], failure)
            raise
        for each, result in told:
            if not each.answer.done():
                each.answer.set_result(result)
        self._answering = asyncio.create_task(self._answer()) if self._asked else None

    async def _answer_group(self, group: list[_Asked]) -> list[tuple[_Asked, Any]]:
        first = group[0]
        if first.alone is not None:
            return [(first, await first.alone())]
        varying = _varying([each.values for each in group]) if len(group) > 1 else ()
        keys = [_key(each.values, varying) for each in group]
        if None in keys:
            return [(each, await self.connection.fetch(each.sql, *each.values)) for each in group]
        sets = {key: each.values for key, each in zip(keys, group, strict=True)}
        found = await self._read(first.sql, list(sets.values()), varying)
        rows = dict(zip(sets, found, strict=True))
        return [(each, rows[key]) for key, each in zip(keys, group, strict=True)]

    async def _read(self, sql: str, sets: list[Values], varying: tuple[int, ...]) -> list[Rows]:
        """Return the rows for each of several sets of values, in one statement."""
        if len(sets) == 1:
            return [await self.connection.fetch(sql, *sets[0])]
        types = await self._types_of(sql)
        given = [_column([values[place] for values in sets], types[place]) for place in varying]
        fixed = [value for place, value in enumerate(sets[0]) if place not in varying]
        found: list[Rows] = [[] for _ in sets]
        for row in await self.connection.fetch(together(sql, types, varying), *given, *fixed):
            found[row[PLACE] - 1].append(row)
        return found

    async def _types_of(self, sql: str) -> tuple[str, ...]:
        if sql not in _types:
            prepared = await self.connection.prepare(sql)
            _types[sql] = tuple(kind.name for kind in prepared.get_parameters())
        return _types[sql]


class BatchingSession(Session):
    """A session that reads together with others of the same connection."""

    __slots__ = ("gathering",)
    gathers = False

    def __init__(self, gathering: Gathering, network: NetworkId) -> None:
        super().__init__(gathering.connection, network)
        self.gathering = gathering

    async def fetch(self, statement: Statement, **given: Any) -> Rows:
        """Return every row; `network` is given by itself."""
        given["network"] = self.network
        return await self.gathering.rows(statement.sql, statement.arguments(given))

    async def fetch_row(self, statement: Statement, **given: Any) -> asyncpg.Record | None:
        """Return the first row, or None."""
        rows = await self.fetch(statement, **given)
        return rows[0] if rows else None

    async def fetch_value(self, statement: Statement, **given: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.fetch_row(statement, **given)
        return None if row is None else row[0]

    async def execute(self, statement: Statement, **given: Any) -> int:
        """Run a statement and return how many rows it touched."""
        work = super().execute
        count: int = await self.gathering.alone(lambda: work(statement, **given))
        return count

    async def execute_many(self, statement: Statement, given: Sequence[dict[str, Any]]) -> None:
        """Run one statement for many sets of values, in one round trip."""
        work = super().execute_many
        await self.gathering.alone(lambda: work(statement, given))


@asynccontextmanager
async def gathering(connection: Any) -> AsyncIterator[Gathering]:
    """Let many read from one connection; it is free again when the block ends."""
    opened = Gathering(connection)
    try:
        yield opened
    finally:
        await opened.close()


@lru_cache(maxsize=2_000)
def together(sql: str, types: tuple[str, ...], varying: tuple[int, ...]) -> str:
    """Return the statement that reads for many sets of values what `sql` reads for one.

    The parameters that vary come first, each a list; a list in a list goes as text, because arrays have no ragged ones.
    """
    fixed = [place for place in range(len(types)) if place not in varying]
    names = {place: f"{ASKED}.v{place}" + ("::" + types[place] if _is_list(types[place]) else "") for place in varying}
    names |= {place: f"${len(varying) + number}" for number, place in enumerate(fixed, 1)}
    listed = ", ".join(f"${number}::{_element(types[place])}[]" for number, place in enumerate(varying, 1))
    columns = ", ".join(f"v{place}" for place in varying)
    asked = _PARAMETER.sub(lambda found: names[int(found[1]) - 1], sql)
    return (
        f"SELECT answer.*, {ASKED}.{PLACE} FROM unnest({listed}) WITH ORDINALITY AS {ASKED}({columns}, {PLACE}) "  # noqa: S608
        f"CROSS JOIN LATERAL ({asked}) AS answer"
    )


def _grouped(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    """Put questions of the same statement together, in the order in which they were asked."""
    groups: dict[Hashable, list[_Asked]] = {}
    for each in asked:
        groups.setdefault(each.sql if each.alone is None and not changes(each.sql) else id(each), []).append(each)
    return list(groups.values())


def _varying(sets: Sequence[Values]) -> tuple[int, ...]:
    """Return the places at which sets of values are not all the same."""
    return tuple([place for place, values in enumerate(zip(*sets, strict=True)) if _differ(values)])


def _differ(values: Values) -> bool:
    first = values[0]
    return any(value is not first and value != first for value in values)


def _key(values: Values, varying: tuple[int, ...]) -> Hashable:
    """Return what tells a set of values apart from others; None where it holds what cannot be compared."""
    given = [values[place] for place in varying]
    key = tuple([tuple(value) if isinstance(value, list) else value for value in given])
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _column(values: list[Any], kind: str) -> list[Any]:
    return [_literal(value) for value in values] if _is_list(kind) else values


def _literal(value: Sequence[Any] | None) -> str | None:
    """Write a list as PostgreSQL reads it from text."""
    if value is None:
        return None
    return "{" + ",".join("NULL" if each is None else f'"{str(each).translate(_QUOTED)}"' for each in value) + "}"


def _is_list(kind: str) -> bool:
    return kind.endswith("[]")


def _element(kind: str) -> str:
    return "text" if _is_list(kind) else kind


def _promise() -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().create_future()


def _fail(asked: Sequence[_Asked], failure: BaseException) -> None:
    for each in asked:
        if not each.answer.done():
            each.answer.set_exception(failure if isinstance(failure, Exception) else asyncio.CancelledError())
