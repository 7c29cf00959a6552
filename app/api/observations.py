"""What operators see of a request: one log line and three metrics, by route template, without personal data."""

import logging
from collections.abc import Callable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import request_id_of
from app.domain.networks.actor import Actor

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
NO_ANSWER = 499

logger = logging.getLogger("throughline.requests")


class Metrics:
    """The meters of one process; each has its own registry, so that two applications can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "throughline_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "throughline_request_seconds",
            "Time to the end of the answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.running = 0
        self.watch("requests_running", "Requests being answered.", lambda: self.running)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        known = self._known.get((method, route, status))
        if known is None:
            known = (self.requests.labels(method, route, status), self.seconds.labels(method, route))
            self._known[method, route, status] = known
        known[0].inc()
        known[1].observe(seconds)

    def watch(self, name: str, words: str, read: Callable[[], float]) -> None:
        """Show a number that somebody else counts, such as the connections of a pool."""
        Gauge(f"throughline_{name}", words, registry=self.registry).set_function(read)


class Observed:
    """Middleware: measure and log each request when its answer has ended."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = NO_ANSWER, perf_counter()

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.metrics.running += 1
        try:
            await self.app(scope, receive, noticed)
        finally:
            self.metrics.running -= 1
            self._record(scope, status, perf_counter() - began)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = _known_method(scope["method"]), route_of(scope)
        self.metrics.count(method, route, status, seconds)
        if not logger.isEnabledFor(logging.INFO):
            return
        actor: Actor | None = scope.get("state", {}).get("actor")
        facts = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "request_id": request_id_of(scope),
            "api_client": None if actor is None else actor.api_client,
        }
        logger.info("request", extra=facts)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered, never the path, which has ids and what people typed."""
    path: str = getattr(scope.get("route"), "path", "")
    return (scope.get("root_path", "") + path) or "unmatched"


def _known_method(method: str) -> str:
    return method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS") else "OTHER"
