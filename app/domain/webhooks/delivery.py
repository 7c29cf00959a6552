"""What becomes of one delivery after each attempt: Standard Webhooks 1.0, section 'Deliverability and reliability'."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

# How long each attempt waits after the one before it; the first goes out at once.
SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1
LONGEST_WAIT = timedelta(hours=24)
BREAKER_FAILURES = 5
BREAKER_WAITS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5))


class DeliveryState(StrEnum):
    """Where a delivery stands; `dead` is the dead-letter list."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one attempt met: an answer with a status, or an `error` when none came."""

    status: int | None = None
    error: str | None = None
    retry_after: timedelta | None = None

    @property
    def success(self) -> bool:
        """Only 2xx is success; a redirect is not followed."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def gone(self) -> bool:
        """Whether the receiver asks never to be called again."""
        return self.status == HTTPStatus.GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of the delivery log: never a body, neither ours nor theirs."""

    at: datetime
    status: int | None
    error: str | None
    milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a delivery goes after an attempt; `next_attempt_at` only while it waits."""

    state: DeliveryState
    next_attempt_at: datetime | None = None
    disables: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an endpoint has fared lately: after several failures on end it is asked seldom, one call at a time."""

    failures: int = 0
    resume_at: datetime | None = None


def after(outcome: Outcome, *, tries: int, now: datetime, chance: float) -> Step:
    """Decide what follows the try numbered `tries` (from 1); `chance` in [0, 1) spreads the retries of many."""
    if outcome.success:
        return Step(state=DeliveryState.DELIVERED)
    if outcome.gone:
        return Step(state=DeliveryState.DEAD, disables=True)
    if tries >= len(SCHEDULE):
        return Step(state=DeliveryState.DEAD)
    wait = SCHEDULE[tries] * (1 + JITTER * chance)
    asked = min(outcome.retry_after or timedelta(0), LONGEST_WAIT)
    return Step(state=DeliveryState.WAITING, next_attempt_at=now + max(wait, asked))


def health_after(outcome: Outcome, health: Health, now: datetime) -> Health:
    """Count failures on end; from the fifth on the whole endpoint rests, ever longer up to five minutes.

    `now` is when the call began: one that was under way already when the rest began tells nothing new.
    """
    if outcome.success:
        return Health()
    if health.resume_at is not None and now < health.resume_at:
        return health
    failures = health.failures + 1
    if failures < BREAKER_FAILURES:
        return Health(failures=failures)
    rest = BREAKER_WAITS[min(failures - BREAKER_FAILURES, len(BREAKER_WAITS) - 1)]
    return Health(failures=failures, resume_at=now + rest)
