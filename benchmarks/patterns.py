"""Records by the million: what the service itself wrote about one client is copied for others, under other ids."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Table
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
from benchmarks.people import Ids

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
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
Cell = Callable[[Mapping[UUID, UUID], timedelta], Any]


class Pattern:
    """The rows that one client's records came to, ready to be written again about another."""

    def __init__(self, rows: Rows, client: ClientId, known: Collection[UUID]) -> None:
        self.client = client
        found: set[UUID] = set()
        self.rows = [(name, *_cells(name, row, found)) for name, each in rows.items() for row in each]
        self.own = sorted(found.difference(known, {client}))

    def cut(self, others: Mapping[UUID, UUID], ids: Ids, rows: Rows) -> None:
        """Add the rows of another client: `others` says who stands for whom, everything else gets ids of its own."""
        later = timedelta(seconds=ids.made)
        named = {**others, **{own: ids.new() for own in self.own}}
        for name, fixed, cells in self.rows:
            row = list(fixed)
            for place, cell in cells:
                row[place] = cell(named, later)
            rows.setdefault(name, []).append(tuple(row))


def _cells(name: str, row: Row, found: set[UUID]) -> tuple[Row, list[tuple[int, Cell]]]:
    documents = [isinstance(column.type, JSONB) for column in _table(name).columns]
    cells = [
        (place, cell)
        for place, (value, document) in enumerate(zip(row, documents, strict=True))
        if (cell := _cell(value, found, document=document)) is not None
    ]
    return row, cells


def _cell(value: Any, found: set[UUID], *, document: bool) -> Cell | None:
    """Return how a value is written for another; None when it stays as it is."""
    if isinstance(value, UUID):
        found.add(value)
        return lambda named, _: named.get(value, value)
    if isinstance(value, datetime):
        return lambda _, later: value + later
    if isinstance(value, list) and value and isinstance(value[0], UUID):
        found.update(value)
        return lambda named, _: [named.get(each, each) for each in value]
    return _document(value, found) if document and value is not None else None


def _document(text: str, found: set[UUID]) -> Cell | None:
    ids = [UUID(each) for each in UUIDS.findall(text)]
    if not ids:
        return None
    found.update(ids)
    words = UUIDS.split(text)

    def write(named: Mapping[UUID, UUID], _: timedelta) -> str:
        written = [f"{before}{named.get(id_, id_)}" for before, id_ in zip(words, ids, strict=False)]
        return "".join((*written, words[-1]))

    return write


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
        columns = [column.name for column in _table(name).columns]
        await connection.copy_records_to_table(name, records=records, columns=columns)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]
