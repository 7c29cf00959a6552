"""Searches of resources: one statement for a page, put together for what is asked (decision 0042)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg

from app.adapters.postgres import resource_writing
from app.adapters.postgres.queries.access import reach, told_of_others
from app.adapters.postgres.queries.resource_candidates import candidates
from app.adapters.postgres.queries.resource_companions import MOST_COMPANIONS, MOST_ROUNDS, coming_along
from app.adapters.postgres.queries.resource_criteria import all_find
from app.adapters.postgres.queries.resource_plans import Ask, Rows
from app.adapters.postgres.queries.resource_texts import Writing, quoted
from app.adapters.postgres.queries.resource_ways import Way, leading, marked, way_of
from app.adapters.postgres.repositories.resources import stored
from app.adapters.postgres.session import Session
from app.domain.identity import ClientId
from app.domain.resources.sections import REFERENCE_DATA
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resource_search import AmongSeen, Companions, Include, Search
from app.ports.resources import StoredResource


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    types: Collection[str] | None
    since: datetime | None
    after: Cursor | None
    limit: int


class ResourceSearchQueries:
    """Searches of one network's resources."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(self, access: Access, search: Search, *, after: Cursor | None) -> Page[StoredResource]:
        """Return one page, read in the way that suits what is asked."""
        await self._settle()

        async def look(writing: Writing, sql: str) -> list[asyncpg.Record]:
            return await self._fetch(access, writing, sql)

        search = _among_seen(access, search)
        way = marked(search, after) if after else await way_of(search, look)
        writing = Writing()
        last = None if after is None else after[len(way.mark) :]
        rows = way.rows(writing, Ask(search=search, after=last, limit=search.limit))
        found = await look(writing, _told(writing, search.type, rows))
        shown = found[: search.limit]
        more = len(found) > search.limit
        return Page(
            items=tuple(map(stored, shown)),
            next=_cursor(way, rows, shown[-1]) if more else None,
            labels=told_of_others(shown, access),
        )

    async def count(self, access: Access, search: Search) -> int:
        """Count all that is found, along the criterion that leads to the fewest."""
        await self._settle()
        search = _among_seen(access, search)
        writing = Writing()
        resource = writing.alias()
        asked = f"{writing.seen(resource)}{all_find(writing, search.criteria, resource)}"
        first = leading(search.criteria)
        if first is None:
            sql = (
                f"SELECT count(*) FROM resources {resource} WHERE {resource}.network_id = {writing.network}"  # noqa: S608
                f" AND {resource}.type = {quoted(search.type)} AND {asked}"
            )
        else:
            ids = f"SELECT DISTINCT id FROM ({candidates(writing, first)}) {writing.alias()}"  # noqa: S608
            each = (
                f"SELECT 1 FROM resources {resource}"  # noqa: S608
                f" WHERE {writing.resource(resource, search.type, 'ids.id')} AND {asked} OFFSET 0"
            )
            sql = f"SELECT count(*) FROM ({ids} OFFSET 0) ids CROSS JOIN LATERAL ({each}) seen"  # noqa: S608
        return int((await self._fetch(access, writing, sql))[0][0])

    async def companions(
        self,
        access: Access,
        found: Sequence[StoredResource],
        includes: Sequence[Include],
        types: Collection[str] | None,
    ) -> Companions:
        """Go from what was found to what it names and what names it, in one statement, and on from there as asked."""
        there = {(each.type, each.id) for each in found}
        new, last, wanted = dict[tuple[str, object], StoredResource](), list(found), list(includes)
        for _ in range(MOST_ROUNDS):
            writing = Writing()
            sql = coming_along(writing, last, wanted, types)
            if sql is None or len(new) > MOST_COMPANIONS:
                break
            rows = map(stored, await self._fetch(access, writing, sql))
            last = [each for each in rows if (each.type, each.id) not in there and (each.type, each.id) not in new]
            new |= {(each.type, each.id): each for each in last}
            wanted = [each for each in includes if each.iterate]
        items = tuple(new.values())
        return Companions(items=items[:MOST_COMPANIONS], complete=len(items) <= MOST_COMPANIONS)

    async def of_client(
        self,
        access: Access,
        client: ClientId,
        *,
        types: Collection[str] | None,
        since: datetime | None,
        after: Cursor | None,
        limit: int,
    ) -> Page[StoredResource]:
        """Read along the index of the client's resources, which has their types in order."""
        await self._settle()
        writing = Writing()
        which = _Record(types=types, since=since, after=after, limit=limit)
        found = await self._fetch(access, writing, _record(writing, client, which))
        shown = found[:limit]
        last = shown[-1] if 0 < limit < len(found) else None
        return Page(
            items=tuple(map(stored, shown)),
            next=None if last is None else (last["type"], last["updated_at"], last["id"]),
            labels=told_of_others(shown, access),
        )

    async def _fetch(self, access: Access, writing: Writing, sql: str) -> list[asyncpg.Record]:
        return await self.session.fetch(writing.statement(sql), **writing.given, **reach(access))

    async def _settle(self) -> None:
        """Write what this transaction keeps before anybody searches for it, and let plans be kept."""
        kept, self.session.changes.kept = self.session.changes.kept, []
        await resource_writing.put(self.session, kept)
        await self.session.plan_once()


def _among_seen(access: Access, search: Search) -> Search:
    """Say what the rule of results says anyway, where it may lead to fewer than anything that is asked."""
    if search.type in REFERENCE_DATA or access.network_wide:
        return search
    return replace(search, criteria=(*search.criteria, AmongSeen(type=search.type, agency=access.agency)))


def _told(writing: Writing, type_: str, rows: Rows) -> str:
    """Write what is told of the resources of a page, in its order, and by what they are sorted."""
    resource = writing.alias()
    order = ", ".join(f"page.{name} {'DESC' if down else 'ASC'} NULLS LAST" for name, down in rows.order)
    sorted_by = ", ".join(f"page.{name} AS sorted_{place}" for place, (name, _) in enumerate(rows.order))
    return (
        f"SELECT {writing.columns(resource)}, {sorted_by} FROM ({rows.sql}) page JOIN resources {resource}"  # noqa: S608
        f" ON {writing.resource(resource, type_, 'page.id')} ORDER BY {order}"
    )


def _cursor(way: Way, rows: Rows, last: asyncpg.Record) -> Cursor:
    values = (last[f"sorted_{place}"] for place in range(len(rows.order)))
    return (*way.mark, *values)


def _record(writing: Writing, client: ClientId, which: _Record) -> str:
    resource = writing.alias()
    columns = ", ".join(f"{resource}.{name}" for name in ("type", "updated_at", "id"))
    sql = (
        f"SELECT {writing.columns(resource)} FROM resources {resource} WHERE {resource}.network_id = {writing.network}"  # noqa: S608
        f" AND {resource}.client_id = {writing.put(client, 'uuid')} AND {writing.read(resource)}"
    )
    if which.types is not None:
        sql += f" AND {resource}.type = ANY({writing.put(sorted(which.types), 'text[]')})"
    if which.since is not None:
        sql += f" AND {resource}.updated_at >= {writing.put(which.since, 'timestamptz')}"
    if which.after is not None:
        pairs = zip(which.after, ("text", "timestamptz", "uuid"), strict=True)
        sql += f" AND ({columns}) > ({', '.join(writing.put(value, type_) for value, type_ in pairs)})"
    return f"{sql} ORDER BY {columns} LIMIT {which.limit + 1}"
