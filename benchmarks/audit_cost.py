"""Prints what the audit costs: the same requests to the service as it is and without its audit row, in one run.

A worker seals meanwhile. BENCH_CLIENTS, BENCH_SECONDS and BENCH_CONNECTIONS as in `make bench`; BENCH_ROUNDS (5) says
how often each is measured, BENCH_ONLY measures only the operations whose names contain it.
"""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from benchmarks.__main__ import CONNECTIONS, SECONDS, prepare
from benchmarks.load import http, load
from benchmarks.operations import JSON, Operations
from benchmarks.running import run
from benchmarks.servers import Server, a_server

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
PROMISED = 0.6
MEASURED = ("read a client", "inbox, page of 50", "submit a referral (send)", "submit an assessment (PHQ-9)")
ONLY = os.environ.get("BENCH_ONLY", "")


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    async with EmbeddedServer(home) as server:
        _, generated = await prepare(server, home)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        async with (
            a_server(["-m", "app", "serve"], service) as audited,
            a_server(["-m", "benchmarks.without_audit", "serve"], service) as without,
            a_worker(service),
        ):
            operations = await Operations.prepare(audited.port, generated, server.dsn(role=Role.SUPERUSER))
            chosen = [(name, requests) for name, _, requests in operations.all() if name in MEASURED]
            for name, requests in (*chosen, ("record a need", needs(operations))):
                if ONLY in name:
                    await _compare(name, requests, audited, without)


def needs(operations: Operations) -> Iterator[bytes]:
    """Write something small, so that the audit row is a large part of it."""
    body = json.dumps({"category": "food-insecurity"}).encode()
    headers = operations._mine | JSON  # noqa: SLF001 - the same caller
    for number, client in enumerate(itertools.cycle(operations.generated.clients)):
        named = headers | {"Idempotency-Key": f"bench-need-{number}"}
        yield http("POST", f"/v1/clients/{client}/needs", headers=named, body=body)


@asynccontextmanager
async def a_worker(environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Let a worker seal, relay and purge beside what is measured."""
    arguments = (sys.executable, "-m", "app", "worker")
    process = await asyncio.create_subprocess_exec(*arguments, env={**os.environ, **environment})
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def _compare(name: str, requests: Iterator[bytes], audited: Server, without: Server) -> None:
    ratios, speeds = [], []
    for _ in range(ROUNDS):
        with_audit, bare = await _measured(audited, requests), await _measured(without, requests)
        ratios.append(with_audit / bare)
        speeds.append(with_audit)
    told = "as promised" if median(ratios) >= PROMISED else f"LESS THAN THE PROMISED {PROMISED}"
    print(
        f"{name:30} with audit / without: {median(ratios):.2f} ({median(speeds):.0f} requests in a second with it, "
        f"{CONNECTIONS} at once; {told})"
    )


async def _measured(server: Server, requests: Iterator[bytes]) -> float:
    result = await load(server.port, requests, seconds=SECONDS, connections=CONNECTIONS)
    assert set(result.statuses) <= {200, 201}, result.statuses
    return result.requests_per_second


if __name__ == "__main__":
    run(main, __doc__)
