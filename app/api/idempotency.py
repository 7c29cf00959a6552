"""The Idempotency-Key header, so that a caller may retry a POST without fear."""

from hashlib import sha256
from typing import Annotated

from fastapi import Header
from starlette.requests import Request

from app.use_cases.core import Idempotency

HEADER = "Idempotency-Key"
MAX_KEY = 255
READING = ("r", "s")  # a search by POST has no effect that could happen twice


async def declare_idempotency_key(
    idempotency_key: Annotated[
        str | None,
        Header(
            alias=HEADER,
            description="Up to 255 visible ASCII characters; a retry with the same key has no second effect.",
            min_length=1,
            max_length=MAX_KEY,
            pattern=r"^[!-~]+$",
        ),
    ] = None,
) -> None:
    """Declare the header on an operation; `idempotency_of` reads it."""


async def idempotency_of(request: Request) -> Idempotency | None:
    """Return the caller's key with a digest of method, path, query and body."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    digest = sha256()
    for part in (request.method.encode(), request.url.path.encode(), request.scope["query_string"]):
        digest.update(part + b"\0")
    digest.update(await request.body())
    return Idempotency(key=key, fingerprint=digest.digest())
