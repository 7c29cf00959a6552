"""The limits at the door: quotas, turns and caps for whoever is recognised, a bucket for each address of strangers.

The header fields are those of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy` and `RateLimit`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.addresses import Addresses
from app.api.problems import problem, refusal_of
from app.api.request_costs import STREAM, Cost, Kind
from app.api.turns import Turns
from app.domain.errors import Throttled
from app.domain.limits.accounts import Account, Accounts, exceeded
from app.domain.limits.buckets import Bucket
from app.domain.limits.strangers import ANSWER_UNITS, REFUSAL_UNITS, Strangers
from app.domain.networks.actor import Actor

FREE = frozenset({"/healthz", "/readyz", "/metrics"})
RECOGNISING = ("/v1/", "/fhir", "/graphql")
"""Where whoever bears a good token is let through, whatever others at the address do."""
OPEN = ("/fhir/metadata", "/fhir/.well-known/", "/graphql/ui")
AGAIN_SECONDS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much one process does at once: `at_once` requests work; the others are caps on what is under way."""

    at_once: int = 24
    agency: int = 500
    client: int = 250
    streams: int = 50
    long: int = 4
    subscriptions: int = 400
    agency_subscriptions: int = 4_000


class Visit:
    """One admitted request: holds a turn until its answer begins, and counts as under way until it ends."""

    __slots__ = ("account", "kind", "turns", "working")

    def __init__(self, account: Account, kind: Kind, turns: Turns) -> None:
        self.account, self.kind, self.turns, self.working = account, kind, turns, False
        account.running += 1
        account.share.running += 1
        account.streams += kind is Kind.STREAM
        account.long += kind is Kind.LONG

    def answered(self) -> None:
        """Let the next one work."""
        if self.working:
            self.working = False
            self.turns.leave()

    def end(self) -> None:
        """Count no longer."""
        self.answered()
        account = self.account
        account.running -= 1
        account.share.running -= 1
        account.streams -= self.kind is Kind.STREAM
        account.long -= self.kind is Kind.LONG


