"""The middleware that every request passes, in the order in which it is met."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app.api.bodies import LARGE_LIMIT, BodyLimits
from app.api.failures import Failures
from app.api.heads import Heads
from app.api.limits import Limits, Metered
from app.api.observations import Metrics, Observed
from app.api.overload import Overload
from app.api.request_ids import RequestIds
from app.api.security_headers import SecurityHeaders

LARGE_BODIES = {"/v1/imports": LARGE_LIMIT, "/fhir": LARGE_LIMIT}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
TAKEN_HEADERS = (
    "Authorization",
    "Content-Type",
    "DPoP",
    "Idempotency-Key",
    "If-Match",
    "If-Modified-Since",
    "If-None-Exist",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "X-Medplum",  # which MedplumClient sends with every request
    "X-Request-Id",
)
SHOWN_HEADERS = (
    "Content-Location",
    "DPoP-Nonce",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Redisclosure-Notice",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
)
PREFLIGHT_SECONDS = 600


def doorway(
    *, metrics: Metrics, limits: Limits, origins: Sequence[str], deadline_seconds: float, most: int
) -> list[Middleware]:
    """Return the middleware for an application: plain ASGI all of it, outermost first."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=METHODS,
        allow_headers=TAKEN_HEADERS,
        expose_headers=SHOWN_HEADERS,
        max_age=PREFLIGHT_SECONDS,
    )
    return [
        Middleware(RequestIds),
        Middleware(Observed, metrics=metrics),
        Middleware(SecurityHeaders),
        *([cors] if origins else []),
        Middleware(Metered, limits=limits),
        Middleware(Overload, seconds=deadline_seconds, most=most),
        Middleware(BodyLimits, large=LARGE_BODIES),
        Middleware(Failures),
        Middleware(Heads),
    ]
