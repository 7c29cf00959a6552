"""What consents let the agencies of care teams read: rows that follow from the consents and the teams, by SQL."""

from datetime import datetime

from sqlalchemy import BigInteger, SmallInteger, bindparam, literal_column, select, union
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.queries.access import agencies_shown, is_open, may_see_record, reach, tier_value
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_teams.member import READERS
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import label_bits
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, ClientId
from app.domain.records import ClientRecord
from app.ports.access import Access

_A, _C = table_of(ClientAccessRow), table_of(ClientRow)
_RECORD = (
    select(
        bindparam("client", type_=UUID(as_uuid=True)).label("client_id"),
        bindparam("responsible", type_=UUID(as_uuid=True)).label("agency_id"),
        bindparam("kinds", type_=BigInteger).label("kinds"),
        bindparam("labels", type_=SmallInteger).label("sensitivity"),
    )
).subquery("record")
_HOLD = Statement.of(
    select(literal_column("1"))
    .select_from(_C)
    .where(_C.c.network_id == bindparam("network"), _C.c.id == bindparam("client"))
    .with_for_update(key_share=True)
)
# Who is on a team that works, what the consents in force release to them, and nothing else: shares that follow no more
# go, new ones come. Who is on a team sees the client as long as anything is released to it.
_RENEW = Statement.text(
    f"""
    WITH team AS (
        SELECT DISTINCT m.agency_id FROM care_team_members m
        JOIN care_teams t ON t.network_id = m.network_id AND t.id = m.team_id
        WHERE m.network_id = $1::uuid AND m.client_id = $2::uuid AND m.status = 'active' AND t.status = 'active'
            AND m.kind = ANY('{{{",".join(sorted(READERS))}}}')
    ), released AS (
        SELECT team.agency_id, c.id AS consent_id, c.released_kinds AS kinds, c.released_labels AS labels,
            coalesce(c.starts, c.created_at) AS since, c.ends AS until
        FROM team JOIN consents c ON c.recipient_class = 'network' OR team.agency_id = ANY(c.recipients)
        WHERE c.network_id = $1::uuid AND c.client_id = $2::uuid AND c.released_kinds <> 0 AND c.revoked_at IS NULL
            AND (c.ends IS NULL OR c.ends > $3::timestamptz)
    ), gone AS (
        DELETE FROM client_shares s WHERE s.network_id = $1::uuid AND s.client_id = $2::uuid AND NOT EXISTS (
            SELECT FROM released r WHERE r.agency_id = s.agency_id AND r.consent_id = s.consent_id)
    ), come AS (
        INSERT INTO client_shares (network_id, client_id, agency_id, consent_id, kinds, labels, since, until)
        SELECT $1::uuid, $2::uuid, agency_id, consent_id, kinds, labels, since, until FROM released
        ON CONFLICT DO NOTHING
    ), seeing AS (
        SELECT a.source_id, max(coalesce(r.until, 'infinity')) FILTER (WHERE r.agency_id IS NOT NULL) AS until
        FROM client_access a
        LEFT JOIN care_team_members m ON m.network_id = a.network_id AND m.id = a.source_id AND m.status = 'active'
        LEFT JOIN released r ON r.agency_id = m.agency_id AND r.since <= $3::timestamptz
        WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.basis = '{Basis.CARE_TEAM}'
        GROUP BY a.source_id
    ), seen AS (
        UPDATE client_access a
        SET until = CASE WHEN s.until IS NULL THEN least(a.until, $3::timestamptz) ELSE nullif(s.until, 'infinity') END
        FROM seeing s
        WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.basis = '{Basis.CARE_TEAM}'
            AND a.source_id = s.source_id
    )
    SELECT a.agency_id FROM client_access a
    WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.tier >= {int(Tier.FULL)}
        AND (a.until IS NULL OR a.until > $3::timestamptz)
    UNION
    SELECT agency_id FROM released
    WHERE since <= $3::timestamptz AND kinds & $4::bigint <> 0 AND $5::int & ~labels::int = 0
    """,  # noqa: S608 - our own words
    "network",
    "client",
    "at",
    "kinds",
    "labels",
)
# Who joins a team is released what the consents in force release; the shares of the others stay as they are.
_EXTEND = Statement.text(
    f"""
    WITH released AS (
        SELECT c.id AS consent_id, c.released_kinds AS kinds, c.released_labels AS labels,
            coalesce(c.starts, c.created_at) AS since, c.ends AS until
        FROM consents c
        WHERE c.network_id = $1::uuid AND c.client_id = $2::uuid AND c.released_kinds <> 0 AND c.revoked_at IS NULL
            AND (c.recipient_class = 'network' OR $6::uuid = ANY(c.recipients))
            AND (c.ends IS NULL OR c.ends > $3::timestamptz)
    ), come AS (
        INSERT INTO client_shares (network_id, client_id, agency_id, consent_id, kinds, labels, since, until)
        SELECT $1::uuid, $2::uuid, $6::uuid, consent_id, kinds, labels, since, until FROM released
        ON CONFLICT DO NOTHING
    )
    SELECT a.agency_id FROM client_access a
    WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.tier >= {int(Tier.FULL)}
        AND (a.until IS NULL OR a.until > $3::timestamptz)
    UNION
    SELECT s.agency_id FROM client_shares s
    WHERE s.network_id = $1::uuid AND s.client_id = $2::uuid
        AND s.since <= $3::timestamptz AND (s.until IS NULL OR s.until > $3::timestamptz)
        AND s.kinds & $4::bigint <> 0 AND $5::int & ~s.labels::int = 0
    UNION
    SELECT $6::uuid FROM released r
    WHERE r.since <= $3::timestamptz AND r.kinds & $4::bigint <> 0 AND $5::int & ~r.labels::int = 0
    """,  # noqa: S608 - our own words
    "network",
    "client",
    "at",
    "kinds",
    "labels",
    "agency",
)
# Members by a handoff see the client by that handoff; not when the consent to it has gone and another has come.
_UNSEEING = Statement.text(
    f"""
    SELECT m.id, m.agency_id, nullif(max(coalesce(s.until, 'infinity')), 'infinity') AS until
    FROM care_team_members m
    JOIN client_shares s ON s.network_id = m.network_id AND s.client_id = m.client_id AND s.agency_id = m.agency_id
    WHERE m.network_id = $1::uuid AND m.client_id = $2::uuid AND m.status = 'active' AND m.handoff_id IS NOT NULL
        AND s.since <= $3::timestamptz AND (s.until IS NULL OR s.until > $3::timestamptz)
        AND NOT EXISTS (
            SELECT FROM client_access a
            WHERE a.network_id = m.network_id AND a.agency_id = m.agency_id AND a.client_id = m.client_id
                AND a.tier >= {int(Tier.IDENTITY)} AND (a.until IS NULL OR a.until > $3::timestamptz))
    GROUP BY m.id, m.agency_id
    """,  # noqa: S608 - our own words
    "network",
    "client",
    "at",
)
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

    async def hold(self, client: ClientId) -> None:
        """Lock the client's row: what follows is decided by one at a time, each seeing what the one before has done."""
        await self.session.execute(_HOLD, client=client)

    async def renew(self, record: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Write a client's shares anew, in one statement that begins after the lock was given."""
        about = {"kinds": kind_bits(record.kinds), "labels": label_bits(record.sensitivities)}
        rows = await self.session.fetch(_RENEW, client=record.client, at=at, **about)
        return frozenset(AgencyId(row["agency_id"]) for row in rows)

    async def extend(self, member: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Add the shares of one agency, in one statement that begins after the lock was given."""
        about = {"kinds": kind_bits(member.kinds), "labels": label_bits(member.sensitivities)}
        rows = await self.session.fetch(_EXTEND, client=member.client, at=at, agency=member.agency, **about)
        return frozenset(AgencyId(row["agency_id"]) for row in rows)

    async def unseeing(self, client: ClientId, at: datetime) -> tuple[AccessGrant, ...]:
        """Return the bases that members by a handoff lack."""
        rows = await self.session.fetch(_UNSEEING, client=client, at=at)
        return tuple(
            AccessGrant(
                agency=AgencyId(row["agency_id"]),
                client=client,
                basis=Basis.CARE_TEAM,
                source=row["id"],
                since=at,
                until=row["until"],
            )
            for row in rows
        )

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
