"""Households to rows and back."""

from collections.abc import Collection, Mapping
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import bindparam, select

from app.adapters.postgres.queries.access import may_see, reach
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.households import HouseholdRow
from app.domain.clients.access import Tier
from app.domain.clients.household import Household, HouseholdContent
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.identity import AgencyId, ClientId, HouseholdId, NetworkId
from app.ports.access import Access

_C = table_of(ClientRow)
_SEEN = Statement.of(
    select(_C.c.id, _C.c.names)
    .where(
        _C.c.network_id == bindparam("network"),
        _C.c.household == bindparam("household"),
        may_see(_C.c.id, Tier.FULL),
    )
    .order_by(_C.c.id)
)


def values_of(household: Household) -> dict[str, Any]:
    """Write a household as a row."""
    return {
        "network_id": household.network,
        "id": household.id,
        "agency_id": household.agency,
        "kind": household.content.kind,
        "name": household.content.name,
        "content": msgspec.to_builtins(household.content),
        "version": household.version,
        "created_at": household.created_at,
        "updated_at": household.updated_at,
    }


def household_of(row: asyncpg.Record) -> Household:
    """Read a household back."""
    return Household(
        id=HouseholdId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        content=msgspec.convert(row["content"], HouseholdContent),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


HOUSEHOLDS = Shelf("household", HouseholdRow, values_of, household_of, lambda household: household.content.identifiers)


class HouseholdRepository:
    """The households of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, household: HouseholdId) -> Household | None:
        """Return a household."""
        return await HOUSEHOLDS.get(self.session, household)

    async def lock(self, household: HouseholdId) -> Household | None:
        """Return a household and lock its row."""
        return await HOUSEHOLDS.lock(self.session, household)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Household]:
        """Return and lock the households that another system calls by these values."""
        return await HOUSEHOLDS.lock_known(self.session, system, values)

    async def add(self, *households: Household) -> None:
        """Insert new households."""
        await HOUSEHOLDS.add(self.session, *households)

    async def save(self, household: Household) -> None:
        """Write a changed household."""
        await HOUSEHOLDS.save(self.session, household)

    async def members_seen(self, access: Access, household: HouseholdId) -> Mapping[ClientId, str]:
        """Return the clients of a household whom the asker sees whole, by name."""
        rows = await self.session.fetch(_SEEN, household=household, **reach(access))
        return {ClientId(row["id"]): _called(row["names"]) for row in rows}


def _called(names: Any) -> str:
    return Profile(names=msgspec.convert(names, tuple[Name, ...])).name.full
