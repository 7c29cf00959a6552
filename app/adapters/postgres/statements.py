"""SQLAlchemy Core writes a statement once, at import, and asyncpg runs it: the async layer would cost three queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Statement:
    """Text for the server, the names of its parameters in order, and the values fixed when it was written.

    `enters`: it enters its network by itself.
    """

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    enters: bool = False

    @classmethod
    def of(cls, expression: ClauseElement) -> "Statement":
        """Compile an expression; lists go in as one array (`= ANY(:names)`), never as an expanding IN."""
        compiled = cast("SQLCompiler", expression.compile(dialect=_DIALECT))
        return cls(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))

    @classmethod
    def text(cls, sql: str, *names: str) -> "Statement":
        """Take text whose `$1`, `$2` … are the given names in order, where Core has no words for it."""
        return cls(sql, names, {})

    def counting(self) -> "Statement":
        """Return the statement that counts the rows which this one returns, and writes out nothing of them."""
        return Statement(f"SELECT count(*) FROM ({self.sql}) AS listed", self.names, self.constants)  # noqa: S608

    def alone(self) -> "Statement":
        """Return the statement that reads the same in a transaction of its own: it enters the network, then asks.

        The rows are joined to the entrance, and so asked for after it. Were they ever asked for before, the wall would
        show none of them.
        """
        return Statement(_alone(self.sql, len(self.names) + 1), (*self.names, "network"), self.constants, enters=True)

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """Put the given values in the server's order."""
        constants = self.constants
        return [given[name] if name in given else constants[name] for name in self.names]


ENTRANCE = "(SELECT set_config('app.network', ({network}::uuid)::text, true) AS network OFFSET 0) AS entered"
"""What lets a statement see the rows of a network that no transaction has entered."""


@cache
def _alone(sql: str, place: int) -> str:
    rows = f"SELECT asked.* FROM ({sql}) AS asked WHERE entered.network IS NOT NULL OFFSET 0"  # noqa: S608
    return f"SELECT found.* FROM {ENTRANCE.format(network=f'${place}')} CROSS JOIN LATERAL ({rows}) AS found"  # noqa: S608
