"""Resources to rows and back: read in the face that the asker may see, kept as they came, and told to follow."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.adapters.postgres import relabelled_resources, resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.queries.access import reach, told_of_others
from app.adapters.postgres.queries.resource_access import may_read_resource, shown
from app.adapters.postgres.repositories.past_resources import as_told_now, nothing_later, told_now
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.resources import ResourceRow, ResourceVersionRow
from app.domain.codes import Sensitivity, label_bits, labels_in
from app.domain.consents.scope import kind_bits, kinds_in
from app.domain.identity import AgencyId, ClientId
from app.domain.resources.authorship import Authorship
from app.domain.resources.reading import ResourceReading
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resources import Draft, Face, KeptResource, Past, Projector, Standing, StoredResource, Target, Terms

Project = Callable[[datetime], Awaitable[None]]
TICK = timedelta(microseconds=1)
NOTHING = Face(content=b"", meta=b"")
_R, _V = table_of(ResourceRow), table_of(ResourceVersionRow)
_ONE = (_R.c.network_id == bindparam("network"), _R.c.type == bindparam("type"), _R.c.id == bindparam("id"))
_AT = bindparam("moment", type_=_R.c.updated_at.type)
_OF = and_(_V.c.network_id == _R.c.network_id, _V.c.type == _R.c.type, _V.c.id == _R.c.id)


def _told(version: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Name what is told of a version, or of the resource as it is now."""
    own = (version.c[name] for name in ("type", "id", "version", "updated_at", "deleted"))
    return (*own, *shown(_R, version), _R.c.client_id, _R.c.agency_id, _R.c.sensitivity)


_READ = Statement.of(select(*_told(_R)).where(*_ONE, may_read_resource(_R)))
_TOLD = "NOT found.deleted AND found.client_id IS NOT DISTINCT FROM {client}"
_READ_VERSION = Statement.of(
    select(*_told(_V), *told_now(_R))
    .select_from(_V.join(_R, _OF))
    .where(*_ONE, _V.c.version == bindparam("version"), may_read_resource(_R))
)
_LOCK = Statement.of(select(_R).where(*_ONE, _R.c.projected == false()).with_for_update())


def _standing() -> Statement:
    arrays = (bindparam("types", type_=ARRAY(_R.c.type.type)), bindparam("ids", type_=ARRAY(_R.c.id.type)))
    asked = func.unnest(*arrays).table_valued("type", "id", name="asked").render_derived()
    there = and_(_R.c.network_id == bindparam("network"), _R.c.type == asked.c.type, _R.c.id == asked.c.id)
    return Statement.of(
        select(_R.c.type, _R.c.id, _R.c.client_id, _R.c.sensitivity)
        .select_from(asked.join(_R, there))
        .where(_R.c.deleted == false(), may_read_resource(_R))
    )


_STANDING = _standing()


@cache
def _history(*, one: bool, since: bool, at: bool, continued: bool) -> Statement:
    now: Select[Any] = select(*_told(_R), *nothing_later())
    past: Select[Any] = select(*_told(_V), *told_now(_R)).select_from(_V.join(_R, _OF))
    if at:
        now, past = (
            now.where(_R.c.updated_at <= _AT),
            past.where(_V.c.updated_at <= _AT, _R.c.updated_at > _AT, ~_later()),
        )
    arms = [_arm(now, _R, one=one, since=since, continued=continued)]
    arms.append(_arm(past, _V, one=one, since=since, continued=continued))
    together = union_all(*(select(arm.subquery()) for arm in arms)).subquery()
    return Statement.of(_newest_first(select(together), together))


def _later() -> ColumnElement[bool]:
    """Whether a later version was there at the moment asked for already."""
    later = _V.alias("later")
    same = (later.c[name] == _V.c[name] for name in ("network_id", "type", "id"))
    return exists().where(*same, later.c.version > _V.c.version, later.c.updated_at <= _AT)


def _arm(chosen: Select[Any], of: FromClause, *, one: bool, since: bool, continued: bool) -> Select[Any]:
    chosen = chosen.where(
        of.c.network_id == bindparam("network"), of.c.type == bindparam("type"), may_read_resource(_R)
    )
    if one:
        chosen = chosen.where(of.c.id == bindparam("id"))
    if since:
        chosen = chosen.where(of.c.updated_at >= bindparam("since", type_=of.c.updated_at.type))
    if continued:
        names = ("updated_at", "id", "version")
        after = tuple_(*(bindparam(f"after_{name}", type_=of.c[name].type) for name in names))
        chosen = chosen.where(tuple_(*(of.c[name] for name in names)) < after)
    return _newest_first(chosen, of)


def _newest_first(chosen: Select[Any], of: FromClause) -> Select[Any]:
    order = (of.c[name].desc() for name in ("updated_at", "id", "version"))
    return chosen.order_by(*order).limit(bindparam("limit"))


