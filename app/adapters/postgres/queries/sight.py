"""The bases of one agency on one client, whole, for whoever explains them."""

from sqlalchemy import bindparam, select

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, ClientId

MOST = 100
_A = table_of(ClientAccessRow)
_BASES = Statement.of(
    select(_A)
    .where(
        _A.c.network_id == bindparam("network"),
        _A.c.agency_id == bindparam("agency"),
        _A.c.client_id == bindparam("client"),
    )
    .order_by(_A.c.since, _A.c.basis, _A.c.source_id)
    .limit(MOST)
)


class SightGroundQueries:
    """On which bases agencies see clients, and saw them."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def bases(self, client: ClientId, agency: AgencyId) -> tuple[AccessGrant, ...]:
        """Return every basis that an agency has or had on a client."""
        rows = await self.session.fetch(_BASES, client=client, agency=agency)
        return tuple(
            AccessGrant(
                agency=agency,
                client=client,
                basis=Basis(row["basis"]),
                source=row["source_id"],
                since=row["since"],
                until=row["until"],
                tier=Tier(row["tier"]),
            )
            for row in rows
        )
