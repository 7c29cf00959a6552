"""The one predicate of who may see a client: every query that touches clients uses it, and none writes its own."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    SmallInteger,
    and_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.tables.access import ClientAccessRow, ClientShareRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import Tier
from app.ports.access import Access

_A = table_of(ClientAccessRow)
_S = table_of(ClientShareRow)
_AGENCY = bindparam("agency", type_=UUID(as_uuid=True))
_NETWORK_WIDE = bindparam("network_wide", type_=Boolean)
_AT = bindparam("at", type_=DateTime(timezone=True))


def may_see(client: ColumnElement[Any], least: Tier = Tier.IDENTITY) -> ColumnElement[bool]:
    """Whether the asker may see the client in this column; the statement is run with `reach(access)`."""
    return or_(_NETWORK_WIDE, seen_by_agency(client, least))


def seen_by_agency(client: ColumnElement[Any], least: Tier = Tier.IDENTITY) -> ColumnElement[bool]:
    """Whether the asker's agency has an open basis, looked up for each row: gathering a whole caseload would grow."""
    return row_by_row(_open_bases(client, least))


def may_see_consent(consent: FromClause) -> ColumnElement[bool]:
    """Whether the asker sees the whole client, or recorded the consent and may see the client at all."""
    recorded = and_(consent.c.agency_id == _AGENCY, may_see(consent.c.client_id))
    return or_(may_see(consent.c.client_id, Tier.FULL), recorded)


def may_see_record(record: FromClause) -> ColumnElement[bool]:
    """Whether the asker may read a record of these columns: client_id, agency_id, kinds, sensitivity (decision 0022).

    The agency that answers for it may, those that serve the client, and those of the care team to whom one consent
    releases one of its kinds and all of its labels.
    """
    columns = record.c
    return or_(
        _NETWORK_WIDE,
        columns.agency_id == _AGENCY,
        seen_by_agency(columns.client_id, Tier.FULL),
        row_by_row(_shares(columns.client_id, columns.kinds, columns.sensitivity).where(_S.c.agency_id == _AGENCY)),
    )


def agencies_shown(
    client: ColumnElement[Any], kinds: ColumnElement[int], labels: ColumnElement[int]
) -> Select[tuple[Any]]:
    """Select the agencies of the care team to whom a consent releases a record."""
    return _shares(client, kinds, labels).with_only_columns(_S.c.agency_id)


def _shares(client: ColumnElement[Any], kinds: ColumnElement[int], labels: ColumnElement[int]) -> Select[Any]:
    return select(literal_column("1")).where(
        _S.c.network_id == bindparam("network"),
        _S.c.client_id == client,
        _S.c.kinds.op("&")(kinds) != 0,
        labels.op("&")(_S.c.labels.op("#")(literal_column("-1"))) == 0,
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
    basis = _A.alias()
    return select(literal_column("1")).where(
        basis.c.network_id == bindparam("network"),
        basis.c.agency_id == _AGENCY,
        basis.c.client_id == client,
        is_open(basis, least),
    )


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
    mine = and_(basis.c.network_id == bindparam("network"), basis.c.agency_id == _AGENCY, is_open(basis))
    return basis, and_(mine, ~another)


def reach(access: Access) -> dict[str, Any]:
    """Return the values of the predicate's parameters."""
    return {"agency": access.agency, "network_wide": access.network_wide, "at": access.at}
