"""A bucket that leaks: what was used runs out evenly, so that nobody waits for a full hour to strike."""

from dataclasses import dataclass
from math import ceil

from app.domain.networks.quotas import Quota


@dataclass(slots=True, kw_only=True)
class Bucket:
    """What one party has used of its quota and has not been given back; times are seconds of any steady clock.

    `unsent` is the part that the other processes of the service have not heard of.
    """

    quota: Quota
    level: float = 0.0
    at: float = 0.0
    unsent: float = 0.0

    def settle(self, now: float) -> None:
        """Give back what has run out since the last look."""
        if now > self.at:
            self.level = max(0.0, self.level - (now - self.at) * self.quota.rate)
            self.at = now

    def wait(self, units: float, now: float) -> float:
        """Return in how many seconds there is room for so many units; 0 when there is."""
        self.settle(now)
        over = self.level + min(units, self.quota.units) - self.quota.units
        return over / self.quota.rate if over > 0 else 0.0

    def use(self, units: float) -> None:
        """Take units, after `wait` has said that there is room."""
        taken = min(units, self.quota.units)
        self.level += taken
        self.unsent += taken

    def left(self, now: float) -> int:
        """Return how many units are left."""
        self.settle(now)
        return max(0, int(self.quota.units - self.level))

    def reset(self, now: float) -> int:
        """Return in how many whole seconds the quota is whole again."""
        self.settle(now)
        return ceil(self.level / self.quota.rate)

    def send(self) -> float:
        """Hand out what the others have not heard of."""
        sent, self.unsent = self.unsent, 0.0
        return sent

    def learn(self, level: float, now: float) -> None:
        """Believe the level that all processes have come to together; what was used meanwhile comes on top."""
        self.level, self.at = level + self.unsent, now

    def idle(self, now: float) -> bool:
        """Whether there is nothing to remember."""
        self.settle(now)
        return self.level == 0 and self.unsent == 0
