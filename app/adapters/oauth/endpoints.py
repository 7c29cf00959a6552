"""RFC 7009 and RFC 7662: a client ends its own tokens, and asks about those of its network."""

from typing import Any

from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from sqlalchemy.util import await_only

from app.adapters.oauth.forms import AuthenticatedClient, FoundToken, VisitRequest
from app.adapters.oauth.refusals import RequestRefused
from app.domain.networks.credentials import ACCESS_TOKEN_PREFIX, compound_id, hashed, network_of


def _found(request: VisitRequest) -> FoundToken | None:
    """Return the token of the form when it is one of the caller's network; hints are ignored, there is one kind."""
    text = request.form.get("token")
    if text is None:
        raise RequestRefused("The token parameter is missing.")
    if network_of(ACCESS_TOKEN_PREFIX, text) != request.visit.claimed.network:
        return None
    kept = await_only(request.visit.tx.access_tokens.find(hashed(text)))
    return None if kept is None else FoundToken(kept, request.visit.now)


class Revocation(RevocationEndpoint):
    """Ends a token of the calling client; what it cannot know about counts as ended."""

    def check_params(self, request: VisitRequest, client: AuthenticatedClient) -> None:
        """Check nothing: `_found` does."""

    def authenticate_token(self, request: VisitRequest, client: AuthenticatedClient) -> FoundToken | None:
        """Return the caller's own token."""
        found = _found(request)
        return found if found is not None and found.check_client(client) else None

    def revoke_token(self, token: FoundToken, request: VisitRequest) -> None:
        """End it in the rows now, and in this process as soon as that is durable."""
        visit = request.visit
        await_only(visit.tx.access_tokens.revoke(token.kept.token.digest, visit.now))
        visit.ended.append(token.kept.token.digest)


class Introspection(IntrospectionEndpoint):
    """Explains the live tokens of the caller's network."""

    def __init__(self, issuer: str) -> None:
        super().__init__()
        self._issuer = issuer

    def authenticate_token(self, request: VisitRequest, _client: AuthenticatedClient) -> FoundToken | None:
        """Return the token."""
        return _found(request)

    def introspect_token(self, token: FoundToken) -> dict[str, Any]:
        """Say what RFC 7662, section 2.2 has names for."""
        kept = token.kept.token
        client_id = compound_id(kept.network, kept.api_client)
        return {
            "active": True,
            "scope": str(kept.scopes),
            "client_id": client_id,
            "token_type": "Bearer",
            "exp": int(kept.expires_at.timestamp()),
            "iat": int(kept.issued_at.timestamp()),
            "iss": self._issuer,
            "sub": client_id,
            "agency_id": str(kept.agency),
            "roles": sorted(token.kept.roles),
        }
