"""Where needs are kept and how they are listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.care_plans.need import Need
from app.domain.care_plans.need_history import NeedStep
from app.domain.care_plans.need_moves import NeedStatus
from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, NeedId
from app.ports.access import Access
from app.ports.directory import ManyById, Registry
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class Needs(Registry[NeedId, Need], ManyById[NeedId, Need], Protocol):
    """The needs of the network's clients, each with its history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilter:
    """Which needs are asked for; everything given must hold. Without `client` they are those of an agency."""

    client: ClientId | None = None
    agency: AgencyId | None = None
    status: NeedStatus | None = None
    category: Category | None = None
    updated_since: datetime | None = None


class NeedList(Protocol):
    """Lists of needs."""

    async def page(
        self, access: Access, which: NeedFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Need]:
        """Return one page of those that the asker may read; of its own agency's when no client is named."""
        ...

    async def history(self, need: NeedId, *, after: Cursor | None, limit: int) -> Page[NeedStep]:
        """Return how a need stood from when on, in order."""
        ...

    async def readable(self, access: Access, needs: Collection[NeedId]) -> frozenset[NeedId]:
        """Return those of these needs that the asker may read."""
        ...
