"""Carries one form request through Authlib: one transaction, no network call inside it, tried again when contended."""

from collections.abc import Callable
from datetime import timedelta

from authlib.oauth2 import OAuth2Error
from sqlalchemy.util import greenlet_spawn

from app.adapters.oauth.authentication import ClientAuthentication, KeysWanted, Visit
from app.adapters.oauth.credentials import Claimed, claimed_by
from app.adapters.oauth.forms import VisitRequest
from app.adapters.oauth.refusals import not_now
from app.adapters.oauth.remote_keys import RemoteKeys
from app.adapters.oauth.server import Server
from app.domain.errors import Throttled, Unavailable
from app.ports.clock import Clock, Ids
from app.ports.gateways import PublicWeb
from app.ports.security import FormAnswer, FormRequest
from app.ports.transactions import TransactionConflict, Transactions

ATTEMPTS = 5

Answering = Callable[[VisitRequest], FormAnswer]
Ended = Callable[[bytes], None]


class OAuthDesk:
    """`OAuthServer` by Authlib; `ended` hears of each token whose end has become durable."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        clock: Clock,
        ids: Ids,
        web: PublicWeb,
        base_url: str,
        lifetime: timedelta,
        ended: Ended,
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._ended = ended
        self._remote_keys = RemoteKeys(web, clock)
        authentication = ClientAuthentication(self._remote_keys, (f"{base_url}/oauth/token", base_url))
        self._server = Server(authentication, ids, issuer=base_url, lifetime=lifetime)

    async def token(self, request: FormRequest) -> FormAnswer:
        """Answer a token request."""
        return await self._answer(request, self._server.give_token)

    async def revoke(self, request: FormRequest) -> FormAnswer:
        """Answer a revocation."""
        return await self._answer(request, lambda visit: self._server.create_endpoint_response("revocation", visit))

    async def introspect(self, request: FormRequest) -> FormAnswer:
        """Answer an introspection."""
        return await self._answer(request, lambda visit: self._server.create_endpoint_response("introspection", visit))

    async def _answer(self, request: FormRequest, answering: Answering) -> FormAnswer:
        try:
            claimed = claimed_by(request)
        except OAuth2Error as error:
            return self._server.handle_response(*error())
        try:
            return await self._tried(request, claimed, answering)
        except (Throttled, Unavailable) as refusal:
            return self._server.handle_response(*not_now(refusal))

    async def _tried(self, request: FormRequest, claimed: Claimed, answering: Answering) -> FormAnswer:
        for _ in range(ATTEMPTS):
            try:
                return await self._once(request, claimed, answering)
            except KeysWanted as wanted:
                await self._remote_keys.fetch(wanted.url, wanted.kid)
            except TransactionConflict:
                continue
        raise Unavailable("transaction.contended", "Others are changing the same things; try again.")

    async def _once(self, request: FormRequest, claimed: Claimed, answering: Answering) -> FormAnswer:
        async with self._transactions.begin(claimed.network) as tx:
            visit = Visit(
                claimed=claimed,
                address=request.address,
                request_id=request.request_id,
                now=self._clock.now(),
                tx=tx,
            )
            answer: FormAnswer = await greenlet_spawn(answering, VisitRequest(request, visit))
        for digest in visit.ended:
            self._ended(digest)
        return answer
