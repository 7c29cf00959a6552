"""Buckets and accounts: what is used runs out evenly, and nobody pays for anybody else."""

from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Throttled
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.limits.accounts import Account, Accounts, Told, Used
from app.domain.limits.buckets import Bucket
from app.domain.limits.strangers import Strangers
from app.domain.networks.actor import Actor
from app.domain.networks.quotas import Quota, RateLimits, ServiceLimits

NETWORK = NetworkId(UUID(int=1))


def an_actor(client: int, agency: int, network: NetworkId = NETWORK) -> Actor:
    return Actor(network=network, agency=AgencyId(UUID(int=agency)), api_client=ApiClientId(UUID(int=client)))


def charged(account: Account, times: int, now: float, units: int = 1) -> int:
    """How often the account was charged before it was refused."""
    for done in range(times):
        try:
            account.charge(units, now)
        except Throttled:
            return done
    return times


def test_a_whole_quota_may_be_used_at_once_and_comes_back_evenly() -> None:
    bucket = Bucket(quota=Quota(units=60, seconds=60))
    bucket.use(60)
    assert (bucket.left(0), bucket.reset(0)) == (0, 60)
    assert bucket.wait(1, 0) == pytest.approx(1.0)
    assert bucket.wait(5, 2) == pytest.approx(3.0)
    assert (bucket.left(30), bucket.reset(30)) == (30, 30)
    assert (bucket.left(500), bucket.reset(500)) == (60, 0)


def test_what_costs_more_than_the_whole_quota_is_possible_once_the_quota_is_whole() -> None:
    bucket = Bucket(quota=Quota(units=10, seconds=10))
    assert bucket.wait(50, 0) == 0
    bucket.use(50)
    assert (bucket.left(0), bucket.wait(50, 0)) == (0, 10)


@given(
    steps=st.lists(st.tuples(st.integers(1, 60), st.floats(0, 30)), min_size=1, max_size=60),
    units=st.integers(60, 600),
)
def test_no_window_ever_has_more_than_twice_the_quota(steps: list[tuple[int, float]], units: int) -> None:
    bucket, now, used = Bucket(quota=Quota(units=units)), 0.0, []
    for cost, pause in steps:
        now += pause
        if not bucket.wait(cost, now):
            bucket.use(cost)
            used.append((now, cost))
        assert 0 <= bucket.left(now) <= units
    for begin, _ in used:
        within = sum(cost for at, cost in used if begin <= at <= begin + 60)
        assert within <= 2 * units


@given(st.floats(0, 1_000), st.integers(1, 100))
def test_whoever_waits_as_told_is_let_through(level: float, units: int) -> None:
    bucket = Bucket(quota=Quota(units=100), level=min(level, 100))
    wait = bucket.wait(units, 0)
    assert bucket.wait(units, wait + 0.001) == 0


def test_a_client_has_its_quota_and_an_agency_one_for_all_its_clients() -> None:
    accounts = Accounts(ServiceLimits(client=100, agency=150))
    assert charged(accounts.of(an_actor(1, 1)), 1_000, 0) == 100
    assert charged(accounts.of(an_actor(2, 1)), 1_000, 0) == 50
    assert charged(accounts.of(an_actor(3, 2)), 1_000, 0) == 100


def test_a_refusal_names_the_quota_that_is_used_up_and_costs_nothing() -> None:
    accounts = Accounts(ServiceLimits(client=100, agency=150))
    first, second = accounts.of(an_actor(1, 1)), accounts.of(an_actor(2, 1))
    charged(first, 100, 0)
    charged(second, 45, 0)
    for account, policy, wait in ((first, "client", 1), (second, "agency", 2)):
        with pytest.raises(Throttled) as refused:
            account.charge(10 if account is second else 1, 0)
        assert (refused.value.code, refused.value.retry_after) == (f"limit.{policy}", wait)
        assert refused.value.facts == {"violated_policies": [policy]}
    assert (first.bucket.level, first.share.bucket.level) == (100, 145)


