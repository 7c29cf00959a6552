"""Prints what the limits cost: the same requests to the service as it is and without them, in turns, in one run.

BENCH_CLIENTS, BENCH_SECONDS and BENCH_CONNECTIONS as in `make bench`.
"""

import os
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from statistics import median

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from benchmarks.__main__ import CONNECTIONS, SECONDS, prepare
from benchmarks.load import load
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import Server, a_server

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
MEASURED = ("read a client", "inbox, page of 50")


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    async with EmbeddedServer(home) as server:
        _, generated = await prepare(server, home)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        async with (
            a_server(["-m", "app", "serve"], service) as with_limits,
            a_server(["-m", "benchmarks.without_limits", "serve"], service) as without,
        ):
            operations = await Operations.prepare(with_limits.port, generated, server.dsn(role=Role.SUPERUSER))
            for name, _, requests in operations.all():
                if name in MEASURED:
                    await _compare(name, requests, with_limits, without)


async def _compare(name: str, requests: Iterator[bytes], with_limits: Server, without: Server) -> None:
    ratios, processor = [], []
    for turn in repeat((with_limits, without), ROUNDS):
        speeds, costs = zip(*[await _measured(server, requests) for server in turn], strict=True)
        ratios.append(speeds[0] / speeds[1])
        processor.append(costs[0] / costs[1])
    print(
        f"{name:24} with limits / without: {median(ratios):.3f} of the requests in a second, "
        f"{median(processor):.3f} of the processor time for each (medians of {ROUNDS} rounds)"
    )


async def _measured(server: Server, requests: Iterator[bytes]) -> tuple[float, float]:
    used = server.cpu_seconds()
    result = await load(server.port, requests, seconds=SECONDS, connections=CONNECTIONS)
    assert set(result.statuses) == {200}, result.statuses
    return result.requests_per_second, (server.cpu_seconds() - used) / sum(result.statuses.values())


if __name__ == "__main__":
    run(main, __doc__)
