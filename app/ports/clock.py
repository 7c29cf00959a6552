"""Time and fresh identifiers, handed in so that no rule reads a clock or rolls a die."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tell the present moment."""

    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""
        ...


class Ids(Protocol):
    """Make fresh identifiers."""

    def new(self) -> UUID:
        """Return a new UUIDv7."""
        ...
