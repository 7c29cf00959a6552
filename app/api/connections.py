"""Connections that cannot be held for nothing: uvicorn itself waits for ever for headers and for slow readers."""

import asyncio
from asyncio.events import TimerHandle
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.problems import MEDIA_TYPE, PAGES, title_of
from app.domain.networks.login_throttles import place_of

HEADER_SECONDS = 10.0
READER_SECONDS = 30.0
MAX_HEAD_BYTES = 64 * 1024


def _nobody(_address: str) -> bool:
    return False


@dataclass(slots=True, kw_only=True)
class Room:
    """How many connections one server holds, in all and from one address (IPv6: one /64), and those that idle.

    Trusted proxies bring everybody's requests: their addresses count for nothing.
    """

    most: int = 2_000
    most_from_address: int = 500
    trusts: Callable[[str], bool] = _nobody
    held: Counter[str] = field(default_factory=Counter)
    idle: "OrderedDict[PatientConnection, None]" = field(default_factory=OrderedDict)

    def enter(self, address: str) -> str:
        """Count a connection; return where it is from, for `leave`."""
        place = "" if self.trusts(address) else place_of(address)
        self.held[place] += 1
        return place

    def leave(self, place: str) -> None:
        """Count it no longer."""
        self.held[place] -= 1
        if not self.held[place]:
            del self.held[place]

    def full_for(self, place: str) -> bool:
        """Whether one address holds more than its part."""
        return place != "" and self.held[place] > self.most_from_address


class PatientConnection(HttpToolsProtocol):
    """One connection: its headers come in time and in bounds, its answers are read, and there are not too many."""

    room = Room()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clock: TimerHandle | None = None
        self._head_bytes = 0
        self._in_head = True
        self._place = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take the connection, in the place of one that idles if need be, or refuse one too many."""
        super().connection_made(transport)
        self._place = self.room.enter(self.client[0] if self.client else "")
        if self.room.full_for(self._place):
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, "limit.connections", "Too many connections from one address.")
            return
        if len(self.connections) > self.room.most and not self._displace():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "service.busy", "Too many connections at once.")
            return
        self._arm(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._disarm()
        self.room.leave(self._place)
        self.room.idle.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has grown too large."""
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            self._refuse(status, "request.headers-too-large", "The headers are too large.")

    def on_message_begin(self) -> None:
        """Start the clock of a further request on the same connection."""
        super().on_message_begin()
        self.room.idle.pop(self, None)
        if self._clock is None:
            self._arm(HEADER_SECONDS)

    def on_headers_complete(self) -> None:
        """Stop the clock."""
        self._disarm()
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect another head."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, and give way to others meanwhile."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self.room.idle[self] = None

    def handle_websocket_upgrade(self) -> None:
        """Leave the place to the WebSocket, which takes one of its own."""
        self.room.leave(self._place)
        self.room.idle.pop(self, None)
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """Give a reader who does not read some time."""
        super().pause_writing()
        self._arm(READER_SECONDS)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._disarm()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP as every other error is refused."""
        self._refuse(HTTPStatus.BAD_REQUEST, "http.malformed", msg)

    def _refuse(self, status: HTTPStatus, code: str, detail: str) -> None:
        body = msgspec.json.encode(
            {
                "type": f"{PAGES}{code}",
                "title": title_of(status),
                "status": int(status),
                "detail": detail,
                "instance": "/",
                "code": code,
                "context": {},
                "request_id": "",
                "errors": [],
            }
        )
        head = (
            f"HTTP/1.1 {int(status)} {title_of(status)}\r\ncontent-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\nretry-after: 2\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _displace(self) -> bool:
        """Close the connection that has waited longest for its next request, as HTTP lets either side do."""
        while self.room.idle:
            longest, _ = self.room.idle.popitem(last=False)
            if longest.cycle is None or longest.cycle.response_complete:
                longest.transport.close()
                return True
        return False

    def _arm(self, seconds: float) -> None:
        self._disarm()
        self._clock = self.loop.call_later(seconds, self.transport.abort)

    def _disarm(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def connections(room: Room) -> type[PatientConnection]:
    """Return the connection class for a server with so much room; uvicorn's `http`."""
    return type("Connection", (PatientConnection,), {"room": room})
