"""Authlib's authorization server on our loop and our rows.

Authlib is synchronous: `greenlet_spawn` runs it in a greenlet, in which `await_only` lets a callback wait for a
coroutine of the running loop. What it decides is kept; how it authenticates clients, narrows scopes, bounds
assertions and answers `invalid_client` is replaced, because its defaults are looser than our promises.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientCredentialsGrant, UnsupportedGrantTypeError
from sqlalchemy.util import await_only

from app.adapters.oauth.authentication import ClientAuthentication, Visit
from app.adapters.oauth.endpoints import Introspection, Revocation
from app.adapters.oauth.forms import AuthenticatedClient, VisitRequest
from app.adapters.oauth.refusals import GrantRefused, RequestRefused, ScopeRefused
from app.domain.errors import Invalid
from app.domain.networks.access_token import AccessToken
from app.domain.networks.actor import Actor
from app.domain.networks.api_client import ApiClient
from app.domain.networks.credentials import ACCESS_TOKEN_PREFIX, RANDOM_BYTES, hashed, token
from app.domain.networks.scope_requests import grant
from app.domain.networks.scopes import Scopes
from app.ports.clock import Ids
from app.ports.security import FormAnswer
from app.ports.transactions import AuditEntry


class Server(AuthorizationServer):
    """Gives tokens to API clients that prove who they are."""

    def __init__(self, authentication: ClientAuthentication, ids: Ids, *, issuer: str, lifetime: timedelta) -> None:
        super().__init__()
        self._authentication = authentication
        self._ids = ids
        self._lifetime = lifetime
        self.register_grant(ClientCredentialsGrant)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection(issuer))

    def create_oauth2_request(self, request: VisitRequest) -> VisitRequest:
        """Take the request as it is."""
        return request

    def give_token(self, request: VisitRequest) -> FormAnswer:
        """Answer a token request; a missing grant_type is a malformed one (RFC 6749, section 5.2)."""
        if request.payload.grant_type is None:
            missing = RequestRefused("The grant_type parameter is missing.")
            return self.handle_response(*missing())
        answer: FormAnswer = self.create_token_response(request)
        return answer

    def get_token_grant(self, request: VisitRequest) -> Any:
        """Find the grant, without repeating what was sent when there is none."""
        try:
            return super().get_token_grant(request)
        except UnsupportedGrantTypeError:
            raise GrantRefused(request.payload.grant_type) from None

    def authenticate_client(self, request: VisitRequest, _methods: object, _endpoint: str = "token") -> Any:
        """Recognise the client by our own rules."""
        request.client = AuthenticatedClient(await_only(self._authentication.authenticate(request.visit)))
        return request.client

    def generate_token(
        self,
        grant_type: str,  # noqa: ARG002
        client: AuthenticatedClient,
        user: None = None,  # noqa: ARG002
        scope: str | None = None,
        expires_in: None = None,  # noqa: ARG002
        include_refresh_token: bool = True,  # noqa: ARG002, FBT001, FBT002
    ) -> dict[str, Any]:
        """Make the answer of a token request (RFC 6749, section 5.1)."""
        try:
            granted = grant(scope, client.registered.scopes)
        except Invalid as refusal:
            raise ScopeRefused(refusal.message) from None
        return {
            "access_token": token(ACCESS_TOKEN_PREFIX, client.registered.network, secrets.token_bytes(RANDOM_BYTES)),
            "token_type": "Bearer",
            "expires_in": int(self._lifetime.total_seconds()),
            "scope": granted.spelled,
        }

    def save_token(self, token: dict[str, Any], request: VisitRequest) -> None:
        """Keep the token's digest and record that it was issued."""
        await_only(self._keep(token, request.visit, request.client.registered))

    async def _keep(self, answer: dict[str, Any], visit: Visit, client: ApiClient) -> None:
        kept = AccessToken(
            digest=hashed(answer["access_token"]),
            network=client.network,
            api_client=client.id,
            agency=client.agency,
            scopes=Scopes.parse(answer["scope"]),
            issued_at=visit.now,
            expires_at=visit.now + self._lifetime,
        )
        await visit.tx.access_tokens.add(kept)
        await visit.tx.record([], self._entry(visit, client), None)

    def _entry(self, visit: Visit, client: ApiClient) -> AuditEntry:
        return AuditEntry(
            id=self._ids.new(),
            at=visit.now,
            actor=Actor(network=client.network, agency=client.agency, api_client=client.id),
            action="token.issue",
            permission="c",
            subject_type="api-client",
            subjects=(client.id,),
            clients=(),
            request_id=visit.request_id,
        )

    def send_signal(self, *_: object, **__: object) -> None:
        """Send nothing: nobody listens."""

    def handle_response(self, status: int, body: Any, headers: Sequence[tuple[str, str]]) -> FormAnswer:
        """Render what was decided."""
        return FormAnswer(status=status, headers=tuple(headers), body=json.dumps(body).encode())
