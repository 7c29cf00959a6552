"""A clock that a test moves, so that three days of retries take no time."""

from datetime import UTC, datetime, timedelta


class HandMovedClock:
    """Shows what the test has set."""

    def __init__(self, at: datetime = datetime(2026, 11, 21, 20, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by
