"""Care teams and their members to rows and back; what a handoff brings about is written without reading."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import Text, and_, any_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from app.adapters.postgres.repositories.care_team_rows import member_of, member_values
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow, CareTeamRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_teams.member import READERS, Member
from app.domain.care_teams.member_moves import MEMBERS, MemberAction, MemberStatus
from app.domain.care_teams.team import CareTeam, TeamContent, TeamKind, own_team
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.errors import Conflict
from app.domain.identity import (
    AgencyId,
    CareTeamId,
    ClientId,
    HandoffId,
    NetworkId,
)

_T, _M, _C = table_of(CareTeamRow), table_of(CareTeamMemberRow), table_of(ClientRow)
_FIXED = frozenset({"network_id", "id", "team_id", "client_id", "created_at"})
_ENDS = [row for row in MEMBERS.moves if row.action is MemberAction.END]


def _begin() -> Insert:
    """Begin the client's own team; the client's row is locked by it, whether or not the team is there."""
    given = {column.name for column in _T.c} - {"network_id", "id", "client_id"}
    values = [bindparam(f"own_{name}", type_=_T.c[name].type).label(name) for name in sorted(given)]
    client = select(_C.c.network_id, _C.c.id, _C.c.id.label("client_id"), *values).where(
        _C.c.network_id == bindparam("network"), _C.c.id == bindparam("client", type_=_C.c.id.type)
    )
    columns = ["network_id", "id", "client_id", *sorted(given)]
    return insert(_T).from_select(columns, client.with_for_update(key_share=True))


def _join() -> Statement:
    begun = _begin()
    key = list(_T.primary_key)
    counted = {"version": _T.c.version + 1, "updated_at": begun.excluded.updated_at}
    team = begun.on_conflict_do_update(index_elements=key, set_=counted).returning(_T.c.id).cte("team")
    values: dict[str, Any] = {each.name: bindparam(each.name, type_=each.type).label(each.name) for each in _M.c}
    values["team_id"] = team.c.id
    return Statement.of(insert(_M).from_select(list(values), select(*values.values())))


def _leave() -> Statement:
    client = (
        select(_C.c.id)
        .where(_C.c.network_id == bindparam("network"), _C.c.id == bindparam("client", type_=_C.c.id.type))
        .with_for_update(key_share=True)
        .subquery("client")
    )
    sources = sorted(source for row in _ENDS for source in row.sources)
    gone = (
        update(_M)
        .where(
            _M.c.network_id == bindparam("network"),
            _M.c.handoff_id == bindparam("handoff"),
            _M.c.client_id == client.c.id,
            _M.c.status == any_(literal(sources, type_=ARRAY(_M.c.status.type))),
        )
        .values(
            status=literal(MemberStatus.FORMER.value),
            until=bindparam("at", type_=_M.c.until.type),
            is_primary=False,
            version=_M.c.version + 1,
            updated_at=bindparam("at", type_=_M.c.until.type),
        )
        .returning(*_M.c)
        .cte("gone")
    )
    team = (
        update(_T)
        .where(_T.c.network_id == gone.c.network_id, _T.c.id == gone.c.team_id)
        .values(version=_T.c.version + 1, updated_at=bindparam("at", type_=_T.c.updated_at.type))
        .returning(*gone.c)
    )
    return Statement.of(team)


_BEGIN = Statement.of(_begin().on_conflict_do_nothing())
_JOIN, _LEAVE = _join(), _leave()
_MEMBERS = Statement.of(
    select(_M)
    .where(
        _M.c.network_id == bindparam("network"),
        _M.c.team_id == any_(bindparam("teams", type_=ARRAY(_T.c.id.type))),
    )
    .order_by(_M.c.id)
)
_TEAMS_WITH_MEMBERS = Statement.of(
    select(_T, *(column.label(f"member_{column.name}") for column in _M.c))
    .outerjoin(_M, and_(_M.c.network_id == _T.c.network_id, _M.c.team_id == _T.c.id))
    .where(_T.c.network_id == bindparam("network"), _T.c.id == any_(bindparam("teams", type_=ARRAY(_T.c.id.type))))
    .order_by(_T.c.id, _M.c.id)
)
_ADD_MEMBER = Statement.of(insert(_M))
_SAVE_MEMBER = Statement.of(
    update(_M)
    .where(
        _M.c.network_id == bindparam("network"),
        _M.c.id == bindparam("id"),
        _M.c.version == bindparam("read_version"),
    )
    .values({column.name: bindparam(column.name) for column in _M.c if column.name not in _FIXED})
)


def _values(team: CareTeam) -> dict[str, Any]:
    return {
        "network_id": team.network,
        "id": team.id,
        "client_id": team.client,
        "agency_id": team.agency,
        "kinds": kind_bits(team.kinds),
        "sensitivity": label_bits(team.sensitivities),
        "kind": team.kind,
        "status": team.status,
        "content": msgspec.to_builtins(team.content),
        "version": team.version,
        "created_at": team.created_at,
        "updated_at": team.updated_at,
    }


def _entity(row: asyncpg.Record) -> CareTeam:
    return CareTeam(
        id=CareTeamId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=None if row["agency_id"] is None else AgencyId(row["agency_id"]),
        kind=TeamKind(row["kind"]),
        status=TeamStatus(row["status"]),
        content=msgspec.convert(row["content"], TeamContent),
        sensitivities=labels_in(row["sensitivity"]),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


TEAMS = Shelf("care-team", CareTeamRow, _values, _entity, lambda team: team.content.identifiers)


_AGENCIES = Statement.of(
    select(_M.c.agency_id)
    .distinct()
    .join(_T, and_(_T.c.network_id == _M.c.network_id, _T.c.id == _M.c.team_id))
    .where(
        _M.c.network_id == bindparam("network"),
        _M.c.client_id == bindparam("client"),
        _M.c.status == bindparam("active_member"),
        _M.c.kind == any_(bindparam("readers", type_=ARRAY(Text))),
        _T.c.status == bindparam("active_team"),
    )
)


class CareTeamRepository:
    """The care teams of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, team: CareTeamId) -> CareTeam | None:
        """Return a team with its members."""
        return next(iter(await self.get_many([team])), None)

    async def get_many(self, teams: Collection[UUID]) -> tuple[CareTeam, ...]:
        """Return those that there are, with their members, in one statement."""
        found: dict[UUID, CareTeam] = {}
        for row in await self.session.fetch(_TEAMS_WITH_MEMBERS, teams=list(teams)):
            team = found.setdefault(row["id"], _entity(row))
            if row["member_id"] is not None:
                team.members.append(member_of({column.name: row[f"member_{column.name}"] for column in _M.c}))
        return tuple(found.values())

    async def agencies(self, client: ClientId) -> frozenset[AgencyId]:
        """Return the agencies that are on a team of the client which works."""
        active = {"active_member": MemberStatus.ACTIVE, "active_team": TeamStatus.ACTIVE, "readers": sorted(READERS)}
        rows = await self.session.fetch(_AGENCIES, client=client, **active)
        return frozenset(AgencyId(row["agency_id"]) for row in rows)

    async def lock(self, team: CareTeamId, at: datetime) -> CareTeam | None:
        """Begin the client's own team if the id is a client's, then lock."""
        await self.session.execute(_BEGIN, client=team, **self._own(ClientId(team), at))
        return await self._whole(await TEAMS.lock(self.session, team))

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, CareTeam]:
        """Return and lock the teams that another system calls by these values."""
        found = await TEAMS.lock_known(self.session, system, values)
        await self._fill(found.values())
        return found

    async def add(self, team: CareTeam) -> None:
        """Insert a team and its members."""
        await TEAMS.add(self.session, team)
        await self._save_members(team)

    async def save(self, team: CareTeam) -> None:
        """Write a changed team and its changed members, who is no longer primary first."""
        await TEAMS.save(self.session, team)
        await self._save_members(team)

    async def join(self, member: Member) -> None:
        """Insert a member of the client's own team, which begins with it if need be."""
        values = member_values(member) | {"network_id": self.session.network}
        own = self._own(member.client, member.created_at) | {"own_version": 2}  # 1 is the team before anybody joined
        await self.session.execute(_JOIN, client=member.client, **values, **own)
        member.changed, member.stored = False, True
        self.session.touch_ids("care-team", [member.team])

    async def leave(self, handoff: HandoffId, client: ClientId, at: datetime) -> Member | None:
        """End the membership of a handoff."""
        row = await self.session.fetch_row(_LEAVE, handoff=handoff, client=client, at=at)
        if row is not None:
            self.session.touch_ids("care-team", [row["team_id"]])
        return None if row is None else member_of(row)

    def _own(self, client: ClientId, at: datetime) -> dict[str, Any]:
        return {f"own_{name}": value for name, value in _values(own_team(client, self.session.network, at)).items()}

    async def _whole(self, team: CareTeam | None) -> CareTeam | None:
        if team is not None:
            await self._fill([team])
        return team

    async def _fill(self, teams: Collection[CareTeam]) -> None:
        by_id = {team.id: team for team in teams}
        for row in await self.session.fetch(_MEMBERS, teams=list(by_id)):
            by_id[row["team_id"]].members.append(member_of(row))

    async def _save_members(self, team: CareTeam) -> None:
        new = [member for member in team.members if not member.stored]
        for member in sorted((each for each in team.members if each.stored and each.changed), key=lambda m: m.primary):
            values = member_values(member) | {"version": member.version + 1, "read_version": member.version}
            if await self.session.execute(_SAVE_MEMBER, **values) == 0:
                raise Conflict("care-team.changed-meanwhile", "Somebody changed the member at the same moment.")
            member.version += 1
        if new:
            rows = [member_values(member) | {"network_id": self.session.network} for member in new]
            await self.session.execute_many(_ADD_MEMBER, rows)
        for member in team.members:
            member.changed, member.stored = False, True
