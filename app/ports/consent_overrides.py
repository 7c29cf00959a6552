"""Where overrides of missing consents are kept and how they are listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.consents.override import ConsentOverride, OverrideState
from app.domain.identity import AgencyId, ClientId, OverrideId, ReferralId
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class ConsentOverrides(Protocol):
    """The requests to send a referral without the client's consent."""

    async def get(self, override: OverrideId) -> ConsentOverride | None:
        """Return an override."""
        ...

    async def lock(self, override: OverrideId) -> ConsentOverride | None:
        """Return an override and keep others from changing it until the transaction ends."""
        ...

    async def counting(self, referral: ReferralId, at: datetime) -> ConsentOverride | None:
        """Return the override that stands in for a consent to this referral now."""
        ...

    async def pending(self, referral: ReferralId) -> ConsentOverride | None:
        """Return the override of a referral on which nobody has decided."""
        ...

    async def open_for(self, client: ClientId) -> tuple[ConsentOverride, ...]:
        """Return and lock the overrides about a client that are pending or count."""
        ...

    async def add(self, override: ConsentOverride) -> None:
        """Keep a new one; the referral is locked, and has none that is pending."""
        ...

    async def save(self, override: ConsentOverride) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideFilter:
    """Which overrides are asked for; everything given must hold."""

    agency: AgencyId | None = None
    referral: ReferralId | None = None
    state: OverrideState | None = None


class ConsentOverrideList(Protocol):
    """Lists of overrides."""

    async def page(
        self, which: OverrideFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[ConsentOverride]:
        """Return one page in the order of the last change."""
        ...
