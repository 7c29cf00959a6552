"""Where households are kept and how they are listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.clients.household import Household, HouseholdKind
from app.domain.identity import AgencyId, ClientId, HouseholdId
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class Households(Protocol):
    """The households of the network."""

    async def get(self, household: HouseholdId) -> Household | None:
        """Return a household, whoever asks."""
        ...

    async def lock(self, household: HouseholdId) -> Household | None:
        """Return a household and keep others from changing it until the transaction ends."""
        ...

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Household]:
        """Return and lock the households that another system calls by these values."""
        ...

    async def add(self, *households: Household) -> None:
        """Keep households that were just recorded."""
        ...

    async def save(self, household: Household) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def members_seen(self, access: Access, household: HouseholdId) -> Mapping[ClientId, str]:
        """Return the clients of a household whom the asker sees whole, each with the name to call by."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFilter:
    """Which households are asked for: a client's, or those that the asker's agency recorded."""

    client: ClientId | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdItem:
    """A household in a list."""

    id: HouseholdId
    version: int
    agency: AgencyId
    kind: HouseholdKind
    name: str | None
    created_at: datetime
    updated_at: datetime


class HouseholdList(Protocol):
    """Lists of households."""

    async def page(
        self, access: Access, which: HouseholdFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[HouseholdItem]:
        """Return one page; only households of clients whom the asker sees whole."""
        ...
