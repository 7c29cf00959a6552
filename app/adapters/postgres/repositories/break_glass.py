"""Emergency access to rows and back, and the few questions that it may ask across every agency."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Text, any_, bindparam, literal_column, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from app.adapters.postgres.queries.access import is_open
from app.adapters.postgres.repositories.clients import client_of
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessRow
from app.adapters.postgres.tables.agencies import AgencyRow, ApiClientRow, WorkerRow
from app.adapters.postgres.tables.break_glass import BreakGlassRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.access.break_glass import (
    BreakGlass,
    BreakGlassReason,
    BreakGlassReview,
    ExactIdentity,
    FoundBy,
    ReviewOutcome,
    Why,
)
from app.domain.clients.access import Basis
from app.domain.clients.client import Client
from app.domain.clients.duplicates import blocking_keys
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.identity import AgencyId, BreakGlassId, ClientId, NetworkId
from app.domain.networks.roles import Role

MOST_ALIKE = 200
_B, _A, _C, _T = (table_of(row) for row in (BreakGlassRow, ClientAccessRow, ClientRow, ClientTermRow))
_G, _W, _P = (table_of(row) for row in (AgencyRow, WorkerRow, ApiClientRow))
_OPEN_FOR = Statement.of(
    select(_B)
    .where(
        _B.c.network_id == bindparam("network"),
        _B.c.client_id == bindparam("client"),
        _B.c.opened_by == bindparam("by"),
        _B.c.until > bindparam("at", type_=_B.c.until.type),
        _B.c.ended_at.is_(None),
    )
    .limit(1)
)
_ALIKE = Statement.of(
    select(_C)
    .where(
        _C.c.network_id == bindparam("network"),
        _C.c.id.in_(
            select(_T.c.client_id).where(
                _T.c.network_id == bindparam("network"),
                _T.c.term == any_(bindparam("keys", type_=ARRAY(_T.c.term.type))),
            )
        ),
    )
    .order_by(_C.c.id)
    .limit(MOST_ALIKE)
)
_SERVING = Statement.of(
    select(_A.c.agency_id).where(
        _A.c.network_id == bindparam("network"),
        _A.c.client_id == bindparam("client"),
        _A.c.basis == literal_column(f"'{Basis.CASELOAD}'"),
        is_open(_A),
    )
)


def _offices() -> Statement:
    officer, network = literal_column(f"'{Role.PRIVACY_OFFICER}'", type_=Text), bindparam("network", type_=_G.c.id.type)
    people = select(_W.c.agency_id).where(
        _W.c.network_id == network, _W.c.status == literal_column("'active'"), officer == any_(_W.c.roles)
    )
    programs = select(_P.c.agency_id).where(
        _P.c.network_id == network, _P.c.status == literal_column("'active'"), officer == any_(_P.c.roles)
    )
    offices = union(people, programs).subquery()
    active = (_G.c.network_id == network, _G.c.id == offices.c.agency_id, _G.c.status == literal_column("'active'"))
    return Statement.of(select(_G.c.id).where(*active))


_OFFICES = _offices()


def _values(broken: BreakGlass) -> dict[str, Any]:
    review = broken.review
    return {
        "network_id": broken.network,
        "id": broken.id,
        "client_id": broken.client,
        "agency_id": broken.agency,
        "opened_by": broken.by,
        "reason": broken.why.reason,
        "words": broken.why.words,
        "found_by": broken.found_by,
        "until": broken.until,
        "ended_at": broken.ended_at,
        "review_outcome": review.outcome if review else None,
        "review_note": review.note if review else None,
        "reviewed_by": review.by if review else None,
        "reviewed_agency_id": review.agency if review else None,
        "reviewed_at": review.at if review else None,
        "version": broken.version,
        "created_at": broken.created_at,
        "updated_at": broken.updated_at,
    }


def break_glass_of(row: asyncpg.Record) -> BreakGlass:
    """Read emergency access back."""
    return BreakGlass(
        id=BreakGlassId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        by=row["opened_by"],
        why=Why(reason=BreakGlassReason(row["reason"]), words=row["words"]),
        found_by=FoundBy(row["found_by"]),
        until=row["until"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        ended_at=row["ended_at"],
        review=_review_of(row),
        version=row["version"],
    )


def _review_of(row: asyncpg.Record) -> BreakGlassReview | None:
    if row["reviewed_at"] is None:
        return None
    return BreakGlassReview(
        outcome=ReviewOutcome(row["review_outcome"]),
        note=row["review_note"],
        by=row["reviewed_by"],
        agency=AgencyId(row["reviewed_agency_id"]),
        at=row["reviewed_at"],
    )


BREAK_GLASS = Shelf("break-glass", BreakGlassRow, _values, break_glass_of)


class BreakGlassRepository:
    """Each time that the glass was broken in the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, break_glass: BreakGlassId) -> BreakGlass | None:
        """Return one."""
        return await BREAK_GLASS.get(self.session, break_glass)

    async def lock(self, break_glass: BreakGlassId) -> BreakGlass | None:
        """Return one and lock its row."""
        return await BREAK_GLASS.lock(self.session, break_glass)

    async def add(self, *broken: BreakGlass) -> None:
        """Insert what was just opened."""
        await BREAK_GLASS.add(self.session, *broken)

    async def save(self, break_glass: BreakGlass) -> None:
        """Write what changed."""
        await BREAK_GLASS.save(self.session, break_glass)

    async def open_for(self, by: UUID, client: ClientId, at: datetime) -> BreakGlass | None:
        """Return what somebody has open to a client."""
        row = await self.session.fetch_row(_OPEN_FOR, by=by, client=client, at=at)
        return None if row is None else break_glass_of(row)

    async def identified(self, identity: ExactIdentity) -> tuple[Client, ...]:
        """Fetch whose family name sounds so and who was born that day, and keep who is exactly this person."""
        alike = Profile(names=(Name(family=identity.family),), birth_date=identity.birth_date)
        keys = [key for key in blocking_keys(alike).all if key.startswith("s:")]
        found = map(client_of, await self.session.fetch(_ALIKE, keys=keys))
        return tuple(client for client in found if identity.names(client.profile))

    async def serving(self, client: ClientId, at: datetime) -> frozenset[AgencyId]:
        """Return the agencies on whose caseload the client is."""
        rows = await self.session.fetch(_SERVING, client=client, at=at)
        return frozenset(AgencyId(row["agency_id"]) for row in rows)

    async def privacy_offices(self) -> frozenset[AgencyId]:
        """Return the agencies for which a privacy officer works."""
        return frozenset(AgencyId(row["id"]) for row in await self.session.fetch(_OFFICES))
