"""Where consents are kept and how they are listed."""

from datetime import datetime
from typing import Protocol

from app.domain.consents.consent import Consent
from app.domain.identity import ClientId, ConsentId
from app.ports.access import Access
from app.ports.queries import Cursor, Page


class Consents(Protocol):
    """The consents of the network's clients."""

    async def of_client(self, client: ClientId) -> tuple[Consent, ...]:
        """Return every consent of a client, for a decision; the oldest first."""
        ...

    async def seen(self, access: Access, consent: ConsentId) -> Consent | None:
        """Return a consent if the asker sees its client whole, or recorded it and may see the client."""
        ...

    async def lock_seen(self, access: Access, consent: ConsentId) -> Consent | None:
        """Do the same, and keep others from changing it until the transaction ends."""
        ...

    async def lock_ending(self, at: datetime, limit: int) -> tuple[Consent, ...]:
        """Return and lock the consents that come up for renewal and of which nobody was told."""
        ...

    async def tell(self, consent: ConsentId) -> None:
        """Note that somebody was asked to renew it; that is no change of the consent itself."""
        ...

    async def is_renewed(self, consent: ConsentId) -> bool:
        """Whether another consent follows it."""
        ...

    async def add(self, consent: Consent) -> None:
        """Keep a consent that was just recorded."""
        ...

    async def save(self, consent: Consent) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...


class ConsentList(Protocol):
    """Lists of consents, the newest first."""

    async def page(
        self, access: Access, *, client: ClientId | None, active_at: datetime | None, after: Cursor | None, limit: int
    ) -> Page[Consent]:
        """Return consents of one client; without a client those that the asker's agency recorded.

        Only what `Consents.seen` returns, and without a client only of clients that are not restricted.
        """
        ...
