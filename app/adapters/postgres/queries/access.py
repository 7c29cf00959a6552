"""The one predicate of who may see a client: every query that touches clients uses it, and none writes its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import asyncpg
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    SmallInteger,
    and_,
    any_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.tables.access import ClientAccessRow, ClientShareRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.access.rule import BREAK_GLASS_OPENS
from app.domain.clients.access import Basis, Tier
from app.domain.codes import Category, Sensitivity, label_bits, labels_in
from app.domain.consents.scope import DataCategory, kind_bits
from app.domain.timelines.trace import Reading
from app.ports.access import Access

_A = table_of(ClientAccessRow)
_S = table_of(ClientShareRow)
_AGENCY = bindparam("agency", type_=UUID(as_uuid=True))
_NETWORK_WIDE = bindparam("network_wide", type_=Boolean)
_AT = bindparam("at", type_=DateTime(timezone=True))
NOT_IN_EMERGENCY = label_bits(frozenset(Sensitivity) - BREAK_GLASS_OPENS)


def may_see(client: ColumnElement[Any], least: Tier = Tier.IDENTITY) -> ColumnElement[bool]:
    """Whether the asker may see the client in this column; the statement is run with `reach(access)`."""
    return or_(_NETWORK_WIDE, seen_by_agency(client, least))


def seen_by_agency(client: ColumnElement[Any], least: Tier = Tier.IDENTITY) -> ColumnElement[bool]:
    """Whether the asker's agency has an open basis, looked up for each row: gathering a whole caseload would grow."""
    return row_by_row(_open_bases(client, least))


def may_see_consent(consent: FromClause) -> ColumnElement[bool]:
    """Whether the asker serves the client, or recorded the consent and may see the client at all.

    A paper that tells something labelled by itself is read by those whom it names, and by who recorded it.
    """
    columns = consent.c
    if "sensitivity" not in columns:
        return or_(serves(columns.client_id), and_(columns.agency_id == _AGENCY, may_see(columns.client_id)))
    named = or_(any_(columns.recipients) == _AGENCY, any_(columns.disclosers) == _AGENCY)
    return may_read_paper(columns, named)


