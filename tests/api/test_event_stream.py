"""/v1/events/stream on a real socket: live, resumed after a break, ended with the service."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

import httpx
import pytest
import uvicorn

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.roles import Role
from app.domain.sensitivity.notices import PART_2
from tests.support.builders_directory import NOW
from tests.support.doors import Doors
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene


@pytest.fixture
async def log(database: Database) -> AsyncIterator[PostgresEventLog]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
    yield PostgresEventLog(PostgresTransactions(pool))
    await pool.close()


@pytest.fixture
async def base_url(doors: Doors) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(doors.app, lifespan="off", log_config=None, timeout_graceful_shutdown=5)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        doors.app.state.closing.set()
        server.should_exit = True
        await serving


@pytest.fixture
async def admin(doors: Doors, base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    headers = {"authorization": caller.headers["authorization"]}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, trust_env=False, timeout=10) as client:
        yield client


@asynccontextmanager
async def listening(caller: httpx.AsyncClient, query: str = "", **headers: str) -> AsyncIterator[AsyncIterator[Any]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with caller.stream("GET", f"/v1/events/stream{query}", headers=named) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield told(response)


async def told(response: httpx.Response) -> AsyncIterator[tuple[str, str, Any]]:
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}


async def happen(caller: httpx.AsyncClient, doors: Doors, log: PostgresEventLog) -> str:
    body = {"url": "https://93.184.215.14/hook", "types": ["*"]}
    made = (await caller.post("/v1/webhooks", json=body)).json()
    await log.number(doors.world.network.id, limit=100, now=NOW)
    return str(made["id"])


async def test_what_happens_is_told_at_once(admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog) -> None:
    await happen(admin, doors, log)
    async with listening(admin) as events:
        await asyncio.sleep(0.3)
        begun = asyncio.get_running_loop().time()
        hook = await happen(admin, doors, log)
        async with asyncio.timeout(5):
            _, kind, data = await anext(events)
        assert (kind, data["subject"]["id"]) == ("webhook.created", hook)
        assert asyncio.get_running_loop().time() - begun < 2


async def test_a_stream_goes_on_after_the_last_event_heard(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog
) -> None:
    start = (await admin.get("/v1/events?after=latest")).json()["next_cursor"]
    hooks = [await happen(admin, doors, log) for _ in range(3)]
    async with asyncio.timeout(10), listening(admin, f"?after={start}&types=webhook.created") as events:
        first, _, data = await anext(events)
        assert data["subject"]["id"] == hooks[0]
    async with asyncio.timeout(10), listening(admin, last_event_id=first) as events:
        assert [(await anext(events))[2]["subject"]["id"] for _ in range(2)] == hooks[1:]


async def test_what_tells_of_anothers_substance_use_record_is_told_with_its_notice(
    doors: Doors, scene: Scene, base_url: str, log: PostgresEventLog
) -> None:
    await scene.accepted(await scene.sent())
    await scene.release(scene.pantries[0].id)
    for agency, said in ((scene.pantries[0].id, [asdict(PART_2)]), (scene.sender.id, [])):
        caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
        listener = await doors.caller(agency, Role.CASE_MANAGER)
        start = (await listener.get("/v1/events?after=latest")).json()["next_cursor"]
        need = {"client_id": str(scene.client), "words": "Stay well.", "labels": ["SUD"]}
        assert (await caller.post("/v1/needs", json=need)).status_code == 201
        await log.number(doors.world.network.id, limit=1_000, now=NOW)
        token = {"authorization": listener.headers["authorization"]}
        async with (
            asyncio.timeout(10),
            httpx.AsyncClient(base_url=base_url, headers=token, trust_env=False) as client,
            listening(client, f"?after={start}&types=need.created") as events,
        ):
            assert (await anext(events))[2]["notices"] == said


async def test_a_stream_ends_when_the_service_does(admin: httpx.AsyncClient, doors: Doors) -> None:
    async with asyncio.timeout(10), listening(admin) as events:
        doors.app.state.closing.set()
        assert [event async for event in events] == []


async def test_nobody_listens_without_a_token(admin: httpx.AsyncClient) -> None:
    answer = await admin.get("/v1/events/stream", headers={"authorization": "Bearer tla_nothing"})
    assert answer.status_code == 401


async def test_a_place_that_no_feed_gave_is_refused(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/v1/events/stream", headers={"last-event-id": "17"})).status_code == 400
