"""Live readers of the log: everything that is followed in this process, network by network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.domain.identity import NetworkId
from app.domain.networks.credentials import hashed
from app.ports.event_log import News
from app.use_cases.access.authentication import Authentication, network_in
from app.use_cases.core import Call, Core
from app.use_cases.events.followers import Bearer, stopping
from app.use_cases.events.wires import Ground, Wire


class Closing(asyncio.Event):
    """Set when the service stops: every stream ends then."""

    def __init__(self, live: "Live") -> None:
        super().__init__()
        self._live = live

    def set(self) -> None:
        """Let every stream end."""
        super().set()
        self._live.close()


class Live:
    """Everything that is followed in this process."""

    def __init__(self, core: Core, authentication: Authentication, news: News) -> None:
        self.closing = Closing(self)
        self._ground = Ground(core=core, authentication=authentication, news=news, closing=self.closing)
        self._wires: dict[NetworkId, Wire] = {}
        authentication.on_ending.append(self._doubt)

    @property
    def followers(self) -> int:
        """How many follow."""
        return sum(len(bearer.followers) for wire in self._wires.values() for bearer in wire.bearers)

    @asynccontextmanager
    async def connected(self, token: str, call: Call) -> AsyncIterator[tuple[Wire, Bearer]]:
        """Keep a connection on which may be followed until the block ends; raises `Unauthenticated`, `Unavailable`."""
        network = network_in(token)
        if (wire := self._wires.get(network)) is None:
            wire = self._wires[network] = Wire(self._ground, network)
        wire.visits += 1
        try:
            bearer = await wire.admit(hashed(token), call)
            try:
                yield wire, bearer
            finally:
                wire.bearers.discard(bearer)
        finally:
            wire.visits -= 1
            if not wire.visits:
                del self._wires[network]
                wire.stop()

    def close(self) -> None:
        """Let everybody know that the service stops."""
        for wire in self._wires.values():
            for bearer in wire.bearers:
                bearer.end(stopping())

    def _doubt(self) -> None:
        for wire in self._wires.values():
            wire.doubt()
