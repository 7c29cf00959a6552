"""Whether a leak of words about somebody would be heard, wherever it came out."""

import logging
from collections.abc import Iterator

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.canaries import LISTENING, canary
from tests.support.doors import Doors

NOTE = "She sleeps in her car behind the mill"


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What was heard during the test, which is forgiven, since it was on purpose."""
    LISTENING.told.clear()
    yield LISTENING.heard
    LISTENING.heard.clear()
    LISTENING.told.clear()


def answered(status: int, **more: object) -> httpx.AsyncClient:
    """A service that answers everything in one way."""
    return httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(status, **more)),  # type: ignore[arg-type]
        base_url="http://service.example",
    )


async def test_a_marked_word_in_the_log_is_heard(heard: list[str]) -> None:
    logging.getLogger("throughline.requests").info("request", extra={"path": canary("/v1/clients/ana")})
    logging.getLogger("some.library").warning("Odd: %s", canary("x"))
    assert [each.partition(" tells")[0] for each in heard] == ["the log throughline.requests", "the log some.library"]


async def test_what_a_test_sends_of_somebody_is_heard_in_a_problem(heard: list[str]) -> None:
    problem = {"headers": {"content-type": "application/problem+json"}, "content": f'{{"detail": "not {NOTE}"}}'}
    async with answered(422, **problem) as caller:
        await caller.post("/v1/services", json={"note": NOTE})
        assert heard == []
        await caller.post("/v1/needs", json={"items": [{"note": NOTE}]})
    assert [each.partition(" tells")[0] for each in heard] == ["a problem of POST /v1/needs"]


async def test_addresses_and_numbers_are_listened_to(heard: list[str]) -> None:
    async with answered(201, headers={"location": f"/v1/clients?name={canary('Ana')}"}) as caller:
        await caller.post("/v1/clients", json={})
        await caller.get("/v1/clients", params={"name": canary("Ana")})  # what the caller said itself
    async with answered(200, content=f'clients_total{{name="{canary("Ana")}"}} 1') as caller:
        await caller.get("/metrics")
    assert [each.partition(" tells")[0] for each in heard] == ["location of POST /v1/clients", "/metrics"]


async def test_webhooks_are_listened_to(heard: list[str]) -> None:
    async with answered(204) as sender:
        await sender.post("/hook", headers={"webhook-id": "1"}, json={"data": {"note": canary("Ana")}})
    assert [each.partition(" tells")[0] for each in heard] == ["a webhook to service.example"]


async def test_the_doors_are_listened_to(doors: Doors, heard: list[str]) -> None:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.CASE_MANAGER)
    await caller.post("/v1/clients", json={"names": [{"family": f"Lima {NOTE}"}], "zzz": 1})
    assert f"Lima {NOTE}" in LISTENING.told
    assert heard == []
    await caller.get("/v1/clients/" + canary("ana"))
    assert [each.partition(" tells")[0] for each in heard] == []
