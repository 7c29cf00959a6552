"""Prints what live readers cost: memory of idle subscribers, how late events are told, and what slow readers do.

LIVE_SUBSCRIBERS (2000) WebSockets with one subscription each are held by one process of the service with its worker
inside; LIVE_EVENTS (15) times something happens that all of them hear. Late is counted from the moment before the write
is sent until the frame is here: writing, numbering, judging and telling together.
"""

import asyncio
import json
import os
import resource
import time
from base64 import b64encode
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

os.environ.setdefault("BENCH_CLIENTS", "20")
os.environ.setdefault("BENCH_REFERRALS", "1")

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from benchmarks.__main__ import prepare
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import Server, a_server

SUBSCRIBERS = int(os.environ.get("LIVE_SUBSCRIBERS", "2000"))
EVENTS = int(os.environ.get("LIVE_EVENTS", "15"))
ROOM = {
    f"THROUGHLINE_MAX_{what}": str(SUBSCRIBERS * 16)
    for what in ("CONNECTIONS", "CONNECTIONS_PER_ADDRESS", "STREAMS_PER_CLIENT")
}
PLAIN = "subscription { events { cursor event { id type subject { type id } } } }"
WIDE = " ".join(f"e{n}: event {{ id type occurredAt related }}" for n in range(50))
HEARD_SECONDS, OPENED_AT_ONCE = 30.0, 50
PING, SHORT = 9, 126


class Subscriber(asyncio.Protocol):
    """One WebSocket, as little as speaks the protocol: it counts what it is told, and when it was told last."""

    def __init__(self, token: str, query: str) -> None:
        self.token, self.query = token, query
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.told = 0
        self.at = 0.0
        self.lost = False
        self._bytes = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Shake hands."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = b64encode(os.urandom(16)).decode()
        transport.write(
            "GET /graphql HTTP/1.1\r\nHost: service\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it was cut off."""
        self.lost = True
        if not self.begun.done():
            self.begun.set_exception(exc or ConnectionError("refused"))

    def data_received(self, data: bytes) -> None:
        """Take every whole frame."""
        self._bytes += data
        if not self._open:
            head, end, rest = self._bytes.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._open, self._bytes = True, rest
            self._say({"type": "connection_init", "payload": {"authorization": f"Bearer {self.token}"}})
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _take(self, opcode: int, data: bytes) -> None:
        if opcode == PING:
            self._send(0x8A, data)
        elif b'"next"' in data:
            self.told, self.at = self.told + 1, time.perf_counter()
        elif b'"connection_ack"' in data:
            self._say({"type": "subscribe", "id": "1", "payload": {"query": self.query}})
            self._say({"type": "ping"})  # answered once what stands before it was taken
        elif b'"pong"' in data and not self.begun.done():
            self.begun.set_result(None)

    def _frame(self) -> tuple[int, bytes] | None:
        held, start = self._bytes, 2
        if len(held) < start:
            return None
        length = held[1]
        if length >= SHORT:
            start = 4 if length == SHORT else 10
            length = int.from_bytes(held[2:start], "big")
        if len(held) < start + length:
            return None
        self._bytes = held[start + length :]
        return held[0] & 0x0F, held[start : start + length]

    def _say(self, message: dict[str, Any]) -> None:
        self._send(0x81, json.dumps(message).encode())

    def _send(self, first: int, data: bytes) -> None:
        size = len(data)
        length = bytes([0x80 | size]) if size < SHORT else bytes([0x80 | SHORT]) + size.to_bytes(2, "big")
        self.transport.write(bytes([first]) + length + bytes(4) + data)  # masked with zeros


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    async with EmbeddedServer(home) as server:
        _, generated = await prepare(server, home)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning", **ROOM}
        async with a_server(["-m", "app", "serve", "--with-worker"], service) as ours:
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=Role.SUPERUSER))
            token = operations.tokens[generated.partners[0].agency]
            await measure(ours, token, str(generated.clients[0]))


async def measure(ours: Server, token: str, client: str) -> None:
    """Open, rest, let things happen; once more with somebody who does not read."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ours.port}", trust_env=False, timeout=30) as caller:
        caller.headers["authorization"] = f"Bearer {token}"
        await happens(caller, client)  # whatever is made with the first request is not to be counted
        [first] = await opened(ours, token, PLAIN, 1)
        before, began = ours.megabytes(), time.perf_counter()
        subscribers = [first, *await opened(ours, token, PLAIN, SUBSCRIBERS - 1)]
        print(f"{SUBSCRIBERS} subscribers opened in {time.perf_counter() - began:.1f} s")
        used = -ours.cpu_seconds()
        await asyncio.sleep(10)
        print(f"memory for each: {(ours.megabytes() - before) * 1000 / max(SUBSCRIBERS - 1, 1):.0f} kB")
        print(f"processor while all of them idle: {(used + ours.cpu_seconds()) * 10:.1f} % of one core\n")
        print(f"{'told to all, ms':34} {'first':>8} {'p50':>8} {'p99':>8} {'last':>8}   lost")
        await told("all read", caller, client, subscribers)
        slow = await opened(ours, token, f"subscription {{ events {{ {WIDE} }} }}", 5)
        for each in slow:
            each.transport.pause_reading()
        await told("five more do not read", caller, client, subscribers)


async def opened(ours: Server, token: str, query: str, count: int) -> list[Subscriber]:
    """Open so many subscriptions."""
    loop, subscribers = asyncio.get_running_loop(), list[Subscriber]()
    while len(subscribers) < count:
        some = [
            loop.create_connection(lambda: Subscriber(token, query), "127.0.0.1", ours.port)
            for _ in range(min(OPENED_AT_ONCE, count - len(subscribers)))
        ]
        begun = [subscriber for _, subscriber in await asyncio.gather(*some)]
        await asyncio.gather(*(each.begun for each in begun))
        subscribers += begun
    return subscribers


async def told(name: str, caller: httpx.AsyncClient, client: str, subscribers: list[Subscriber]) -> None:
    """Let things happen, and print how late they were told."""
    late: list[float] = []
    lost = 0
    for _ in range(EVENTS):
        expected = [each.told + 1 for each in subscribers]
        began = time.perf_counter()
        await happens(caller, client)
        while time.perf_counter() - began < HEARD_SECONDS:
            if all(each.told >= count for each, count in zip(subscribers, expected, strict=True)):
                break
            await asyncio.sleep(0.05)
        heard = [each for each, count in zip(subscribers, expected, strict=True) if each.told >= count]
        late += [(each.at - began) * 1000 for each in heard]
        lost += len(subscribers) - len(heard)
        await asyncio.sleep(0.3)
    p99 = quantiles(late, n=100)[98]
    print(f"{name:34} {min(late):8.0f} {median(late):8.0f} {p99:8.0f} {max(late):8.0f}   {lost}")


async def happens(caller: httpx.AsyncClient, client: str) -> None:
    """Let something happen that the caller's agency hears."""
    made = await caller.post("/v1/needs", json={"client_id": client, "words": "Food until Friday"})
    assert made.status_code == httpx.codes.CREATED, made.text


if __name__ == "__main__":
    run(main, __doc__, seconds=240)
