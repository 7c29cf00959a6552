"""What the system does by itself, network by network: let clocks run out, and throw away what has served its time."""

from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.ports.clock import Clock
from app.ports.housekeeping import Housekeeping
from app.use_cases import handoff_clocks
from app.use_cases.core import Call, Core


def system_call(network: NetworkId, why: str) -> Call:
    """Speak for the system itself in a network: it belongs to no agency, and so bears the network's own id."""
    actor = Actor(network=network, agency=AgencyId(network), roles=frozenset({Role.SYSTEM}))
    return Call(actor=actor, request_id=f"worker-{why}")


class Clocks:
    """Lets the clocks of handoffs strike, in each network where one has run out."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a clock struck, since more may have run out than one round takes."""
        done = 0
        for network in await self._housekeeping.networks():
            if await self._housekeeping.clock_has_struck(network, self._core.clock.now()):
                done += await self._core.run(system_call(network, "clocks"), handoff_clocks.expire_overdue)
        return done > 0


class Purges:
    """Goes round and throws away."""

    def __init__(self, housekeeping: Housekeeping, clock: Clock) -> None:
        self._housekeeping, self._clock = housekeeping, clock

    async def turn(self) -> bool:
        """Go round once; True when a network has more than one bite."""
        more = False
        for network in await self._housekeeping.networks():
            more = await self._housekeeping.purge(network, self._clock.now()) or more
        return more
