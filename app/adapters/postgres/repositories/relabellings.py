"""What is still to be labelled anew, to rows and back, with the list of clients that a look goes through."""

from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.clients.access import Tier
from app.domain.codes import label_bits, labels_in
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.networks.agency import ProgramType
from app.domain.sensitivity.relabelling import Relabelling
from app.ports.labels import ListedClient

_ONE = "SELECT * FROM relabellings WHERE network_id = $1 AND agency_id = $2"
_LOCK = Statement.text(f"{_ONE} FOR UPDATE", "network", "agency")
_LOCK_DUE = Statement.text(f"{_ONE} AND due <= $3 FOR UPDATE SKIP LOCKED", "network", "agency", "at")
_PUT = Statement.text(
    """
    INSERT INTO relabellings (network_id, agency_id, labels, programs, looks, listed, done, due)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (network_id, agency_id) DO UPDATE SET labels = excluded.labels, programs = excluded.programs,
        looks = excluded.looks, listed = excluded.listed, done = excluded.done, due = excluded.due
    """,
    *("network", "agency", "labels", "programs", "looks", "listed", "done", "due"),
)
_END = Statement.text("DELETE FROM relabellings WHERE network_id = $1 AND agency_id = $2", "network", "agency")
_KEEPING = (
    *(("needs", "agency_id"), ("goals", "agency_id"), ("care_plans", "agency_id"), ("assessments", "agency_id")),
    *(("appointments", "agency_id"), ("tasks", "agency_id"), ("care_teams", "agency_id"), ("handovers", "agency_id")),
    *(("referrals", "sender_id"), ("handoffs", "sender_id"), ("handoffs", "provider_id")),
)
_LACKING = "network_id = $1::uuid AND sensitivity & $3::smallint <> $3::smallint"
_MEMBERS = """
    SELECT m.client_id FROM client_access a
    JOIN care_teams t ON t.network_id = a.network_id AND t.client_id = a.client_id
    JOIN care_team_members m ON m.network_id = t.network_id AND m.team_id = t.id AND m.agency_id = a.agency_id
    WHERE a.network_id = $1::uuid AND a.agency_id = $2::uuid AND m.sensitivity & $3::smallint <> $3::smallint"""
_KEPT = """
    SELECT r.client_id FROM client_access a
    JOIN resources r ON r.network_id = a.network_id AND r.client_id = a.client_id AND r.agency_id = a.agency_id
    WHERE a.network_id = $1::uuid AND a.agency_id = $2::uuid AND NOT r.projected
        AND r.sensitivity & $3::smallint <> $3::smallint"""
_ENLIST_UNLABELLED = Statement.text(
    f"""
    INSERT INTO relabelling_clients (network_id, agency_id, client_id, reshare)
    SELECT $1::uuid, $2::uuid, client_id, false FROM (
        {
        " UNION ".join(
            f"SELECT client_id FROM {table} WHERE {_LACKING} AND {agency} = $2::uuid AND client_id IS NOT NULL"
            for table, agency in _KEEPING
        )
    } UNION {_MEMBERS} UNION {_KEPT}
    ) lacking (client_id) ORDER BY client_id
    ON CONFLICT (network_id, agency_id, client_id) DO NOTHING
    """,  # noqa: S608 - our own words
    *("network", "agency", "labels"),
)
# Whom a consent names by a class of programs is among those who see the client, or have seen them.
_NAMED = f"""
    SELECT DISTINCT a.client_id FROM client_access a
    JOIN consents c ON c.network_id = a.network_id AND c.client_id = a.client_id
    WHERE a.network_id = $1::uuid AND a.agency_id = $2::uuid AND a.tier >= {int(Tier.IDENTITY)}
        AND c.recipient_classes && $3::text[] AND c.revoked_at IS NULL AND (c.ends IS NULL OR c.ends > $4::timestamptz)
    """  # noqa: S608 - our own words
