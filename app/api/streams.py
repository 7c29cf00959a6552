"""Streams of server-sent events over what is followed live (HTML, 9.2): they end with the token, the reader or us."""

from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.security import token_of
from app.domain.errors import DomainError
from app.use_cases.core import Call
from app.use_cases.events.followers import Bearer
from app.use_cases.events.live import Live
from app.use_cases.events.wires import Wire

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 15.0
RETRY = b"retry: 2000\n"
STILL_HERE = b": still here\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Tell = Callable[[Wire, Bearer], AsyncIterator[bytes]]


class EventStream(Response):
    """The answer that `tell` goes on writing while its caller's token is good."""

    background = None

    def __init__(self, request: Request, call: Call, tell: Tell) -> None:
        self._live: Live = request.app.state.live
        self._token = token_of(request.headers.getlist("authorization"))
        self._call, self._tell = call, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; who may not follow at all is refused before anything is sent."""
        async with self._live.connected(self._token, self._call) as (wire, bearer):
            content = until_refused(self._tell(wire, bearer))
            await StreamingResponse(content, media_type=MEDIA_TYPE, headers=HEADERS)(scope, receive, send)


async def until_refused(told: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Go on until the reader may hear no more, or we cannot tell: it comes back, and is then told why."""
    try:
        async for each in told:
            yield each
    except DomainError:
        return


def message(kind: str, data: bytes, place: str | None = None) -> bytes:
    """Write one event."""
    known = b"" if place is None else b"id: %b\n" % place.encode()
    return b"%bevent: %b\ndata: %b\n\n" % (known, kind.encode(), data)
