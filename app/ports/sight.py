"""What an explanation of access must know of an agency, beyond whether it sees."""

from typing import Protocol

from app.domain.clients.access import AccessGrant
from app.domain.identity import AgencyId, ClientId


class SightGrounds(Protocol):
    """On which bases agencies see clients, and saw them."""

    async def bases(self, client: ClientId, agency: AgencyId) -> tuple[AccessGrant, ...]:
        """Return every basis that an agency has or had on a client, the oldest first."""
        ...
