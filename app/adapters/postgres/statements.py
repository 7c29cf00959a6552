"""SQLAlchemy Core writes a statement once, when it is first used; asyncpg runs it: SQLAlchemy's own costs three."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement, SelectBase

_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|FOR (NO KEY )?UPDATE|FOR (KEY )?SHARE)\b")
_DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Written:
    """Text for the server, the names of its parameters in order, and the values fixed when it was written.

    `columns` are the names of what it returns, where they are known.
    """

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    columns: tuple[str, ...] = ()


class Statement:
    """What is asked of the server, written when it is first used: a process uses few of the hundreds that it knows.

    `enters`: it enters its network by itself. `whole`: the list of which it reads a page.
    """

    def __init__(self, write: Callable[[], Written], *, enters: bool = False, whole: "Statement | None" = None) -> None:
        self._write = write
        self.enters = enters
        self.whole = whole or self

    @classmethod
    def of(cls, expression: ClauseElement, *, whole: ClauseElement | None = None) -> "Statement":
        """Compile an expression; lists go in as one array (`= ANY(:names)`), never as an expanding IN."""
        counted = None if whole is None else cls.of(whole)
        return cls(lambda: _compiled(expression), whole=counted)

    @classmethod
    def text(cls, sql: str, *names: str, enters: bool = False) -> "Statement":
        """Take text whose `$1`, `$2` … are the given names in order, where Core has no words for it."""
        return cls(lambda: Written(sql, names, {}), enters=enters)

    @cached_property
    def written(self) -> Written:
        """Write it, once."""
        return self._write()

    @cached_property
    def sql(self) -> str:
        """The text for the server."""
        return self.written.sql

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters, in the server's order."""
        return self.written.names

    @cached_property
    def joins_others(self) -> bool:
        """Whether it can be asked together with others: it changes and locks nothing, and its columns are known."""
        return bool(self.written.columns) and not changes(self.sql)

    @cached_property
    def counting(self) -> "Statement":
        """The statement that counts the rows which this one returns, and writes out nothing of them."""
        whole = self.whole
        return Statement(lambda: Written(_counting(whole.sql), whole.names, whole.written.constants))

    @cached_property
    def alone(self) -> "Statement":
        """The statement that reads the same in a transaction of its own: it enters the network, then asks.

        The rows are joined to the entrance, and so asked for after it. Were they ever asked for before, the wall would
        show none of them.
        """
        return Statement(self._alone, enters=True)

    def _alone(self) -> Written:
        return Written(_alone(self.sql, len(self.names) + 1), (*self.names, "network"), self.written.constants)

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """Put the given values in the server's order."""
        constants = self.written.constants
        return [given[name] if name in given else constants[name] for name in self.names]


ENTRANCE = "(SELECT set_config('app.network', ({network}::uuid)::text, true) AS network OFFSET 0) AS entered"
"""What lets a statement see the rows of a network that no transaction has entered."""


def _compiled(expression: ClauseElement) -> Written:
    compiled = cast("SQLCompiler", expression.compile(dialect=_DIALECT))
    told = expression.selected_columns if isinstance(expression, SelectBase) else ()
    columns = tuple(str(column.key) for column in told)
    return Written(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params), columns)


@lru_cache(maxsize=2_000)
def changes(sql: str) -> bool:
    """Whether a statement changes or locks anything."""
    return _CHANGES.search(sql) is not None


def _counting(sql: str) -> str:
    return f"SELECT count(*) FROM ({sql}) AS listed"  # noqa: S608 - what was written here before


@lru_cache(maxsize=2_000)
def _alone(sql: str, place: int) -> str:
    rows = f"SELECT asked.* FROM ({sql}) AS asked WHERE entered.network IS NOT NULL OFFSET 0"  # noqa: S608
    return f"SELECT found.* FROM {ENTRANCE.format(network=f'${place}')} CROSS JOIN LATERAL ({rows}) AS found"  # noqa: S608
