"""Standard Webhooks 1.0, section 'Signature scheme': what a receiver needs to believe that we are the sender."""

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime


def signed_headers(message_id: str, at: datetime, body: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """Return the three headers; `at` is the moment of the attempt, and every key signs, the newest first."""
    timestamp = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(message_id, timestamp, body, key) for key in keys),
    }


def signature(message_id: str, timestamp: int, body: bytes, key: bytes) -> str:
    """Sign id, attempt and body with one key: `v1,` and the HMAC-SHA256 in base64."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
