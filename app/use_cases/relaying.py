"""The relay as a loop: in every network that is behind, number what was committed."""

from collections.abc import Callable

from app.ports.clock import Clock
from app.ports.event_log import EventLog
from app.ports.transactions import TransactionConflict

BATCH = 1_000


class Relay:
    """Numbers events; `told` is called when there are new ones to deliver."""

    def __init__(self, log: EventLog, clock: Clock, told: Callable[[], None]) -> None:
        self._log, self._clock, self._told = log, clock, told

    async def turn(self) -> bool:
        """Give numbers to one batch in each network that is behind; True when one of them was full."""
        full = False
        for network in await self._log.networks_behind():
            try:
                count = await self._log.number(network, limit=BATCH, now=self._clock.now())
            except TransactionConflict:
                continue  # somebody else is changing the same lines; the next turn finds the network again
            full = full or count == BATCH
            if count:
                self._told()
        return full
