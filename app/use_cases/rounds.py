"""What the system does by itself, network by network: let clocks run out, and throw away what has served its time."""

from collections.abc import Sequence

from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.ports.clock import Clock
from app.ports.housekeeping import Housekeeping
from app.use_cases.core import Call, Core, UseCase


def system_call(network: NetworkId, why: str) -> Call:
    """Speak for the system itself in a network: it belongs to no agency, and so bears the network's own id."""
    actor = Actor(network=network, agency=AgencyId(network), roles=frozenset({Role.SYSTEM}))
    return Call(actor=actor, request_id=f"worker-{why}")


class Clocks:
    """Runs each duty in each network: a use case that does what is due and tells how much that was."""

    def __init__(self, core: Core, housekeeping: Housekeeping, duties: Sequence[UseCase[[], int]]) -> None:
        self._core, self._housekeeping, self._duties = core, housekeeping, duties

    async def turn(self) -> bool:
        """Go round; True when something was done, since there may be more."""
        done = 0
        for network in await self._housekeeping.networks():
            for duty in self._duties:
                done += await self._core.run(system_call(network, duty.rule.action), duty)
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
