"""Writes what a receiver was sent over a socket, so that verifiers by others can say whether they believe it.

One message for each scheme, and some in the midst of a rotation or a change of schemes: its headers, its body, the
secrets and the public keys with which it must verify.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard
from app.adapters.webhooks.sender import StandardWebhookSender
from app.domain.identity import DeliveryId, NetworkId, WebhookId
from app.domain.webhooks.keys import SignatureScheme
from app.ports.webhooks import FreshKey, Message, Parcel
from tests.support.halls import KEYS
from tests.support.receiver import a_receiver


def a_parcel(url: str, *keys: FreshKey) -> Parcel:
    """Address a message, signed with each of the keys."""
    now = datetime.now(UTC)
    return Parcel(
        network=NetworkId(uuid4()),
        delivery=DeliveryId(uuid4()),
        webhook=WebhookId(uuid4()),
        stream=uuid4(),
        lease=uuid4(),
        url=url,
        keys=tuple(key.kept for key in keys),
        message=Message(
            id=uuid4(), type="handoff.accepted", at=now, subject_type="handoff", subject=uuid4(), version=3
        ),
        tries=1,
    )


async def main(written: Path) -> None:
    """Send each, and write down what came."""
    secret, pair = KEYS.new(SignatureScheme.HMAC_SHA256), KEYS.new(SignatureScheme.ED25519)
    sets = ((secret,), (pair,), (pair, secret), (KEYS.new(), secret))
    web = GuardedWeb(Guard(allow_private_targets=True))
    async with a_receiver() as receiver:
        for keys in sets:
            outcome = await StandardWebhookSender(web, KEYS).send(a_parcel(receiver.url, *keys), datetime.now(UTC))
            assert outcome.success, outcome
    await web.close()
    with written.open("w", encoding="utf-8") as lines:
        for keys, request in zip(sets, receiver.received, strict=True):
            told = {
                "headers": request.headers,
                "body": request.body.decode(),
                "secrets": [key.secret for key in keys if key.secret],
                "public_keys": [key.kept.public for key in keys if key.kept.public],
            }
            lines.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
