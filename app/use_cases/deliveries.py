"""The sender as a loop: claims what is due and lets each receiver take its time without keeping the others waiting."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from app.domain.errors import Unavailable
from app.domain.identity import NetworkId, WebhookId
from app.domain.webhooks.delivery import Attempt, Outcome, after
from app.ports.clock import Clock
from app.ports.transactions import TransactionConflict
from app.ports.webhooks import DeliveryQueue, Parcel, Settlement, WebhookSender

CALLS_AT_ONCE = 48
LEASE = timedelta(seconds=60)  # longer than any call may take, so that only a crash lets one run out
CLOSE_SECONDS = 4.0
SETTLE_TRIES = 5

log = logging.getLogger(__name__)


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
        self._chance, self._gone, self._wake = chance, gone, wake
        self._calls: set[asyncio.Task[None]] = set()
        self._turns = 0

    async def turn(self) -> bool:
        """Claim as much as there is room for and begin to send it; True when something was claimed."""
        claimed = 0
        for network in self._in_turn(await self._queue.due_networks(self._clock.now())):
            room = CALLS_AT_ONCE - len(self._calls)
            if room <= 0:
                break
            claimed += await self._begin(network, room)
        return claimed > 0 and len(self._calls) < CALLS_AT_ONCE

    async def close(self) -> None:
        """Let calls under way finish for a moment; the rest is left to their leases."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=CLOSE_SECONDS)
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _in_turn(self, networks: Sequence[NetworkId]) -> Sequence[NetworkId]:
        """Begin with another network each time, so that none always comes when there is no room left."""
        self._turns += 1
        first = self._turns % len(networks) if networks else 0
        return [*networks[first:], *networks[:first]]

    async def _begin(self, network: NetworkId, room: int) -> int:
        now = self._clock.now()
        try:
            parcels = await self._queue.claim(network, now=now, until=now + LEASE, limit=room)
        except TransactionConflict:
            return 0
        for parcel in parcels:
            call = asyncio.create_task(self._deliver(parcel))
            self._calls.add(call)
            call.add_done_callback(self._ended)
        return len(parcels)

    def _ended(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        self._wake.set()
        if not call.cancelled() and (failure := call.exception()) is not None:
            log.error("A delivery was left to its lease.", exc_info=failure)

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
        kept = await self._settle(parcel, settlement)
        if kept and settlement.step.disables:
            await self._gone(parcel.network, parcel.webhook)

    def _settlement(self, parcel: Parcel, outcome: Outcome, attempt: Attempt) -> Settlement:
        step = after(outcome, tries=parcel.tries, now=self._clock.now(), chance=self._chance())
        return Settlement(attempt=attempt, outcome=outcome, step=step)

    async def _settle(self, parcel: Parcel, settlement: Settlement) -> bool:
        for attempt in range(SETTLE_TRIES):
            try:
                return await self._queue.settle(parcel, settlement)
            except (TransactionConflict, Unavailable):
                await asyncio.sleep(0.1 * 2**attempt)
        return await self._queue.settle(parcel, settlement)