class ResourceRepository:
    """The resources of the network."""

    __slots__ = ("_project", "projector", "session")

    def __init__(self, session: Session, projector: Projector, project: Project) -> None:
        self.session, self.projector, self._project = session, projector, project

    async def read(self, access: Access, target: Target) -> StoredResource | None:
        """Return a resource as the asker may read it."""
        await self._settle()
        row = await self.session.fetch_told(_READ, _TOLD, type=target.type, id=target.id, **reach(access))
        return None if row is None else stored(row)

    async def read_version(self, access: Access, target: Target, version: int) -> StoredResource | None:
        """Return one version, which may be the one that there is."""
        found = await self.read(access, target)
        if found is None or found.version == version:
            return found
        asked = {"type": target.type, "id": target.id, "version": version}
        row = await self.session.fetch_row(_READ_VERSION, **asked, **reach(access))
        return None if row is None else as_told_now(stored(row), row)

    async def history(self, access: Access, past: Past, *, after: Cursor | None, limit: int) -> Page[StoredResource]:
        """Return one page, what was changed last first."""
        await self._settle()
        given: dict[str, Any] = {
            "type": past.type,
            "id": past.id,
            "since": past.since,
            "limit": limit + 1,
            "moment": past.at,
        }
        if after is not None:
            given |= {"after_updated_at": after[0], "after_id": after[1], "after_version": after[2]}
        which = {"one": past.id is not None, "since": past.since is not None, "at": past.at is not None}
        statement = _history(**which, continued=after is not None)
        rows = await self.session.fetch(statement, **given, **reach(access))
        last = rows[limit - 1] if 0 < limit < len(rows) else None
        return Page(
            items=tuple(as_told_now(stored(row), row) for row in rows[:limit]),
            next=None if last is None else (last["updated_at"], last["id"], last["version"]),
            labels=told_of_others(rows[:limit], access),
        )

    async def standing(self, access: Access, targets: Collection[Target]) -> dict[Target, Standing]:
        """Look them up together; what this transaction keeps is the asker's own."""
        pending = {Target(type=row.type, id=row.id): row for row in self.session.changes.kept if not row.deleted}
        found = {
            target: _stands(pending[target].client, pending[target].sensitivity)
            for target in targets
            if target in pending
        }
        asked = [target for target in targets if target not in found]
        if asked:
            types, ids = [target.type for target in asked], [target.id for target in asked]
            rows = await self.session.fetch(_STANDING, types=types, ids=ids, **reach(access))
            for row in rows:
                found[Target(type=row["type"], id=row["id"])] = _stands(row["client_id"], row["sensitivity"])
        return found

    async def lock(self, target: Target) -> KeptResource | None:
        """Return a resource that is only kept, and lock its row."""
        await self._settle()
        row = await self.session.fetch_row(_LOCK, type=target.type, id=target.id)
        return None if row is None else _kept(row)

    async def add(self, resource: KeptResource, terms: Terms) -> None:
        """Keep a new one: written with what the call leaves on record."""
        self.session.changes.kept.append(_written(resource, terms, new=True))

    async def save(self, resource: KeptResource, terms: Terms, at: datetime) -> None:
        """Write what changed, one version on."""
        resource.version += 1
        resource.updated_at = max(at, resource.updated_at + TICK)
        self.session.changes.kept.append(_written(resource, terms, new=False))

    async def delete(self, resource: KeptResource, at: datetime) -> None:
        """Take it out of every list."""
        resource.deleted, resource.face = True, NOTHING
        await self.save(resource, Terms(), at)

    def labelled(self, draft: Draft, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Let the meta of a draft name its labels."""
        return self.projector.labelled(draft.type, draft.face, draft.terms, labels)

    def credit(self, authorship: Authorship) -> None:
        """Say who wrote what is kept."""
        known = self.session.changes.authored.setdefault(authorship.of_one_piece, authorship)
        if known is not authorship:
            known.written += authorship.written

    async def label_authorship(self, target: Target, labels: Collection[Sensitivity]) -> None:
        """Let what says who wrote a resource be read as the resource is."""
        await relabelled_resources.label_authorship(self.session, target, labels)

    def remember(self, target: Target, source: Face) -> None:
        """Say what was posted for an aggregate."""
        self.session.changes.sources[target] = source

    def take_over(self, resource: KeptResource) -> None:
        """Say that a kept one becomes an aggregate's."""
        target = Target(type=resource.type, id=resource.id)
        self.session.changes.taken.add(target)
        self.remember(target, resource.face)

    async def project(self, at: datetime) -> None:
        """Write what was changed so far."""
        await self._project(at)

    async def _settle(self) -> None:
        """Write what is kept, before anybody asks for it."""
        kept, self.session.changes.kept = self.session.changes.kept, []
        await resource_writing.put(self.session, kept)


def stored(row: asyncpg.Record) -> StoredResource:
    """Read what is told of a version."""
    return StoredResource(
        type=row["type"],
        id=row["id"],
        version=row["version"],
        updated_at=row["updated_at"],
        deleted=row["deleted"],
        content=row["content"],
        meta=row["meta"],
        client=_client(row["client_id"]),
        agency=None if row["agency_id"] is None else AgencyId(row["agency_id"]),
        sensitivities=labels_in(row["sensitivity"]),
    )


def _client(id_: UUID | None) -> ClientId | None:
    return None if id_ is None else ClientId(id_)


def _stands(client: UUID | None, labels: int) -> Standing:
    return Standing(client=_client(client), sensitivities=labels_in(labels))


def _kept(row: asyncpg.Record) -> KeptResource:
    return KeptResource(
        type=row["type"],
        id=row["id"],
        agency=AgencyId(row["agency_id"]),
        client=_client(row["client_id"]),
        reading=ResourceReading(row["reading"]),
        kinds=kinds_in(row["kinds"]),
        sensitivities=labels_in(row["sensitivity"]),
        face=Face(content=row["content"], meta=row["meta"]),
        version=row["version"],
        updated_at=row["updated_at"],
        deleted=row["deleted"],
    )


def _written(resource: KeptResource, terms: Terms, *, new: bool) -> Written:
    return Written(
        type=resource.type,
        id=resource.id,
        version=resource.version,
        updated_at=resource.updated_at,
        deleted=resource.deleted,
        projected=False,
        agency=resource.agency,
        client=resource.client,
        reading=resource.reading,
        parties=frozenset(),
        kinds=kind_bits(resource.kinds),
        sensitivity=label_bits(resource.sensitivities),
        hidden=False,
        face=resource.face,
        terms=terms,
        new=new,
        supersedes=not new,
    )
