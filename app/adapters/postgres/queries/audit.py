"""The audit log searched along its indexes: by time, agency, actor and action, or by whom and what it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import BindParameter, ColumnElement, and_, any_, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.sql import Select

from app.adapters.postgres.batching import PLACE
from app.adapters.postgres.queries.keyset import ByChange, Filter, before, equals, places, since
from app.adapters.postgres.records import canonical
from app.adapters.postgres.repositories.audit import anchor_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.agencies import AgencyRow
from app.adapters.postgres.tables.audit import (
    AuditAnchorRow,
    AuditCheckpointRow,
    AuditLeafRow,
    AuditRow,
    AuditSubjectRow,
)
from app.adapters.postgres.tables.columns import table_of
from app.domain.audit.accounting import DEEDS, Disclosure, bases_of, kind_of
from app.domain.identity import AgencyId, ApiClientId, ClientId, WorkerId
from app.domain.networks.agency import PROGRAM_LABELS, ProgramType
from app.ports.audit_trail import Anchor, PublishedCheckpoint, RecordedEntry, TrailFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_E, _L, _S, _G = (table_of(row) for row in (AuditRow, AuditLeafRow, AuditSubjectRow, AgencyRow))
_C, _A = table_of(AuditCheckpointRow), table_of(AuditAnchorRow)
_NETWORK = bindparam("network", type_=UUID_TYPE(as_uuid=True))
_ABOUT = select(_S, _S.c.entry_id.label("id")).subquery("about")
_SEQ = (
    select(_L.c.seq).where(_L.c.network_id == _E.c.network_id, _L.c.entry_id == _E.c.id).scalar_subquery().label("seq")
)
_BESIDE = ("leaf", "mac", "seq", PLACE)


def _entries() -> Select[Any]:
    return select(_E, _SEQ).where(_E.c.network_id == _NETWORK)


def _entries_about() -> Select[Any]:
    """Read along the index of whom entries are about, and fetch each entry."""
    mine = (_ABOUT.c.network_id == _NETWORK, _ABOUT.c.subject_id == bindparam("about", type_=UUID_TYPE(as_uuid=True)))
    return select(_E, _SEQ).join(_ABOUT, _of_about()).where(*mine, _E.c.network_id == _NETWORK)


def _of_about() -> Any:
    return (_E.c.network_id == _ABOUT.c.network_id) & (_E.c.id == _ABOUT.c.id)


def _disclosures() -> Select[Any]:
    """Read a client's entries with the agency that acted, in one statement."""
    agency = (_G.c.network_id == _E.c.network_id) & (_G.c.id == _E.c.agency_id)
    shown = ("id", "at", "action", "permission", "subject_type", "agency_id", "worker_id", "api_client_id")
    return (
        select(
            *(_E.c[name] for name in (*shown, "principal_id", "actor_id", "roles")),
            _ABOUT.c.bases,
            _G.c.profile["name"].astext.label("agency_name"),
            _G.c.profile["program_types"].label("program_types"),
        )
        .join(_ABOUT, _of_about())
        .outerjoin(_G, agency)
        .where(
            _ABOUT.c.network_id == _NETWORK,
            _ABOUT.c.subject_id == bindparam("about", type_=UUID_TYPE(as_uuid=True)),
            _ABOUT.c.bases.is_not(None),
            _E.c.network_id == _NETWORK,
        )
    )


def _anchors() -> Select[Any]:
    return select(_A).where(_A.c.network_id == _NETWORK)


def _filters(table: Any) -> dict[str, Any]:
    return {
        "entries": lambda name: _E.c.id == any_(bindparam(name, type_=ARRAY(UUID_TYPE(as_uuid=True)))),
        "worker": lambda name: and_(_is_actor(name), _E.c.worker_id == _id(name)),
        "api_client": lambda name: and_(_is_actor(name), _E.c.api_client_id == _id(name)),
        **{f"permission_{letter}": _permits(letter) for letter in "cruds"},
        "own": equals(table.c.agency_id),
        "agency": equals(table.c.agency_id),
        "actor": equals(_E.c.actor_id),
        "action": equals(_E.c.action),
        "client": lambda name: bindparam(name, type_=UUID_TYPE(as_uuid=True)) == any_(_E.c.client_ids),
        "since": since(table.c.at),
        "until": before(table.c.at),
    }


def _id(name: str) -> BindParameter[UUID]:
    return bindparam(name, type_=UUID_TYPE(as_uuid=True))


def _is_actor(name: str) -> ColumnElement[bool]:
    return _E.c.actor_id == _id(name)


def _permits(letter: str) -> Filter:
    """Filter by what was done, which the index of what was changed is chosen by."""
    return lambda _: _E.c.permission == literal_column(f"'{letter}'")


