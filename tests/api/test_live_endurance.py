"""Streams that break and slow readers: nothing is lost or told twice, and nobody else notices."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
import uvicorn

from app.adapters.postgres.relay import PostgresEventLog
from app.api import connections, sockets
from app.api.connections import Room
from app.domain.networks.roles import Role
from app.serving import application, configured
from app.wiring import Service
from tests.support.doors import Doors
from tests.support.live import base_url, end_of_log, happen, listening_at, log, number, talking, until

__all__ = ["base_url", "log"]
PLAIN = "subscription { events { event { subject { id } } } }"
MANY = " ".join(f"e{n}: event {{ id type related notices {{ code }} }}" for n in range(50))
LONG = f"subscription S($a: String) {{ events(after: $a) {{ {MANY} }} }}"


@pytest.fixture
async def admin(doors: Doors, log: PostgresEventLog) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    await number(doors, log)
    return caller


@asynccontextmanager
async def streamed(url: str, caller: httpx.AsyncClient, query: str, **variables: Any) -> AsyncIterator[Any]:
    """Ask by graphql-sse, and hear its events by kind and data."""
    headers = {"authorization": caller.headers["authorization"], "accept": "text/event-stream"}
    body = {"query": query, "variables": variables}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=10) as client,
        client.stream("POST", "/graphql", json=body) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    kind = ""
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        if name == "event":
            kind = value.strip()
        elif name == "data":
            yield kind, json.loads(value) if value.strip() else None


async def test_a_subscription_by_event_stream(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, base_url: str
) -> None:
    async with asyncio.timeout(15), streamed(base_url, admin, PLAIN) as events:
        waiting = asyncio.create_task(anext(events))
        await asyncio.sleep(0.5)
        hook = await happen(admin, doors, log)
        kind, told = await waiting
        assert (kind, told["data"]["events"]["event"]["subject"]["id"]) == ("next", hook)
        doors.app.state.closing.set()
        assert [kind async for kind, _ in events] == []  # without `complete`: it was cut off, and is asked for again


async def test_queries_and_errors_by_event_stream_are_complete(admin: httpx.AsyncClient, base_url: str) -> None:
    for query, member in (("{ viewer { roles } }", "data"), ("{ nothing }", "errors")):
        async with asyncio.timeout(10), streamed(base_url, admin, query) as events:
            (first, told), last = [event async for event in events]
            assert (first, member in told, last) == ("next", True, ("complete", None))


async def test_a_stranger_has_no_event_stream(base_url: str) -> None:
    headers = {"accept": "text/event-stream", "authorization": "Bearer tla_nothing"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, trust_env=False) as client:
        answer = await client.post("/graphql", json={"query": PLAIN})
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_nothing_is_lost_or_told_twice_through_restarts(
    admin: httpx.AsyncClient, doors: Doors, service: Service, log: PostgresEventLog
) -> None:
    query = "subscription F($after: String) { events(after: $after) { cursor event { subject { id } } } }"
    after, heard, made = await end_of_log(admin), [], []

    async def happening() -> None:
        for _ in range(12):
            made.append(await happen(admin, doors, log))
            await asyncio.sleep(0.05)

    busy = asyncio.create_task(happening())
    async with asyncio.timeout(30):
        while not busy.done() or len(heard) < len(made):
            again = replace(doors, app=application(service))
            async with listening_at(again) as url, talking(url, admin) as talk:
                await talk.subscribe(query, after=after)
                for _ in range(min(4, 12 - len(heard))):
                    [told] = await talk.events(1)
                    heard.append(told["event"]["subject"]["id"])
                    after = told["cursor"]
    await busy
    assert heard == made


async def test_a_reader_who_does_not_read_is_cut_off_and_hurts_nobody_else(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (connections, sockets):
        monkeypatch.setattr(module, "READER_SECONDS", 0.5)
    start = await end_of_log(admin)
    hooks = [await happen(admin, doors, log) for _ in range(12)]
    narrow = socket.create_server(("127.0.0.1", 0))
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    server = uvicorn.Server(configured(doors.app, connections.connections(Room())))
    serving = asyncio.create_task(server.serve(sockets=[narrow]))
    url = f"http://127.0.0.1:{narrow.getsockname()[1]}"
    mine = socket.socket()
    mine.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    mine.setblocking(False)  # noqa: FBT003 - the name of a flag that has none
    await asyncio.get_running_loop().sock_connect(mine, narrow.getsockname())
    async with asyncio.timeout(20), talking(url, admin) as quick:
        await quick.subscribe("subscription F($a: String) { events(after: $a) { event { subject { id } } } }", a=start)
        async with talking(url, admin, sock=mine, max_queue=1) as slow:
            for _ in range(12):
                await slow.subscribe(LONG, a=start)
            assert [each["event"]["subject"]["id"] for each in await quick.events(12)] == hooks
            await until(lambda: len(server.server_state.connections) == 1)
            last = await happen(admin, doors, log)
            assert [each["event"]["subject"]["id"] for each in await quick.events(1, 1)] == [last]
    doors.app.state.closing.set()
    server.should_exit = True
    await serving


async def test_subscriptions_are_counted_and_a_flood_is_refused(
    admin: httpx.AsyncClient, doors: Doors, base_url: str
) -> None:
    limits = doors.app.state.limits
    limits.caps = replace(limits.caps, subscriptions=3)
    async with talking(base_url, admin) as talk:
        for _ in range(200):
            await talk.subscribe(PLAIN)
        messages = [await talk.hear() for _ in range(197)]
        codes = {each["extensions"]["code"] for message in messages for each in message["payload"]}
        assert ({message["type"] for message in messages}, codes) == ({"error"}, {"limit.subscriptions-at-once"})
        await talk.say(type="complete", id="1")
        await talk.subscribe(PLAIN)
        assert await talk.silent(0.2)


async def test_connections_of_one_program_are_counted(admin: httpx.AsyncClient, doors: Doors, base_url: str) -> None:
    limits = doors.app.state.limits
    limits.caps = replace(limits.caps, streams=2)
    async with talking(base_url, admin), talking(base_url, admin), talking(base_url) as third:
        await third.say(type="connection_init", payload={"authorization": admin.headers["authorization"]})
        code, reason = await third.closed()
        assert (code, "Retry after" in reason) == (1013, True)
    await asyncio.sleep(0.2)
    async with talking(base_url, admin):
        pass
