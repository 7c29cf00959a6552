"""Live readers of the log: one reader for each network and process looks, and everybody who follows is told by it.

Each stretch of the log is read once for each agency that it concerns, whoever follows there, and judged in that moment:
by the bearer's token, role and scope, and by what the agency may read now. Whoever does not keep up is told no more of
what waited; it reads on by itself from its place, under its rights of then.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from time import monotonic

from app.domain.errors import DomainError, Unavailable
from app.domain.identity import NetworkId
from app.ports.event_log import Audience, EventFilter, Fresh, News, NumberedEvent, Stretch
from app.ports.transactions import Opening, Transaction, TransactionConflict
from app.use_cases.access.authentication import Authentication, Standing
from app.use_cases.core import Call, Context, Core
from app.use_cases.events.events import read_on, shown
from app.use_cases.events.followers import Bearer, Circle, Events, Follower, Wanted, stopping

LOOK_SECONDS = 1.0  # for when no news come, as behind a pooler
DOUBT_SECONDS = 1.0  # so long is a token believed without being looked at again, when something is to be told
SWEEP_SECONDS = 5.0  # so long when nothing is
BEGIN_SECONDS = 5.0
PAUSE_SECONDS = 1.0
AT_ONCE = 200
SLICE = 50  # so many are told before others have their turn
CATCHING_UP = 4
OF_STANDING = frozenset({"agency", "api-client", "network", "worker"})

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Ground:
    """What all wires of a process stand on."""

    core: Core
    authentication: Authentication
    news: News
    closing: asyncio.Event
    catching_up: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CATCHING_UP))


class Wire:
    """One network's log as this process follows it; `place` is up to where everybody was told."""

    def __init__(self, ground: Ground, network: NetworkId) -> None:
        self._on, self._network = ground, network
        self.visits = 0
        self.place = 0
        self.bearers: set[Bearer] = set()
        self._circles: dict[Circle, set[Follower]] = {}
        self._begun = asyncio.Event()
        self._doubted = asyncio.Event()
        self._swept_at = monotonic()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._watch())]

    def stop(self) -> None:
        """Read no more."""
        for task in self._tasks:
            task.cancel()

    def doubt(self) -> None:
        """Look at every token again, at once."""
        for bearer in self.bearers:
            bearer.checked = 0.0
        self._doubted.set()

    async def admit(self, digest: bytes, call: Call) -> Bearer:
        """Take in a connection; raises `Unauthenticated`, or `Unavailable` while nothing can be read."""
        try:
            async with asyncio.timeout(BEGIN_SECONDS):
                await self._begun.wait()
        except TimeoutError:
            raise Unavailable("database.unavailable", "The database does not answer; try again.") from None
        bearer = Bearer(digest, call, self._on.core.clock.now())
        async with self._looking() as tx:
            await self._judge(tx, [bearer])
        if bearer.ended is not None:
            raise bearer.ended
        self.bearers.add(bearer)
        if self._on.closing.is_set():
            bearer.end(stopping())
        return bearer

    @asynccontextmanager
    async def following(self, bearer: Bearer, wanted: Wanted, after: int | None) -> AsyncIterator[Follower]:
        """Follow until the block ends: from after a place, or (None) what is to come; raises `Forbidden`."""
        read_on.rule.check(bearer.call.actor)
        place = self.place if after is None else after
        follower = Follower(bearer=bearer, wanted=wanted, place=place, reach=place)
        if after is None:
            self._join(follower)
        bearer.followers.add(follower)
        try:
            yield follower
        finally:
            bearer.followers.discard(follower)
            self._leave(follower)

    async def heard(self, follower: Follower, seconds: float | None = None) -> NumberedEvent | None:
        """Return what to tell a follower next; None when there was nothing for so long; raises why it has ended."""
        while True:
            if follower.bearer.ended is not None:
                raise follower.bearer.ended
            if not follower.idle:
                if (event := follower.take(monotonic())) is not None:
                    return event
                self._leave(follower)
            elif follower.circle is None:
                await self._catch_up(follower)
            elif not await follower.sleep(seconds):
                return None

    def place_of(self, follower: Follower) -> int:
        """Return from where a follower would go on: what it was not told up to there is not for it."""
        if not follower.idle:
            return follower.place
        return follower.reach if follower.circle is None else max(follower.reach, self.place)

    async def _catch_up(self, follower: Follower) -> None:
        """Read on for one follower alone, and let it hear with the others once it has come as far as they."""
        bearer, core = follower.bearer, self._on.core
        async with self._on.catching_up:
            seen = self.place  # whatever was numbered up to here, this reading finds
            async with self._looking() as tx:
                await self._judge(tx, [bearer])
            if bearer.ended is not None:
                return
            stretch = await core.run(bearer.call, read_on, follower.wanted.filter, follower.reach, AT_ONCE)
        reach = stretch.last if stretch.more else max(stretch.last, seen)
        follower.offer(follower.wanted.among(stretch.events, follower.reach), reach, monotonic())
        if not stretch.more and reach >= self.place:
            self._join(follower)

    def _join(self, follower: Follower) -> None:
        follower.circle = follower.bearer.circle
        self._circles.setdefault(follower.circle, set()).add(follower)

    def _leave(self, follower: Follower) -> None:
        place, circle = self.place_of(follower), follower.circle
        if circle is not None:
            followers = self._circles[circle]
            followers.discard(follower)
            if not followers:
                del self._circles[circle]
        follower.fall_behind(place)

    async def _read(self) -> None:
        """Look whenever there may be news, for ever."""
        async with self._on.news.hear(self._network) as hearing:
            await hearing.wait(0)  # from now on no news are missed
            while True:
                if not await self._in_spite_of_all(self._looked):
                    await hearing.wait(LOOK_SECONDS)

    async def _in_spite_of_all(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Do something; when that fails, do it again after a pause."""
        try:
            return await work()
        except (DomainError, TransactionConflict) as refusal:
            log.warning("Live readers wait for the database: %s", refusal)
        except Exception:
            log.exception("live readers were cut off")
            self._cut_off()
        await asyncio.sleep(PAUSE_SECONDS)
        return True

    async def _looked(self) -> bool:
        """Tell what is new; return whether there is more."""
        if not self._begun.is_set():
            async with self._looking() as tx:
                self.place = await tx.event_feed.last()
            self._begun.set()
            return False
        async with self._looking() as tx:
            fresh = await tx.event_feed.fresh(after=self.place, limit=AT_ONCE)
        if not fresh:
            return False
        if any(each.type.partition(".")[0] in OF_STANDING for each in fresh):
            self.doubt()
        await self._tell_all(fresh)
        return len(fresh) == AT_ONCE

    async def _tell_all(self, fresh: Sequence[Fresh]) -> None:
        last, told = fresh[-1].seq, set[Circle]()
        concerned = frozenset[object]().union(*(each.audience for each in fresh))
        # Circles may be joined while others are told; between the last look at them and the new place nobody can.
        while ahead := [each for each in self._circles if each not in told and (each[1] or each[0] in concerned)]:
            for circle in ahead:
                await self._tell(circle, last)
            told.update(ahead)
        self.place = last

    async def _tell(self, circle: Circle, last: int) -> None:
        """Read what is new for a circle, put on record who is told what, and offer it to them."""
        core, followers = self._on.core, list(self._circles.get(circle, ()))
        agency, network_wide = circle
        async with core.transactions.begin(self._network) as tx:
            await self._judge(tx, _doubtful({each.bearer for each in followers}))
            audience = Audience(agency=agency, network_wide=network_wide, at=core.clock.now())
            stretch = await tx.event_feed.read(audience, EventFilter(), after=self.place, limit=AT_ONCE)
            entitled = [each for each in followers if each.bearer.ended is None and each.bearer.circle == circle]
            offers = [(each, each.wanted.among(stretch.events, each.reach)) for each in entitled]
            await self._record(tx, offers)
        reach = max(last, stretch.last)
        for start in range(0, len(offers), SLICE):
            self._offer(offers[start : start + SLICE], circle, reach)
            await asyncio.sleep(0)
        entitled_ = set(entitled)
        for each in list(self._circles.get(circle, ())):
            if each not in entitled_ and each.reach < reach:
                self._leave(each)

    def _offer(self, offers: Iterable[tuple[Follower, Events]], circle: Circle, reach: int) -> None:
        now = monotonic()
        for follower, events in offers:
            here = follower.circle == circle
            if here and not follower.offer(tuple(each for each in events if each.seq > follower.reach), reach, now):
                self._leave(follower)

    async def _record(self, tx: Transaction, offers: Iterable[tuple[Follower, Events]]) -> None:
        """Put on record what each actor is about to be told, once for each however many connections it has."""
        core, contexts = self._on.core, dict[object, tuple[Call, Context]]()
        for follower, events in offers:
            if events:
                call = follower.bearer.call
                _, context = contexts.setdefault(call.actor, (call, core.context(call, tx)))
                shown(context, Stretch(events=events, last=0, more=False))
        entries = [core.entry(call, read_on.rule, context) for call, context in contexts.values()]
        if entries:
            await tx.record_reads(entries)

    async def _watch(self) -> None:
        """Look at every token now and then, and at once when something has ended."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(DOUBT_SECONDS):
                    await self._doubted.wait()
            await self._in_spite_of_all(self._swept)

    async def _swept(self) -> bool:
        """Look at the tokens that are to be looked at."""
        core, due = self._on.core, self._doubted.is_set() or monotonic() - self._swept_at > SWEEP_SECONDS
        self._doubted.clear()
        now = core.clock.now()
        bearers = [each for each in self.bearers if each.ended is None and (due or each.until <= now)]
        if bearers:
            async with self._looking() as tx:
                await self._judge(tx, bearers)
        if due:
            self._swept_at = monotonic()
        return False

    async def _judge(self, tx: Transaction, bearers: Sequence[Bearer]) -> None:
        """See who still may follow, and as whom."""
        if not bearers:
            return
        now, read_at = self._on.core.clock.now(), monotonic()
        standings = await self._on.authentication.standings(tx, [each.digest for each in bearers], now)
        for bearer in bearers:
            standing = standings[bearer.digest]
            if isinstance(standing, Standing):
                self._renew(bearer, standing, read_at)
            else:
                bearer.end(standing)

    def _renew(self, bearer: Bearer, standing: Standing, read_at: float) -> None:
        former = bearer.circle
        bearer.checked, bearer.until = read_at, standing.until
        if standing.actor != bearer.call.actor:
            bearer.call = replace(bearer.call, actor=standing.actor)
            try:
                read_on.rule.check(standing.actor)
            except DomainError as refusal:
                bearer.end(refusal)
        if bearer.circle != former:
            for follower in bearer.followers:
                self._leave(follower)

    def _cut_off(self) -> None:
        for bearer in self.bearers:
            bearer.end(Unavailable("live.cut-off", "Something went wrong here; connect again and go on."))

    @asynccontextmanager
    async def _looking(self) -> AsyncIterator[Transaction]:
        async with self._on.core.transactions.begin(self._network, Opening.LOOK) as tx:
            yield tx


def _doubtful(bearers: Iterable[Bearer]) -> list[Bearer]:
    now = monotonic()
    return [each for each in bearers if now - each.checked > DOUBT_SECONDS]
