"""Carries one message to one receiver through the guarded way out, because receivers' URLs come from users."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from app.adapters.webhooks.signing import OpenKey, signed_headers
from app.domain.sensitivity.notices import HEADER, notices_for, said
from app.domain.webhooks.delivery import Outcome
from app.domain.webhooks.discretion import told_ids
from app.ports.gateways import NoAnswer, PublicWeb
from app.ports.webhooks import Message, Parcel, SigningKeys

TIMEOUT_SECONDS = 15.0
ANSWER_BYTES = 1_024


class StandardWebhookSender:
    """Sends as Standard Webhooks describe."""

    def __init__(self, web: PublicWeb, keys: SigningKeys, *, seconds: float = TIMEOUT_SECONDS) -> None:
        self._web = web
        self._keys = keys
        self._seconds = seconds

    async def send(self, parcel: Parcel, at: datetime) -> Outcome:
        """Post the message; the URL passes the guard again now, and the receiver's body is thrown away."""
        body = rendered(parcel.message)
        keys = [OpenKey(key.scheme, self._keys.open(key)) for key in parcel.keys]
        signed = signed_headers(str(parcel.message.id), at, body, keys)
        headers = {"content-type": "application/json", **signed, **notice_headers(parcel.message)}
        try:
            answer = await self._web.post(
                parcel.url, headers=headers, body=body, seconds=self._seconds, limit=ANSWER_BYTES
            )
        except NoAnswer as silence:
            return Outcome(error=silence.kind.value)
        return Outcome(status=answer.status, retry_after=retry_after(answer.headers, at))


def rendered(message: Message) -> bytes:
    """Write the thin payload: what happened to which id, and nothing about any person."""
    return msgspec.json.encode(
        {
            "type": message.type,
            "timestamp": message.at,
            "data": {
                "event_id": message.id,
                "subject_type": message.subject_type,
                "subject_id": message.subject,
                "version": message.version,
                "related": told_ids(message.subject_type, message.related),
                "notices": notices_for(message.labels),
            },
        }
    )


def notice_headers(message: Message) -> dict[str, str]:
    """Say beside the message what the law wants said with it."""
    line = said(notices_for(message.labels))
    return {} if line is None else {HEADER.lower(): line}


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read Retry-After (RFC 9110, section 10.2.3), in seconds or as a date; None when it says nothing usable."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta(0))
