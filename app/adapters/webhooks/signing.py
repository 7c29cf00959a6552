"""Standard Webhooks 1.0, section 'Signature scheme': what a receiver needs to believe that we are the sender."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.webhooks.keys import SignatureScheme


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key that is ready to sign: 32 bytes, the secret of HMAC or the private half of Ed25519."""

    scheme: SignatureScheme
    key: bytes = field(repr=False)


def signed_headers(message_id: str, at: datetime, body: bytes, keys: Sequence[OpenKey]) -> dict[str, str]:
    """Return the three headers; `at` is the moment of the attempt, and every key signs, the newest first."""
    timestamp = int(at.timestamp())
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(content, key) for key in keys),
    }


def signature(content: bytes, key: OpenKey) -> str:
    """Sign id, attempt and body with one key: `v1,` and the HMAC-SHA256, or `v1a,` and the Ed25519, in base64."""
    if key.scheme is SignatureScheme.ED25519:
        return "v1a," + base64.b64encode(Ed25519PrivateKey.from_private_bytes(key.key).sign(content)).decode()
    return "v1," + base64.b64encode(hmac.digest(key.key, content, "sha256")).decode()
