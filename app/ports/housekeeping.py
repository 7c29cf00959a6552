"""What the worker needs to go round all networks, and to throw away what has served its time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.identity import AgencyId, NetworkId


class Housekeeping(Protocol):
    """The networks there are, and what in them may go."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        ...

    async def clock_has_struck(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a handoff's clock has run out, without asking for anything that would have to be audited."""
        ...

    async def transfer_is_due(self, network: NetworkId, now: datetime) -> AgencyId | None:
        """Name an agency of which a transfer of clients may go on, as cheaply."""
        ...

    async def review_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a care plan is due for review and nobody was told, as cheaply."""
        ...

    async def renewal_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a consent ends soon and nobody was told, as cheaply."""
        ...

    async def relabelling_is_due(self, network: NetworkId, now: datetime) -> AgencyId | None:
        """Name an agency whose records wait for labels of its programs, as cheaply."""
        ...

    async def replay_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a replay of a stretch of the log may go on, as cheaply."""
        ...

    async def purge(self, network: NetworkId, now: datetime) -> bool:
        """Delete some of what has served its time; True when there is more."""
        ...
