"""Asks the library of Standard Webhooks itself whether it believes what was sent; runs among the readers of others."""

import json
import sys
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

STRANGER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def believes(told: dict, secret: str, body: str) -> bool:
    """Whether the library takes a body under these headers for what the holder of the secret sent."""
    try:
        Webhook(secret).verify(body, told["headers"])
    except WebhookVerificationError:
        return False
    return True


messages = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
for message in messages:
    for known in message["secrets"]:
        assert believes(message, known, message["body"]), message
        assert not believes(message, known, message["body"] + " "), message
    assert not believes(message, STRANGER, message["body"]), message
count = sum(len(message["secrets"]) for message in messages)
assert count, "nothing was signed with a secret"
print(f"The library of Standard Webhooks believes {count} signatures, and nobody else.")  # noqa: T201
