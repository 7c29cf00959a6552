"""What consents let the agencies of care teams read, to rows and back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, SmallInteger, bindparam, delete, insert, literal_column, select, union
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.queries.access import agencies_shown, is_open, may_see_record, reach, tier_value
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessRow, ClientShareRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import Tier
from app.domain.codes import label_bits
from app.domain.consents.scope import kind_bits
from app.domain.consents.sharing import Share
from app.domain.identity import AgencyId, ClientId
from app.domain.records import ClientRecord
from app.ports.access import Access

_A = table_of(ClientAccessRow)
_S = table_of(ClientShareRow)
_RECORD = (
    select(
        bindparam("client", type_=UUID(as_uuid=True)).label("client_id"),
        bindparam("responsible", type_=UUID(as_uuid=True)).label("agency_id"),
        bindparam("kinds", type_=BigInteger).label("kinds"),
        bindparam("labels", type_=SmallInteger).label("sensitivity"),
    )
).subquery("record")
_FORGET = Statement.of(delete(_S).where(_S.c.network_id == bindparam("network"), _S.c.client_id == bindparam("client")))
_ADD = Statement.of(insert(_S))
_SEES = Statement.of(select(literal_column("true")).select_from(_RECORD).where(may_see_record(_RECORD)))
_AUDIENCE = Statement.of(
    union(
        select(_A.c.agency_id).where(
            _A.c.network_id == bindparam("network"),
            _A.c.client_id == bindparam("client"),
            is_open(_A, tier_value(Tier.FULL)),
        ),
        agencies_shown(
            bindparam("client", type_=UUID(as_uuid=True)),
            bindparam("kinds", type_=BigInteger),
            bindparam("labels", type_=SmallInteger),
        ),
    )
)


class ShareRepository:
    """What consents let the agencies of care teams read."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def replace(self, client: ClientId, shares: Sequence[Share]) -> None:
        """Write a client's shares anew."""
        await self.session.execute(_FORGET, client=client)
        rows = [
            {
                "client_id": client,
                "agency_id": share.agency,
                "consent_id": share.consent,
                "kinds": kind_bits(share.kinds),
                "labels": label_bits(share.sensitivities),
                "since": share.since,
                "until": share.until,
                "network_id": self.session.network,
            }
            for share in shares
        ]
        if rows:
            await self.session.execute_many(_ADD, rows)

    async def sees(self, access: Access, record: ClientRecord) -> bool:
        """Ask the one predicate about one record."""
        values = {
            "client": record.client,
            "responsible": record.agency,
            "kinds": kind_bits(record.kinds),
            "labels": label_bits(record.sensitivities),
        }
        return bool(await self.session.fetch_value(_SEES, **values, **reach(access)))

    async def audience(self, record: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Return the agencies that serve the client, and those to whom a consent releases the record."""
        rows = await self.session.fetch(
            _AUDIENCE,
            client=record.client,
            kinds=kind_bits(record.kinds),
            labels=label_bits(record.sensitivities),
            at=at,
        )
        own = frozenset({record.agency} if record.agency else ())
        return frozenset(AgencyId(row["agency_id"]) for row in rows) | own
