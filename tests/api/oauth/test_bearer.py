"""Who a token makes its bearer, and when it stops."""

import asyncio
import base64
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.domain.errors import Unauthenticated
from app.domain.networks.credentials import ACCESS_TOKEN_PREFIX, network_of, token
from app.domain.networks.roles import Role
from app.use_cases.access.authentication import REMEMBERED, Authentication
from app.use_cases.networks import agencies, api_clients
from app.wiring import Service
from tests.support.builders_directory import World
from tests.support.oauth import Partner, bearer


class Clock:
    """The machine's clock, put ahead."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def elsewhere(service: Service) -> Authentication:
    """Another process of the same service."""
    return Authentication(service.transactions, Clock())


async def refusal_of(http: httpx.AsyncClient, headers: Any) -> tuple[int, str, str]:
    answer = await http.get("/whoami", headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"], answer.headers["www-authenticate"]


async def test_no_token_is_challenged_without_a_reason(http: httpx.AsyncClient) -> None:
    assert await refusal_of(http, {}) == (401, "token.missing", 'Bearer realm="throughline"')


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Basic dGxjOnRscw==",
        "tla_x",
        "Bearer tla_",
        "Bearer tla_x",
        "Bearer tls_" + "A" * 64,
        "Bearer " + "x" * 5_000,
        "Bearer tla_" + "A" * 63 + "=",
        "Bearer  tla_" + "A" * 64,
        "Bearer tla_" + "A" * 64 + " x",
        "Bearer tla_" + "A" * 32 + "\xe9" + "A" * 31,
    ],
)
async def test_what_is_no_token_is_refused_as_malformed(http: httpx.AsyncClient, header: str) -> None:
    status, code, challenge = await refusal_of(http, {"Authorization": header.encode("latin-1")})
    assert (status, code) == (401, "token.malformed")
    assert 'error="invalid_token"' in challenge


async def test_two_headers_are_refused(partner: Partner) -> None:
    one = bearer(await partner.token())["Authorization"]
    status, code, _ = await refusal_of(partner.http, [("Authorization", one), ("Authorization", one)])
    assert (status, code) == (401, "token.malformed")


async def test_an_invented_token_is_unknown(partner: Partner) -> None:
    invented = token(ACCESS_TOKEN_PREFIX, partner.registered.network, secrets.token_bytes(32))
    status, code, challenge = await refusal_of(partner.http, bearer(invented))
    assert (status, code) == (401, "token.unknown")
    assert 'error="invalid_token"' in challenge


async def test_an_expired_token_says_so(partner: Partner, service: Service) -> None:
    held = await partner.token()
    later = Authentication(service.transactions, Clock(timedelta(minutes=15, seconds=1)))
    with pytest.raises(Unauthenticated) as refusal:
        await later.actor(held)
    assert refusal.value.code == "token.expired"


async def test_a_remembered_token_still_expires_on_time(partner: Partner, service: Service) -> None:
    held = await partner.token()
    clock = Clock(timedelta(minutes=14, seconds=58))
    authentication = Authentication(service.transactions, clock)
    assert partner.agency.id == (await authentication.actor(held)).agency
    clock.ahead = timedelta(minutes=15, seconds=1)
    with pytest.raises(Unauthenticated):
        await authentication.actor(held)


async def test_a_token_under_another_networks_name_is_unknown(partner: Partner) -> None:
    held = await partner.token()
    network = network_of(ACCESS_TOKEN_PREFIX, held)
    assert partner.registered.network == network
    raw = base64.urlsafe_b64decode(held.removeprefix(ACCESS_TOKEN_PREFIX))
    moved = token(ACCESS_TOKEN_PREFIX, type(network)(int=network.int + 1), raw[16:])
    assert (await refusal_of(partner.http, bearer(moved)))[1] == "token.unknown"


async def test_a_token_revoked_here_stops_at_once_and_elsewhere_within_a_second(
    partner: Partner, elsewhere: Authentication
) -> None:
    held = await partner.token()
    assert (await partner.http.get("/whoami", headers=bearer(held))).status_code == 200
    await elsewhere.actor(held)
    assert (await partner.post("revoke", {"token": held})).status_code == 200
    assert (await refusal_of(partner.http, bearer(held)))[1] == "token.revoked"
    assert timedelta(seconds=2) >= REMEMBERED
    await asyncio.sleep(REMEMBERED.total_seconds() + 0.05)
    with pytest.raises(Unauthenticated):
        await elsewhere.actor(held)


async def test_a_revoked_clients_tokens_stop(partner: Partner, world: World, elsewhere: Authentication) -> None:
    held = await partner.token()
    await world.core.run(world.by(Role.SYSTEM), api_clients.revoke, partner.registered.id, None)
    with pytest.raises(Unauthenticated) as refusal:
        await elsewhere.actor(held)
    assert refusal.value.code == "token.revoked"
    assert (await partner.ask()).status_code == 401


async def test_a_suspended_agencys_clients_get_no_tokens_and_theirs_stop(
    partner: Partner, world: World, elsewhere: Authentication
) -> None:
    held = await partner.token()
    await world.core.run(world.by(Role.SYSTEM), agencies.suspend, partner.agency.id, None)
    with pytest.raises(Unauthenticated):
        await elsewhere.actor(held)
    assert (await partner.ask()).status_code == 401


async def test_a_rotated_secret_ends_the_old_one(partner: Partner, world: World) -> None:
    await world.core.run(world.by(Role.SYSTEM), api_clients.rotate_secret, partner.registered.id, None, "tls_new")
    assert (await partner.ask()).status_code == 401


async def test_recognising_a_remembered_bearer_costs_next_to_nothing(partner: Partner, service: Service) -> None:
    held = await partner.token()
    await service.authentication.actor(held)
    service.authentication._clock = Clock(timedelta(microseconds=0))
    rounds = 200
    started = time.process_time()
    for _ in range(rounds):
        await service.authentication.actor(held)
    assert (time.process_time() - started) / rounds < 0.000_1
