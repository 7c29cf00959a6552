"""Public keys of clients as key sets (RFC 7517), because a key that does not fit its purpose must never verify."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey

from app.domain.errors import Fault, Invalid

MOST_KEYS = 50
MOST_BYTES = 65_536
LEAST_RSA_BITS = 2048
MOST_RSA_BITS = 8192
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
FITTING = {
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "EdDSA": ("OKP", "Ed25519"),
    "RS384": ("RSA", None),
    "PS256": ("RSA", None),
}

KeySet = Mapping[str, tuple[Key, ...]]


def check_key_set(text: str) -> None:
    """Refuse with `Invalid` a key set that a client could never sign with here; for use at registration."""
    found = _listed(text)
    if any(PRIVATE_MEMBERS & key.keys() for key in found if isinstance(key, dict)):
        raise _refused("The key set holds a private or shared key; consider it compromised and make a new one.")
    if not parse_key_set(text):
        raise _refused("The key set has no signing key with a kid: P-256, P-384, Ed25519, or RSA of 2048 bits or more.")


@lru_cache(maxsize=512)
def parse_key_set(text: str) -> KeySet:
    """Return the usable keys by `kid`; what is unusable is left out, as RFC 7517, section 5 asks."""
    usable: dict[str, tuple[Key, ...]] = {}
    for data in _listed(text):
        key = _usable(data)
        if key is not None:
            usable[key.kid or ""] = (*usable.get(key.kid or "", ()), key)
    return usable


def fitting_key(keys: KeySet, kid: str, algorithm: str) -> Key | None:
    """Return the key of this `kid` that is made for the algorithm."""
    return next((key for key in keys.get(kid, ()) if _fits(key, algorithm)), None)


def _listed(text: str) -> list[Any]:
    if len(text) > MOST_BYTES:
        raise _refused("The key set is too large.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("The key set is not JSON.") from None
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise _refused(f"A key set is an object with at most {MOST_KEYS} `keys`.")
    return keys


def _usable(data: Any) -> Key | None:
    if not isinstance(data, dict) or PRIVATE_MEMBERS & data.keys() or data.get("use", "sig") != "sig":
        return None
    if not isinstance(data.get("kid"), str) or not data["kid"] or "verify" not in data.get("key_ops", ["verify"]):
        return None
    if data.get("kty") == "RSA" and len(str(data.get("n"))) * 6 < LEAST_RSA_BITS:
        return None
    try:
        key = JWKRegistry.import_key(data)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, AssertionError):
        return None
    return key if any(_fits(key, algorithm) for algorithm in FITTING) else None


def _fits(key: Key, algorithm: str) -> bool:
    kind, curve = FITTING[algorithm]
    if key.key_type != kind or (key.alg is not None and key.alg != algorithm):
        return False
    if isinstance(key, RSAKey):
        return LEAST_RSA_BITS <= key.public_key.key_size <= MOST_RSA_BITS
    return isinstance(key, ECKey | OKPKey) and key.curve_name == curve


def _refused(message: str) -> Invalid:
    return Invalid("jwks.invalid", message, faults=(Fault(pointer="/jwks", message=message),))
