"""Prints how fast the service is, beside the raw limit of the same path, measured in one run on one machine.

BENCH_CLIENTS (10000) and BENCH_REFERRALS (10 for each client) set the size of the network, BENCH_SECONDS (5) the
length of each measurement, BENCH_CONNECTIONS (16) how many callers there are at once.
"""

import itertools
import os
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.provision import provision
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.config import Settings
from app.wiring import Database, bring_up_to_date, open_service
from benchmarks import limits_app
from benchmarks.generate import Generated, generate
from benchmarks.load import Result, load
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import Server, a_server

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "10000"))
REFERRALS = int(os.environ.get("BENCH_REFERRALS", "10"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "16"))
ROUNDS = 3
RAW = ("-m", "uvicorn", "benchmarks.limits_app:app", "--no-access-log")


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    async with EmbeddedServer(home) as server:
        database, generated = await prepare(server, home)
        limits = {"LIMITS_DSN": database.app}
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        async with (
            a_server([*RAW, "--log-level", "warning"], limits) as raw,
            a_server(["-m", "app", "serve"], service) as ours,
        ):
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=Role.SUPERUSER))
            await measure(raw, ours, operations.all())


async def prepare(server: EmbeddedServer, home: Path) -> tuple[Database, Generated]:
    await provision(server)
    database = Database(
        app=server.dsn(role=Role.APP), worker=server.dsn(role=Role.WORKER), owner=server.dsn(role=Role.OWNER)
    )
    await bring_up_to_date(database)
    await limits_app.set_up(server.dsn(role=Role.OWNER))
    started = time.perf_counter()
    async with open_service(Settings(home=home), database.app) as service:
        generated = await generate(
            service.core, server.dsn(role=Role.SUPERUSER), clients=CLIENTS, referrals_per_client=REFERRALS
        )
    print(f"{CLIENTS} clients, {CLIENTS * REFERRALS} referrals made in {time.perf_counter() - started:.0f} s\n")
    return database, generated


async def measure(raw: Server, ours: Server, asked: Iterable[tuple[str, str, Iterator[bytes]]]) -> None:
    """Ask, each round beside the raw limit, and print the medians."""
    dice = random.Random(7)
    ours_named = f"{'operation':34} {'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>7}"
    print(f"{ours_named}   {'limit':>8} {'CPU ms':>7}   ratio  statuses")
    for name, limit, requests in asked:
        paths = (limits_app.request(limit, dice.randrange(1, limits_app.ROWS)) for _ in itertools.count())
        results: list[Result] = []
        floors: list[Result] = []
        used, used_by_limit = -ours.cpu_seconds(), -raw.cpu_seconds()
        for _ in range(ROUNDS):
            floors.append(await load(raw.port, paths, seconds=SECONDS, connections=CONNECTIONS))
            results.append(await load(ours.port, requests, seconds=SECONDS, connections=CONNECTIONS))
        cpu = (used + ours.cpu_seconds()) * 1000 / _answered(results)
        least = (used_by_limit + raw.cpu_seconds()) * 1000 / _answered(floors)
        best, floor = _median(results), _median(floors)
        ratio = best.requests_per_second / floor.requests_per_second
        print(
            f"{name:34} {best.requests_per_second:8.0f} {best.p50:8.1f} {best.p99:8.1f} {cpu:7.2f}   "
            f"{floor.requests_per_second:8.0f} {least:7.2f}   {ratio:5.2f}  {best.statuses}"
        )
    print(f"\nmemory of the service process: {ours.megabytes():.0f} MB")


def _answered(results: list[Result]) -> int:
    return max(1, sum(sum(result.statuses.values()) for result in results))


def _median(results: list[Result]) -> Result:
    return sorted(results, key=lambda result: result.requests_per_second)[len(results) // 2]


if __name__ == "__main__":
    run(main, __doc__)
