"""The sender as a loop: claims what is due and lets each receiver take its time without keeping the others waiting."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from app.domain.identity import NetworkId, WebhookId
from app.domain.webhooks.delivery import Attempt, Outcome, after
from app.ports.clock import Clock
from app.ports.transactions import TransactionConflict
from app.ports.webhooks import DeliveryQueue, Parcel, Settlement, WebhookSender
from app.use_cases.webhooks.calls import Calls, persistently

CALLS_AT_ONCE = 48
LEASE = timedelta(seconds=60)  # longer than any call may take, so that only a crash lets one run out


class Deliveries:
    """Sends claimed parcels concurrently and settles each by itself; what a crash leaves is claimed anew."""

    def __init__(
        self,
        queue: DeliveryQueue,
        sender: WebhookSender,
        clock: Clock,
        *,
        chance: Callable[[], float],
        gone: Callable[[NetworkId, WebhookId], Awaitable[None]],
        wake: asyncio.Event,
    ) -> None:
        self._queue, self._sender, self._clock = queue, sender, clock
        self._chance, self._gone = chance, gone
        self._calls = Calls(CALLS_AT_ONCE, wake)

    async def turn(self) -> bool:
        """Claim as much as there is room for and begin to send it; True when something was claimed."""
        claimed = 0
        for network in self._calls.in_turn(await self._queue.due_networks(self._clock.now())):
            if self._calls.room <= 0:
                break
            claimed += await self._begin(network, self._calls.room)
        return claimed > 0 and self._calls.room > 0

    async def close(self) -> None:
        """Let calls under way finish for a moment; the rest is left to their leases."""
        await self._calls.close()

    async def _begin(self, network: NetworkId, room: int) -> int:
        now = self._clock.now()
        try:
            parcels = await self._queue.claim(network, now=now, until=now + LEASE, limit=room)
        except TransactionConflict:
            return 0
        for parcel in parcels:
            self._calls.begin(self._deliver(parcel))
        return len(parcels)

    async def _deliver(self, parcel: Parcel) -> None:
        begun_at, begun = self._clock.now(), time.monotonic()
        outcome = await self._sender.send(parcel, begun_at)
        attempt = Attempt(
            at=begun_at,
            status=outcome.status,
            error=outcome.error,
            milliseconds=round((time.monotonic() - begun) * 1000),
        )
        settlement = self._settlement(parcel, outcome, attempt)
        kept = await persistently(partial(self._queue.settle, parcel, settlement))
        if kept and settlement.step.disables:
            await self._gone(parcel.network, parcel.webhook)

    def _settlement(self, parcel: Parcel, outcome: Outcome, attempt: Attempt) -> Settlement:
        step = after(outcome, tries=parcel.tries, now=self._clock.now(), chance=self._chance())
        return Settlement(attempt=attempt, outcome=outcome, step=step)
