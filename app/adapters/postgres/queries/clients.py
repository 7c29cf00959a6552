"""Lists of clients: one statement for each question, filtered by access while it is read along an index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.expression import FromClause

from app.adapters.postgres.queries.access import (
    first_open_bases,
    may_see,
    reach,
    row_by_row,
    seen_by_agency,
    seen_row_by_row,
    tier_seen,
)
from app.adapters.postgres.queries.keyset import a_page, for_limit, places
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessNameRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import Tier
from app.domain.clients.demographics import AdministrativeSex, Language
from app.domain.clients.keys import IDENTIFIER, LAST, name_search
from app.domain.clients.names import Name, name_to_use
from app.domain.disclosure.clients import disclose_fields
from app.domain.identity import ClientId
from app.ports.access import Access
from app.ports.clients import ClientFilter, ClientItem, ClientOrder
from app.ports.queries import Cursor, Page

_C = table_of(ClientRow)
_T = table_of(ClientTermRow)
_N = table_of(ClientAccessNameRow)
_SHOWN = (
    "id",
    "version",
    "names",
    "birth_date",
    "administrative_sex",
    "pronouns",
    "languages",
    "do_not_contact",
    "household",
    "deceased",
    "created_at",
    "updated_at",
)


# What is an object of ours is made of the text at once.
_READ: Mapping[str, Callable[[str], Any]] = {
    "names": msgspec.json.Decoder(tuple[Name, ...]).decode,
    "languages": msgspec.json.Decoder(tuple[Language, ...]).decode,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """The shape of a question: which conditions it has; each shape is one statement, compiled once."""

    network_wide: bool
    by_name: bool
    by_identifier: bool
    by_birth_date: bool
    by_time: bool
    order: ClientOrder
    after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """Along which index a list is read: its rows, the condition on them, and the two columns that order them."""

    source: FromClause
    condition: ColumnElement[bool]
    place: ColumnElement[Any]
    client: ColumnElement[Any]
    updated: ColumnElement[Any]
    descending: bool


class ClientListQueries:
    """Lists of clients that the asker may see."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: ClientFilter, order: ClientOrder, *, after: Cursor | None, limit: int
    ) -> Page[ClientItem]:
        """Return one page."""
        question = _Question(
            network_wide=access.network_wide,
            by_name=which.name is not None,
            by_identifier=which.identifier is not None,
            by_birth_date=which.birth_date is not None,
            by_time=which.updated_since is not None,
            order=order,
            after=after is not None,
        )
        given = _given(which) | reach(access) | {"limit": limit + 1}
        if after is not None:
            given |= {"after_place": after[0], "after_client": after[1]}
        rows = await self.session.page(for_limit(_statement(question), limit), **given)
        return _page(rows, limit)


def _given(which: ClientFilter) -> dict[str, Any]:
    low = name_search(which.name or "")
    return {
        "low": low,
        "high": low + LAST,
        "identifier": IDENTIFIER + (which.identifier or ""),
        "birth_date": str(which.birth_date),
        "since": which.updated_since,
    }


@cache
def _statement(question: _Question) -> Statement:
    walk = _walk(question)
    shown = [cast(_C.c[name], Text).label(name) if name in _READ else _C.c[name] for name in _SHOWN]
    rows = (
        select(*shown, tier_seen(_C.c.id).label("tier"), walk.place.label("place"))
        .select_from(walk.source)
        .where(walk.condition, *_conditions(question, walk), ~_C.c.restricted)
        .where(or_(_C.c.link_target_id.is_(None), ~may_see(_C.c.link_target_id)))
    )
    listed = _ordered(rows, walk, after=question.after)
    page = a_page(listed, ("place", "id"), newest=walk.descending)
    return Statement.of(page, whole=listed.limit(bindparam("limit")))


def _ordered(rows: Select[Any], walk: _Walk, *, after: bool) -> Select[Any]:
    here = tuple_(walk.place, walk.client)
    there = tuple_(bindparam("after_place", type_=walk.place.type), bindparam("after_client", type_=walk.client.type))
    if after:
        rows = rows.where(here < there if walk.descending else here > there)
    order = (walk.place.desc(), walk.client.desc()) if walk.descending else (walk.place, walk.client)
    return rows.order_by(*order)


