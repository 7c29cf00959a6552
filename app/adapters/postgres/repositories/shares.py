"""What consents let the agencies of care teams read: rows that follow from the consents and the teams, by SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, SmallInteger, bindparam, literal_column, select, union
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.queries.access import (
    NOT_IN_EMERGENCY,
    agencies_shown,
    is_open,
    may_see_record,
    opened_by_basis,
    reach,
    tier_value,
)
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_teams.member import READERS
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import label_bits
from app.domain.consents.requirements import REQUIREMENTS
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
# What the consents in force open to whom: the agencies that the client named, and of those on a team that works and of
# those that serve the client the ones that a consent names by a class. `{candidates}` are agency, on_team, named.
_RELEASED = """
    released AS (
        SELECT k.agency_id, c.id AS consent_id, c.released_kinds AS kinds, c.released_labels AS labels,
            k.on_team, k.named, CASE WHEN c.disclosers <> '{{}}' THEN c.disclosers
                WHEN c.type = ANY('{{{types}}}') THEN ARRAY[c.agency_id] END AS disclosers,
            coalesce(c.starts, c.created_at) AS since, c.ends AS until
        FROM consents c CROSS JOIN LATERAL (
            SELECT agency_id, bool_or(on_team) AS on_team, bool_or(named) AS named FROM (
                {candidates}
            ) candidate (agency_id, on_team, named) GROUP BY agency_id
        ) k
        WHERE c.network_id = $1::uuid AND c.client_id = $2::uuid AND c.released_kinds <> 0 AND c.revoked_at IS NULL
            AND (c.ends IS NULL OR c.ends > $3::timestamptz) AND (
                k.named OR 'network' = ANY(c.recipient_classes) OR k.on_team AND 'care_team' = ANY(c.recipient_classes)
                OR cardinality(c.recipient_classes) > 0 AND EXISTS (
                    SELECT FROM agencies a WHERE a.network_id = $1::uuid AND a.id = k.agency_id
                        AND a.profile -> 'program_types' ?| c.recipient_classes))
    ), come AS (
        INSERT INTO client_shares AS s
            (network_id, client_id, agency_id, consent_id, kinds, labels, on_team, named, disclosers, since, until)
        SELECT $1::uuid, $2::uuid, agency_id, consent_id, kinds, labels, on_team, named, disclosers, since, until
        FROM released
        ON CONFLICT (network_id, client_id, agency_id, consent_id) DO UPDATE SET on_team = excluded.on_team
            WHERE s.on_team <> excluded.on_team
    )"""
_NAMING = ",".join(sorted(kind for kind, asked in REQUIREMENTS.items() if asked.discloser_named))
_EVERYBODY = """
                SELECT agency_id, true, false FROM team
                UNION ALL SELECT agency_id, false, false FROM serving
                UNION ALL SELECT named.agency_id, false, true FROM unnest(c.recipients) AS named (agency_id)"""
_JOINING = "SELECT $6::uuid, true, $6::uuid = ANY(c.recipients)"
_SERVING = f"""
    serving AS (
        SELECT a.agency_id, a.basis FROM client_access a
        WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.tier >= {int(Tier.FULL)}
            AND (a.until IS NULL OR a.until > $3::timestamptz)
    )"""  # noqa: S608 - our own words
# To whom a record of the agency $6, of kinds $4 and labels $5, is open: who serves the client, and who has shares.
_OPEN_TO = f"""
    SELECT a.agency_id FROM serving a
    WHERE $5::int = 0 OR (a.basis = '{Basis.BREAK_GLASS}' AND $5::int & {NOT_IN_EMERGENCY} = 0)
    UNION
    SELECT s.agency_id FROM {{shares}} s
    WHERE s.since <= $3::timestamptz AND s.kinds & $4::bigint <> 0 AND $5::int & ~s.labels::int = 0
        AND (s.disclosers IS NULL OR $6::uuid IS NULL OR $6::uuid = ANY(s.disclosers))
        AND (s.on_team OR EXISTS (SELECT FROM serving WHERE serving.agency_id = s.agency_id))
