"""SQLAlchemy Core writes a statement once, at import, and asyncpg runs it: the async layer would cost three queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Statement:
    """Text for the server, the names of its parameters in order, and the values fixed when it was written."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

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

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """Put the given values in the server's order."""
        constants = self.constants
        return [given[name] if name in given else constants[name] for name in self.names]
