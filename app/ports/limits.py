"""What keeping limits needs: the sum of what all processes have let through."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.identity import NetworkId
from app.domain.limits.accounts import Told, Used


class SharedBooks(Protocol):
    """What has been used, as all processes of the service know it."""

    async def exchange(self, network: NetworkId, used: Sequence[Used]) -> Told:
        """Add what this process has let through, and return what all have come to in the same buckets."""
        ...
