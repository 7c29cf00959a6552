"""Signing keys sealed at rest, because we must sign with them and a stolen backup must not."""

import base64
from os import urandom

from app.ports.security import Seal
from app.ports.webhooks import FreshKey

SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix that Standard Webhooks gives to symmetric secrets
KEY_BYTES = 32


class SealedKeys:
    """`SigningKeys` of random bytes, kept under a seal."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def new(self) -> FreshKey:
        """Make a random key."""
        key = urandom(KEY_BYTES)
        return FreshKey(secret=SECRET_PREFIX + base64.b64encode(key).decode(), sealed=self._seal.close(key))

    def open(self, sealed: bytes) -> bytes:
        """Return the key that was sealed; raises `ValueError` when the service's own key is another one now."""
        key = self._seal.open(sealed)
        if key is None:
            raise ValueError("the signing key was sealed under another service key")
        return key
