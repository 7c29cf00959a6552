"""Our requests, clients and tokens in the shapes in which Authlib reads them."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Payload, TokenMixin

from app.adapters.oauth.authentication import Visit
from app.adapters.oauth.credentials import fields_of
from app.domain.networks.api_client import ApiClient
from app.ports.security import FormRequest, KeptToken


class FormPayload(OAuth2Payload):
    """The fields of the form; those of the query do not count."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    @property
    def data(self) -> dict[str, str]:
        """Return the fields."""
        return self._fields

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """Return the fields as lists."""
        return defaultdict(list, {name: [value] for name, value in self._fields.items()})


class VisitRequest(OAuth2Request):
    """One request to an OAuth endpoint."""

    client: Any
    payload: Any

    def __init__(self, form: FormRequest, visit: Visit) -> None:
        # TLS ends at the proxy: Authlib's check of the scheme has nothing to look at here.
        super().__init__("POST", "https://localhost/", headers=form.headers)
        self.visit = visit
        self.payload = FormPayload(fields_of(form))

    @property
    def args(self) -> dict[str, Any]:
        """Return nothing: parameters in the URL end up in logs."""
        return {}

    @property
    def form(self) -> dict[str, str]:
        """Return the fields."""
        return dict(self.payload.data)


class AuthenticatedClient(ClientMixin):
    """A client that has proved who it is."""

    def __init__(self, registered: ApiClient) -> None:
        self.registered = registered

    def get_client_id(self) -> str:
        """Return the public identifier."""
        return self.registered.client_id

    def check_grant_type(self, grant_type: str) -> bool:
        """Allow the only grant of an API client."""
        return grant_type == "client_credentials"


class FoundToken(TokenMixin):
    """A token that somebody asks about."""

    def __init__(self, kept: KeptToken, now: datetime) -> None:
        self.kept = kept
        self.now = now

    def check_client(self, client: AuthenticatedClient) -> bool:
        """Whether the token was issued to this client."""
        return self.kept.token.api_client == client.registered.id

    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.kept.token.expires_at <= self.now

    def is_revoked(self) -> bool:
        """Whether it was ended, or its client or agency may not act."""
        return self.kept.token.revoked_at is not None or not self.kept.standing
