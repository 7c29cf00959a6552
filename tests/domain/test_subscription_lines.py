"""What becomes of a subscription after each attempt to tell it something."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.networks.scopes import Scopes
from app.domain.subscriptions.line import FOREVER, Line, verdict
from app.domain.subscriptions.subscription import SubscriptionStatus
from app.domain.subscriptions.topics import about
from app.domain.webhooks.delivery import BREAKER_FAILURES, SCHEDULE, Outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEAT = timedelta(minutes=5)
GOOD, BAD, GONE, SILENT = Outcome(status=202), Outcome(status=503), Outcome(status=410), Outcome(error="timeout")


def line(**fields: int | bool) -> Line:
    return Line(due_at=NOW, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "before", "status", "error"),
    [
        (GOOD, line(shakes=True), "active", None),
        (GOOD, line(tries=3, failures=7), "active", None),
        (BAD, line(shakes=True), "error", "The handshake failed: The receiver answered 503."),
        (SILENT, line(shakes=True), "error", "The handshake failed: The receiver gave no answer (timeout)."),
        (BAD, line(), "active", None),
        (BAD, line(tries=BREAKER_FAILURES - 1, failures=BREAKER_FAILURES - 1), "error", "The receiver answered 503."),
        (GONE, line(), "off", "The receiver answered 410."),
        (
            SILENT,
            line(tries=len(SCHEDULE) - 1, failures=9),
            "off",
            "The receiver gave no answer (timeout). That was the last of 10 attempts.",
        ),
    ],
)
def test_a_subscription_fares_as_its_receiver_does(outcome: Outcome, before: Line, status: str, error: str) -> None:
    found = verdict(outcome, before, BEAT, NOW, 0.0)
    assert (found.status, found.error) == (SubscriptionStatus(status), error)


def test_failed_attempts_wait_by_the_schedule_of_webhooks_and_a_received_one_until_the_next_heartbeat() -> None:
    waits, tried = [], line()
    for _ in SCHEDULE[1:]:
        tried = verdict(BAD, tried, BEAT, NOW, 0.0).line
        waits.append(tried.due_at - NOW)
    assert waits[:3] == [*SCHEDULE[1:4]]
    assert waits == sorted(waits)
    assert verdict(GOOD, tried, BEAT, NOW, 0.0).line == Line(due_at=NOW + BEAT)
    assert verdict(GOOD, tried, None, NOW, 0.0).line == Line(due_at=NOW + FOREVER)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("system/*.cruds", "system/Task.rs", "system/Task.rs"),
        ("system/Task.rs system/Patient.r", "system/*.s", "system/Task.s"),
        ("system/Task.rs", "system/Patient.rs", ""),
    ],
)
def test_a_program_is_told_with_the_scopes_that_it_had_and_still_has(mine: str, theirs: str, both: str) -> None:
    assert str(Scopes.parse(mine).both(Scopes.parse(theirs))) == both
    assert str(Scopes.parse(theirs).both(Scopes.parse(mine))) == both


ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("event", "types", "found"),
    [
        ("handoff.accepted", ("Task", "ServiceRequest", "Goal"), (("Task", ONE), ("ServiceRequest", ONE))),
        ("handoff.messaged", ("Task", "Communication"), (("Communication", OTHER),)),
        ("need.created", ("Condition",), (("Condition", ONE),)),
        ("care-team-member.joined", ("CareTeam",), ()),
        ("resource.deleted", ("Observation", "Task"), (("Observation", ONE), ("Task", ONE))),
        ("webhook.created", ("Task",), ()),
    ],
)
def test_an_event_is_about_resources_of_the_types_that_its_noun_is_told_as(
    event: str, types: tuple[str, ...], found: tuple[tuple[str, UUID], ...]
) -> None:
    assert about(event, ONE, {"message": OTHER}, types) == found
