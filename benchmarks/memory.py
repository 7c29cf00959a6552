"""Prints the memory of a service under everything at once, minute by minute: it shall be little, and stay as it is.

One process serves with its worker inside, and is asked for reads, lists, writes, FHIR, GraphQL and its documents, one
after another on BENCH_CONNECTIONS (4), while MEMORY_SUBSCRIBERS (50) follow live, each minute others. MEMORY_MINUTES
(55, no longer than a token lasts) is how long; the growth at the end counts from the second quarter on, when every
cache has had its time. BENCH_CLIENTS (2000) and BENCH_REFERRALS (5 for each client) as in `make bench`.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("BENCH_CLIENTS", "2000")
os.environ.setdefault("BENCH_REFERRALS", "5")
os.environ.setdefault("BENCH_CONNECTIONS", "4")

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from benchmarks import fhir_door, graphql_door
from benchmarks.__main__ import CONNECTIONS, prepare
from benchmarks.fhir_door import draw
from benchmarks.live import PLAIN, Subscriber, opened
from benchmarks.load import http, load
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import Server, a_server

MINUTES = int(os.environ.get("MEMORY_MINUTES", "55"))
SUBSCRIBERS = int(os.environ.get("MEMORY_SUBSCRIBERS", "50"))
SECONDS = 60.0
LONG_TOKENS = {"THROUGHLINE_ACCESS_TOKEN_SECONDS": "3600"}
DOCUMENTS = ("/openapi.json", "/docs", "/fhir/metadata", "/metrics", "/readyz")


async def main(home: Path) -> None:
    """Prepare, ask, print."""
    async with EmbeddedServer(home) as server:
        database, generated = await prepare(server, home)
        await draw(home, database, generated.network)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning", **LONG_TOKENS}
        async with a_server(["-m", "app", "serve", "--with-worker"], service) as ours:
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=Role.SUPERUSER))
            await watch(ours, operations)


async def watch(ours: Server, operations: Operations) -> None:
    """Ask for everything, and print what the process holds after each minute."""
    requests, token = everything(operations), operations.tokens[operations.generated.partners[0].agency]
    held = [ours.megabytes()]
    print(
        f"{'minute':>6} {'MB':>6} {'req/s':>7} {'p50 ms':>8} {'p99 ms':>8}  statuses\n{0:6} {held[0]:6.0f}", flush=True
    )
    followers: list[Subscriber] = []
    for minute in range(1, MINUTES + 1):
        others = await opened(ours, token, PLAIN, SUBSCRIBERS)
        for follower in followers:
            follower.transport.close()
        followers = others
        result = await load(ours.port, requests, seconds=SECONDS, connections=CONNECTIONS)
        held.append(ours.megabytes())
        speed = f"{result.requests_per_second:7.0f} {result.p50:8.1f} {result.p99:8.1f}"
        print(f"{minute:6} {held[-1]:6.0f} {speed}  {result.statuses}", flush=True)
    settled = held[len(held) // 4]
    print(f"\nmost {max(held):.0f} MB; {held[-1] - settled:+.0f} MB since minute {len(held) // 4}")


def everything(operations: Operations) -> Iterator[bytes]:
    """Yield one request of every kind in turn, without end; kinds that come to an end are left out from then on."""
    doors = (operations, graphql_door.Asked(operations), fhir_door.Asked(operations))
    kinds = [requests for door in doors for _, _, requests in door.all()]
    kinds += [itertools.repeat(http("GET", path)) for path in DOCUMENTS]
    over = object()
    while kinds:
        for kind in tuple(kinds):
            request = next(kind, over)
            if isinstance(request, bytes):
                yield request
            else:
                kinds.remove(kind)


if __name__ == "__main__":
    run(main, __doc__)
