"""What recognising callers needs: tokens, used assertions and failed attempts kept; and the OAuth server itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domain.identity import ApiClientId
from app.domain.networks.access_token import AccessToken
from app.domain.networks.api_client import ApiClient
from app.domain.networks.login_throttles import Throttle
from app.domain.networks.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A client as the token endpoint needs it; `standing` is false when it or its agency may not act."""

    client: ApiClient
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What there is to know before a caller is judged: who it may be, and until when it has to wait."""

    registration: Registration | None
    blocked_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptToken:
    """A token with what its client may be now; `standing` is false when the client or its agency may not act."""

    token: AccessToken
    roles: frozenset[Role]
    standing: bool


class AccessTokens(Protocol):
    """Tokens of the network, by digest."""

    async def find(self, digest: bytes) -> KeptToken | None:
        """Return a token, live or not, with its client's present roles and standing."""
        ...

    async def find_all(self, digests: Sequence[bytes]) -> Sequence[KeptToken]:
        """Return those of many tokens that there are, each as `find` does."""
        ...

    async def add(self, token: AccessToken) -> None:
        """Keep a new token."""
        ...

    async def revoke(self, digest: bytes, at: datetime) -> None:
        """End one token; nothing happens when it has ended already."""
        ...

    async def revoke_all(self, api_client: ApiClientId, at: datetime) -> None:
        """End every token of a client."""
        ...


class UsedAssertions(Protocol):
    """Ids of signed assertions, each good for one use across all processes."""

    async def use(self, api_client: ApiClientId, jti: str, until: datetime) -> bool:
        """Take an id for good; False when it was taken before."""
        ...


class FailedAttempts(Protocol):
    """Failed client authentications, counted within a window for each bucket."""

    async def knock(self, api_client: ApiClientId, throttles: Sequence[Throttle], now: datetime) -> Knock:
        """Return the client, if there is one, and when the fullest bucket opens again, if one is full."""
        ...

    async def count(self, buckets: Sequence[str], now: datetime) -> None:
        """Count one more failure in each bucket."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRequest:
    """A request to an OAuth endpoint: lower-case header names, form fields in order, the caller's address."""

    headers: Mapping[str, str]
    fields: Sequence[tuple[str, str]] = field(repr=False)
    address: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """What an OAuth endpoint says; `body` is the JSON document, or empty."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes = field(repr=False)


class OAuthServer(Protocol):
    """Give, end and explain tokens; every refusal is an answer in the words of RFC 6749, section 5.2."""

    async def token(self, request: FormRequest) -> FormAnswer:
        """Answer a token request (RFC 6749, section 4.4)."""
        ...

    async def revoke(self, request: FormRequest) -> FormAnswer:
        """Answer a revocation (RFC 7009)."""
        ...

    async def introspect(self, request: FormRequest) -> FormAnswer:
        """Answer an introspection (RFC 7662)."""
        ...


class PublishedKeys(Protocol):
    """The service's own public keys."""

    def published(self, now: datetime) -> Mapping[str, object]:
        """Return them as a JWK set."""
        ...


class ClientKeys(Protocol):
    """Judge the keys that a client is about to be registered with; doors call it before the use case."""

    async def check(self, *, jwks: str | None, jwks_uri: str | None) -> None:
        """Refuse with `Invalid` a key set that no client could sign with here, or an address that may not be called."""
        ...


class Seal(Protocol):
    """Keep bytes so that a stolen backup does not tell them."""

    def close(self, plain: bytes) -> bytes:
        """Seal bytes."""
        ...

    def open(self, sealed: bytes) -> bytes | None:
        """Return what was sealed, or None when it was altered or sealed by another service."""
        ...
