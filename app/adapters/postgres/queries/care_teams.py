"""Care teams as agencies list them, and whom of a team an asker may know of."""

from typing import Any

import asyncpg
from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow, CareTeamRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_teams.team import TeamKind
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.identity import AgencyId, CareTeamId, ClientId, MemberId
from app.ports.access import Access
from app.ports.care_teams import TeamFilter, TeamLine
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_T, _M = table_of(CareTeamRow), table_of(CareTeamMemberRow)
_SHOWN = ("id", "client_id", "agency_id", "kind", "status", "version", "updated_at", "sensitivity")


def _all() -> Select[Any]:
    shown = (_T.c[name] for name in _SHOWN)
    return select(*shown, _T.c.content["name"].astext.label("name")).where(
        _T.c.network_id == bindparam("network"), may_see_record(_T)
    )


_LIST = ByChange(
    _all,
    _T,
    {
        "client": equals(_T.c.client_id),
        "answers": equals(_T.c.agency_id),
        "status": equals(_T.c.status),
        "not_active": lambda _: _T.c.status != literal_column(f"'{TeamStatus.ACTIVE}'"),
        "updated_since": since(_T.c.updated_at),
    },
)
_MEMBERS = Statement.of(
    select(_M.c.id).where(
        _M.c.network_id == bindparam("network"),
        _M.c.team_id == bindparam("team", type_=_M.c.team_id.type),
        or_(_M.c.brought_by_id == bindparam("agency", type_=_M.c.agency_id.type), may_see_record(_M)),
    )
)


class CareTeamQueries:
    """Lists of one network's care teams."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: TeamFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[TeamLine]:
        """Return one page of the teams that the asker may read."""
        given = {
            "client": which.client,
            "answers": which.agency,
            "status": which.status,
            "not_active": which.status not in (None, TeamStatus.ACTIVE) or None,
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

    async def members_seen(self, access: Access, team: CareTeamId) -> frozenset[MemberId]:
        """Name the members of a team that the asker may read."""
        rows = await self.session.fetch(_MEMBERS, team=team, **reach(access))
        return frozenset(MemberId(row["id"]) for row in rows)


def _line(row: asyncpg.Record) -> TeamLine:
    return TeamLine(
        id=CareTeamId(row["id"]),
        client=ClientId(row["client_id"]),
        agency=None if row["agency_id"] is None else AgencyId(row["agency_id"]),
        kind=TeamKind(row["kind"]),
        name=row["name"],
        status=TeamStatus(row["status"]),
        version=row["version"],
        updated_at=row["updated_at"],
    )
