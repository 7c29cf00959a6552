"""The keys of the audit log, derived from the service's secret: whoever only has the database has none of them."""

import hmac
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.audit.checkpoint import VerifierKey, origin_of
from app.domain.identity import NetworkId

ENTRIES = b"throughline/audit-entries/1"
PLACES = b"throughline/audit-places/1"
CHECKPOINTS = b"throughline/audit-checkpoints/1/"
KEY_BYTES = 32
SEQ_BYTES = 8


class Signatures:
    """Checks signatures, for which no secret is needed."""

    def signed(self, key: VerifierKey, signature: bytes, text: str) -> bool:
        """Whether a signature is of that key, over that text."""
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class AuditKeys(Signatures):
    """`LogKeys` from one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._entries, self._places = self._derived(ENTRIES), self._derived(PLACES)
        self._signing: dict[NetworkId, Ed25519PrivateKey] = {}

    def of_entry(self, leaf: bytes) -> bytes:
        """Return the code that only this service can give an entry."""
        return hmac.digest(self._entries, leaf, "sha256")

    def of_place(self, network: NetworkId, seq: int, entry: UUID, leaf: bytes) -> bytes:
        """Return the code that only this service can give an entry's place in the log."""
        place = network.bytes + seq.to_bytes(SEQ_BYTES, "big") + entry.bytes + leaf
        return hmac.digest(self._places, place, "sha256")

    def public(self, network: NetworkId) -> VerifierKey:
        """Return the key by which anybody can check the signatures below a network's checkpoints."""
        return VerifierKey(name=origin_of(network), public=self._key(network).public_key().public_bytes_raw())

    def sign(self, network: NetworkId, text: str) -> bytes:
        """Sign a checkpoint."""
        return self._key(network).sign(text.encode())

    def _key(self, network: NetworkId) -> Ed25519PrivateKey:
        if network not in self._signing:
            self._signing[network] = Ed25519PrivateKey.from_private_bytes(self._derived(CHECKPOINTS + network.bytes))
        return self._signing[network]

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(self._secret)
