"""The telling of subscriptions as a loop: each in its own order, and no slow receiver keeps the others waiting."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from app.domain.errors import Forbidden
from app.domain.identity import NetworkId
from app.domain.networks.actor import Actor
from app.domain.subscriptions.line import FOREVER, Line, Verdict, verdict
from app.domain.subscriptions.subscription import USUAL_TIMEOUT, Subscription, SubscriptionStatus
from app.domain.webhooks.delivery import Outcome
from app.ports.subscriptions import Address, Errand, Notice, NoticeKind, NotificationQueue, Notifier, Parcel
from app.ports.transactions import TransactionConflict
from app.use_cases.core import Call, Core
from app.use_cases.rounds import system_call
from app.use_cases.subscriptions import subscription_notices, subscriptions
from app.use_cases.webhooks.calls import Calls, persistently

CALLS_AT_ONCE = 48
LEASE = timedelta(seconds=90)  # longer than the judging and any call may take, so that only a crash lets one run out
ENDED = "It has ended, as was asked."
NO_STANDING = "The program that subscribed may not do so any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A subscription that is told, who it is told as, and how many events it was told of."""

    subscription: Subscription
    actor: Actor | None
    last_number: int

    @property
    def rest(self) -> timedelta:
        """How long it may stay silent."""
        return self.subscription.terms.channel.heartbeat or FOREVER


class Notifying:
    """Tells what is due, each subscription by itself; what a crash leaves is told anew."""

    def __init__(
        self,
        core: Core,
        queue: NotificationQueue,
        notifier: Notifier,
        *,
        chance: Callable[[], float],
        wake: asyncio.Event,
    ) -> None:
        self._core, self._queue, self._notifier = core, queue, notifier
        self._chance = chance
        self._calls = Calls(CALLS_AT_ONCE, wake)

    async def turn(self) -> bool:
        """Claim as much as there is room for and begin to tell it; True when something was claimed."""
        claimed = 0
        for network in self._calls.in_turn(await self._queue.networks()):
            if self._calls.room <= 0:
                break
            claimed += await self._begin(network, self._calls.room)
        return claimed > 0 and self._calls.room > 0

    async def close(self) -> None:
        """Let calls under way finish for a moment."""
        await self._calls.close()

    async def _begin(self, network: NetworkId, room: int) -> int:
        now = self._core.clock.now()
        try:
            errands = await self._queue.claim(network, now=now, until=now + LEASE, limit=room)
        except TransactionConflict:
            return 0
        for errand in errands:
            self._calls.begin(self._go(errand))
        return len(errands)

    async def _go(self, errand: Errand) -> None:
        known = await self._known(errand)
        if known is None:
            return
        if errand.ended or known.actor is None:
            await self._fare(errand, SubscriptionStatus.OFF, ENDED if errand.ended else NO_STANDING)
            return
        try:
            parcel = await self._parcel(errand, known, known.actor)
        except Forbidden:
            await self._fare(errand, SubscriptionStatus.OFF, NO_STANDING)
            return
        if parcel is None:
            await persistently(partial(self._queue.settle, errand, self._quiet(errand, known), None))
        else:
            await self._tell(errand, known, parcel)

    async def _tell(self, errand: Errand, known: Known, parcel: Parcel) -> None:
        outcome = await self._notifier.send(parcel, self._core.clock.now())
        found = self._verdict(errand, known, outcome)
        now = (known.subscription.status, known.subscription.error)
        if (found.status, found.error) != now:
            await self._fare(errand, found.status, found.error)
        upto = parcel.upto if outcome.success else None
        await persistently(partial(self._queue.settle, errand, found.line, upto))

    def _verdict(self, errand: Errand, known: Known, outcome: Outcome) -> Verdict:
        beat = known.subscription.terms.channel.heartbeat
        return verdict(outcome, errand.line, beat, self._core.clock.now(), self._chance())

    def _quiet(self, errand: Errand, known: Known) -> Line:
        """Let a line go on that had nothing to tell."""
        now = self._core.clock.now()
        return replace(errand.line, due_at=errand.line.due_at if errand.line.due_at > now else now + known.rest)

    async def _known(self, errand: Errand) -> Known | None:
        async with self._core.transactions.begin(errand.network) as tx:
            subscription = await tx.subscriptions.get(errand.subscription)
            progress = await tx.subscription_log.progress(errand.subscription)
            if subscription is None or progress is None:
                return None
            actor = await subscriptions.acting(tx, subscription)
        return Known(subscription=subscription, actor=actor, last_number=progress.last_number)

    async def _parcel(self, errand: Errand, known: Known, actor: Actor) -> Parcel | None:
        """Return what is to be told: a handshake before all else, events before a heartbeat."""
        if errand.line.shakes:
            return self._of(known, NoticeKind.HANDSHAKE)
        if errand.candidates:
            call = Call(actor=actor, request_id="worker-subscriptions")
            understand = self._notifier.speech.understand
            prepared = await self._core.run(
                call, subscription_notices.prepare, errand.subscription, errand.lease, understand
            )
            if prepared is not None:
                return _parcel(known.subscription, prepared.notice, prepared.upto)
        beats = known.subscription.terms.channel.heartbeat is not None
        return self._of(known, NoticeKind.HEARTBEAT) if beats and self._is_due(errand) else None

    def _of(self, known: Known, kind: NoticeKind) -> Parcel:
        return _parcel(known.subscription, subscription_notices.plain(known.subscription, kind, known.last_number))

    def _is_due(self, errand: Errand) -> bool:
        return errand.line.due_at <= self._core.clock.now()

    async def _fare(self, errand: Errand, status: SubscriptionStatus, error: str | None) -> None:
        call = system_call(errand.network, "subscriptions")
        await self._core.run(call, subscriptions.fare, errand.subscription, errand.lease, status, error)


def _parcel(subscription: Subscription, notice: Notice, upto: int | None = None) -> Parcel:
    channel = subscription.terms.channel
    headers = tuple((header.name, header.value) for header in channel.headers)
    address = Address(url=channel.url, headers=headers, timeout=channel.timeout or USUAL_TIMEOUT)
    return Parcel(address=address, notice=notice, upto=upto)
