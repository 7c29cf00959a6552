"""Signing keys sealed at rest, because we must sign with them and a stolen backup must not."""

import base64
from os import urandom

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.webhooks.keys import Key, SignatureScheme
from app.ports.security import Seal
from app.ports.webhooks import FreshKey

SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix that Standard Webhooks gives to symmetric secrets
PUBLIC_PREFIX = "whpk_"  # and this one to public keys
KEY_BYTES = 32


class SealedKeys:
    """`SigningKeys` of random bytes, kept under a seal."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def new(self, scheme: SignatureScheme = SignatureScheme.HMAC_SHA256) -> FreshKey:
        """Make a random key: 32 bytes are a secret as well as the seed of a pair (RFC 8032, section 5.1.5)."""
        key = urandom(KEY_BYTES)
        sealed = self._seal.close(key)
        if scheme is SignatureScheme.ED25519:
            public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
            return FreshKey(kept=Key(scheme=scheme, sealed=sealed, public=PUBLIC_PREFIX + _text(public)), secret=None)
        return FreshKey(kept=Key(scheme=scheme, sealed=sealed), secret=SECRET_PREFIX + _text(key))

    def open(self, key: Key) -> bytes:
        """Return the bytes that were sealed; raises `ValueError` when the service's own key is another one now."""
        opened = self._seal.open(key.sealed)
        if opened is None:
            raise ValueError("the signing key was sealed under another service key")
        return opened


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
