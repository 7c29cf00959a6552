"""The relay as a loop: in every network that is behind, number what was committed."""

from collections.abc import Callable

from app.domain.errors import Unavailable
from app.domain.identity import NetworkId
from app.ports.clock import Clock
from app.ports.event_log import EventLog
from app.ports.transactions import TransactionConflict

BATCH = 1_000


class Relay:
    """Numbers events; each of `told` is called when there are new ones to deliver."""

    def __init__(self, log: EventLog, clock: Clock, *told: Callable[[], None]) -> None:
        self._log, self._clock, self._told = log, clock, told
        self._limits: dict[NetworkId, int] = {}

    async def turn(self) -> bool:
        """Give numbers to one batch in each network that is behind; True when one of them was full.

        A network in trouble keeps no other waiting; its trouble is raised at the end of the turn.
        """
        full, trouble = False, None
        for network in await self._log.networks_behind():
            try:
                full = await self._number(network) or full
            except TransactionConflict:
                continue  # somebody else is changing the same lines; the next turn finds the network again
            except Unavailable as failure:
                trouble = failure
        if trouble is not None:
            raise trouble
        return full

    async def _number(self, network: NetworkId) -> bool:
        limit = self._limits.pop(network, BATCH)
        try:
            count = await self._log.number(network, limit=limit, now=self._clock.now())
        except Unavailable:
            # Perhaps the batch was too much for one statement: so many endpoints, so little time.
            self._limits[network] = max(1, limit // 4)
            raise
        if count:
            for tell in self._told:
                tell()
        if limit < BATCH:
            self._limits[network] = min(limit * 2, BATCH)
        return count == limit
