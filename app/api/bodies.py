"""What a request may weigh and how slowly it may come, decided before any door reads it."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Refusal, Refused, problem

MEBIBYTE = 1024 * 1024
ORDINARY_LIMIT = MEBIBYTE
LARGE_LIMIT = 64 * MEBIBYTE
MAX_QUERY = 8 * 1024
MAX_HEADERS = 32 * 1024
GRACE_SECONDS = 10.0
SLOWEST_BYTES_PER_SECOND = 8 * 1024
_CLOSE = {"Connection": "close"}
_COMPRESSED = Refusal(
    status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    code="request.compressed",
    detail="Send the body as it is, without Content-Encoding.",
    headers={"Accept-Encoding": "identity", **_CLOSE},
)
_QUERY_TOO_LONG = Refusal(
    status=HTTPStatus.REQUEST_URI_TOO_LONG, code="request.query-too-long", detail="The query is too long."
)
_HEADERS_TOO_LARGE = Refusal(
    status=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    code="request.headers-too-large",
    detail="The headers are too large.",
)


class BodyLimits:
    """Middleware: refuse what is too large (413, 414, 431), too slow (408) or compressed (415).

    `large` maps path prefixes to their own limit; every other path has `ordinary`.
    """

    def __init__(self, app: ASGIApp, *, large: Mapping[str, int], ordinary: int = ORDINARY_LIMIT) -> None:
        self.app = app
        self.ordinary = ordinary
        self.large = tuple(large.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if refusal := _refusal(scope, limit):
            await problem(scope, refusal)(scope, receive, send)
            return
        await self.app(scope, _Intake(receive, limit).receive, send)

    def _limit(self, path: str) -> int:
        return next((limit for prefix, limit in self.large if path.startswith(prefix)), self.ordinary)


class _Intake:
    """One body as it arrives: counts its bytes and its time."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self._complete = False
        self._began: float | None = None

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        message = await self._in_time()
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            raise Refused(_too_large(self._limit))
        self._complete = not message.get("more_body", False)
        return message

    async def _in_time(self) -> Message:
        self._began = self._began or monotonic()
        allowed = GRACE_SECONDS + self._size / SLOWEST_BYTES_PER_SECOND
        try:
            async with asyncio.timeout(allowed - (monotonic() - self._began)):
                return await self._receive()
        except TimeoutError:
            raise Refused(
                Refusal(
                    status=HTTPStatus.REQUEST_TIMEOUT,
                    code="request.too-slow",
                    detail="The body came too slowly.",
                    headers=_CLOSE,
                )
            ) from None


def _refusal(scope: Scope, limit: int) -> Refusal | None:
    size, length, encoding = 0, b"0", b"identity"
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name == b"content-length":
            length = value
        elif name == b"content-encoding":
            encoding = value
    if not length.isdigit() or int(length) > limit:
        return _too_large(limit)
    if encoding != b"identity":
        return _COMPRESSED
    if len(scope["query_string"]) > MAX_QUERY:
        return _QUERY_TOO_LONG
    return _HEADERS_TOO_LARGE if size > MAX_HEADERS else None


def _too_large(limit: int) -> Refusal:
    return Refusal(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        code="request.too-large",
        detail=f"The body may have {limit} bytes at most.",
        context={"limit": limit},
        headers=_CLOSE,
    )
