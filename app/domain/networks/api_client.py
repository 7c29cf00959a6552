"""API clients: the programs of agencies and of the network, because nothing calls the service anonymously."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks import credentials
from app.domain.networks.roles import GRANTABLE, Role
from app.domain.networks.scopes import Scopes

ASSERTION_ALGORITHMS = ("ES384", "RS384", "PS256", "ES256", "EdDSA")
AT_ONCE = timedelta()
LONGEST_OVERLAP = timedelta(days=7)


class AuthMethod(StrEnum):
    """How a client proves itself at the token endpoint (RFC 7591 names)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the registered name of the method
    PRIVATE_KEY_JWT = "private_key_jwt"


class ApiClientStatus(StrEnum):
    """Whether a client may obtain and use tokens."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiClient:
    """What an administrator states to register a client; `jwks` is the JSON text of a key set."""

    agency: AgencyId
    name: str
    roles: frozenset[Role]
    scopes: Scopes
    auth_method: AuthMethod = AuthMethod.CLIENT_SECRET_BASIC
    jwks: str | None = None
    jwks_uri: str | None = None
    algorithms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClientChanges:
    """What is to be different; None leaves as it is, and a key source takes the place of the one there was."""

    name: str | None = None
    roles: frozenset[Role] | None = None
    scopes: Scopes | None = None
    jwks: str | None = None
    jwks_uri: str | None = None
    algorithms: tuple[str, ...] | None = None


@dataclass(slots=True, kw_only=True)
class ApiClient:
    """A registered program that acts for one agency with fixed roles and, at most, these scopes."""

    id: ApiClientId
    network: NetworkId
    agency: AgencyId
    name: str
    roles: frozenset[Role]
    scopes: Scopes
    auth_method: AuthMethod
    secret_hash: bytes | None
    former_secret_hash: bytes | None
    former_secret_until: datetime | None
    jwks: str | None
    jwks_uri: str | None
    algorithms: tuple[str, ...]
    status: ApiClientStatus
    revoked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def client_id(self) -> str:
        """The public identifier that the client sends."""
        return credentials.compound_id(self.network, self.id)

    @property
    def active(self) -> bool:
        """Whether the client may obtain and use tokens."""
        return self.status is ApiClientStatus.ACTIVE

    def proves(self, secret: str) -> bool:
        """Whether `secret` is this client's newest; never for a revoked client or one that signs."""
        return self.active and self.secret_hash is not None and credentials.matches(secret, self.secret_hash)

    def former_secret(self, at: datetime) -> bytes | None:
        """Return the hash of the secret before this one, while its time lasts."""
        lasts = self.former_secret_until is not None and at < self.former_secret_until
        return self.former_secret_hash if lasts else None

    def rotate_secret(self, secret: str, at: datetime, overlap: timedelta = AT_ONCE) -> None:
        """Replace the secret; the old one works on for as long as the overlap, and never for more than one change."""
        self._must_be_active()
        if self.auth_method is not AuthMethod.CLIENT_SECRET_BASIC:
            raise Conflict("api-client.has-no-secret", "A client that signs its requests has no secret to rotate.")
        faults = Faults()
        faults.require(AT_ONCE <= overlap <= LONGEST_OVERLAP, "/overlap_hours", "must be 0 to 168")
        faults.refuse("api-client.invalid", "The secret cannot be rotated like this.")
        self.former_secret_hash = self.secret_hash if overlap else None
        self.former_secret_until = at + overlap if overlap else None
        self.secret_hash = credentials.hashed(secret)
        self.updated_at = at

    def change(self, changes: ApiClientChanges, at: datetime) -> bool:
        """Change what is described, under the rules of registration; tell whether anything is different."""
        self._must_be_active()
        wanted = _checked(self._with(changes))
        before = (self.name, self.roles, self.scopes, self.jwks, self.jwks_uri, self.algorithms)
        after = (wanted.name, wanted.roles, wanted.scopes, wanted.jwks, wanted.jwks_uri, wanted.algorithms)
        if before == after:
            return False
        self.name, self.roles, self.scopes, self.jwks, self.jwks_uri, self.algorithms = after
        self.updated_at = at
        return True

    def _with(self, changes: ApiClientChanges) -> NewApiClient:
        other_keys = changes.jwks is not None or changes.jwks_uri is not None
        return NewApiClient(
            agency=self.agency,
            name=self.name if changes.name is None else changes.name,
            roles=self.roles if changes.roles is None else changes.roles,
            scopes=self.scopes if changes.scopes is None else changes.scopes,
            auth_method=self.auth_method,
            jwks=changes.jwks if other_keys else self.jwks,
            jwks_uri=changes.jwks_uri if other_keys else self.jwks_uri,
            algorithms=self.algorithms if changes.algorithms is None else changes.algorithms,
        )

    def revoke(self, at: datetime) -> None:
        """End the client for good: it obtains no tokens and those it holds stop working."""
        self._must_be_active()
        self.status = ApiClientStatus.REVOKED
        self.former_secret_hash = self.former_secret_until = None
        self.revoked_at = self.updated_at = at

    def _must_be_active(self) -> None:
        if not self.active:
            raise Conflict("api-client.revoked", "The API client has been revoked.")


