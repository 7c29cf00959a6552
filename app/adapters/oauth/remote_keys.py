"""Key sets behind a client's `jwks_uri`, kept for minutes, because fetching at each token would make us their load."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from app.adapters.oauth.key_sets import MOST_BYTES, KeySet, parse_key_set
from app.domain.errors import Invalid
from app.ports.clock import Clock
from app.ports.gateways import NoAnswer, PublicWeb

KEPT_SECONDS = 300.0
PAUSE_SECONDS = 20.0
MOST_KEPT = 1_000
PATIENCE_SECONDS = 5.0
OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought: the keys, or nothing and why."""

    keys: KeySet
    at: float
    trouble: str | None = None


class RemoteKeys:
    """Fetches each key set at most every few minutes, sooner for a `kid` that it lacks, and never in a flood."""

    def __init__(self, web: PublicWeb, clock: Clock) -> None:
        self._web = web
        self._clock = clock
        self._kept: OrderedDict[str, Fetched] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    def kept(self, url: str, kid: str) -> Fetched | None:
        """Return what is known without a fetch; `None` when a fetch is due."""
        found = self._kept.get(url)
        if found is None:
            return None
        age = self._clock.now().timestamp() - found.at
        lasts = KEPT_SECONDS if kid in found.keys else PAUSE_SECONDS
        return found if 0 <= age < lasts else None

    async def fetch(self, url: str, kid: str) -> Fetched:
        """Fetch unless somebody else just did; keeps failures too, for a shorter time."""
        lock = self._locks.setdefault(url, asyncio.Lock())
        try:
            async with lock:
                return self.kept(url, kid) or self._keep(url, await self._ask(url))
        finally:
            if not lock.locked():
                self._locks.pop(url, None)

    async def _ask(self, url: str) -> Fetched:
        now = self._clock.now().timestamp()
        try:
            headers = {"Accept": "application/jwk-set+json, application/json"}
            answer = await self._web.get(url, headers=headers, seconds=PATIENCE_SECONDS, limit=MOST_BYTES)
        except NoAnswer as silence:
            return Fetched(keys={}, at=now, trouble=silence.message)
        if answer.status != OK or answer.truncated:
            return Fetched(keys={}, at=now, trouble="The jwks_uri did not answer with a key set.")
        try:
            return Fetched(keys=parse_key_set(answer.body.decode()), at=now)
        except (Invalid, UnicodeDecodeError):
            return Fetched(keys={}, at=now, trouble="The jwks_uri did not answer with a key set.")

    def _keep(self, url: str, fetched: Fetched) -> Fetched:
        self._kept[url] = fetched
        self._kept.move_to_end(url)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return fetched
