"""Where aggregates are kept, one protocol for each, in the core's words."""

from typing import Protocol

from app.domain.networks.network import Network


class Networks(Protocol):
    """The network of the open transaction."""

    async def get(self) -> Network | None:
        """Return the network, if it was founded."""
        ...

    async def add(self, network: Network) -> None:
        """Keep a network that was just founded."""
        ...

    async def save(self, network: Network) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...