"""  # noqa: S608 - our own words
# Shares that follow no more go, new ones come. Who is on a team sees the client as long as anything is released to it.
_RENEW = Statement.text(
    f"""
    WITH team AS (
        SELECT DISTINCT m.agency_id FROM care_team_members m
        JOIN care_teams t ON t.network_id = m.network_id AND t.id = m.team_id
        WHERE m.network_id = $1::uuid AND m.client_id = $2::uuid AND m.status = 'active' AND t.status = 'active'
            AND m.kind = ANY('{{{",".join(sorted(READERS))}}}')
    ), {_SERVING}, {_RELEASED.format(candidates=_EVERYBODY, types=_NAMING)}, gone AS (
        DELETE FROM client_shares s WHERE s.network_id = $1::uuid AND s.client_id = $2::uuid AND NOT EXISTS (
            SELECT FROM released r WHERE r.agency_id = s.agency_id AND r.consent_id = s.consent_id)
    ), seeing AS (
        SELECT a.source_id, max(coalesce(r.until, 'infinity')) FILTER (WHERE r.agency_id IS NOT NULL) AS until
        FROM client_access a
        LEFT JOIN care_team_members m ON m.network_id = a.network_id AND m.id = a.source_id AND m.status = 'active'
        LEFT JOIN released r ON r.agency_id = m.agency_id AND r.on_team AND r.since <= $3::timestamptz
        WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.basis = '{Basis.CARE_TEAM}'
        GROUP BY a.source_id
    ), seen AS (
        UPDATE client_access a
        SET until = CASE WHEN s.until IS NULL THEN least(a.until, $3::timestamptz) ELSE nullif(s.until, 'infinity') END
        FROM seeing s
        WHERE a.network_id = $1::uuid AND a.client_id = $2::uuid AND a.basis = '{Basis.CARE_TEAM}'
            AND a.source_id = s.source_id
    )
    {_OPEN_TO.format(shares="released")}
    """,  # noqa: S608 - our own words
    "network",
    "client",
    "at",
    "kinds",
    "labels",
    "agency",
)
# Who joins a team is released what the consents in force release; the shares of the others stay as they are.
_EXTEND = Statement.text(
    f"""
    WITH {_SERVING}, {_RELEASED.format(candidates=_JOINING, types=_NAMING)}, shares AS (
        SELECT agency_id, kinds, labels, on_team, disclosers, since FROM released
        UNION ALL
        SELECT agency_id, kinds, labels, on_team, disclosers, since FROM client_shares
        WHERE network_id = $1::uuid AND client_id = $2::uuid AND (until IS NULL OR until > $3::timestamptz)
    )
    {_OPEN_TO.format(shares="shares")}
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
        AND s.on_team AND s.since <= $3::timestamptz AND (s.until IS NULL OR s.until > $3::timestamptz)
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
            opened_by_basis(_A, bindparam("labels", type_=SmallInteger)),
        ),
        agencies_shown(_RECORD).select_from(_RECORD),
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
        rows = await self.session.fetch(_RENEW, **_about(record), agency=record.agency, at=at)
        return frozenset(AgencyId(row["agency_id"]) for row in rows)

    async def extend(self, member: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Add the shares of one agency, in one statement that begins after the lock was given."""
        rows = await self.session.fetch(_EXTEND, **_about(member), agency=member.agency, at=at)
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
        values = _about(record) | reach(access)
        return bool(await self.session.fetch_value(_SEES, responsible=record.agency, **values))

    async def audience(self, record: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Return the agencies that serve the client, and those to whom a consent releases the record."""
        rows = await self.session.fetch(_AUDIENCE, **_about(record), responsible=record.agency, at=at)
        own = frozenset({record.agency} if record.agency else ())
        return frozenset(AgencyId(row["agency_id"]) for row in rows) | own


def _about(record: ClientRecord) -> dict[str, Any]:
    labels = label_bits(record.sensitivities)
    return {"client": record.client, "kinds": kind_bits(record.kinds), "labels": labels}
