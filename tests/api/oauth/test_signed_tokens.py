"""Asking for a token with a signed assertion."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.adapters.oauth.desk import OAuthDesk
from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard
from app.adapters.system import RandomIds
from app.serving import application
from app.wiring import Service
from tests.api.oauth.conftest import NewPartner
from tests.support.assertions import ALGORITHMS, BAD, GOOD, ISSUER, key_for, public_key_set, sign
from tests.support.far_servers import Authority, Names, Servers
from tests.support.oauth import BASE_URL, Partner, bearer, prove


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_a_signed_assertion_gets_a_token(signing_partner: Partner, algorithm: str) -> None:
    answer = await signing_partner.prove(signing_partner.signer(algorithm=algorithm).assertion())
    assert answer.status_code == 200, answer.text
    token = answer.json()["access_token"]
    assert (await signing_partner.http.get("/whoami", headers=bearer(token))).status_code == 200


@pytest.mark.parametrize("name", GOOD)
async def test_every_good_assertion_is_accepted_once(signing_partner: Partner, name: str) -> None:
    assertion = GOOD[name](signing_partner.signer())
    assert (await signing_partner.prove(assertion)).status_code == 200
    again = await signing_partner.prove(assertion)
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")


async def test_no_bad_assertion_is_accepted(new_partner: NewPartner, service: Service) -> None:
    accepted, wrong, agency = [], [], (await new_partner()).agency
    for name, make in BAD.items():
        partner = await new_partner(agency=agency, jwks=public_key_set())
        answer = await partner.prove(make(partner.signer()))
        async with service.transactions.session(partner.registered.network) as session:
            await session.connection.execute("DELETE FROM failed_attempts")
        if answer.status_code == 200:
            accepted.append(name)
        if answer.status_code not in {400, 401} or answer.json()["error"] not in {"invalid_client", "invalid_request"}:
            wrong.append((name, answer.status_code, answer.text))
    assert (accepted, wrong) == ([], [])


async def test_of_twenty_at_once_with_one_assertion_one_succeeds(signing_partner: Partner) -> None:
    assertion = signing_partner.signer().assertion()
    answers = await asyncio.gather(*(signing_partner.prove(assertion) for _ in range(20)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(200) == 1
    assert set(codes) <= {200, 401, 429}


async def test_two_processes_accept_an_assertion_once_between_them(
    signing_partner: Partner, service: Service, http: httpx.AsyncClient
) -> None:
    other = httpx.AsyncClient(transport=httpx.ASGITransport(application(service)), base_url=BASE_URL)
    async with other:
        assertion = signing_partner.signer().assertion()
        answers = await asyncio.gather(*(prove(way, assertion) for way in (http, other, http, other)))
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_the_same_jti_of_two_clients_is_no_repetition(new_partner: NewPartner) -> None:
    for _ in range(2):
        partner = await new_partner(jwks=public_key_set())
        assert (await partner.prove(partner.signer().assertion(jti="same"))).status_code == 200


async def test_a_client_cannot_use_another_clients_key(new_partner: NewPartner) -> None:
    honest = await new_partner(jwks=public_key_set(key_for("ES384")))
    other = await new_partner(jwks=public_key_set(key_for("ES384", "other")))
    assert (await honest.prove(honest.signer().assertion(head={"kid": "ES384-other"}))).status_code == 401
    assert (await other.prove(other.signer().assertion())).status_code == 401


async def test_an_algorithm_outside_the_registration_is_refused(new_partner: NewPartner) -> None:
    partner = await new_partner(jwks=public_key_set(), algorithms=("RS384",))
    assert (await partner.prove(partner.signer().assertion())).status_code == 401
    assert (await partner.prove(partner.signer(algorithm="RS384").assertion())).status_code == 200


async def test_the_issuer_is_an_audience_too(signing_partner: Partner) -> None:
    assert (await signing_partner.prove(signing_partner.signer(audience=ISSUER).assertion())).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"},
        {"client_assertion_type": ""},
        {"client_assertion": ""},
    ],
)
async def test_half_an_assertion_is_a_malformed_request(signing_partner: Partner, form: dict[str, str]) -> None:
    answer = await signing_partner.prove(signing_partner.signer().assertion(), **form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_two_ways_to_authenticate_at_once_are_a_malformed_request(signing_partner: Partner) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": signing_partner.signer().assertion(),
    }
    answer = await signing_partner.post("token", form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


class KeyServer:
    """A partner's server that publishes keys."""

    def __init__(self) -> None:
        self.asked = 0
        self.status = 200
        self.body = public_key_set()

    async def __call__(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        body = self.body.encode()
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()


@pytest.fixture
async def key_server() -> KeyServer:
    return KeyServer()


@pytest.fixture
def clock(service: Service) -> Any:
    class Clock:
        ahead = timedelta()

        def now(self) -> Any:
            return service.core.clock.now() + self.ahead

    return Clock()


@pytest.fixture
async def remote(
    service: Service,
    key_server: KeyServer,
    new_partner: NewPartner,
    tmp_path_factory: pytest.TempPathFactory,
    clock: Any,
    app: FastAPI,
) -> AsyncIterator[Partner]:
    """A partner whose keys are behind its jwks_uri, on a real TLS server."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    async with AsyncExitStack() as stack:
        port = await Servers(authority, stack).start(key_server, tls_for="keys.example")
        guard = Guard(resolve=Names(keys_example=[["127.0.0.1"]]), allow_private_targets=True)
        web = GuardedWeb(guard, context=authority.client_context())
        stack.push_async_callback(web.close)
        desk = OAuthDesk(
            transactions=service.transactions,
            clock=clock,
            ids=RandomIds(),
            web=web,
            base_url=BASE_URL,
            lifetime=timedelta(minutes=15),
            ended=service.authentication.forget,
        )
        app.state.oauth = replace(app.state.oauth, server=desk)
        yield await new_partner(jwks_uri=f"https://keys.example:{port}/jwks")


async def test_remote_keys_are_fetched_once_and_kept(remote: Partner, key_server: KeyServer) -> None:
    for _ in range(5):
        assert (await remote.prove(remote.signer().assertion())).status_code == 200
    assert key_server.asked == 1


async def test_twenty_at_once_fetch_remote_keys_once(remote: Partner, key_server: KeyServer) -> None:
    answers = await asyncio.gather(*(remote.prove(remote.signer().assertion()) for _ in range(20)))
    assert {200} == {answer.status_code for answer in answers}
    assert key_server.asked == 1


async def test_a_rotated_key_is_found_soon_and_an_invented_kid_makes_no_flood(
    remote: Partner, key_server: KeyServer, clock: Any
) -> None:
    assert (await remote.prove(remote.signer().assertion())).status_code == 200
    for number in range(5):
        refused = await remote.prove(remote.signer().assertion(head={"kid": f"invented-{number}"}))
        assert refused.status_code == 401
    assert key_server.asked == 1
    rotated = key_for("ES384", "two")
    key_server.body = public_key_set(rotated)
    clock.ahead = timedelta(seconds=21)
    signer = remote.signer(now=clock.now().timestamp())
    assertion = sign(signer.header(kid=rotated.kid), signer.claims(), rotated)
    assert (await remote.prove(assertion)).status_code == 200
    assert key_server.asked == 2


async def test_a_withdrawn_key_stops_working_within_minutes(remote: Partner, key_server: KeyServer, clock: Any) -> None:
    assert (await remote.prove(remote.signer().assertion())).status_code == 200
    key_server.body = json.dumps({"keys": []})
    clock.ahead = timedelta(seconds=301)
    assert (await remote.prove(remote.signer(now=clock.now().timestamp()).assertion())).status_code == 401


@pytest.mark.parametrize(
    ("status", "body"), [(500, ""), (200, "hello"), (200, "x" * 100_000), (302, ""), (404, public_key_set())]
)
async def test_a_failing_key_server_is_told_and_counts_against_nobody(
    remote: Partner, key_server: KeyServer, status: int, body: str
) -> None:
    key_server.status, key_server.body = status, body
    for _ in range(15):
        answer = await remote.prove(remote.signer().assertion())
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert key_server.asked == 1


async def test_a_jwks_uri_that_turned_private_is_never_called(new_partner: NewPartner) -> None:
    partner = await new_partner(jwks_uri="https://127.0.0.1/jwks")
    answer = await partner.prove(partner.signer().assertion())
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert "public address" in answer.json()["error_description"]
