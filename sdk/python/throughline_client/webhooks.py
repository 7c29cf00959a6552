"""Believes webhooks (Standard Webhooks 1.0) whose signature is right and whose time is now."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping

from throughline_client.generated.models.webhook_payload import WebhookPayload

TOLERANCE_SECONDS = 300.0


class NotBelieved(Exception):
    """The message is not from whom it should be, not whole, or not from now."""


def believed(headers: Mapping[str, str], body: bytes, secret: str, *, now: float | None = None) -> WebhookPayload:
    """Read a webhook's message from its bytes, as they came; names of headers are taken in any case.

    `secret` is the webhook's secret (`whsec_…`), or its public key (`whpk_…`) where it signs by a pair of keys.
    """
    given = {name.lower(): value for name, value in headers.items()}
    stamp = given.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs((time.time() if now is None else now) - int(stamp)) > TOLERANCE_SECONDS:
        raise NotBelieved("Its time is not now.")
    signed = f"{given.get('webhook-id', '')}.{stamp}.".encode() + body
    version, is_right = _judge(secret, signed)
    signatures = (each.partition(",") for each in given.get("webhook-signature", "").split())
    if not any(kind == version and is_right(value) for kind, _, value in signatures):
        raise NotBelieved("No signature is right.")
    return WebhookPayload.from_dict(json.loads(body))


def _judge(secret: str, signed: bytes) -> tuple[str, Callable[[str], bool]]:
    prefix, _, text = secret.partition("_")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as failure:
        raise ValueError("This is no webhook's key: what follows its prefix is no base64.") from failure
    if prefix == "whsec":
        wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
        return "v1", lambda value: hmac.compare_digest(value.encode(), wanted)
    if prefix == "whpk":
        return "v1a", lambda value: _is_signed_by(key, value, signed)
    raise ValueError("This is no webhook's key: they begin with whsec_ or whpk_.")


def _is_signed_by(public_key: bytes, signature: str, signed: bytes) -> bool:
    """Verify Ed25519, for which the extra `ed25519` (cryptography) must be installed."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - needed for these webhooks only
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(base64.b64decode(signature), signed)
    except (InvalidSignature, binascii.Error):
        return False
    return True
