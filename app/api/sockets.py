"""WebSockets that cannot be held for nothing: uvicorn's own wait for ever for slow readers, and log addresses."""

import asyncio
import logging
from asyncio.events import TimerHandle
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.api.connections import READER_SECONDS, Room

logger = logging.getLogger("throughline.sockets.protocol")
logger.setLevel(logging.WARNING)


class PatientSocket(WebSocketsSansIOProtocol):
    """One WebSocket: counted with the connections of its address, and cut off when what is sent is not read."""

    room = Room()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = logger
        self._clock: TimerHandle | None = None
        self._place = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place."""
        super().connection_made(transport)
        self._place = self.room.enter(self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        """Give it back."""
        self._disarm()
        self.room.leave(self._place)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give a reader who does not read some time, and hear nothing from it meanwhile."""
        super().pause_writing()
        self.transport.pause_reading()
        self._disarm()
        self._clock = self.loop.call_later(READER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on."""
        self._disarm()
        if not self.read_paused:
            self.transport.resume_reading()
        super().resume_writing()

    def _disarm(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def sockets(room: Room) -> type[PatientSocket]:
    """Return the WebSocket class for a server with so much room; uvicorn's `ws`."""
    return type("Socket", (PatientSocket,), {"room": room})
