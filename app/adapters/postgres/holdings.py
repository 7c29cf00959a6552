"""A client's record taken out whole, and forgotten whole: both by the list of what holds something of a client."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Table, and_, bindparam, select

from app.adapters.postgres.erasing import erase
from app.adapters.postgres.personal_data import HOLDINGS, TECHNICAL, Holding, Readers
from app.adapters.postgres.queries.access import may_see_consent, may_see_record, reach
from app.adapters.postgres.queries.audit import AuditTrailQueries
from app.adapters.postgres.queries.resource_access import may_read_resource, shown
from app.adapters.postgres.queries.timelines import TimelineQueries
from app.adapters.postgres.schema import metadata
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.codes import labels_in
from app.domain.disclosure.elements import Claim, Standing
from app.domain.disclosure.exported import withheld_columns
from app.domain.identity import ClientId
from app.domain.sensitivity.notices import notices_for
from app.ports.access import Access
from app.ports.retention import Gathered
from app.ports.timelines import TimelineFilter

Row = dict[str, Any]
Parents = dict[str, dict[UUID, UUID | None]]  # of each table, the rows that are shown, with their agencies

PAGE = 1_000

_OWN: Mapping[Readers, str] = {
    Readers.OWN: "agency_id = $3",
    Readers.SENDER: "sender_id = $3",
    Readers.PARTIES: "$3 IN (sender_id, provider_id)",
    Readers.SERVING: "$3::uuid IS NOT NULL",
}
_HOUSEHOLD = Statement.text(
    """
    SELECT h.id, h.kind, h.name, h.content, h.created_at, h.updated_at FROM households h
    JOIN clients c ON c.network_id = h.network_id AND c.household = h.id
    WHERE c.network_id = $1 AND c.id = $2
    """,
    "network",
    "client",
)


class HoldingRepository:
    """Everything that one network holds of its clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def gather(self, client: ClientId, access: Access, head: Mapping[str, object], *, whole: bool) -> Gathered:
        """Write down what there is of a client: everything, or what the asker may read."""
        parents: Parents = {}
        members: dict[str, object] = {}
        labels = 0
        for holding in HOLDINGS:
            if holding.member is None:
                continue
            if holding.readers is Readers.RESOURCE:
                rows = await self._resources(holding, client, access, whole=whole)
                members[holding.member] = [_labelled(row) for row in rows]
                labels |= _labels(rows)
                continue
            rows = await self._rows(holding, client, access, parents, whole=whole)
            labels |= _labels(rows)
            members[holding.member] = [_shown(holding, row, access, parents, whole=whole) for row in rows]
        [members["client"]] = members["client"]  # type: ignore[misc]
        members["household"] = await self._household(client)
        members["disclosures"] = await self._disclosures(client, access, whole=whole)
        found = labels_in(labels)
        body = msgspec.json.encode({"export": {**head, "notices": notices_for(found)}, **members})
        return Gathered(body=body, labels=found)

    async def erase(self, client: ClientId, at: datetime) -> int:
        """Forget a client, whose row stays as a tombstone; return how many rows went or were emptied."""
        return await erase(self.session, client, at)

    async def _rows(
        self, holding: Holding, client: ClientId, access: Access, parents: Parents, *, whole: bool
    ) -> list[Row]:
        if holding.parent is not None:
            known = list(parents.get(holding.parent[0], ()))
            found = await self.session.fetch(_parts(holding), parents=known)
        elif whole:
            found = await self.session.fetch(_everything(holding), client=client)
        elif holding.readers is Readers.TIMELINE:
            return await self._timeline(client, access)
        elif holding.readers in _OWN:
            found = await self.session.fetch(_own(holding), client=client, agency=access.agency)
        else:
            found = await self.session.fetch(_readable(holding), client=client, **reach(access))
        rows = [dict(row) for row in found]
        parents[holding.table] = {row["id"]: row.get(holding.author) for row in rows if "id" in row}
        return rows

    async def _resources(self, holding: Holding, client: ClientId, access: Access, *, whole: bool) -> list[Row]:
        """Show resources, or what they said before, whole or in the face that the asker may read."""
        found = await self.session.fetch(_resources(holding.table, whole=whole), client=client, **reach(access))
        rows = [dict(row) for row in found]
        for row in rows:
            row["content"], row["meta"] = (msgspec.Raw(row[name] or b"null") for name in ("content", "meta"))
        return rows

    async def _timeline(self, client: ClientId, access: Access) -> list[Row]:
        queries, rows, after = TimelineQueries(self.session), list[Row](), None
        while True:
            page = await queries.page(access, client, TimelineFilter(), after=after, limit=PAGE)
            rows += [msgspec.to_builtins(entry) for entry in page.items]
            if page.next is None:
                return rows
            after = page.next

    async def _disclosures(self, client: ClientId, access: Access, *, whole: bool) -> list[Row]:
        """Account for every look at the record: to the client with every name, to an agency as the accounting does."""
        queries, found, after = AuditTrailQueries(self.session), list[Row](), None
        while True:
            page = await queries.disclosures(client, None, None, after=after, limit=PAGE)
            for each in page.items:
                told = msgspec.to_builtins(each if whole else each.shown_to(access.agency))
                found.append({name: value for name, value in told.items() if name != "labels"})
            if page.next is None:
                return found
            after = page.next

    async def _household(self, client: ClientId) -> Row | None:
        """Show the household without its other clients: their being there is told in their own records."""
        row = await self.session.fetch_row(_HOUSEHOLD, client=client)
        if row is None:
            return None
        content = dict(row["content"])
        content["members"] = [each for each in content["members"] if each.get("client") in (None, str(client))]
        return {**dict(row), "content": content}


