"""That a guesser cannot read from the clock what the answer does not say."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.adapters.oauth.authentication import _by_secret
from app.adapters.oauth.refusals import ClientRefused
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.api_client import NewApiClient, register
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.security import Registration

SECRET = "tls_" + "a" * 43
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def registration() -> Registration:
    new = NewApiClient(
        agency=AgencyId(uuid4()),
        name="EHR",
        roles=frozenset({Role.INTAKE}),
        scopes=Scopes.parse("system/Task.rs"),
    )
    client = register(new, id=ApiClientId(uuid4()), network=NetworkId(uuid4()), secret=SECRET, at=NOW)
    return Registration(client=client, standing=True)


def fastest(work: Callable[[], object], rounds: int = 3_000) -> float:
    def once() -> float:
        started = time.perf_counter()
        with pytest.raises(ClientRefused):
            work()
        return time.perf_counter() - started

    return min(once() for _ in range(rounds))


def test_an_unknown_client_a_wrong_and_an_almost_right_secret_take_as_long(registration: Registration) -> None:
    unknown = fastest(lambda: _by_secret(SECRET, None, NOW))
    wrong = fastest(lambda: _by_secret("x" * len(SECRET), registration, NOW))
    almost = fastest(lambda: _by_secret(SECRET[:-1] + "b", registration, NOW))
    assert 0.6 < wrong / unknown < 1.7
    assert 0.6 < almost / wrong < 1.7


def test_the_right_secret_is_not_enough_without_standing(registration: Registration) -> None:
    assert _by_secret(SECRET, registration, NOW) is registration.client
    with pytest.raises(ClientRefused):
        _by_secret(SECRET, Registration(client=registration.client, standing=False), NOW)
