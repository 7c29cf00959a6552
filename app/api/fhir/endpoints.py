"""Asks the guard of outgoing calls about endpoints while no transaction waits: looking up a name takes its time.

What is sent whole is asked about before anything is done. What a patch makes of an endpoint is known only once it is
applied: then everything is undone, the guard is asked, and it is done again.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from app.domain.errors import Fault, Invalid
from app.ports.gateways import PublicWeb

T = TypeVar("T")
MOST = 20
_ENDPOINT = "channel.endpoint"


class Unasked(Exception):
    """The guard has not been asked about an endpoint yet."""

    def __init__(self, endpoint: str) -> None:
        super().__init__("The guard is to be asked first.")
        self.endpoint = endpoint


class Endpoints:
    """The endpoints that come up in one request, and what the guard said of each."""

    def __init__(self, web: PublicWeb) -> None:
        self._web = web
        self._said: dict[str, Invalid | None] = {}

    async def guarded(self, doing: Callable[[], Awaitable[T]]) -> T:
        """Do something, anew for each endpoint that comes up meanwhile."""
        for _ in range(MOST):
            try:
                return await doing()
            except Unasked as unasked:
                self._said[unasked.endpoint] = await _refusal(self._web, unasked.endpoint)
        raise Invalid("subscription.too-many-endpoints", f"At most {MOST} endpoints are changed at a time.")

    def check_changed(self, before: Any, after: Any) -> None:
        """Refuse another endpoint than before that may never be called; `Unasked` where that is not known."""
        known = {endpoint for _, endpoint in _endpoints(before)}
        for place, endpoint in _endpoints(after):
            if endpoint in known:
                continue
            if endpoint not in self._said:
                raise Unasked(endpoint)
            if (refusal := self._said[endpoint]) is not None:
                raise _at(place, refusal)


async def guarded(endpoints: Endpoints | None, doing: Callable[[], Awaitable[T]]) -> T:
    """Do something that may bring endpoints, where any may come up."""
    return await (doing() if endpoints is None else endpoints.guarded(doing))


async def check_endpoints(web: PublicWeb, body: Any) -> None:
    """Refuse a Subscription, alone or in a bundle, with an endpoint that may never be called."""
    for place, endpoint in list(_endpoints(body))[:MOST]:
        if (refusal := await _refusal(web, endpoint)) is not None:
            raise _at(place, refusal)


async def _refusal(web: PublicWeb, endpoint: str) -> Invalid | None:
    try:
        await web.check(endpoint)
    except Invalid as refusal:
        return refusal
    return None


def _at(place: str, refusal: Invalid) -> Invalid:
    return Invalid(refusal.code, refusal.message, faults=(Fault(pointer=place, message=refusal.message),))


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