def register(new: NewApiClient, *, id: ApiClientId, network: NetworkId, secret: str, at: datetime) -> ApiClient:  # noqa: A002 - the field's name
    """Register a client; `secret` is kept, hashed, only by a client that uses one."""
    checked = _checked(new)
    uses_secret = checked.auth_method is AuthMethod.CLIENT_SECRET_BASIC
    return ApiClient(
        id=id,
        network=network,
        agency=checked.agency,
        name=checked.name,
        roles=checked.roles,
        scopes=checked.scopes,
        auth_method=checked.auth_method,
        secret_hash=credentials.hashed(secret) if uses_secret else None,
        former_secret_hash=None,
        former_secret_until=None,
        jwks=checked.jwks,
        jwks_uri=checked.jwks_uri,
        algorithms=checked.algorithms,
        status=ApiClientStatus.ACTIVE,
        revoked_at=None,
        version=1,
        created_at=at,
        updated_at=at,
    )


def _checked(new: NewApiClient) -> NewApiClient:
    faults = Faults()
    faults.name(new.name, "/name")
    faults.require(new.roles, "/roles", "must name at least one role")
    faults.require(new.roles <= GRANTABLE, "/roles", "names a role that is not granted to API clients")
    faults.require(new.scopes.granted, "/scopes", "must name at least one scope")
    if new.auth_method is AuthMethod.PRIVATE_KEY_JWT:
        one_key_source = (new.jwks is None) != (new.jwks_uri is None)
        faults.require(one_key_source, "/jwks", "give either jwks or jwks_uri for private_key_jwt")
        faults.require(new.jwks_uri is None or new.jwks_uri.startswith("https://"), "/jwks_uri", "must be an https URL")
        faults.url(new.jwks_uri, "/jwks_uri")
    else:
        faults.require(new.jwks is None, "/jwks", "is only for private_key_jwt")
        faults.require(new.jwks_uri is None, "/jwks_uri", "is only for private_key_jwt")
        faults.require(not new.algorithms, "/algorithms", "is only for private_key_jwt")
    for place, algorithm in enumerate(new.algorithms):
        faults.require(
            algorithm in ASSERTION_ALGORITHMS,
            f"/algorithms/{place}",
            f"must be one of {', '.join(ASSERTION_ALGORITHMS)}",
        )
    faults.refuse("api-client.invalid", "The API client cannot be as described.")
    signs = new.auth_method is AuthMethod.PRIVATE_KEY_JWT
    return replace(new, algorithms=new.algorithms or ASSERTION_ALGORITHMS) if signs else new