def test_networks_have_nothing_to_do_with_each_other() -> None:
    accounts = Accounts(ServiceLimits(client=10, agency=10))
    assert charged(accounts.of(an_actor(1, 1)), 99, 0) == 10
    assert charged(accounts.of(an_actor(1, 1, NetworkId(UUID(int=2)))), 99, 0) == 10


def test_what_was_used_is_told_once_and_taken_back_when_it_could_not_be_told() -> None:
    accounts = Accounts(ServiceLimits(client=100, agency=200))
    account = accounts.of(an_actor(1, 1))
    charged(account, 7, 0)
    ((network, used),) = accounts.outgoing()
    names = [f"agency {UUID(int=1)}", f"client {UUID(int=1)}"]
    assert [(one.bucket, one.units) for one in used] == [(name, 7) for name in names]
    assert accounts.outgoing() == []
    accounts.take_back(network, used)
    charged(account, 1, 0)
    assert [one.units for _, again in accounts.outgoing() for one in again] == [8, 8]


def test_what_others_have_used_counts_here_with_what_was_used_meanwhile() -> None:
    accounts = Accounts(ServiceLimits(client=100, agency=200))
    account = accounts.of(an_actor(1, 1))
    charged(account, 10, 0)
    accounts.outgoing()
    charged(account, 5, 0)
    accounts.hear(NETWORK, Told(levels={f"client {UUID(int=1)}": 90.0}, agreed=RateLimits()), 0)
    assert account.bucket.left(0) == 5
    assert charged(account, 99, 0) == 5


def test_a_network_may_agree_on_less_and_on_no_more_than_the_ceiling() -> None:
    service = ServiceLimits(client=100, agency=200, ceiling=1_000)
    assert service.of(RateLimits()).client == Quota(units=100)
    assert service.of(RateLimits(client_per_minute=70, agency_per_minute=5_000)).client == Quota(units=70)
    assert service.of(RateLimits(client_per_minute=70, agency_per_minute=5_000)).agency == Quota(units=1_000)
    accounts = Accounts(service)
    account = accounts.of(an_actor(1, 1))
    accounts.hear(NETWORK, Told(levels={}, agreed=RateLimits(client_per_minute=70)), 0)
    assert charged(account, 999, 0) == 70
    assert charged(accounts.of(an_actor(2, 1)), 999, 0) == 70


def test_accounts_with_nothing_to_remember_are_closed() -> None:
    accounts = Accounts(ServiceLimits(client=60, agency=60))
    account = accounts.of(an_actor(1, 1))
    charged(account, 30, 0)
    accounts.outgoing()
    accounts.forget_idle(10)
    assert accounts.of(an_actor(1, 1)) is account
    account.running = 1
    accounts.forget_idle(100)
    assert accounts.of(an_actor(1, 1)) is account
    account.running = 0
    accounts.forget_idle(100)
    assert accounts.of(an_actor(1, 1)) is not account


def test_strangers_pay_by_address_and_for_ipv6_by_network() -> None:
    strangers = Strangers(Quota(units=60))
    for _ in range(12):
        strangers.charge("2001:db8::1", 5, 0)
    assert strangers.wait("2001:db8::ffff:1", 0) == pytest.approx(1.0)
    assert strangers.wait("2001:db8:0:1::1", 0) == 0
    assert strangers.wait("192.0.2.7", 0) == 0


def test_a_stranger_who_goes_on_waits_longer_but_never_more_than_two_minutes() -> None:
    strangers = Strangers(Quota(units=60))
    waits = []
    for _ in range(1_000):
        strangers.charge("192.0.2.7", 5, 0)
        waits.append(strangers.wait("192.0.2.7", 0))
    assert all(before <= after for before, after in pairwise(waits))
    assert waits[-1] == pytest.approx(61)


def test_a_used_amount_is_a_value() -> None:
    used = Used(bucket="client", units=1, rate=1)
    assert replace(used, units=2) == Used(bucket="client", units=2, rate=1)
