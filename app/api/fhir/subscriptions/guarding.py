"""Asks the guard of outgoing calls about endpoints before anything is done: looking up a name takes its time.

What a patch makes of an endpoint is asked with the handshake, as every endpoint is again at every call.
"""

from collections.abc import Iterator
from typing import Any

from app.domain.errors import Fault, Invalid
from app.ports.gateways import PublicWeb

MOST = 20
_ENDPOINT = "channel.endpoint"


async def check_endpoints(web: PublicWeb, body: Any) -> None:
    """Refuse a Subscription, alone or in a bundle, with an endpoint that may never be called."""
    for place, endpoint in list(_endpoints(body))[:MOST]:
        try:
            await web.check(endpoint)
        except Invalid as refusal:
            fault = Fault(pointer=place, message=refusal.message)
            raise Invalid(refusal.code, refusal.message, faults=(fault,)) from None


def _endpoints(body: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        return
    if body.get("resourceType") == "Subscription":
        channel = body.get("channel")
        endpoint = channel.get("endpoint") if isinstance(channel, dict) else None
        if isinstance(endpoint, str):
            yield f"Subscription.{_ENDPOINT}", endpoint
    entries = body.get("entry") if body.get("resourceType") == "Bundle" else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        for _, endpoint in _endpoints(entry.get("resource") if isinstance(entry, dict) else None):
            yield f"Bundle.entry[{number}].resource.{_ENDPOINT}", endpoint
