"""Sealing at rest: what must be read again may not be readable in a stolen backup."""

from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class ServiceSeal:
    """AES-256-GCM under a key derived from the service's own, one for each purpose."""

    def __init__(self, service_key: bytes, purpose: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(service_key)
        self._cipher, self._purpose = AESGCM(derived), purpose

    def close(self, plain: bytes) -> bytes:
        """Seal bytes."""
        nonce = urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._purpose)

    def open(self, sealed: bytes) -> bytes | None:
        """Return what was sealed; None when it was altered, or sealed under another service key."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._purpose)
        except InvalidTag:
            return None
