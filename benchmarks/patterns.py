"""Records by the million: what the service itself wrote about one client is written again for others by the database.

Each pattern is one statement. Its rows are constants, but for ids, which follow those who play the parts, and times,
which come later: nothing of a million records passes through Python.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from app.adapters.postgres.tables.access import ClientAccessRow, ClientShareRow
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.assessments import AssessmentRow, AssessmentScoreRow, AssessmentVersionRow
from app.adapters.postgres.tables.care_plans import (
    CarePlanActivityRow,
    CarePlanGoalRow,
    CarePlanRow,
    CarePlanVersionRow,
)
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow, CareTeamRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.adapters.postgres.tables.goals import GoalProgressRow, GoalRow
from app.adapters.postgres.tables.needs import NeedRow, NeedStepRow
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralHistoryRow, ReferralRow
from app.adapters.postgres.tables.tasks import TaskRow
from app.adapters.postgres.tables.timelines import TimelineEntryRow
from app.domain.identity import ClientId
from benchmarks.people import START

TABLES: tuple[type[SQLModel], ...] = (
    ConsentRow,
    CareTeamRow,
    CareTeamMemberRow,
    ClientAccessRow,
    ClientShareRow,
    AssessmentRow,
    AssessmentVersionRow,
    AssessmentScoreRow,
    NeedRow,
    NeedStepRow,
    GoalRow,
    GoalProgressRow,
    AppointmentRow,
    CarePlanRow,
    CarePlanGoalRow,
    CarePlanActivityRow,
    CarePlanVersionRow,
    ReferralRow,
    HandoffRow,
    ReferralHistoryRow,
    TaskRow,
    TimelineEntryRow,
)
PARTS: Mapping[type[SQLModel], tuple[str, type[SQLModel]]] = {
    AssessmentVersionRow: ("assessment_id", AssessmentRow),
    NeedStepRow: ("need_id", NeedRow),
    GoalProgressRow: ("goal_id", GoalRow),
    CarePlanGoalRow: ("plan_id", CarePlanRow),
    CarePlanActivityRow: ("plan_id", CarePlanRow),
    ReferralHistoryRow: ("referral_id", ReferralRow),
}
UUIDS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
# Version 7: the milliseconds, which id of the pattern it is, and what depends on both and nothing else.
ID = f"""(
    lpad(to_hex({int(START.timestamp() * 1000)} + number), 12, '0') || '7' || lpad(to_hex(place), 3, '0')
    || '8' || substr(md5(number || '.' || place), 1, 15)
)::uuid"""
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Copy:
    """Once more: which one it is of all, whose it is, and who stands for whom."""

    number: int
    client: UUID
    cast: tuple[UUID, ...]


class Pattern:
    """The rows that one client's records came to, ready to be written again about others."""

    def __init__(self, rows: Rows, client: ClientId, network: UUID, cast: Sequence[UUID]) -> None:
        names: dict[UUID, str] = {network: f"'{network}'", client: "client"}
        names |= {who: f"part_{place}" for place, who in enumerate(cast)}
        written = _Writer(names)
        inserts = [_insert(name, each, written) for name, each in rows.items() if each]
        made = f"SELECT array_agg({ID} ORDER BY place) FROM generate_series(1, {len(written.own)}) AS place"
        parts = [f"part_{place}" for place in range(len(cast))]
        arrays = ", ".join(f"${place}::uuid[]" for place in range(4, 4 + len(parts)))
        batch = f"""SELECT c.*, number * $3::interval AS later, ({made}) AS own
            FROM unnest($1::bigint[], $2::uuid[], {arrays}) AS c (number, client, {", ".join(parts)})"""
        self.statement = f"WITH batch AS MATERIALIZED ({batch}), {', '.join(inserts)} SELECT"

    async def write(self, connection: asyncpg.Connection, copies: Sequence[Copy], step: timedelta) -> None:
        """Write the rows for everybody; each is so much later than the one before."""
        if not copies:
            return
        cast = zip(*(copy.cast for copy in copies), strict=True)
        numbers, clients = [copy.number for copy in copies], [copy.client for copy in copies]
        await connection.execute(self.statement, numbers, clients, step, *map(list, cast))


class _Writer:
    """Writes values as SQL: ids by their names, ids that belong to the pattern alone by their place in `own`."""

    def __init__(self, names: Mapping[UUID, str]) -> None:
        self.names = names
        self.own: dict[UUID, int] = {}

    def value(self, value: Any, *, document: bool) -> str:
        if isinstance(value, UUID):
            return self._id(value)
        if isinstance(value, datetime):
            return f"timestamptz '{value.isoformat()}' + later"
        if isinstance(value, list):
            return f"ARRAY[{', '.join(self.value(each, document=False) for each in value)}]"
        if document and value is not None:
            return self._document(value)
        return "NULL" if value is None else _text(str(value))

    def _id(self, value: UUID) -> str:
        return self.names.get(value) or f"own[{self.own.setdefault(value, len(self.own) + 1)}]"

    def _document(self, text: str) -> str:
        parts = UUIDS.split(text)
        written = [f"({self._id(UUID(part))})" if place % 2 else _text(part) for place, part in enumerate(parts)]
        return f"({' || '.join(written)})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _insert(name: str, rows: Iterable[Row], written: _Writer) -> str:
    table = SQLModel.metadata.tables[name]
    kinds = [(column.type.compile(DIALECT), isinstance(column.type, JSONB)) for column in table.columns]
    values = ",\n".join(
        f"({', '.join(_cell(cell, kind, written) for cell, kind in zip(row, kinds, strict=True))})" for row in rows
    )
    return (
        f"{name} AS (INSERT INTO {name} ({columns_of(table)}) SELECT v.* FROM batch CROSS JOIN LATERAL"
        f" (VALUES {values}) AS v)"
    )


def _cell(value: Any, kind: tuple[str, bool], written: _Writer) -> str:
    type_, document = kind
    return f"CAST({written.value(value, document=document)} AS {type_.partition(' COLLATE ')[0]})"


async def rows_about(connection: asyncpg.Connection, client: ClientId) -> Rows:
    """Read everything that there is about a client, table by table."""
    found: Rows = {}
    for row in TABLES:
        table = table_of(row)
        column, parent = PARTS.get(row, ("client_id", None))
        among = f"(SELECT id FROM {table_of(parent).name} WHERE client_id = $1)" if parent else "($1)"
        statement = f"SELECT {columns_of(table)} FROM {table.name} WHERE {column} IN {among}"
        found[table.name] = [tuple(each) for each in await connection.fetch(statement, client)]
    return found


def without(rows: Rows, before: Rows) -> Rows:
    """Return the rows that were not there before."""
    return {name: [row for row in each if row not in before.get(name, ())] for name, each in rows.items()}


def columns_of(table: Table) -> str:
    """Name the columns of a table in the order of its rows here."""
    return ", ".join(f'"{column.name}"' for column in table.columns)


async def copy(connection: asyncpg.Connection, rows: Rows) -> None:
    """Write rows by COPY."""
    for name, records in rows.items():
        columns = [column.name for column in SQLModel.metadata.tables[name].columns]
        await connection.copy_records_to_table(name, records=records, columns=columns)