def _walk(question: _Question) -> _Walk:
    if question.by_name:
        return _along_names(question)
    if question.network_wide or question.by_identifier or question.by_birth_date:
        return _along_clients(question)
    return _along_bases(question)


def _along_names(question: _Question) -> _Walk:
    """Read the names found in their order; a client found by several stands where the first of them is."""
    table = _T if question.network_wide else _N
    name, earlier = table.alias("name"), table.alias("earlier_name")
    low, high = (bindparam(end, type_=_T.c.term.type) for end in ("low", "high"))
    before = row_by_row(
        select(literal_column("1")).where(
            earlier.c.network_id == name.c.network_id,
            earlier.c.client_id == name.c.client_id,
            *_of_agency(earlier, question),
            earlier.c.term >= low,
            earlier.c.term < name.c.term,
            true() if question.network_wide else seen_row_by_row(earlier.c.client_id, earlier.c.least_tier),
        )
    )
    within = (name.c.network_id == bindparam("network"), *_of_agency(name, question), name.c.term >= low)
    seen = true() if question.network_wide else seen_row_by_row(name.c.client_id, name.c.least_tier)
    return _Walk(
        source=name.join(_C, and_(_C.c.network_id == name.c.network_id, _C.c.id == name.c.client_id)),
        condition=and_(*within, name.c.term < high, ~before, seen),
        place=name.c.term,
        client=name.c.client_id,
        updated=_C.c.updated_at,
        descending=False,
    )


def _of_agency(names: FromClause, question: _Question) -> tuple[ColumnElement[bool], ...]:
    return () if question.network_wide else (names.c.agency_id == bindparam("agency"),)


def _along_clients(question: _Question) -> _Walk:
    recent = question.order is ClientOrder.RECENT
    return _Walk(
        source=_C,
        condition=and_(_C.c.network_id == bindparam("network"), _visible(question)),
        place=_C.c.updated_at if recent else _C.c.name_key,
        client=_C.c.id,
        updated=_C.c.updated_at,
        descending=recent,
    )


def _along_bases(question: _Question) -> _Walk:
    """Read an agency's own bases, which repeat what the list is sorted by."""
    basis, first = first_open_bases()
    recent = question.order is ClientOrder.RECENT
    return _Walk(
        source=basis.join(_C, and_(_C.c.network_id == basis.c.network_id, _C.c.id == basis.c.client_id)),
        condition=first,
        place=basis.c.client_updated_at if recent else basis.c.client_name_key,
        client=basis.c.client_id,
        updated=basis.c.client_updated_at,
        descending=recent,
    )


def _visible(question: _Question) -> ColumnElement[bool]:
    return true() if question.network_wide else seen_by_agency(_C.c.id)


def _conditions(question: _Question, walk: _Walk) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if question.by_identifier:
        same = (_T.c.network_id == bindparam("network"), _T.c.client_id == _C.c.id)
        conditions.append(may_see(_C.c.id, Tier.FULL))
        conditions.append(exists(select(1).where(*same, _T.c.term == bindparam("identifier", type_=_T.c.term.type))))
    if question.by_birth_date:
        conditions.append(_C.c.birth_date == bindparam("birth_date", type_=_C.c.birth_date.type))
    if question.by_time:
        conditions.append(walk.updated >= bindparam("since", type_=_C.c.updated_at.type))
    return conditions


def _page(rows: list[asyncpg.Record], limit: int) -> Page[ClientItem]:
    items = tuple(_item(row) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=items, next=None if last is None else (last["place"], last["id"]), places=places(rows, limit, "place")
    )


def _item(row: asyncpg.Record) -> ClientItem:
    sex = row["administrative_sex"]
    held = {
        "names": _READ["names"](row["names"]),
        "birth_date": row["birth_date"],
        "administrative_sex": AdministrativeSex(sex) if sex else None,
        "pronouns": row["pronouns"],
        "languages": _READ["languages"](row["languages"]),
        "do_not_contact": row["do_not_contact"],
        "household": row["household"],
        "deceased": row["deceased"],
    }
    told, withheld = disclose_fields(held, Tier(row["tier"]))
    return ClientItem(
        id=ClientId(row["id"]),
        version=row["version"],
        display_name=name_to_use(told["names"]).full,
        withheld=withheld,
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        **told,
    )
