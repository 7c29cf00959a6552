from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, NetworkId, WebhookId
from app.domain.webhooks.delivery import (
    BREAKER_FAILURES,
    SCHEDULE,
    DeliveryState,
    Health,
    Outcome,
    Step,
    after,
    health_after,
)
from app.domain.webhooks.endpoint import DisabledBecause, NewWebhook, Webhook, WebhookChanges, WebhookStatus, register
from app.domain.webhooks.event_types import EVENT_TYPES, lets_through
from app.domain.webhooks.keys import Key, SignatureScheme

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
KEY, NEW, NEWER = (
    Key(scheme=SignatureScheme.HMAC_SHA256, sealed=bytes(range(first, first + 32))) for first in (0, 32, 64)
)
PAIR = Key(scheme=SignatureScheme.ED25519, sealed=bytes(32), public="whpk_AAAA")


def a_webhook(url: str = "https://partner.example/hook", types: tuple[str, ...] = ("handoff.*",)) -> Webhook:
    return register(
        NewWebhook(url=url, types=types),
        id=WebhookId(UUID(int=1)),
        network=NetworkId(UUID(int=2)),
        agency=AgencyId(UUID(int=3)),
        key=KEY,
        at=NOW,
    )


def test_a_wildcard_hears_every_event_of_its_noun_and_of_no_other() -> None:
    webhook = a_webhook(types=("handoff.*", "referral.completed"))
    heard = {name for name in EVENT_TYPES if webhook.hears(name)}
    assert heard == {name for name in EVENT_TYPES if name.startswith("handoff.")} | {"referral.completed"}


def test_a_star_hears_everything() -> None:
    assert all(lets_through(("*",), name) for name in EVENT_TYPES)


@pytest.mark.parametrize("types", [(), ("handoff.acepted",), ("hand*",), ("handoff.*", "handoff.*"), ("",)])
def test_a_filter_that_would_never_match_is_refused(types: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refusal:
        a_webhook(types=types)
    assert refusal.value.faults[0].pointer.startswith("/types")


def test_a_url_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        a_webhook(url="partner.example")
    assert [fault.pointer for fault in refusal.value.faults] == ["/url"]


def test_a_secret_never_shows_in_a_log() -> None:
    assert "sealed" not in repr(a_webhook().secrets[0])


def test_changing_to_a_pair_of_keys_is_a_rotation_so_that_both_schemes_sign_for_a_day() -> None:
    webhook = a_webhook()
    assert webhook.scheme is SignatureScheme.HMAC_SHA256
    webhook.rotate(PAIR, NOW)
    assert webhook.scheme is SignatureScheme.ED25519
    assert [secret.key for secret in webhook.live_secrets(NOW + timedelta(hours=23))] == [PAIR, KEY]
    assert [secret.key for secret in webhook.live_secrets(NOW + timedelta(hours=24))] == [PAIR]


def test_the_old_secret_signs_beside_the_new_one_for_a_day() -> None:
    webhook = a_webhook()
    webhook.rotate(NEW, NOW)
    within, later = NOW + timedelta(hours=23, minutes=59), NOW + timedelta(hours=24)
    assert [secret.key for secret in webhook.live_secrets(within)] == [NEW, KEY]
    assert [secret.key for secret in webhook.live_secrets(later)] == [NEW]


def test_a_second_rotation_ends_the_oldest_secret_at_once() -> None:
    webhook = a_webhook()
    webhook.rotate(NEW, NOW)
    webhook.rotate(NEWER, NOW + timedelta(hours=1))
    assert [secret.key for secret in webhook.live_secrets(NOW + timedelta(hours=2))] == [NEWER, NEW]


def test_a_change_that_breaks_a_rule_changes_nothing() -> None:
    webhook = a_webhook()
    with pytest.raises(Invalid):
        webhook.change(WebhookChanges(url="https://new.example/", types=("nothing",)), NOW)
    assert webhook.url == "https://partner.example/hook"


def test_disabling_says_why_and_enabling_forgets_it() -> None:
    webhook = a_webhook()
    webhook.disable(DisabledBecause.GONE, NOW)
    assert (webhook.status, webhook.disabled_because) == (WebhookStatus.DISABLED, DisabledBecause.GONE)
    webhook.enable(NOW)
    assert (webhook.status, webhook.disabled_because) == (WebhookStatus.ENABLED, None)
    with pytest.raises(Conflict):
        webhook.enable(NOW)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_delivers(status: int) -> None:
    assert after(Outcome(status=status), tries=1, now=NOW, chance=0) == Step(state=DeliveryState.DELIVERED)


@pytest.mark.parametrize(
    "outcome",
    [
        *(Outcome(status=code) for code in (100, 199, 301, 302, 307, 308, 400, 404, 429, 500, 503)),
        Outcome(error="timeout"),
    ],
)
def test_anything_else_is_tried_again(outcome: Outcome) -> None:
    expected = Step(state=DeliveryState.WAITING, next_attempt_at=NOW + timedelta(seconds=5))
    assert after(outcome, tries=1, now=NOW, chance=0) == expected


def test_ten_tries_are_spread_over_three_days_and_then_the_delivery_is_dead() -> None:
    moment, waits = NOW, []
    for tries in range(1, 11):
        step = after(Outcome(status=500), tries=tries, now=moment, chance=0)
        if step.next_attempt_at is not None:
            waits.append(step.next_attempt_at - moment)
            moment = step.next_attempt_at
    assert waits == list(SCHEDULE[1:])
    assert step == Step(state=DeliveryState.DEAD)
    assert moment - NOW == timedelta(hours=75, minutes=35, seconds=5)


def test_410_is_dead_at_once_and_disables_the_webhook() -> None:
    assert after(Outcome(status=410), tries=1, now=NOW, chance=0) == Step(state=DeliveryState.DEAD, disables=True)


def test_retry_after_is_honoured_but_never_beyond_a_day() -> None:
    patient = after(Outcome(status=503, retry_after=timedelta(hours=1)), tries=1, now=NOW, chance=0)
    hostile = after(Outcome(status=503, retry_after=timedelta(days=900)), tries=1, now=NOW, chance=0)
    eager = after(Outcome(status=503, retry_after=timedelta(seconds=1)), tries=4, now=NOW, chance=0)
    assert patient.next_attempt_at == NOW + timedelta(hours=1)
    assert hostile.next_attempt_at == NOW + timedelta(days=1)
    assert eager.next_attempt_at == NOW + timedelta(hours=2)


@given(tries=st.integers(1, 9), chance=st.floats(0, 1, exclude_max=True))
def test_jitter_only_ever_delays_and_by_at_most_a_tenth(tries: int, chance: float) -> None:
    step = after(Outcome(error="connect"), tries=tries, now=NOW, chance=chance)
    assert step.next_attempt_at is not None
    assert SCHEDULE[tries] <= step.next_attempt_at - NOW <= SCHEDULE[tries] * 1.1


def test_an_endpoint_that_fails_on_end_rests_and_one_success_wakes_it() -> None:
    health = Health()
    for _ in range(BREAKER_FAILURES - 1):
        health = health_after(Outcome(status=500), health, NOW)
    assert health.resume_at is None
    moment, rests = NOW, []
    for _ in range(4):
        health = health_after(Outcome(error="timeout"), health, moment)
        assert health.resume_at is not None
        assert health_after(Outcome(error="timeout"), health, moment) == health
        rests.append((health.resume_at - moment).total_seconds())
        moment = health.resume_at
    assert rests == [5, 30, 300, 300]
    assert health_after(Outcome(status=204), health, moment) == Health()
