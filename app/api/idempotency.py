"""The Idempotency-Key header, so that a caller may retry a POST without fear."""

import re
from hashlib import sha256

from starlette.requests import Request

from app.api.problems import bad_request
from app.domain.errors import Fault
from app.use_cases.core import Idempotency

HEADER = "Idempotency-Key"
MAX_KEY = 255
READING = ("r", "s")  # a search by POST has no effect that could happen twice
IDEMPOTENCY_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Up to 255 visible ASCII characters; a retry with the same key has no second effect.",
    "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[!-~]+$"},
}
_KEY = re.compile(rf"[!-~]{{1,{MAX_KEY}}}")


async def idempotency_of(request: Request) -> Idempotency | None:
    """Return the caller's key with a digest of method, path, query and body."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    check_key(key, f"/header/{HEADER}")
    digest = sha256()
    for part in (request.method.encode(), request.url.path.encode(), request.scope["query_string"]):
        digest.update(part + b"\0")
    digest.update(await request.body())
    return Idempotency(key=key, fingerprint=digest.digest())


def check_key(key: str, pointer: str) -> None:
    """Refuse a key that cannot be used."""
    if not _KEY.fullmatch(key):
        fault = Fault(pointer=pointer, message=f"Expected 1 to {MAX_KEY} visible ASCII characters.")
        raise bad_request("idempotency.malformed-key", "The Idempotency-Key cannot be used.", fault)
