"""What a supervisor asks: is the process alive, can it serve, how is it doing."""

import hmac
from collections.abc import Awaitable
from typing import Protocol

from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.api.observations import Metrics
from app.api.rendering import answer, respond

router = APIRouter(include_in_schema=False)


class Readiness(Protocol):
    """Tells whether the service can serve."""

    def __call__(self) -> Awaitable[dict[str, str]]:
        """Return each need with `ok` or with what is wrong, in words without secrets."""
        ...


def set_up_health(state: object, *, metrics: Metrics, metrics_token: str | None, readiness: Readiness) -> None:
    """Give an application's state what these pages need."""
    state.metrics, state.metrics_token, state.readiness = metrics, metrics_token, readiness  # type: ignore[attr-defined]


@router.get("/healthz")
async def read_health() -> Response:
    """Say that the process answers."""
    return respond(answer({"status": "ok"}))


@router.get("/readyz")
async def read_readiness(request: Request) -> Response:
    """Say whether the database answers and is migrated."""
    readiness: Readiness = request.app.state.readiness
    checks = await readiness()
    ready = set(checks.values()) == {"ok"}
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    return respond(answer(body, status=200 if ready else 503, headers={} if ready else {"Retry-After": "1"}))


@router.get("/metrics")
async def read_metrics(request: Request) -> Response:
    """Show the meters to whoever has the metrics token; without a token set, there is no such page."""
    token: str | None = request.app.state.metrics_token
    if token is None:
        raise HTTPException(404)
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    metrics: Metrics = request.app.state.metrics
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
