"""From an access token to the actor in whose name every call is made."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.errors import Unauthenticated
from app.domain.identity import NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.credentials import ACCESS_TOKEN_PREFIX, hashed, network_of
from app.ports.clock import Clock
from app.ports.security import KeptToken
from app.ports.transactions import Transaction, Transactions

# How long another process may still honour a token that was revoked here: the price of not asking at every request.
REMEMBERED = timedelta(seconds=1)
MOST_REMEMBERED = 10_000
LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class Remembered:
    """An actor, and until when the rows need not be asked again."""

    actor: Actor
    until: datetime


def _is_welcome() -> None:
    """Let strangers ask, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who bears a token now, and until when at the longest."""

    actor: Actor
    until: datetime


class Authentication:
    """Recognises bearers; remembers each for a second, so that a busy caller costs one question a second.

    A token revoked in this process is forgotten at once; revoked in another, it works here for a second at most.
    """

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self._remembered: OrderedDict[bytes, Remembered] = OrderedDict()
        self._endings = 0
        self.on_ending: list[Callable[[], None]] = []

    async def actor(self, token: str, stranger: Callable[[], None] = _is_welcome) -> Actor:
        """Return who bears this token; raises `Unauthenticated`, or what `stranger` raises where it was never met.

        A token that was good here a while ago is none of a stranger, though it may have ended since.
        """
        if len(token) > LONGEST_TOKEN:
            stranger()
            raise _malformed()
        digest = hashed(token)
        now = self._clock.now()
        remembered = self._remembered.get(digest)
        if remembered is None:
            stranger()
        elif now < remembered.until:
            return remembered.actor
        return await self._ask(token, digest, now)

    def forget(self, digest: bytes) -> None:
        """Drop a token that has just ended."""
        self._remembered.pop(digest, None)
        self._ended()

    def forget_all(self) -> None:
        """Drop everything, after a client or an agency has lost its standing."""
        self._remembered.clear()
        self._ended()

    async def standings(
        self, tx: Transaction, digests: Sequence[bytes], now: datetime
    ) -> dict[bytes, Standing | Unauthenticated]:
        """Tell of many tokens at once who bears them now, or why nobody does any more."""
        kept = {each.token.digest: each for each in await tx.access_tokens.find_all(digests)}
        return {digest: _standing(kept.get(digest), now) for digest in digests}

    def _ended(self) -> None:
        self._endings += 1
        for hear in self.on_ending:
            hear()

    async def _ask(self, token: str, digest: bytes, now: datetime) -> Actor:
        network = network_of(ACCESS_TOKEN_PREFIX, token)
        if network is None:
            raise _malformed()
        endings = self._endings
        async with self._transactions.begin(network) as tx:
            kept = await tx.access_tokens.find(digest)
        if kept is None:
            raise _unknown()
        actor = _actor_of(kept, now)
        if endings == self._endings:  # or this very token may have ended since it was read
            self._remember(digest, Remembered(actor, min(now + REMEMBERED, kept.token.expires_at)))
        return actor

    def _remember(self, digest: bytes, remembered: Remembered) -> None:
        self._remembered[digest] = remembered
        self._remembered.move_to_end(digest)
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)


def _actor_of(kept: KeptToken, now: datetime) -> Actor:
    if kept.token.revoked_at is not None or not kept.standing:
        raise Unauthenticated("token.revoked", "The access token was revoked.")
    if not kept.token.live(now):
        raise Unauthenticated("token.expired", "The access token has expired.")
    return Actor(
        network=kept.token.network,
        agency=kept.token.agency,
        api_client=kept.token.api_client,
        roles=kept.roles,
        scopes=kept.token.scopes,
    )


def _standing(kept: KeptToken | None, now: datetime) -> Standing | Unauthenticated:
    if kept is None:
        return _unknown()
    try:
        return Standing(actor=_actor_of(kept, now), until=kept.token.expires_at)
    except Unauthenticated as ended:
        return ended


def network_in(token: str) -> NetworkId:
    """Return the network that a token names; raises `Unauthenticated` for what is no token of ours."""
    network = network_of(ACCESS_TOKEN_PREFIX, token)
    if network is None or len(token) > LONGEST_TOKEN:
        raise _malformed()
    return network


def _unknown() -> Unauthenticated:
    return Unauthenticated("token.unknown", "The access token is not known here.")


def _malformed() -> Unauthenticated:
    return Unauthenticated("token.malformed", "This is not an access token of this service.")
