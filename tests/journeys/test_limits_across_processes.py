"""Two processes of one service, as an operator runs them behind a proxy: a program has one quota with both."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from app.domain.networks.api_client import NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases.networks import api_clients
from tests.support.builders_directory import World
from tests.support.oauth import basic
from tests.support.postgres import Database
from tests.support.processes import environment
from tests.support.running import Running, a_running

QUOTA = 300
SECRET = "tls_known_to_this_test_only"
LATEST_SECONDS = 10


@pytest.fixture
def processes(database: Database) -> Iterator[list[Running]]:
    env = environment(database, THROUGHLINE_RATE_LIMIT_CLIENT=str(QUOTA), THROUGHLINE_RATE_LIMIT_CEILING=str(QUOTA))
    with ExitStack() as stack:
        yield [stack.enter_context(a_running("serve", **env)) for _ in range(2)]


def left(answer: httpx.Response) -> int:
    found = re.match(r'"client";r=(\d+)', answer.headers["RateLimit"])
    assert found is not None
    return int(found[1])


@pytest.mark.long
async def test_what_one_process_let_through_is_used_up_at_the_other(processes: list[Running], world: World) -> None:
    agency = await world.an_agency("Harbor Food Bank")
    roles, scopes = frozenset({Role.CASE_MANAGER}), Scopes.parse("system/*.rs")
    new = NewApiClient(agency=agency.id, name="A program", roles=roles, scopes=scopes)
    client = await world.core.run(world.by(Role.SYSTEM), api_clients.register, new, SECRET)
    async with (
        httpx.AsyncClient(base_url=processes[0].url) as here,
        httpx.AsyncClient(base_url=processes[1].url) as there,
    ):
        form = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        given = await here.post("/oauth/token", data=form, headers=basic(client.client_id, SECRET))
        here.headers["Authorization"] = there.headers["Authorization"] = f"Bearer {given.json()['access_token']}"
        answers = [await here.get("/v1/tasks?limit=200") for _ in range(QUOTA // 4 + 30)]
        used = 4 * sum(answer.is_success for answer in answers)
        assert QUOTA <= used < QUOTA + 100
        assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "limit.client")
        until = time.monotonic() + LATEST_SECONDS
        while left(await there.get("/v1/tasks")) > QUOTA // 2:
            assert time.monotonic() < until, "the other process has not heard of it"
            await asyncio.sleep(0.2)
