"""The bases on which agencies may see clients, to rows and back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.queries.access import is_open, may_see, reach, serves, tier_value
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessNameRow, ClientAccessRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.clients.keys import FORMER_NAME, LAST, NAME
from app.domain.identity import AgencyId, ClientId
from app.ports.access import Access

_A = table_of(ClientAccessRow)
_C = table_of(ClientRow)
_T = table_of(ClientTermRow)
_N = table_of(ClientAccessNameRow)
_GRANTED = ("agency_id", "basis", "source_id", "since", "until", "tier")


def _grant() -> Statement:
    """Begin a basis, and let the agency find the client by name."""
    given = [bindparam(name, type_=_A.c[name].type).label(name) for name in _GRANTED]
    client = select(_C.c.network_id, _C.c.id, _C.c.updated_at, _C.c.name_key, *given).where(
        _C.c.network_id == bindparam("network"), _C.c.id == bindparam("client")
    )
    columns = ["network_id", "client_id", "client_updated_at", "client_name_key", *_GRANTED]
    row = insert(_A).from_select(columns, client)
    renewed = {"until": row.excluded.until, "tier": func.greatest(_A.c.tier, row.excluded.tier)}
    begun = row.on_conflict_do_update(index_elements=list(_A.primary_key), set_=renewed)
    least = case((_is_former(), tier_value(Tier.FULL)), else_=tier_value(Tier.IDENTITY))
    names = select(_T.c.network_id, given[0], _T.c.term, _T.c.client_id, least).where(
        _T.c.network_id == bindparam("network"),
        _T.c.client_id == bindparam("client"),
        _T.c.term >= NAME,
        _T.c.term < NAME + LAST,
    )
    known = insert(_N).from_select(["network_id", "agency_id", "term", "client_id", "least_tier"], names)
    return Statement.of(known.on_conflict_do_nothing().add_cte(begun.cte("begun")))


def _is_former() -> ColumnElement[bool]:
    former = _T.alias("former")
    return exists(
        select(literal_column("1")).where(
            former.c.network_id == _T.c.network_id,
            former.c.client_id == _T.c.client_id,
            former.c.term == FORMER_NAME + func.substr(_T.c.term, len(NAME) + 1),
        )
    )


_GRANT = _grant()
_END = Statement.of(
    update(_A)
    .where(
        _A.c.network_id == bindparam("network"),
        _A.c.source_id == bindparam("source"),
        _A.c.basis == bindparam("kind"),
        _A.c.until.is_(None),
    )
    .values(until=bindparam("at"))
)
_CLIENT = bindparam("client", type_=UUID_TYPE(as_uuid=True))
_SEES = Statement.of(select(may_see(_CLIENT)))
_SERVES = Statement.of(select(serves(_CLIENT)))
_AUDIENCE = Statement.of(
    select(_A.c.agency_id)
    .distinct()
    .where(
        _A.c.network_id == bindparam("network"),
        _A.c.client_id == bindparam("client"),
        is_open(_A, bindparam("least", type_=_A.c.tier.type)),
    )
)


class AccessRepository:
    """The bases on which agencies may see clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def grant(self, grant: AccessGrant) -> None:
        """Insert a basis, or renew the one that is there."""
        await self.session.execute(
            _GRANT,
            agency_id=grant.agency,
            client=grant.client,
            basis=grant.basis,
            source_id=grant.source,
            since=grant.since,
            until=grant.until,
            tier=int(grant.tier),
        )

    async def end(self, *, basis: Basis, source: UUID, at: datetime) -> None:
        """Close what one source gave."""
        await self.session.execute(_END, kind=basis, source=source, at=at)

    async def sees(self, access: Access, client: ClientId) -> bool:
        """Whether the asker may see the client."""
        return bool(await self.session.fetch_value(_SEES, client=client, **reach(access)))

    async def serves(self, access: Access, client: ClientId) -> bool:
        """Whether the asker's agency serves the client."""
        return bool(await self.session.fetch_value(_SERVES, client=client, **reach(access)))

    async def audience(self, client: ClientId, at: datetime, least: Tier = Tier.IDENTITY) -> frozenset[AgencyId]:
        """Return the agencies with an open basis of this tier."""
        rows = await self.session.fetch(_AUDIENCE, client=client, at=at, least=int(least))
        return frozenset(AgencyId(row["agency_id"]) for row in rows)
