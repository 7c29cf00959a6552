"""What the worker does for exports and retention, network by network: make, propose, forget."""

from datetime import date

from app.domain.errors import Conflict, NotFound
from app.domain.identity import ClientId, NetworkId
from app.domain.networks.roles import Role
from app.domain.retention.erasure import SECOND_LOOK, ErasureReason
from app.domain.retention.policy import kept_until
from app.ports.queries import Cursor
from app.ports.retention import IdleClient, RetentionWatch
from app.ports.security import Seal
from app.use_cases.core import Context, Core, use_case
from app.use_cases.retention import client_exports, erasures
from app.use_cases.rounds import system_call, visit_each

BITE = 500


class Exports:
    """Makes the exports that were asked for."""

    def __init__(self, core: Core, watch: RetentionWatch, seal: Seal) -> None:
        self._core, self._watch, self._seal = core, watch, seal

    async def turn(self) -> bool:
        """Go round; True when one was made, since another may wait."""
        return await visit_each(await self._watch.networks(), self._make)

    async def _make(self, network: NetworkId) -> bool:
        if not await self._watch.export_is_pending(network):
            return False
        return await self._core.run(system_call(network, "exports"), client_exports.make_next, self._seal)


class Erasing:
    """Carries out the erasures that were approved."""

    def __init__(self, core: Core, watch: RetentionWatch) -> None:
        self._core, self._watch = core, watch

    async def turn(self) -> bool:
        """Go round; True when one was carried out, since another may be due."""
        return await visit_each(await self._watch.networks(), self._erase)

    async def _erase(self, network: NetworkId) -> bool:
        if not await self._watch.erasure_is_due(network, self._core.clock.now() - SECOND_LOOK):
            return False
        return await self._core.run(system_call(network, "erasures"), erasures.carry_out_next)


class Proposing:
    """Proposes to forget the clients whose time is over; walks through each network a bite at a turn."""

    def __init__(self, core: Core, watch: RetentionWatch) -> None:
        self._core, self._watch = core, watch
        self._after: dict[NetworkId, Cursor] = {}

    async def turn(self) -> bool:
        """Go round; True while a network has clients who were not looked at in this walk."""
        return await visit_each(await self._watch.networks(), self._propose)

    async def _propose(self, network: NetworkId) -> bool:
        now = self._core.clock.now()
        today = now.date()
        policies = await self._watch.policies(network)
        policy = policies.retention
        if policy.shortest is None:
            return False
        before = date(today.year - policy.shortest, today.month, min(today.day, 28))
        page = await self._watch.idle_clients(network, before, now, self._after.pop(network, None), BITE)
        for idle in page.items:
            until = kept_until(policy, idle.idle, policies.consents.majority_age)
            if until is not None and until <= today:
                await self._propose_one(network, idle)
        if page.next is not None:
            self._after[network] = page.next
        return page.next is not None

    async def _propose_one(self, network: NetworkId, idle: IdleClient) -> None:
        await self._core.run(system_call(network, "retention"), propose_by_policy, idle.client)


@use_case(action="erasure.propose-by-policy", resource="Patient", permission="d", roles=frozenset({Role.SYSTEM}))
async def propose_by_policy(context: Context, client_id: ClientId) -> None:
    """Propose to forget a client whose time is over, unless something stands against it."""
    try:
        await erasures.propose_unasked(context, client_id, ErasureReason.RETENTION, None)
    except (Conflict, NotFound):
        context.saw(client_id, clients=frozenset({client_id}))
