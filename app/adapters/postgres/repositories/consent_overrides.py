"""Overrides of missing consents to rows and back."""

from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import bindparam, or_, select

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consent_overrides import ConsentOverrideRow
from app.domain.consents.override import ConsentOverride, OverrideState
from app.domain.identity import AgencyId, ClientId, NetworkId, OverrideId, ReferralId

_T = table_of(ConsentOverrideRow)
_OF_REFERRAL = (_T.c.network_id == bindparam("network"), _T.c.referral_id == bindparam("referral"))
_COUNTING = Statement.of(
    select(_T).where(*_OF_REFERRAL, _T.c.state == bindparam("approved"), _T.c.until > bindparam("at")).limit(1)
)
_PENDING = Statement.of(select(_T).where(*_OF_REFERRAL, _T.c.state == bindparam("pending")))
_OPEN = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.client_id == bindparam("client"),
        or_(_T.c.state == bindparam("pending"), _T.c.state == bindparam("approved")),
    )
    .order_by(_T.c.id)
    .with_for_update()
)


def _values(override: ConsentOverride) -> dict[str, Any]:
    return {
        "network_id": override.network,
        "id": override.id,
        "client_id": override.client,
        "referral_id": override.referral,
        "agency_id": override.agency,
        "reason": override.reason,
        "asked_by": override.asked_by,
        "state": override.state,
        "decided_by": override.decided_by,
        "decided_at": override.decided_at,
        "note": override.note,
        "until": override.until,
        "version": override.version,
        "created_at": override.created_at,
        "updated_at": override.updated_at,
    }


def override_of(row: asyncpg.Record) -> ConsentOverride:
    """Read an override back."""
    return ConsentOverride(
        id=OverrideId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        referral=ReferralId(row["referral_id"]),
        agency=AgencyId(row["agency_id"]),
        reason=row["reason"],
        asked_by=row["asked_by"],
        state=OverrideState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        note=row["note"],
        until=row["until"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


OVERRIDES = Shelf("consent-override", ConsentOverrideRow, _values, override_of)


class ConsentOverrideRepository:
    """The requests to send a referral without the client's consent."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, override: OverrideId) -> ConsentOverride | None:
        """Return an override."""
        return await OVERRIDES.get(self.session, override)

    async def lock(self, override: OverrideId) -> ConsentOverride | None:
        """Return an override and keep others from changing it."""
        return await OVERRIDES.lock(self.session, override)

    async def counting(self, referral: ReferralId, at: datetime) -> ConsentOverride | None:
        """Return the approved one whose time has not passed."""
        row = await self.session.fetch_row(_COUNTING, referral=referral, at=at, approved=OverrideState.APPROVED)
        return None if row is None else override_of(row)

    async def pending(self, referral: ReferralId) -> ConsentOverride | None:
        """Return the one on which nobody has decided."""
        row = await self.session.fetch_row(_PENDING, referral=referral, pending=OverrideState.PENDING)
        return None if row is None else override_of(row)

    async def open_for(self, client: ClientId) -> tuple[ConsentOverride, ...]:
        """Return and lock those about a client that are pending or approved."""
        states = {"pending": OverrideState.PENDING, "approved": OverrideState.APPROVED}
        return tuple(override_of(row) for row in await self.session.fetch(_OPEN, client=client, **states))

    async def add(self, override: ConsentOverride) -> None:
        """Insert a new one."""
        await OVERRIDES.add(self.session, override)

    async def save(self, override: ConsentOverride) -> None:
        """Write what changed, one version on."""
        await OVERRIDES.save(self.session, override)
