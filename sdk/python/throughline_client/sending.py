"""Sends requests: again where that is safe, and never with a second effect."""

import asyncio
import json
import random
import time
import uuid
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

FIRST_WAIT = 0.25
PROBLEM = "application/problem+json"
TURNED_AWAY = frozenset({429, 503})  # the service did nothing yet, and says so
UNKNOWN = frozenset({408, 500, 502, 504})  # somebody in between gave up: what became of the request is not known
CONFLICT, LEAST_REFUSAL = 409, 400
IN_FLIGHT = b"idempotency.in-flight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try: so many times at most, and never waiting longer than so many seconds for the next."""

    tries: int = 4
    longest: float = 30.0


class Persistent(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives each POST a key of its own and sends it until there is an answer that is one."""

    def __init__(
        self,
        patience: Patience,
        transport: httpx.BaseTransport | None = None,
        async_transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._patience = patience
        self._transport = transport or httpx.HTTPTransport()
        self._async_transport = async_transport or httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send from a thread."""
        _give_key(request)
        for count in range(1, self._patience.tries + 1):
            try:
                response = self._transport.handle_request(request)
            except httpx.TransportError as failure:
                if not self._goes_on(request, failure, count):
                    raise
                time.sleep(_wait(None, count))
                continue
            if response.status_code < LEAST_REFUSAL:
                return response
            response.read()
            if not self._goes_on(request, response, count):
                return _in_problems(response)
            time.sleep(_wait(response, count))
        raise AssertionError("The last try ends the loop.")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send from a task."""
        _give_key(request)
        for count in range(1, self._patience.tries + 1):
            try:
                response = await self._async_transport.handle_async_request(request)
            except httpx.TransportError as failure:
                if not self._goes_on(request, failure, count):
                    raise
                await asyncio.sleep(_wait(None, count))
                continue
            if response.status_code < LEAST_REFUSAL:
                return response
            await response.aread()
            if not self._goes_on(request, response, count):
                return _in_problems(response)
            await asyncio.sleep(_wait(response, count))
        raise AssertionError("The last try ends the loop.")

    def close(self) -> None:
        """Close the connections of threads."""
        self._transport.close()

    async def aclose(self) -> None:
        """Close the connections of tasks."""
        await self._async_transport.aclose()

    def _goes_on(self, request: httpx.Request, outcome: httpx.Response | httpx.TransportError, count: int) -> bool:
        if count >= self._patience.tries or not isinstance(request.stream, httpx.ByteStream):
            return False
        if isinstance(outcome, httpx.Response) and _wait(outcome, count) > self._patience.longest:
            return False
        return _may_repeat(request, outcome)


def _give_key(request: httpx.Request) -> None:
    if request.method == "POST" and "Idempotency-Key" not in request.headers:
        request.headers["Idempotency-Key"] = str(uuid.uuid4())


def _may_repeat(request: httpx.Request, outcome: httpx.Response | httpx.TransportError) -> bool:
    repeatable = request.method == "GET" or "Idempotency-Key" in request.headers
    if not isinstance(outcome, httpx.Response):
        return repeatable or isinstance(outcome, httpx.ConnectError)
    if outcome.status_code in TURNED_AWAY:
        return True
    in_flight = outcome.status_code == CONFLICT and IN_FLIGHT in outcome.content
    return repeatable and (outcome.status_code in UNKNOWN or in_flight)


def _wait(response: httpx.Response | None, count: int) -> float:
    """Return the seconds until the next try: `Retry-After` (RFC 9110, section 10.2.3), or longer each time."""
    said = None if response is None else response.headers.get("Retry-After")
    if said is None:
        return float(FIRST_WAIT * 2 ** (count - 1) * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return FIRST_WAIT


def _in_problems(response: httpx.Response) -> httpx.Response:
    """Put what stands between (a proxy, a gateway) into the words of the service."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind in {PROBLEM, "application/json"}:
        return response
    problem = {
        "type": "about:blank",
        "title": response.reason_phrase,
        "status": response.status_code,
        "detail": response.text[:200],
        "instance": "",
        "code": f"http.{response.status_code}",
        "context": {},
        "request_id": response.headers.get("X-Request-Id", ""),
        "errors": [],
    }
    waits = {name: value for name, value in response.headers.items() if name.lower() == "retry-after"}
    return httpx.Response(
        response.status_code, headers=waits | {"Content-Type": PROBLEM}, content=json.dumps(problem).encode()
    )
