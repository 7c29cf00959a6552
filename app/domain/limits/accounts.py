"""Who has used how much: an account for each API client within the share of its agency, kept by one process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from app.domain.errors import Throttled
from app.domain.identity import AgencyId, NetworkId
from app.domain.limits.buckets import Bucket
from app.domain.networks.actor import Actor
from app.domain.networks.quotas import Quotas, RateLimits, ServiceLimits


@dataclass(slots=True, kw_only=True)
class Share:
    """What the API clients of one agency use together; `running` counts their requests under way in this process."""

    agency: AgencyId
    bucket: Bucket
    running: int = 0
    subscriptions: int = 0


@dataclass(slots=True, kw_only=True)
class Account:
    """What one API client uses, and how many of its requests, streams and long operations are under way here."""

    client: UUID
    bucket: Bucket
    share: Share
    running: int = 0
    streams: int = 0
    subscriptions: int = 0
    long: int = 0

    def charge(self, units: int, now: float) -> None:
        """Take units from client and agency alike, or from neither; raises `Throttled`."""
        for name, bucket in (("client", self.bucket), ("agency", self.share.bucket)):
            if wait := bucket.wait(units, now):
                raise exceeded(name, wait)
        self.bucket.use(units)
        self.share.bucket.use(units)


def exceeded(policy: str, wait: float) -> Throttled:
    """Refuse a request for which one policy has no room left."""
    return Throttled(
        f"limit.{policy}",
        f"The quota of this {policy} is used up for now.",
        retry_after=max(1, ceil(wait)),
        violated_policies=[policy],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What one bucket has used since the others last heard of it; `rate` is how fast it comes back."""

    bucket: str
    units: float
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all processes together have come to, and what the network has agreed on."""

    levels: dict[str, float]
    agreed: RateLimits


@dataclass(slots=True)
class _Books:
    quotas: Quotas
    accounts: dict[UUID, Account] = field(default_factory=dict)
    shares: dict[AgencyId, Share] = field(default_factory=dict)

    def buckets(self) -> Iterator[tuple[str, Bucket]]:
        yield from ((f"client {key}", account.bucket) for key, account in self.accounts.items())
        yield from ((f"agency {key}", share.bucket) for key, share in self.shares.items())


class Accounts:
    """The accounts of this process, by network."""

    def __init__(self, limits: ServiceLimits) -> None:
        self._limits = limits
        self._networks: dict[NetworkId, _Books] = {}

    def of(self, actor: Actor) -> Account:
        """Return the account of an actor."""
        books = self._networks.get(actor.network)
        if books is None:
            books = self._networks[actor.network] = _Books(self._limits.of(RateLimits()))
        return books.accounts.get(actor.id) or self._open(books, actor)

    def _open(self, books: _Books, actor: Actor) -> Account:
        share = books.shares.get(actor.agency)
        if share is None:
            share = books.shares[actor.agency] = Share(agency=actor.agency, bucket=Bucket(quota=books.quotas.agency))
        account = Account(client=actor.id, bucket=Bucket(quota=books.quotas.client), share=share)
        books.accounts[actor.id] = account
        return account

    def outgoing(self) -> list[tuple[NetworkId, list[Used]]]:
        """Hand out what the others have not heard of, in the order of the buckets' names, for each network."""
        told = []
        for network, books in self._networks.items():
            used = [
                Used(bucket=name, units=bucket.send(), rate=bucket.quota.rate)
                for name, bucket in sorted(books.buckets())
                if bucket.unsent
            ]
            if used:
                told.append((network, used))
        return told

    def hear(self, network: NetworkId, told: Told, now: float) -> None:
        """Take over what all processes together have come to, and what the network has agreed on by now."""
        books = self._networks[network]
        quotas = self._limits.of(told.agreed)
        if quotas != books.quotas:
            _agree(books, quotas)
        for name, bucket in books.buckets():
            if name in told.levels:
                bucket.learn(told.levels[name], now)

    def take_back(self, network: NetworkId, used: Sequence[Used]) -> None:
        """Keep what could not be told for the next time."""
        units = {one.bucket: one.units for one in used}
        for name, bucket in self._networks[network].buckets():
            bucket.unsent += units.get(name, 0.0)

    def forget_idle(self, now: float) -> None:
        """Close the accounts that have nothing to remember."""
        for network, books in list(self._networks.items()):
            for key, account in list(books.accounts.items()):
                if not account.running and account.bucket.idle(now):
                    del books.accounts[key]
            kept = {account.share.agency for account in books.accounts.values()}
            for agency, share in list(books.shares.items()):
                if agency not in kept and not share.running and share.bucket.idle(now):
                    del books.shares[agency]
            if not books.accounts and not books.shares:
                del self._networks[network]


def _agree(books: _Books, quotas: Quotas) -> None:
    books.quotas = quotas
    for account in books.accounts.values():
        account.bucket.quota = quotas.client
    for share in books.shares.values():
        share.bucket.quota = quotas.agency
