"""Client ids, secrets and tokens: each names its network, so that a lookup never searches across networks."""

import base64
import binascii
import hmac
from hashlib import sha256
from uuid import UUID

from app.domain.identity import ApiClientId, NetworkId

CLIENT_ID_PREFIX = "tlc_"
SECRET_PREFIX = "tls_"  # noqa: S105 - a prefix that makes leaked secrets recognisable, not a secret
ACCESS_TOKEN_PREFIX = "tla_"  # noqa: S105 - the same
REFRESH_TOKEN_PREFIX = "tlr_"  # noqa: S105 - the same
CODE_PREFIX = "tlo_"
RANDOM_BYTES = 32
_UUID_BYTES = 16
_ID_LENGTH = 52  # 32 bytes in base32 without padding


def compound_id(network: NetworkId, api_client: ApiClientId) -> str:
    """Write the public `client_id` of an API client: its network and itself, in lowercase base32."""
    both = network.bytes + api_client.bytes
    return CLIENT_ID_PREFIX + base64.b32encode(both).decode().rstrip("=").lower()


def split_compound_id(text: str) -> tuple[NetworkId, ApiClientId] | None:
    """Read a `client_id` back; `None` when it is not one of ours."""
    body = text.removeprefix(CLIENT_ID_PREFIX)
    if body == text or len(body) != _ID_LENGTH or body != body.lower():
        return None
    try:
        both = base64.b32decode(body.upper() + "=" * (-_ID_LENGTH % 8))
    except (binascii.Error, ValueError):
        return None
    network, api_client = NetworkId(UUID(bytes=both[:_UUID_BYTES])), ApiClientId(UUID(bytes=both[_UUID_BYTES:]))
    return (network, api_client) if compound_id(network, api_client) == text else None


def client_secret(random: bytes) -> str:
    """Write a client secret from 32 random bytes."""
    return SECRET_PREFIX + _base64url(random)


def token(prefix: str, network: NetworkId, random: bytes) -> str:
    """Write an opaque token that names its network: prefix, then base64url of network and 32 random bytes."""
    return prefix + _base64url(network.bytes + random)


def network_of(prefix: str, text: str) -> NetworkId | None:
    """Read the network that a token names; `None` when it is not a token of this kind."""
    body = text.removeprefix(prefix)
    if body == text or not body.isascii():
        return None
    try:
        both = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(both) != _UUID_BYTES + RANDOM_BYTES or _base64url(both) != body:
        return None
    return NetworkId(UUID(bytes=both[:_UUID_BYTES]))


def hashed(secret: str) -> bytes:
    """Return what is stored instead of a secret or token: SHA-256, enough for 256 random bits."""
    return sha256(secret.encode()).digest()


def matches(secret: str, stored: bytes) -> bool:
    """Compare a presented secret with a stored hash in constant time."""
    return hmac.compare_digest(hashed(secret), stored)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
