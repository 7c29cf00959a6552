"""What the worker needs of the event log: numbers for what was committed, so that a reader misses nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.identity import NetworkId


class EventLog(Protocol):
    """The events of every network, written without a number by their use cases."""

    async def networks_behind(self) -> Sequence[NetworkId]:
        """Name the networks that have events without a number."""
        ...

    async def number(self, network: NetworkId, *, limit: int, now: datetime) -> int:
        """Give numbers to up to `limit` committed events, tell their recipients and line up their webhook deliveries.

        Returns how many; 0 also while another relay is at work in the network.
        """
        ...