_NAMED_BY_CLASS = Statement.text(f"{_NAMED} LIMIT $5", "network", "agency", "programs", "at", "limit")
_ENLIST_NAMED = Statement.text(
    f"""
    INSERT INTO relabelling_clients (network_id, agency_id, client_id, reshare)
    SELECT $1::uuid, $2::uuid, client_id, true FROM ({_NAMED}) named
    ON CONFLICT (network_id, agency_id, client_id) DO UPDATE SET reshare = true
    """,  # noqa: S608 - our own words
    *("network", "agency", "programs", "at"),
)
# Each resource that is kept of a client is written anew: of clients of whom much is kept, fewer make a step.
_LISTED = Statement.text(
    """
    SELECT client_id, reshare FROM (
        SELECT c.*, sum(k.number) OVER (ORDER BY c.client_id) - k.number AS before
        FROM (
            SELECT client_id, reshare FROM relabelling_clients WHERE network_id = $1 AND agency_id = $2
            ORDER BY client_id LIMIT $3
        ) c CROSS JOIN LATERAL (
            SELECT count(*) AS number FROM resources r
            WHERE r.network_id = $1 AND r.client_id = c.client_id AND r.agency_id = $2 AND NOT r.projected
        ) k
    ) listed WHERE before <= $4 ORDER BY client_id
    """,
    *("network", "agency", "limit", "resources"),
)
_STRIKE_OFF = Statement.text(
    "DELETE FROM relabelling_clients WHERE network_id = $1 AND agency_id = $2 AND client_id = ANY ($3::uuid[])",
    *("network", "agency", "clients"),
)


class RelabellingRepository:
    """What is still to be done since programs of agencies have changed."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def lock(self, agency: AgencyId) -> Relabelling | None:
        """Return what is to be done for an agency, locked."""
        return _entity(await self.session.fetch_row(_LOCK, agency=agency))

    async def lock_due(self, agency: AgencyId, at: datetime) -> Relabelling | None:
        """Return it locked, if it is due and nobody else has locked it."""
        return _entity(await self.session.fetch_row(_LOCK_DUE, agency=agency, at=at))

    async def put(self, relabelling: Relabelling) -> None:
        """Insert it, or write how far it has come."""
        await self.session.execute(
            _PUT,
            agency=relabelling.agency,
            labels=label_bits(relabelling.labels),
            programs=sorted(relabelling.programs),
            looks=relabelling.looks,
            listed=relabelling.listed,
            done=relabelling.done,
            due=relabelling.due,
        )

    async def end(self, agency: AgencyId) -> None:
        """Delete it; its list is empty."""
        await self.session.execute(_END, agency=agency)

    async def enlist(self, relabelling: Relabelling, at: datetime) -> None:
        """Write the list in two statements: of whom something lacks the labels, and whose shares may change."""
        agency = relabelling.agency
        await self.session.execute(_ENLIST_UNLABELLED, agency=agency, labels=label_bits(relabelling.labels))
        if relabelling.programs:
            await self.session.execute(_ENLIST_NAMED, agency=agency, programs=sorted(relabelling.programs), at=at)

    async def listed(self, agency: AgencyId, limit: int, resources: int) -> Sequence[ListedClient]:
        """Return the first of the list, up to the one with whom more resources than that are kept of them."""
        rows = await self.session.fetch(_LISTED, agency=agency, limit=limit, resources=resources)
        return [ListedClient(client=ClientId(row["client_id"]), reshare=row["reshare"]) for row in rows]

    async def strike_off(self, agency: AgencyId, clients: Collection[ClientId]) -> None:
        """Delete clients from the list."""
        await self.session.execute(_STRIKE_OFF, agency=agency, clients=list(clients))

    async def named_by_class(
        self, agency: AgencyId, programs: Collection[ProgramType], at: datetime, limit: int
    ) -> tuple[ClientId, ...]:
        """Name clients with a consent in force that names a class."""
        asked = {"agency": agency, "programs": sorted(programs), "at": at, "limit": limit}
        rows = await self.session.fetch(_NAMED_BY_CLASS, **asked)
        return tuple(ClientId(row["client_id"]) for row in rows)


def _entity(row: asyncpg.Record | None) -> Relabelling | None:
    if row is None:
        return None
    return Relabelling(
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        due=row["due"],
        labels=labels_in(row["labels"]),
        programs=frozenset(map(ProgramType, row["programs"])),
        looks=row["looks"],
        listed=row["listed"],
        done=row["done"],
    )