def _labels(rows: list[Row]) -> int:
    labels = 0
    for row in rows:
        labels |= row.get("sensitivity", 0)
    return labels


def _shown(holding: Holding, row: Row, access: Access, parents: Parents, *, whole: bool) -> Row:
    """Leave out what is technical, and of others' rows what their own agency alone reads, naming it."""
    shown = _labelled({name: value for name, value in row.items() if name not in TECHNICAL | holding.technical})
    if whole:
        return shown
    withheld = withheld_columns(holding.member or "", _standing(holding, row, access, parents), shown)
    return {**shown, **dict.fromkeys(withheld), "withheld": withheld}


def _labelled(row: Row) -> Row:
    if "sensitivity" in row:
        row = {**row, "sensitivities": sorted(labels_in(row["sensitivity"]))}
        del row["sensitivity"]
    return row


def _standing(holding: Holding, row: Row, access: Access, parents: Parents) -> Standing:
    """Say how the asker stands to a row: it has what its own agency wrote down; nothing is asked part by part."""
    author = row.get(holding.author)
    if author is None and holding.parent is not None:
        author = parents[holding.parent[0]].get(row[holding.parent[1]])
    own = author == access.agency
    standing = Standing().also(Claim.OWN, when=own).also(Claim.BY_ITSELF, when=own)
    return standing.also(Claim.FEEDBACK, when=bool(row.get("feedback")))


def _table(holding: Holding) -> Table:
    return metadata().tables[holding.table]


def _ordered(holding: Holding) -> str:
    return ", ".join(_table(holding).primary_key.columns.keys())


@cache
def _everything(holding: Holding) -> Statement:
    found = f"network_id = $1 AND ({holding.of_client})"
    return Statement.text(
        f"SELECT * FROM {holding.table} WHERE {found} ORDER BY {_ordered(holding)}",  # noqa: S608 - our own names
        "network",
        "client",
    )


@cache
def _own(holding: Holding) -> Statement:
    found = f"network_id = $1 AND ({holding.of_client}) AND {_OWN[holding.readers]}"
    return Statement.text(
        f"SELECT * FROM {holding.table} WHERE {found} ORDER BY {_ordered(holding)}",  # noqa: S608 - our own names
        "network",
        "client",
        "agency",
    )


@cache
def _parts(holding: Holding) -> Statement:
    assert holding.parent is not None  # noqa: S101  asked by the caller
    found = f"network_id = $1 AND {holding.parent[1]} = ANY ($2::uuid[])"
    return Statement.text(
        f"SELECT * FROM {holding.table} WHERE {found} ORDER BY {_ordered(holding)}",  # noqa: S608 - our own names
        "network",
        "parents",
    )


@cache
def _resources(table: str, *, whole: bool) -> Statement:
    resource, of = metadata().tables["resources"], metadata().tables[table]
    told = (of.c[name] for name in ("type", "id", "version", "updated_at", "deleted"))
    faces = (of.c.content, of.c.meta) if whole else shown(resource, of)
    chosen = select(*told, *faces, resource.c.agency_id, resource.c.sensitivity).where(
        resource.c.network_id == bindparam("network"),
        resource.c.client_id == bindparam("client", type_=resource.c.client_id.type),
    )
    if of is not resource:
        same = and_(*(of.c[name] == resource.c[name] for name in ("network_id", "type", "id")))
        chosen = chosen.select_from(resource.join(of, same))
    chosen = chosen if whole else chosen.where(may_read_resource(resource))
    return Statement.of(chosen.order_by(of.c.type, of.c.id, of.c.version))


@cache
def _readable(holding: Holding) -> Statement:
    table = _table(holding)
    rules = {Readers.RECORD: may_see_record, Readers.CONSENT: may_see_consent}
    rule: ColumnElement[bool] = rules[holding.readers](table)
    of_client = table.c.client_id == bindparam("client", type_=table.c.client_id.type)
    chosen = select(table).where(table.c.network_id == bindparam("network"), of_client, rule)
    return Statement.of(chosen.order_by(*table.primary_key.columns))