class Limits:
    """What one process allows to whom; `clock` counts seconds."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        strangers: Strangers,
        addresses: Addresses,
        caps: Caps,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.accounts, self.strangers, self.addresses, self.caps, self.clock = (
            accounts,
            strangers,
            addresses,
            caps,
            clock,
        )
        self.turns = Turns(caps.at_once)

    async def admit(self, request: Request, actor: Actor, cost: Cost) -> None:
        """Charge a recognised request and wait for its turn; raises `Throttled`."""
        state = request.scope["state"]
        state["account"] = self.accounts.of(actor)
        visit = state["visit"] = self.hold(actor, cost.kind, cost.of(request.scope["query_string"]))
        await self.turns.take(actor.agency)
        visit.working = True

    def hold(self, actor: Actor, kind: Kind, units: int) -> Visit:
        """Charge a caller, and count what begins until the visit is ended; raises `Throttled`."""
        account = self.accounts.of(actor)
        self._check_caps(account, kind)
        account.charge(units, self.clock())
        return Visit(account, kind, self.turns)

    @contextmanager
    def subscribed(self, account: Account) -> Iterator[None]:
        """Charge and count a subscription until the block ends; raises `Throttled`."""
        caps, share = self.caps, account.share
        if account.subscriptions >= caps.subscriptions:
            raise _too_many("subscriptions", caps.subscriptions)
        if share.subscriptions >= caps.agency_subscriptions:
            raise _too_many("agency-subscriptions", caps.agency_subscriptions)
        account.charge(STREAM, self.clock())
        account.subscriptions += 1
        share.subscriptions += 1
        try:
            yield
        finally:
            account.subscriptions -= 1
            share.subscriptions -= 1

    @asynccontextmanager
    async def turn(self, actor: Actor) -> AsyncIterator[None]:
        """Wait for a turn to work, and give it back when the block ends."""
        await self.turns.take(actor.agency)
        try:
            yield
        finally:
            self.turns.leave()

    def check_stranger(self, request: Request) -> None:
        """Raise `Throttled` when too many from this address were not recognised."""
        if wait := self.strangers.wait(self.addresses.of(request), self.clock()):
            raise exceeded("address", wait)

    def charge_stranger(self, request: Request) -> None:
        """Let an address pay for having sent an unknown token."""
        self.strangers.charge(self.addresses.of(request), REFUSAL_UNITS, self.clock())

    def _check_caps(self, account: Account, kind: Kind) -> None:
        caps = self.caps
        if account.running >= caps.client:
            raise _too_many("client", caps.client)
        if account.share.running >= caps.agency:
            raise _too_many("agency", caps.agency)
        if kind is Kind.STREAM and account.streams >= caps.streams:
            raise _too_many("streams", caps.streams)
        if kind is Kind.LONG and account.long >= caps.long:
            raise _too_many("long", caps.long)


def _too_many(policy: str, most: int) -> Throttled:
    return Throttled(
        f"limit.{policy}-at-once",
        "Too many requests of this kind are under way at once.",
        retry_after=AGAIN_SECONDS,
        violated_policies=[f"{policy}-at-once"],
        most=most,
    )


class Metered:
    """Middleware: refuse strangers who have used up their address' quota, and tell everybody what is left."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit: Visit | None = state.get("visit")
                if visit is not None:
                    visit.answered()
                message["headers"] = [*message.get("headers", ()), *self._fields(scope, message)]
            await send(message)

        await self._pass(scope, receive, told)

    async def _pass(self, scope: Scope, receive: Receive, told: Callable[[Message], Awaitable[None]]) -> None:
        state = scope["state"]
        if not _recognises(scope["path"]) and scope["path"] not in FREE:
            try:
                self.limits.check_stranger(Request(scope))
            except Throttled as refusal:
                await problem(scope, refusal_of(refusal))(scope, receive, told)
                return
        try:
            await self.app(scope, receive, told)
        finally:
            visit: Visit | None = state.get("visit")
            if visit is not None:
                visit.end()

    def _fields(self, scope: Scope, answer: Message) -> list[tuple[bytes, bytes]]:
        now, account = self.limits.clock(), scope["state"].get("account")
        buckets = self._of_stranger(scope, answer["status"], now) if account is None else _of(account)
        wait = _retry_after(answer) if answer["status"] == HTTPStatus.TOO_MANY_REQUESTS else None
        policies, left = [], []
        for name, bucket in buckets:
            policies.append(b'"%b";q=%d;w=%d' % (name, bucket.quota.units, bucket.quota.seconds))
            left.append(b'"%b";r=%d;t=%d' % (name, bucket.left(now), wait or bucket.reset(now)))
        return [(b"ratelimit-policy", b", ".join(policies)), (b"ratelimit", b", ".join(left))] if policies else []

    def _of_stranger(self, scope: Scope, status: int, now: float) -> tuple[tuple[bytes, Bucket], ...]:
        if scope["path"] in FREE:
            return ()
        units = REFUSAL_UNITS if status == HTTPStatus.UNAUTHORIZED else ANSWER_UNITS
        return ((b"address", self.limits.strangers.charge(self.limits.addresses.of(Request(scope)), units, now)),)


def _recognises(path: str) -> bool:
    """Whether a door asks there who sends a request."""
    return path.startswith(RECOGNISING) and not path.startswith(OPEN)


def _of(account: Account) -> tuple[tuple[bytes, Bucket], ...]:
    return ((b"client", account.bucket), (b"agency", account.share.bucket))


def _retry_after(answer: Message) -> int | None:
    """Return for how long the answer asks to wait: the quota's own moment would contradict it."""
    return next((int(value) for name, value in answer.get("headers", ()) if name == b"retry-after"), None)
