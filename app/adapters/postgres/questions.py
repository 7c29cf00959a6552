"""Questions of several askers in one message: what costs both sides is the message, not the question."""

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import asyncpg

from app.adapters.postgres.statements import Statement

Rows = list[asyncpg.Record]
_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with its values."""

    statement: Statement
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Questions:
    """What one asker wants to know before it goes on; whoever goes on with it brings the rows that answer each."""

    each: tuple[Question, ...]

    def __await__(self) -> Generator["Questions", list[Rows], list[Rows]]:
        """Wait for the rows."""
        found = yield self
        return found


async def answers(connection: Any, questions: Sequence[Question]) -> list[Rows]:
    """Return the rows that answer each question, in one message; rows of several have the names of their columns."""
    values = [each.statement.arguments(each.given) for each in questions]
    if len(questions) == 1:
        return [await connection.fetch(questions[0].statement.sql, *values[0])]
    given = [value for some in values for value in some]
    found = await connection.fetchrow(_joined(tuple(each.statement for each in questions)), *given)
    return [list(_named(each.statement, rows)) for each, rows in zip(questions, found, strict=True)]


def _named(statement: Statement, rows: Iterable[Sequence[Any]]) -> Iterable[Any]:
    columns = statement.written.columns
    return (dict(zip(columns, row, strict=True)) for row in rows)


@lru_cache(maxsize=500)
def _joined(statements: tuple[Statement, ...]) -> str:
    """Write statements into one, of which each is a column: a list of its rows in their order."""
    columns, first = [], 0
    for statement in statements:
        columns.append(f"ARRAY(SELECT asked FROM ({_from(statement.sql, first)}) AS asked)")  # noqa: S608 - our own
        first += len(statement.names)
    return f"SELECT {', '.join(columns)}"


def _from(sql: str, first: int) -> str:
    """Let the parameters of a statement begin after the `first`."""
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + first}", sql)
