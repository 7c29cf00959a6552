"""Prints how long after its commit an event is at the receivers of webhooks, through a real worker and real sockets.

A commit lies between the request that asks for it and its answer, so it is measured from both: `after the answer` is
the least, `after the request` the most that the delay can be. BENCH_CLIENTS (200) and BENCH_REFERRALS (2 each) as in
`make bench`; BENCH_SECONDS (10) is the length of each measurement, BENCH_EVENTS (10) how many events a second.
"""

import asyncio
import itertools
import json
import os
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("BENCH_CLIENTS", "200")
os.environ.setdefault("BENCH_REFERRALS", "2")
os.environ.setdefault("BENCH_SECONDS", "10")

import httpx

from app.adapters.postgres.embedded.passwords import Role as DatabaseRole
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.config import Settings
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.webhooks.endpoint import NewWebhook
from app.domain.webhooks.keys import SignatureScheme
from app.use_cases.core import Call
from app.use_cases.webhooks import webhooks
from app.wiring import open_service
from benchmarks.__main__ import SECONDS, prepare
from benchmarks.audit_cost import a_worker
from benchmarks.generate import Generated
from benchmarks.operations import Operations
from benchmarks.partners import SCOPES
from benchmarks.running import run
from benchmarks.servers import Server, a_server

EVENTS = float(os.environ.get("BENCH_EVENTS", "10"))
PROMISED = 0.5
PATIENCE = 180.0
ANSWER = b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(slots=True)
class Receivers:
    """Endpoints on one port: each answers at once, or, below /hanging, never; `arrived` by endpoint and subject."""

    arrived: dict[tuple[str, str], float] = field(default_factory=dict)
    port: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def all_of(self, wanted: Collection[tuple[str, str]]) -> None:
        """Wait until all of it is there."""
        while not all(each in self.arrived for each in wanted):
            self.news.clear()
            await self.news.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note when a message is there, and answer it."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
            body = await reader.readexactly(length)
            path = head.split(b" ", 2)[1].decode()
            self.arrived.setdefault((path, json.loads(body)["data"]["subject_id"]), time.perf_counter())
            self.news.set()
            if path.startswith("/hanging"):
                await reader.read()
            writer.write(ANSWER)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def receivers() -> AsyncIterator[Receivers]:
    """Listen until the block ends."""
    found = Receivers()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()


@dataclass(slots=True, kw_only=True)
class Bench:
    """The service, a program that writes, and the endpoints that hear of it."""

    home: Path
    dsn: str
    generated: Generated
    ours: Server
    headers: dict[str, str]
    hearing: Receivers

    async def register(self, *paths: str, scheme: SignatureScheme = SignatureScheme.HMAC_SHA256) -> None:
        """Let endpoints hear of needs."""
        agency, network = self.generated.partners[0].agency, self.generated.network
        actor = Actor(network=network, agency=agency, roles=frozenset({Role.AGENCY_ADMIN}), scopes=SCOPES)
        settings = Settings(home=self.home, allow_private_targets=True)
        async with open_service(settings, self.dsn) as own:
            for path in paths:
                new = NewWebhook(url=f"http://127.0.0.1:{self.hearing.port}{path}", types=("need.created",))
                key = own.webhook_keys.new(scheme).kept
                await own.core.run(Call(actor=actor, request_id="benchmark"), webhooks.register, new, key)

    async def measure(self, name: str, *paths: str) -> None:
        """Write so many events a second, wait until every endpoint has heard each, and print the delays."""
        await self._settle(paths)
        asked, answered = await self._write(int(SECONDS * EVENTS))
        wanted = [(path, need) for path in paths for need in answered]
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.hearing.all_of(wanted)
        heard = [each for each in wanted if each in self.hearing.arrived]
        missing = len(wanted) - len(heard)
        least = [self.hearing.arrived[path, need] - answered[need] for path, need in heard]
        most = [self.hearing.arrived[path, need] - asked[need] for path, need in heard]
        p99 = quantiles(most, n=100, method="inclusive")[98]
        told = "as promised" if p99 <= PROMISED and not missing else f"MORE THAN THE PROMISED {PROMISED * 1000:.0f} ms"
        print(f"{name:46} {len(heard):6} deliveries  {_line(least)}  {_line(most)}  {missing} missing; {told}")

    async def _settle(self, paths: Sequence[str]) -> None:
        """Wait until the worker has done what was there before, and tells of what happens now."""
        _, answered = await self._write(1)
        async with asyncio.timeout(PATIENCE):
            await self.hearing.all_of([(path, need) for path in paths for need in answered])

    async def _write(self, count: int) -> tuple[dict[str, float], dict[str, float]]:
        asked: dict[str, float] = {}
        answered: dict[str, float] = {}
        base = f"http://127.0.0.1:{self.ours.port}"

        async def one(client: httpx.AsyncClient, whose: object) -> None:
            begun = time.perf_counter()
            body = {"category": "food-insecurity"}
            answer = await client.post(f"/v1/clients/{whose}/needs", json=body, headers=self.headers)
            assert answer.status_code == httpx.codes.CREATED, answer.text
            need = answer.json()["id"]
            asked[need], answered[need] = begun, time.perf_counter()

        async with httpx.AsyncClient(base_url=base, timeout=30) as client, asyncio.TaskGroup() as writing:
            clients = itertools.cycle(self.generated.clients)
            for _, whose in zip(range(count), clients, strict=False):
                writing.create_task(one(client, whose))
                await asyncio.sleep(1 / EVENTS)
        return asked, answered


def _line(delays: list[float]) -> str:
    ninety_ninth = quantiles(delays, n=100, method="inclusive")[98]
    return f"{median(delays) * 1000:5.0f} {ninety_ninth * 1000:5.0f} {max(delays) * 1000:5.0f}"


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    async with EmbeddedServer(home) as server, receivers() as hearing:
        database, generated = await prepare(server, home)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        service["THROUGHLINE_ALLOW_PRIVATE_TARGETS"] = "true"
        async with a_server(["-m", "app", "serve"], service) as ours, a_worker(service):
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=DatabaseRole.SUPERUSER))
            token = operations.tokens[generated.partners[0].agency]
            headers = {"authorization": f"Bearer {token}"}
            bench = Bench(
                home=home,
                dsn=database.app,
                generated=generated,
                ours=ours,
                headers=headers,
                hearing=hearing,
            )
            print("webhooks: commit to first attempt, ms: p50, p99 and most after the answer, then after the request")
            await bench.register("/one")
            await bench.measure(f"{EVENTS:.0f} events a second, one endpoint", "/one")
            others = [f"/other/{number}" for number in range(9)]
            await bench.register(*others, scheme=SignatureScheme.ED25519)
            await bench.measure("the same, ten endpoints, nine by Ed25519", "/one", *others)
            await bench.register(*(f"/hanging/{number}" for number in range(5)))
            await bench.measure("the same, beside five that never answer", "/one", *others)


if __name__ == "__main__":
    run(main, __doc__)
