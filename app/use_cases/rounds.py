"""What the system does by itself, network by network: let clocks run out, and throw away what has served its time."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.ports.clock import Clock
from app.ports.housekeeping import Housekeeping
from app.use_cases.care import care_plan_reminders
from app.use_cases.caseloads import transfers
from app.use_cases.consents import consent_renewals
from app.use_cases.core import Call, Core
from app.use_cases.networks import relabelling
from app.use_cases.referrals import handoff_clocks
from app.use_cases.supervision import Loop
from app.use_cases.webhooks import webhook_replays


def system_call(network: NetworkId, why: str, agency: AgencyId | None = None) -> Call:
    """Speak for the system itself in a network: of no agency's account, it bears the network's own id."""
    actor = Actor(network=network, agency=agency or AgencyId(network), roles=frozenset({Role.SYSTEM}))
    return Call(actor=actor, request_id=f"worker-{why}")


async def visit_each(networks: Sequence[NetworkId], visit: Callable[[NetworkId], Awaitable[bool]]) -> bool:
    """Visit every network and tell whether any has more; what fails in one is raised once the others had their turn."""
    more, trouble = False, None
    for network in networks:
        try:
            more = await visit(network) or more
        except Exception as failure:  # noqa: BLE001 - one network's trouble, of whatever kind, is not another's
            trouble = failure
    if trouble is not None:
        raise trouble
    return more


class Clocks:
    """Lets the clocks of handoffs strike, in each network where one has run out."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a clock struck, since more may have run out than one round takes."""
        return await visit_each(await self._housekeeping.networks(), self._strike)

    async def _strike(self, network: NetworkId) -> bool:
        if not await self._housekeeping.clock_has_struck(network, self._core.clock.now()):
            return False
        return await self._core.run(system_call(network, "clocks"), handoff_clocks.expire_overdue) > 0


class TransferSteps:
    """Takes transfers of clients on, step by step: what a step has done stays done, whatever befalls the next."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._housekeeping.networks(), self._step)

    async def _step(self, network: NetworkId) -> bool:
        agency = await self._housekeeping.transfer_is_due(network, self._core.clock.now())
        if agency is None:
            return False
        return await self._core.run(system_call(network, "transfers", agency), transfers.go_on)


class Reviews:
    """Lets care plans come up for review, in each network where one is due."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a plan was due, since more may be than one round takes."""
        return await visit_each(await self._housekeeping.networks(), self._remind)

    async def _remind(self, network: NetworkId) -> bool:
        if not await self._housekeeping.review_is_due(network, self._core.clock.now()):
            return False
        return await self._core.run(system_call(network, "reviews"), care_plan_reminders.remind_due) > 0


class Renewals:
    """Lets consents that end soon come up for renewal, in each network where one does."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a consent came up, since more may than one round takes."""
        return await visit_each(await self._housekeeping.networks(), self._remind)

    async def _remind(self, network: NetworkId) -> bool:
        if not await self._housekeeping.renewal_is_due(network, self._core.clock.now()):
            return False
        return await self._core.run(system_call(network, "renewals"), consent_renewals.remind_due) > 0


class Relabellings:
    """Lets the records of agencies take on the labels of their programs, in each network where programs changed."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._housekeeping.networks(), self._step)

    async def _step(self, network: NetworkId) -> bool:
        agency = await self._housekeeping.relabelling_is_due(network, self._core.clock.now())
        if agency is None:
            return False
        return await self._core.run(system_call(network, "labels", agency), relabelling.go_on)


class Replays:
    """Takes replays of the log to webhooks on, step by step, in each network where one is under way."""

    def __init__(self, core: Core, housekeeping: Housekeeping) -> None:
        self._core, self._housekeeping = core, housekeeping

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._housekeeping.networks(), self._step)

    async def _step(self, network: NetworkId) -> bool:
        if not await self._housekeeping.replay_is_due(network, self._core.clock.now()):
            return False
        return await self._core.run(system_call(network, "replays"), webhook_replays.go_on)


class Purges:
    """Goes round and throws away."""

    def __init__(self, housekeeping: Housekeeping, clock: Clock) -> None:
        self._housekeeping, self._clock = housekeeping, clock

    async def turn(self) -> bool:
        """Go round once; True when a network has more than one bite."""
        return await visit_each(await self._housekeeping.networks(), self._purge)

    async def _purge(self, network: NetworkId) -> bool:
        return await self._housekeeping.purge(network, self._clock.now())


def rounds(core: Core, housekeeping: Housekeeping) -> Iterator[Loop]:
    """Yield what goes round the networks and takes a step where one is due, each at its own pace."""
    yield Loop(name="clocks", turn=Clocks(core, housekeeping).turn, pause=15.0)
    yield Loop(name="transfers", turn=TransferSteps(core, housekeeping).turn, pause=5.0)
    yield Loop(name="reviews", turn=Reviews(core, housekeeping).turn, pause=60.0)
    yield Loop(name="renewals", turn=Renewals(core, housekeeping).turn, pause=60.0)
    yield Loop(name="labels", turn=Relabellings(core, housekeeping).turn, pause=2.0)
    yield Loop(name="replays", turn=Replays(core, housekeeping).turn, pause=1.0)
