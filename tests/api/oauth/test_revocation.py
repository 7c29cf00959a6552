"""Ending tokens (RFC 7009) and asking about them (RFC 7662)."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.credentials import ACCESS_TOKEN_PREFIX, token
from app.domain.networks.roles import Role
from app.use_cases.networks import networks
from app.wiring import Service
from tests.api.oauth.conftest import NewPartner
from tests.support.assertions import public_key_set
from tests.support.builders_directory import World, a_call, an_actor
from tests.support.oauth import BASE_URL, Partner, a_partner, bearer


@pytest.fixture
async def far_partner(core: Any, http: Any) -> Partner:
    """A partner in another network."""
    network, home = NetworkId(uuid4()), AgencyId(uuid4())
    founded = await core.run(a_call(an_actor(network, home, Role.SYSTEM)), networks.establish, "Far network")
    return await a_partner(World(core=core, network=founded, home=home), http)


async def test_a_live_token_is_explained(partner: Partner) -> None:
    held = await partner.token(scope="system/Task.rs")
    body = (await partner.post("introspect", {"token": held})).json()
    assert body.pop("exp") - body.pop("iat") == 900
    assert {
        "active": True,
        "scope": "system/Task.rs",
        "client_id": partner.client_id,
        "sub": partner.client_id,
        "token_type": "Bearer",
        "iss": BASE_URL,
        "agency_id": str(partner.agency.id),
        "roles": ["case_manager"],
    } == body


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense"])
async def test_hints_are_ignored(partner: Partner, hint: str) -> None:
    held = await partner.token()
    assert (await partner.post("introspect", {"token": held, "token_type_hint": hint})).json()["active"]
    assert (await partner.post("revoke", {"token": held, "token_type_hint": hint})).status_code == 200
    assert (await partner.post("introspect", {"token": held})).json() == {"active": False}


async def test_another_client_of_the_network_may_ask_but_not_end(partner: Partner, new_partner: NewPartner) -> None:
    other, held = await new_partner(), await partner.token()
    assert (await other.post("introspect", {"token": held})).json()["active"]
    assert (await other.post("revoke", {"token": held})).status_code == 200
    assert (await partner.post("introspect", {"token": held})).json()["active"]


async def test_another_network_learns_nothing_and_ends_nothing(partner: Partner, far_partner: Partner) -> None:
    held = await partner.token()
    assert (await far_partner.post("introspect", {"token": held})).json() == {"active": False}
    assert (await far_partner.post("revoke", {"token": held})).status_code == 200
    assert (await partner.http.get("/whoami", headers=bearer(held))).status_code == 200


async def test_what_is_no_token_is_inactive_and_ended_already(partner: Partner) -> None:
    unknown = token(ACCESS_TOKEN_PREFIX, partner.registered.network, secrets.token_bytes(32))
    for text in (unknown, "tla_x", "hello", "\x00", "é" * 100, "x" * 10_000, partner.secret):
        assert (await partner.post("introspect", {"token": text})).json() == {"active": False}
        assert (await partner.post("revoke", {"token": text})).status_code == 200


@pytest.mark.parametrize("path", ["introspect", "revoke"])
async def test_strangers_are_refused(partner: Partner, path: str) -> None:
    held = await partner.token()
    for headers in ({}, bearer(held), {"Authorization": "Basic eDp5"}):
        answer = await partner.http.post(f"/oauth/{path}", data={"token": held}, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert (await partner.http.get("/whoami", headers=bearer(held))).status_code == 200


@pytest.mark.parametrize("path", ["introspect", "revoke"])
async def test_the_token_must_be_given(partner: Partner, path: str) -> None:
    for form in ({}, {"token": ""}, {"token_type_hint": "access_token"}):
        answer = await partner.post(path, form)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_signing_client_ends_its_token_with_an_assertion(new_partner: NewPartner) -> None:
    partner = await new_partner(jwks=public_key_set())
    held = (await partner.prove(partner.signer().assertion())).json()["access_token"]
    form = {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": partner.signer().assertion(),
        "token": held,
    }
    assert (await partner.http.post("/oauth/revoke", data=form)).status_code == 200
    assert (await partner.http.get("/whoami", headers=bearer(held))).status_code == 401
    assert (await partner.http.post("/oauth/revoke", data=form)).status_code == 401


async def test_an_expired_token_is_known_as_such_for_a_day_and_then_thrown_away(
    partner: Partner, service: Service
) -> None:
    held, now = await partner.token(), service.core.clock.now()
    housekeeping, network = PostgresHousekeeping(service.transactions), partner.registered.network
    await housekeeping.purge(network, now + timedelta(hours=24))
    service.authentication.forget_all()
    assert (await partner.http.get("/whoami", headers=bearer(held))).status_code == 200
    await housekeeping.purge(network, now + timedelta(hours=25))
    service.authentication.forget_all()
    assert (await partner.http.get("/whoami", headers=bearer(held))).json()["code"] == "token.unknown"
