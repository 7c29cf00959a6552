"""How far a subscription has been told, and what follows from each attempt to tell it more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.subscriptions.subscription import SubscriptionStatus
from app.domain.webhooks.delivery import BREAKER_FAILURES, SCHEDULE, Health, Outcome, after, health_after

FOREVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where the telling stands: `due_at` is when something is to be done even if nothing happens.

    `tries` counts those of what is being told now, `failures` those on end. `shakes` while the receiver has not yet
    answered the handshake.
    """

    shakes: bool = False
    tries: int = 0
    failures: int = 0
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from an attempt: how the line goes on, and how the subscription fares; an `error` for people."""

    line: Line
    status: SubscriptionStatus
    error: str | None = None


def verdict(outcome: Outcome, line: Line, beat: timedelta | None, now: datetime, chance: float) -> Verdict:
    """Decide by the schedule and the circuit breaker of webhooks; a handshake is tried once."""
    if outcome.success:
        return Verdict(line=Line(due_at=now + (beat or FOREVER)), status=SubscriptionStatus.ACTIVE)
    said = _said(outcome)
    step = after(outcome, tries=line.tries + 1, now=now, chance=chance)
    if line.shakes:
        waits = Line(shakes=True, due_at=now + FOREVER)
        return Verdict(line=waits, status=SubscriptionStatus.ERROR, error=f"The handshake failed: {said}")
    health = health_after(outcome, Health(failures=line.failures), now)
    if step.next_attempt_at is None:
        ended = "" if step.disables else f" That was the last of {len(SCHEDULE)} attempts."
        over = Line(failures=health.failures, due_at=now + FOREVER)
        return Verdict(line=over, status=SubscriptionStatus.OFF, error=said + ended)
    rests = max(step.next_attempt_at, health.resume_at or now)
    failing = health.failures >= BREAKER_FAILURES
    status = SubscriptionStatus.ERROR if failing else SubscriptionStatus.ACTIVE
    waits = Line(tries=line.tries + 1, failures=health.failures, due_at=rests)
    return Verdict(line=waits, status=status, error=said if failing else None)


def _said(outcome: Outcome) -> str:
    """Say what the receiver did, and never what it said."""
    if outcome.status is not None:
        return f"The receiver answered {outcome.status}."
    return f"The receiver gave no answer ({outcome.error or 'unknown'})."
