"""Names that one transaction holds at a time: for what must not be done twice and has no row yet to lock."""

from typing import Protocol


class Holds(Protocol):
    """The names that transactions of the network hold."""

    async def hold(self, *names: str) -> None:
        """Wait for these names, and let others wait for them until the transaction ends."""
        ...
