"""The service on a real socket, and a program that speaks graphql-transport-ws to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.api.connections import Room, connections
from app.serving import configured
from tests.support.builders_directory import NOW
from tests.support.doors import Doors
from tests.support.postgres import Database

EVENTS = """
subscription Follow($types: [String!], $subject: ID, $about: ID, $after: String) {
  events(types: $types, subject: $subject, about: $about, after: $after) {
    cursor event { type subject { type id version } related } subject { __typename id }
  }
}
"""


@pytest.fixture
async def log(database: Database) -> AsyncIterator[PostgresEventLog]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
    yield PostgresEventLog(PostgresTransactions(pool))
    await pool.close()


@asynccontextmanager
async def listening_at(doors: Doors) -> AsyncIterator[str]:
    """Serve as the service is served, and stop as it is stopped."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(configured(doors.app, connections(Room())))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        doors.app.state.closing.set()
        server.should_exit = True
        async with asyncio.timeout(5):
            await serving


@pytest.fixture
async def base_url(doors: Doors) -> AsyncIterator[str]:
    async with listening_at(doors) as url:
        yield url


async def happen(caller: httpx.AsyncClient, doors: Doors, log: PostgresEventLog) -> str:
    """Let something happen to one agency alone: a webhook is registered."""
    body = {"url": "https://93.184.215.14/hook", "types": ["*"]}
    made = (await caller.post("/v1/webhooks", json=body)).raise_for_status().json()
    await log.number(doors.world.network.id, limit=1_000, now=NOW)
    return str(made["id"])


async def number(doors: Doors, log: PostgresEventLog) -> None:
    await log.number(doors.world.network.id, limit=1_000, now=NOW)


async def until(reached: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something that nobody tells."""
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 - there is nothing to wait for
            await asyncio.sleep(0.02)


async def end_of_log(caller: httpx.AsyncClient) -> str:
    return str((await caller.get("/v1/events?after=latest")).json()["next_cursor"])


@dataclass(slots=True)
class Talk:
    """One WebSocket of a program."""

    socket: ClientConnection
    count: int = 0
    seen: list[Any] = field(default_factory=list)

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self, seconds: float = 5) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        return message

    async def init(self, authorization: str) -> None:
        await self.say(type="connection_init", payload={"authorization": authorization})
        assert await self.hear() == {"type": "connection_ack"}

    async def subscribe(self, query: str = EVENTS, **variables: Any) -> str:
        self.count += 1
        payload = {"query": query, "variables": variables}
        await self.say(type="subscribe", id=str(self.count), payload=payload)
        return str(self.count)

    async def events(self, count: int, seconds: float = 5) -> list[dict[str, Any]]:
        """Return what the next events of the only subscription tell."""
        found = []
        for _ in range(count):
            message = await self.hear(seconds)
            assert message["type"] == "next", message
            found.append(message["payload"]["data"]["events"])
        return found

    async def silent(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        try:
            await self.hear(seconds)
        except TimeoutError:
            return True
        return False

    async def closed(self, seconds: float = 5) -> tuple[int | None, str]:
        """Return with what code and reason the service closes."""
        async with asyncio.timeout(seconds):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed:
                return self.socket.close_code, self.socket.close_reason or ""


@asynccontextmanager
async def talking(url: str, caller: httpx.AsyncClient | None = None, **options: Any) -> AsyncIterator[Talk]:
    """Open a WebSocket; where there is a caller, in its name."""
    address = f"{url.replace('http', 'ws', 1)}/graphql"
    asked = {"subprotocols": [Subprotocol("graphql-transport-ws")], "proxy": None, "close_timeout": 1, **options}
    async with connect(address, **asked) as connection:
        talk = Talk(connection)
        if caller is not None:
            await talk.init(caller.headers["authorization"])
        yield talk
