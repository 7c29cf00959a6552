"""Assessments as agencies and clients' pages list them, their history, and scores over time."""

from functools import cache
from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, bindparam, select, tuple_
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.assessments import version_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.assessments import AssessmentRow, AssessmentScoreRow, AssessmentVersionRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.assessments.assessment import AssessmentVersion, InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Mode
from app.domain.identity import AgencyId, AssessmentId, ClientId, WorkerId
from app.ports.access import Access
from app.ports.assessments import AssessmentFilter, AssessmentLine, ScorePoint
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_T = table_of(AssessmentRow)
_V = table_of(AssessmentVersionRow)
_P = table_of(AssessmentScoreRow)
_LONG = frozenset({"answers", "scores", "suggestions", "identifiers", "note", "reason", "respondent"})
_LINE = tuple(column for column in _T.c if column.name not in _LONG)


def _readable() -> Select[Any]:
    return select(*_LINE).where(_T.c.network_id == bindparam("network"), may_see_record(_T))


_LIST = ByChange(
    _readable,
    _T,
    {
        "own": equals(_T.c.agency_id),
        "client": equals(_T.c.client_id),
        "instrument": equals(_T.c.instrument_key),
        "status": equals(_T.c.status),
        "updated_since": since(_T.c.updated_at),
    },
)
_HISTORY = Statement.of(
    select(_V)
    .where(
        _V.c.network_id == bindparam("network"),
        _V.c.assessment_id == bindparam("assessment"),
        _V.c.number > bindparam("after"),
    )
    .order_by(_V.c.number)
    .limit(bindparam("limit"))
)


@cache
def _scores(*, instrument: bool, score: bool, continued: bool) -> Statement:
    key = (_P.c.at, _P.c.assessment_id, _P.c.score)
    conditions: list[ColumnElement[bool]] = [
        _P.c.network_id == bindparam("network"),
        _P.c.client_id == bindparam("client"),
        may_see_record(_P),
    ]
    if instrument:
        conditions.append(_P.c.instrument_key == bindparam("instrument"))
    if score:
        conditions.append(_P.c.score == bindparam("score_key"))
    if continued:
        cursor = (bindparam(f"after_{place}", type_=column.type) for place, column in enumerate(key))
        conditions.append(tuple_(*key) < tuple_(*cursor))
    chosen = select(_P).where(*conditions).order_by(*(column.desc() for column in key))
    return Statement.of(chosen.limit(bindparam("limit")))


class AssessmentQueries:
    """Lists of one network's assessments."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: AssessmentFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[AssessmentLine]:
        """Return one page: of a client, or of the asker's own agency, or of the network."""
        given = {
            "own": None if access.network_wide or which.client else access.agency,
            "client": which.client,
            "instrument": which.instrument,
            "status": which.status,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(_line, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )

    async def history(self, assessment: AssessmentId, *, after: Cursor | None, limit: int) -> Page[AssessmentVersion]:
        """Return what an assessment was, in order."""
        number = after[0] if after else 0
        rows = await self.session.page(_HISTORY, assessment=assessment, after=number, limit=limit + 1)
        items = tuple(map(version_of, rows[:limit]))
        numbers = tuple((item.number,) for item in items)
        return Page(items=items, next=numbers[-1] if len(rows) > limit else None, places=numbers)

    async def scores(
        self,
        access: Access,
        client: ClientId,
        *,
        instrument: str | None,
        score: str | None,
        after: Cursor | None,
        limit: int,
    ) -> Page[ScorePoint]:
        """Return one page of a client's scores, the newest first."""
        statement = _scores(instrument=instrument is not None, score=score is not None, continued=after is not None)
        given: dict[str, Any] = {"client": client, "instrument": instrument, "score_key": score, "limit": limit + 1}
        given |= {f"after_{place}": value for place, value in enumerate(after or ())}
        rows = await self.session.page(statement, **given, **reach(access))
        items = tuple(map(_point, rows[:limit]))
        labels = told_of_others(rows[:limit], access)
        points = tuple((each.at, each.assessment, each.score) for each in items)
        return Page(items=items, next=points[-1] if len(rows) > limit else None, labels=labels, places=points)


def _line(row: asyncpg.Record) -> AssessmentLine:
    return AssessmentLine(
        id=AssessmentId(row["id"]),
        version=row["version"],
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        instrument=_instrument(row),
        status=AssessmentStatus(row["status"]),
        language=row["language"],
        answered_by=AnsweredBy(row["answered_by"]),
        asked_by=None if row["asked_by"] is None else WorkerId(row["asked_by"]),
        asked_at=row["asked_at"],
        mode=Mode(row["mode"]),
        completed_at=row["completed_at"],
        updated_at=row["updated_at"],
    )


def _point(row: asyncpg.Record) -> ScorePoint:
    return ScorePoint(
        assessment=AssessmentId(row["assessment_id"]),
        instrument=_instrument(row),
        score=row["score"],
        value=row["value"],
        band=row["band"],
        at=row["at"],
    )


def _instrument(row: asyncpg.Record) -> InstrumentName:
    return InstrumentName(key=row["instrument_key"], version=row["instrument_version"])
