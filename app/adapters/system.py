"""The machine's own clock and randomness, behind the core's ports."""

import os
import time
from datetime import UTC, datetime
from uuid import UUID

from app.domain.identity import RANDOM_BYTES, uuid7


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class RandomIds:
    """UUIDv7 from this machine's clock and its source of randomness."""

    def new(self) -> UUID:
        """Return a new UUIDv7."""
        return uuid7(time.time_ns() // 1_000_000, os.urandom(RANDOM_BYTES))