_LIST = ByChange(_entries, _E, _filters(_E), by="at")
_LIST_ABOUT = ByChange(_entries_about, _ABOUT, _filters(_ABOUT), by="at")
_DISCLOSURES = ByChange(_disclosures, _ABOUT, {"since": since(_ABOUT.c.at), "until": before(_ABOUT.c.at)}, by="at")
_ANCHORS = ByChange(_anchors, _A, {"origin": equals(_A.c.origin)}, by="at")
_ONE = Statement.of(_entries().where(_E.c.id == bindparam("entry", type_=UUID_TYPE(as_uuid=True))))
_NEWEST = Statement.of(select(_C).where(_C.c.network_id == _NETWORK).order_by(_C.c.hour.desc()).limit(1))
_CHECKPOINTS = Statement.of(
    select(_C)
    .where(_C.c.network_id == _NETWORK, _C.c.hour < bindparam("after", type_=_C.c.hour.type))
    .order_by(_C.c.hour.desc())
    .limit(bindparam("limit"))
)
_HASHES = Statement.text(
    """
    SELECT n.level, n.index, n.hash
    FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, index)
    JOIN audit_nodes n ON n.network_id = $1 AND n.level = wanted.level AND n.index = wanted.index
    UNION ALL
    SELECT 0, l.seq, l.leaf FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, index)
    JOIN audit_leaves l ON l.network_id = $1 AND wanted.level = 0 AND l.seq = wanted.index
    """,
    *("network", "levels", "indexes"),
)
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class AuditTrailQueries:
    """`AuditTrail` of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, which: Sequence[TrailFilter], order: Order = Order.NEWEST, *, after: Cursor | None, limit: int
    ) -> Page[RecordedEntry]:
        """Return one page, each filter read along the index of what it asks for most narrowly.

        All of them are about the same client or thing, or about none.
        """
        arms = [_arm(each) for each in which]
        [about] = {arm.pop("subject") or arm.pop("client") for arm in arms}
        asked = _LIST if about is None else _LIST_ABOUT
        statement, arguments = asked.ask(arms, order, after, limit)
        rows = await self.session.page(statement, **arguments, about=about)
        return Page(items=tuple(map(_entry, rows[:limit])), next=_next(rows, limit), places=places(rows, limit, "at"))

    async def get(self, own: AgencyId | None, entry: UUID) -> RecordedEntry | None:
        """Return an entry, of one agency where one is given."""
        row = await self.session.fetch_row(_ONE, entry=entry)
        return None if row is None or own not in (None, row["agency_id"]) else _entry(row)

    async def disclosures(
        self, client: ClientId, since: datetime | None, until: datetime | None, *, after: Cursor | None, limit: int
    ) -> Page[Disclosure]:
        """Return what was shown and changed of a client."""
        statement, arguments = _DISCLOSURES.ask([{"since": since, "until": until}], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, **arguments, about=client)
        items = tuple(map(_disclosure, rows[:limit]))
        return Page(items=items, next=_next(rows, limit), places=places(rows, limit, "at"))


class AuditTreeQueries:
    """`AuditTree` of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def newest(self) -> PublishedCheckpoint | None:
        """Return the newest checkpoint."""
        row = await self.session.fetch_row(_NEWEST)
        return None if row is None else _checkpoint(row)

    async def checkpoints(self, *, after: Cursor | None, limit: int) -> Page[PublishedCheckpoint]:
        """Return one page of checkpoints, the newest first."""
        before_hour = _END_OF_TIME if after is None else after[0]
        rows = await self.session.page(_CHECKPOINTS, after=before_hour, limit=limit + 1)
        items = tuple(map(_checkpoint, rows[:limit]))
        hours = tuple((row["hour"],) for row in rows[:limit])
        return Page(items=items, next=hours[-1] if len(rows) > limit else None, places=hours)

    async def hashes(self, subtrees: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        """Return the hashes of complete subtrees in one statement."""
        levels, indexes = [level for level, _ in subtrees], [index for _, index in subtrees]
        rows = await self.session.fetch(_HASHES, levels=levels, indexes=indexes)
        return {(row["level"], row["index"]): row["hash"] for row in rows}


class AuditAnchorQueries:
    """`AuditAnchorList` of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(self, origin: str | None, *, after: Cursor | None, limit: int) -> Page[Anchor]:
        """Return one page, the newest first."""
        statement, arguments = _ANCHORS.ask([{"origin": origin}], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, **arguments)
        return Page(
            items=tuple(map(anchor_of, rows[:limit])), next=_next(rows, limit), places=places(rows, limit, "at")
        )


def _arm(which: TrailFilter) -> dict[str, Any]:
    given = asdict(which)
    letter = given.pop("permission")
    return given if letter is None else given | {f"permission_{letter}": True}


def _next(rows: list[asyncpg.Record], limit: int) -> Cursor | None:
    return (rows[limit - 1]["at"], rows[limit - 1]["id"]) if len(rows) > limit else None


def _entry(row: asyncpg.Record) -> RecordedEntry:
    written = canonical({name: value for name, value in row.items() if name not in _BESIDE})
    return RecordedEntry(
        id=row["id"],
        at=row["at"],
        agency=AgencyId(row["agency_id"]),
        actor=row["actor_id"],
        worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        api_client=None if row["api_client_id"] is None else ApiClientId(row["api_client_id"]),
        principal=None if row["principal_id"] is None else AgencyId(row["principal_id"]),
        roles=tuple(row["roles"]),
        action=row["action"],
        permission=row["permission"],
        subject_type=row["subject_type"],
        subjects=tuple(row["subject_ids"]),
        clients=tuple(row["client_ids"]),
        request_id=row["request_id"],
        leaf=row["leaf"],
        seq=row["seq"],
        written=written,
    )


def _disclosure(row: asyncpg.Record) -> Disclosure:
    kinds = [ProgramType(kind) for kind in row["program_types"] or ()]
    return Disclosure(
        id=row["id"],
        at=row["at"],
        action=row["action"],
        deed=DEEDS[row["permission"]],
        noun=row["subject_type"],
        agency=AgencyId(row["agency_id"]),
        agency_name=row["agency_name"],
        principal=None if row["principal_id"] is None else AgencyId(row["principal_id"]),
        actor_kind=kind_of(worker=row["worker_id"], api_client=row["api_client_id"]),
        actor=row["actor_id"],
        bases=bases_of(row["bases"], row["roles"]),
        labels=frozenset(PROGRAM_LABELS[kind] for kind in kinds if kind in PROGRAM_LABELS),
    )


def _checkpoint(row: asyncpg.Record) -> PublishedCheckpoint:
    return PublishedCheckpoint(size=row["size"], root=row["root"], at=row["at"], note=row["note"])
