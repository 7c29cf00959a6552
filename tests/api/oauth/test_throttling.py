"""Guessing is slow, and locks nobody else out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import Address, Headers

from app.api.addresses import Addresses
from app.domain.identity import ApiClientId, NetworkId
from app.domain.networks.credentials import compound_id
from app.domain.networks.login_throttles import (
    MOST_FOR_CLIENT,
    MOST_FOR_CLIENT_FROM_ADDRESS,
    MOST_FROM_ADDRESS,
    WINDOW,
    throttles_for,
)
from app.wiring import Service
from tests.api.oauth.conftest import NewPartner
from tests.support.oauth import BASE_URL, Partner, basic

GRANT = {"grant_type": "client_credentials"}


def from_(app: FastAPI, address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url=BASE_URL)


async def guess(http: httpx.AsyncClient, client_id: str) -> httpx.Response:
    return await http.post("/oauth/token", data=GRANT, headers=basic(client_id, "tls_guess"))


async def test_after_some_failures_even_the_right_secret_has_to_wait(partner: Partner, app: FastAPI) -> None:
    async with from_(app, "192.0.2.1") as http:
        codes = [(await guess(http, partner.client_id)).status_code for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS + 3)]
        assert codes == [401] * MOST_FOR_CLIENT_FROM_ADDRESS + [429] * 3
        answer = await http.post("/oauth/token", data=GRANT, headers=partner.basic)
    assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")
    assert 1 <= int(answer.headers["retry-after"]) <= WINDOW.total_seconds()


async def test_a_guesser_does_not_lock_the_client_out_from_elsewhere(partner: Partner, app: FastAPI) -> None:
    async with from_(app, "192.0.2.2") as http:
        for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS):
            await guess(http, partner.client_id)
    async with from_(app, "192.0.2.3") as http:
        assert (await http.post("/oauth/token", data=GRANT, headers=partner.basic)).status_code == 200


async def test_one_address_guessing_at_many_clients_is_stopped(
    partner: Partner, new_partner: NewPartner, app: FastAPI
) -> None:
    async with from_(app, "192.0.2.4") as http:
        for number in range(MOST_FROM_ADDRESS // 5):
            other = await new_partner(agency=partner.agency)
            for _ in range(5):
                assert (await guess(http, other.client_id)).status_code == 401, number
        assert (await http.post("/oauth/token", data=GRANT, headers=partner.basic)).status_code == 429


async def test_an_unknown_client_is_throttled_exactly_like_a_known_one(partner: Partner, app: FastAPI) -> None:
    unknown = compound_id(partner.registered.network, ApiClientId(partner.registered.agency))
    async with from_(app, "192.0.2.5") as one, from_(app, "192.0.2.6") as two:
        for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS + 2):
            answers = [await guess(one, unknown), await guess(two, partner.client_id)]
            assert answers[0].status_code == answers[1].status_code
            assert answers[0].json() == answers[1].json()


async def test_inventing_networks_stores_nothing(app: FastAPI, service: Service, partner: Partner) -> None:
    invented = NetworkId(uuid4())
    async with from_(app, "192.0.2.7") as http:
        assert (await guess(http, compound_id(invented, partner.registered.id))).status_code == 401
    async with service.transactions.session(invented) as session:
        assert await session.connection.fetchval("SELECT count(*) FROM failed_attempts") == 0


async def test_many_addresses_guess_no_faster_and_lock_the_client_out_nowhere(
    partner: Partner, app: FastAPI, service: Service
) -> None:
    client, now = partner.registered.id, datetime.now(UTC)
    guessed = 0
    for number in range(MOST_FOR_CLIENT // MOST_FOR_CLIENT_FROM_ADDRESS + 10):
        throttles = throttles_for(client, f"198.51.100.{number}")
        async with service.transactions.begin(partner.registered.network) as tx:
            for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS):
                if (await tx.failed_attempts.knock(client, throttles, now)).blocked_until is None:
                    await tx.failed_attempts.count([throttle.bucket for throttle in throttles], now)
                    guessed += 1
    assert guessed == MOST_FOR_CLIENT + 10  # one more from each address that has not failed before
    async with from_(app, "198.51.100.1") as guesser, from_(app, "192.0.2.10") as elsewhere:
        refused = await guess(guesser, partner.client_id)
        assert (refused.status_code, 1 <= int(refused.headers["retry-after"]) <= 300) == (429, True)
        assert (await elsewhere.post("/oauth/token", data=GRANT, headers=partner.basic)).status_code == 200
        assert (await guess(elsewhere, partner.client_id)).status_code == 401
        assert (await guess(elsewhere, partner.client_id)).status_code == 429


async def test_successes_and_bad_requests_count_nothing(partner: Partner, app: FastAPI) -> None:
    async with from_(app, "192.0.2.8") as http:
        for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS + 2):
            assert (await http.post("/oauth/token", data=GRANT, headers=partner.basic)).status_code == 200
            wrong = await http.post("/oauth/token", data=GRANT | {"scope": "x"}, headers=partner.basic)
            assert wrong.status_code == 400


async def test_the_window_ends(service: Service, partner: Partner) -> None:
    now, client = datetime.now(UTC), partner.registered.id
    throttles = throttles_for(client, "192.0.2.9")
    async with service.transactions.begin(partner.registered.network) as tx:

        async def blocked_until(at: datetime) -> datetime | None:
            return (await tx.failed_attempts.knock(client, throttles, at)).blocked_until

        for _ in range(MOST_FOR_CLIENT_FROM_ADDRESS):
            assert await blocked_until(now) is None
            await tx.failed_attempts.count([throttle.bucket for throttle in throttles], now)
        assert await blocked_until(now) == now + WINDOW
        assert await blocked_until(now + WINDOW - timedelta(seconds=1)) is not None
        assert await blocked_until(now + WINDOW) is None
        await tx.failed_attempts.count([throttles[0].bucket], now + WINDOW)
        assert await blocked_until(now + WINDOW) is None


def test_a_home_network_counts_as_one_address() -> None:
    client = ApiClientId(uuid4())
    one, two = throttles_for(client, "2001:db8:1:2::1"), throttles_for(client, "2001:db8:1:2:ffff::9")
    other = throttles_for(client, "2001:db8:1:3::1")
    assert one == two
    assert one[0] != other[0]


class Asked:
    """A request as far as its origin goes."""

    def __init__(self, host: str | None, *stated: str) -> None:
        self.client = None if host is None else Address(host, 1)
        self.headers = Headers(raw=[(b"x-forwarded-for", value.encode()) for value in stated])


@pytest.mark.parametrize(
    ("host", "stated", "trusted", "found"),
    [
        ("198.51.100.1", ["192.0.2.1"], [], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.1"], ["10.0.0.0/8"], "192.0.2.1"),
        ("10.0.0.1", ["1.1.1.1, 192.0.2.1"], ["10.0.0.0/8"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1, 10.0.0.2"], ["10.0.0.0/8"], "192.0.2.1"),
        ("10.0.0.1", ["1.1.1.1", "192.0.2.1"], ["10.0.0.0/8"], "192.0.2.1"),
        ("198.51.100.1", ["192.0.2.1"], ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", [], ["10.0.0.0/8"], ""),
        ("10.0.0.1", ["hello"], ["10.0.0.0/8"], "hello"),
        (None, ["192.0.2.1"], ["10.0.0.0/8"], ""),
    ],
)
def test_a_forwarded_address_is_believed_only_from_trusted_proxies(
    host: str | None, stated: list[str], trusted: list[str], found: str
) -> None:
    request: Any = Asked(host, *stated)
    assert found == Addresses(trusted).of(request)
