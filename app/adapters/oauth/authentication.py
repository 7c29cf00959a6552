"""Recognising API clients at the OAuth endpoints: throttled, in constant time, telling a guesser nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from app.adapters.oauth.assertions import AssertionRefused
from app.adapters.oauth.credentials import Claimed
from app.adapters.oauth.key_sets import KeySet, fitting_key, parse_key_set
from app.adapters.oauth.refusals import FAILED, ClientRefused, KeysUnreachable
from app.adapters.oauth.remote_keys import RemoteKeys
from app.domain.errors import Invalid, Throttled
from app.domain.networks.api_client import ApiClient, AuthMethod
from app.domain.networks.credentials import hashed, matches
from app.domain.networks.login_throttles import Throttle, throttles_for
from app.ports.security import Registration
from app.ports.transactions import Transaction

logger = logging.getLogger("throughline.oauth")

NOBODY = hashed("compared with when there is nobody, so that both take as long")


class KeysWanted(Exception):
    """A remote key set must be fetched first, outside of the transaction."""

    def __init__(self, url: str, kid: str) -> None:
        super().__init__(url)
        self.url = url
        self.kid = kid


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request on its way through: who it says it is, and the open transaction; `ended` collects revoked tokens."""

    claimed: Claimed
    address: str
    request_id: str
    now: datetime
    tx: Transaction
    ended: list[bytes] = field(default_factory=list)

    @property
    def throttles(self) -> Sequence[Throttle]:
        """Return the buckets in which a failure of this caller counts."""
        return throttles_for(self.claimed.api_client, self.address)


class ClientAuthentication:
    """Proves or refuses what a caller claims."""

    def __init__(self, remote_keys: RemoteKeys, audiences: Sequence[str]) -> None:
        self._remote_keys = remote_keys
        self._audiences = audiences

    async def authenticate(self, visit: Visit) -> ApiClient:
        """Return the client; raises `ClientRefused`, `Throttled`, or `KeysWanted` when its keys must be fetched."""
        knock = await visit.tx.failed_attempts.knock(visit.claimed.api_client, visit.throttles, visit.now)
        if knock.blocked_until is not None:
            wait = max(1, ceil((knock.blocked_until - visit.now).total_seconds()))
            raise Throttled("login.throttled", "Too many failed attempts; try again later.", retry_after=wait)
        try:
            return await self._proved(visit, knock.registration)
        except KeysUnreachable:
            raise
        except ClientRefused as refusal:
            facts = {"request_id": visit.request_id, "client": visit.claimed.client_id, "reason": refusal.description}
            logger.warning("client authentication failed", extra=facts)
            await visit.tx.failed_attempts.count([throttle.bucket for throttle in visit.throttles], visit.now)
            raise

    async def _proved(self, visit: Visit, registration: Registration | None) -> ApiClient:
        if visit.claimed.secret is not None:
            return _by_secret(visit.claimed.secret, registration, visit.now)
        if registration is None or registration.client.auth_method is not AuthMethod.PRIVATE_KEY_JWT:
            raise ClientRefused(FAILED)
        await self._by_assertion(visit, registration.client)
        if not registration.standing:
            raise ClientRefused(FAILED)
        return registration.client

    async def _by_assertion(self, visit: Visit, client: ApiClient) -> None:
        assertion = visit.claimed.assertion
        if assertion is None:
            raise ClientRefused(FAILED)
        key = fitting_key(self._keys(client, assertion.kid), assertion.kid, assertion.algorithm)
        if key is None:
            raise ClientRefused("The client has no key of this kid for this algorithm.")
        try:
            proof = assertion.believe(key, client.algorithms, self._audiences, visit.now)
        except AssertionRefused as refusal:
            raise ClientRefused(str(refusal)) from None
        if not await visit.tx.used_assertions.use(client.id, proof.jti, proof.until):
            raise ClientRefused("The assertion was used before.")

    def _keys(self, client: ApiClient, kid: str) -> KeySet:
        if client.jwks is not None:
            try:
                return parse_key_set(client.jwks)
            except Invalid:
                return {}
        if client.jwks_uri is None:
            return {}
        fetched = self._remote_keys.kept(client.jwks_uri, kid)
        if fetched is None:
            raise KeysWanted(client.jwks_uri, kid)
        if fetched.trouble is not None:
            raise KeysUnreachable(fetched.trouble)
        return fetched.keys


def _by_secret(secret: str, registration: Registration | None, now: datetime) -> ApiClient:
    client = registration.client if registration is not None else None
    kept = client.secret_hash if client is not None else None
    former = client.former_secret(now) if client is not None else None
    same = matches(secret, kept or NOBODY) | matches(secret, former or NOBODY)  # both, so that each takes as long
    if client is None or registration is None or kept is None or not same or not registration.standing:
        raise ClientRefused(FAILED)
    return client
