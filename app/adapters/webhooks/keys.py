"""Signing keys sealed at rest, because we must sign with them and a stolen backup must not."""

import base64
from os import urandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.ports.webhooks import FreshKey

SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix that Standard Webhooks gives to symmetric secrets
KEY_BYTES = 32
NONCE_BYTES = 12
PURPOSE = b"throughline/webhook-signing-keys/1"


class SealedKeys:
    """`SigningKeys` by AES-256-GCM under a key derived from the service's own."""

    def __init__(self, service_key: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(service_key)
        self._cipher = AESGCM(derived)

    def new(self) -> FreshKey:
        """Make a random key."""
        key, nonce = urandom(KEY_BYTES), urandom(NONCE_BYTES)
        return FreshKey(
            secret=SECRET_PREFIX + base64.b64encode(key).decode(),
            sealed=nonce + self._cipher.encrypt(nonce, key, PURPOSE),
        )

    def open(self, sealed: bytes) -> bytes:
        """Return the key that was sealed."""
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
