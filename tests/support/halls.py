"""One network with its relay and its deliveries, each step taken by hand under a clock that is moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard
from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.adapters.seal import ServiceSeal
from app.adapters.system import RandomIds
from app.adapters.webhooks.keys import SealedKeys
from app.adapters.webhooks.sender import StandardWebhookSender
from app.domain.identity import AgencyId, NetworkId, WebhookId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.webhooks.delivery import DeliveryState
from app.domain.webhooks.endpoint import NewWebhook, Webhook
from app.ports.webhooks import DeliveryEntry, DeliveryFilter, FreshKey
from app.use_cases.core import Call, Core
from app.use_cases.rounds import system_call
from app.use_cases.webhooks import webhook_replays, webhooks
from app.use_cases.webhooks.deliveries import Deliveries
from tests.support.builders_events import an_actor, an_event, write
from tests.support.clocks import HandMovedClock
from tests.support.postgres import Database

SEAL = ServiceSeal(b"the service's own key of 32 bytes", b"tests")
KEYS = SealedKeys(SEAL)


@dataclass(slots=True, kw_only=True)
class Hall:
    """One network with its worker."""

    app: PostgresTransactions
    log: PostgresEventLog
    queue: PostgresDeliveryQueue
    sender: StandardWebhookSender
    clock: HandMovedClock
    core: Core
    worker_core: Core
    admin: Actor = field(default_factory=lambda: an_actor(role=Role.AGENCY_ADMIN))

    def call(self, actor: Actor | None = None) -> Call:
        return Call(actor=actor or self.admin, request_id="test")

    def deliveries(self) -> Deliveries:
        async def gone(network: NetworkId, webhook: WebhookId) -> None:
            await self.worker_core.run(system_call(network, "gone"), webhooks.take_leave, webhook)

        return Deliveries(self.queue, self.sender, self.clock, chance=lambda: 0.0, gone=gone, wake=asyncio.Event())

    async def register(self, url: str, *types: str, key: FreshKey | None = None) -> Webhook:
        new = NewWebhook(url=url, types=types or ("handoff.*",))
        return await self.core.run(self.call(), webhooks.register, new, (key or KEYS.new()).kept)

    async def register_wide(self, url: str) -> Webhook:
        """Register one for the network itself, whose administrator belongs to the same agency."""
        admin = an_actor(self.admin.network, self.admin.agency, role=Role.NETWORK_ADMIN)
        new = NewWebhook(url=url, types=("handoff.*",), network_wide=True)
        return await self.core.run(self.call(admin), webhooks.register, new, KEYS.new().kept)

    async def happen(
        self, *kinds: str, stream: UUID | None = None, audience: Sequence[AgencyId] | None = None
    ) -> list[UUID]:
        heard_by = [self.admin.agency] if audience is None else audience
        events = [
            replace(
                an_event(self.admin, kind=kind, stream=stream or uuid4(), version=number, audience=heard_by),
                at=self.clock.now(),
            )
            for number, kind in enumerate(kinds, 1)
        ]
        async with self.app.begin(self.admin.network) as tx:
            await write(tx, *events)
        await self.relay()
        return [event.id for event in events]

    async def relay(self) -> None:
        await self.log.number(self.admin.network, limit=1_000, now=self.clock.now())

    async def work(self) -> None:
        """Deliver until nothing is due at this moment of the clock."""
        deliveries = self.deliveries()
        while await deliveries._begin(self.admin.network, 48):
            await asyncio.gather(*deliveries._calls)

    async def replay(self) -> None:
        """Take replays as far as they go at this moment of the clock."""
        while await self.worker_core.run(system_call(self.admin.network, "replays"), webhook_replays.go_on):
            pass

    async def entries(self, webhook: Webhook, state: DeliveryState | None = None) -> tuple[DeliveryEntry, ...]:
        page = await self.core.run(
            self.call(), webhooks.browse_deliveries, webhook.id, DeliveryFilter(state=state), 50, None
        )
        return page.items


@asynccontextmanager
async def a_hall(database: Database) -> AsyncIterator[Hall]:
    """Open a network in a fresh database."""
    clock = HandMovedClock()
    app = PostgresTransactions(await open_pool(PoolSettings(dsn=database.app, size=3)))
    worker = PostgresTransactions(await open_pool(PoolSettings(dsn=database.worker, size=6)))
    web = GuardedWeb(Guard(allow_private_targets=True))
    yield Hall(
        app=app,
        log=PostgresEventLog(worker),
        queue=PostgresDeliveryQueue(worker),
        sender=StandardWebhookSender(web, KEYS, seconds=2),
        clock=clock,
        core=Core(transactions=app, clock=clock, ids=RandomIds(), seal=SEAL),
        worker_core=Core(transactions=worker, clock=clock, ids=RandomIds(), seal=SEAL),
    )
    await web.close()
    await app.pool.close()
    await worker.pool.close()