def may_read_paper(columns: Any, named: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask that of a paper's client, agency and labels; `named` says whether it names the asker."""
    sees = may_see(columns.client_id)
    recorded = and_(columns.agency_id == _AGENCY, sees)
    plain = and_(columns.sensitivity == 0, serves(columns.client_id))
    return or_(recorded, plain, and_(columns.sensitivity != 0, named, sees))


def serves(client: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the asker serves the client and so may write of it: an emergency shows a record, and changes nothing."""
    basis = _A.alias()
    lasting = basis.c.basis != literal_column(f"'{Basis.BREAK_GLASS}'")
    return or_(_NETWORK_WIDE, row_by_row(_bases(basis, client, Tier.FULL).where(lasting)))


def may_see_record(record: FromClause) -> ColumnElement[bool]:
    """Whether the asker may read a record of these columns: client_id, agency_id, kinds, sensitivity (decision 0033).

    What `domain.access.rule.sight` says of one record, said once more for rows: a property test compares the two.
    """
    columns = record.c
    return or_(columns.agency_id == _AGENCY, opened_to_asker(columns))


def may_read_entry(entry: FromClause, client: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Whether the asker may read what happened: whoever may read the thing itself, now and not then.

    `client` says that the client is seen, where that is asked once for a whole list.
    """
    columns = entry.c
    party = or_(any_(columns.parties) == _AGENCY, may_see_everywhere(entry))
    return or_(
        and_(columns.reading == literal_column(f"'{Reading.RECORD}'"), may_see_record(entry)),
        and_(columns.reading == literal_column(f"'{Reading.PARTIES}'"), party),
        and_(
            columns.reading == literal_column(f"'{Reading.CLIENT}'"),
            may_see(columns.client_id) if client is None else client,
        ),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A thing with a category instead of kinds and a sender who answers for it, as the predicate wants to see it."""

    c: Any


def piece_of(table: FromClause) -> Piece:
    """Let a referral or a handoff be asked like a record."""
    kinds = case(*((table.c.category == literal_column(f"'{each}'"), _bits({each})) for each in Category))
    columns = {"client_id": table.c.client_id, "agency_id": table.c.sender_id, "kinds": kinds}
    return Piece(SimpleNamespace(**columns, sensitivity=table.c.sensitivity))


def _bits(kinds: Iterable[DataCategory]) -> ColumnElement[int]:
    return literal_column(str(kind_bits(kinds)), type_=BigInteger)


def may_see_everywhere(record: FromClause | Piece) -> ColumnElement[bool]:
    """Whether the asker reads, in a role of the whole network, a thing of these columns to which it is no party."""
    return and_(_NETWORK_WIDE, opened_to_asker(record.c))


def opened_to_asker(columns: Any) -> ColumnElement[bool]:
    """Whether the asker may read a record that is not its own: one reason must do for all of its labels."""
    basis = _A.alias()
    whole = _bases(basis, columns.client_id, Tier.FULL).where(opened_by_basis(basis, columns.sensitivity))
    share = _shares(columns).where(_S.c.agency_id == _AGENCY, _counts())
    return or_(and_(_NETWORK_WIDE, columns.sensitivity == literal_column("0")), row_by_row(whole), row_by_row(share))


def opened_by_basis(basis: FromClause, labels: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a basis of the whole client opens a record with these labels by itself."""
    in_emergency = and_(
        basis.c.basis == literal_column(f"'{Basis.BREAK_GLASS}'"),
        labels.op("&")(literal_column(str(NOT_IN_EMERGENCY))) == literal_column("0"),
    )
    return or_(labels == literal_column("0"), in_emergency)


def agencies_shown(record: FromClause) -> Select[tuple[Any]]:
    """Select the agencies to which a consent opens a record: on a care team, or serving the client."""
    basis = _A.alias()
    serves = row_by_row(
        select(literal_column("1")).where(
            basis.c.network_id == _S.c.network_id,
            basis.c.agency_id == _S.c.agency_id,
            basis.c.client_id == _S.c.client_id,
            is_open(basis, tier_value(Tier.FULL)),
        )
    )
    return _shares(record.c).where(or_(_S.c.on_team, serves)).with_only_columns(_S.c.agency_id)


def _counts() -> ColumnElement[bool]:
    """Whether a share opens anything to the asker, who is on a team, sees the whole client or is named in its role.

    The client is the share's own: SQLAlchemy would join a column from two levels up instead of correlating it.
    """
    return or_(_S.c.on_team, and_(_NETWORK_WIDE, _S.c.named), seen_by_agency(_S.c.client_id, Tier.FULL))


def _shares(columns: Any) -> Select[Any]:
    """Select what opens a record of these columns: one of its kinds, all of its labels, told by who answers for it."""
    opened = columns.sensitivity.op("&")(_S.c.labels.op("#")(literal_column("-1"))) == literal_column("0")
    told = or_(_S.c.disclosers.is_(None), columns.agency_id.is_(None), columns.agency_id == any_(_S.c.disclosers))
    return select(literal_column("1")).where(
        _S.c.network_id == bindparam("network"),
        _S.c.client_id == columns.client_id,
        _S.c.kinds.op("&")(columns.kinds) != literal_column("0"),
        opened,
        told,
        _S.c.since <= _AT,
        or_(_S.c.until.is_(None), _S.c.until > _AT),
    )


def tier_seen(client: ColumnElement[Any]) -> ColumnElement[int]:
    """How much of the client the asker may see; null for nothing."""
    whole = (may_see(client, Tier.FULL), tier_value(Tier.FULL))
    return case(whole, (seen_by_agency(client), tier_value(Tier.IDENTITY)))


def tier_value(tier: Tier) -> ColumnElement[int]:
    """Write a tier into a statement as it is stored."""
    return literal_column(str(int(tier)), type_=SmallInteger)


def seen_row_by_row(client: ColumnElement[Any], least: ColumnElement[int]) -> ColumnElement[bool]:
    """Ask the same of each row as it is read, for lists that stop after a page; `least` may be a column."""
    return row_by_row(_open_bases(client, least))


def row_by_row(rows: Select[Any]) -> ColumnElement[bool]:
    """Whether there is any such row, looked up for each row of the list: the limit keeps it from becoming a join."""
    return rows.limit(1).scalar_subquery().is_not(None)


def _open_bases(client: ColumnElement[Any], least: ColumnElement[int] | Tier) -> Select[Any]:
    return _bases(_A.alias(), client, least)


def _bases(basis: FromClause, client: ColumnElement[Any], least: ColumnElement[int] | Tier) -> Select[Any]:
    return select(literal_column("1")).where(_own(basis), basis.c.client_id == client, is_open(basis, least))


def _own(basis: FromClause) -> ColumnElement[bool]:
    return and_(basis.c.network_id == bindparam("network"), basis.c.agency_id == _AGENCY)


def is_open(basis: FromClause, least: ColumnElement[int] | Tier = Tier.IDENTITY) -> ColumnElement[bool]:
    """Whether a basis shows at least so much at the moment asked for."""
    tier = least if isinstance(least, ColumnElement) else int(least)
    return and_(basis.c.tier >= tier, or_(basis.c.until.is_(None), basis.c.until > _AT))


def first_open_bases() -> tuple[FromClause, ColumnElement[bool]]:
    """Return the agency's bases and the condition that keeps one open basis for each client.

    For lists in the order of `client_updated_at` or `client_name_key`: read along their index, nothing is sorted.
    """
    basis, earlier = _A.alias("basis"), _A.alias("earlier")
    another = row_by_row(
        select(literal_column("1")).where(
            earlier.c.network_id == basis.c.network_id,
            earlier.c.agency_id == basis.c.agency_id,
            earlier.c.client_id == basis.c.client_id,
            is_open(earlier),
            or_(
                earlier.c.basis < basis.c.basis,
                and_(earlier.c.basis == basis.c.basis, earlier.c.source_id < basis.c.source_id),
            ),
        )
    )
    mine = and_(_own(basis), is_open(basis))
    return basis, and_(mine, ~another)


def clients_in_sight() -> tuple[Select[Any], Select[Any]]:
    """Select, some twice, whom the agency serves and on whose team it is: of others it reads what is its own."""
    basis = _A.alias("basis")
    seen = select(basis.c.client_id.label("id")).where(_own(basis), is_open(basis))
    return seen, select(_S.c.client_id.label("id")).where(_own(_S), _S.c.on_team)


def told_of_others(rows: Iterable[asyncpg.Record], access: Access, *answering: str) -> frozenset[Sensitivity]:
    """Return the labels of the rows that others answer for; `answering` are the columns that say who does."""
    names, labels = answering or ("agency_id",), 0
    for row in rows:
        if row["sensitivity"] and any(row[name] != access.agency for name in names):
            labels |= row["sensitivity"]
    return labels_in(labels)


def reach(access: Access) -> dict[str, Any]:
    """Return the values of the predicate's parameters."""
    return {"agency": access.agency, "network_wide": access.network_wide, "at": access.at}
