"""Prints how much every operation that reads costs the database in a small network and in a large one.

GROWTH_SMALL (2000) and GROWTH_LARGE (20000) are clients, BENCH_REFERRALS (10) the referrals of each, GROWTH_DRAWN (500)
of how many of each noun FHIR has a resource in the small network; in the large one it is as many times more. Pages of
memory and rows that were read in vain are counted, as the database itself counts them: times say little on a busy
machine, and nothing of what becomes of them in a larger network. What grows comes first; GROWTH_ALL=1 prints the rest
too. GROWTH_ONLY asks only what has these words in its name.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx

from app.adapters.postgres.backfilling import FIRST, TABLES, PostgresBackfill
from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.config import Settings
from app.wiring import Database, open_service
from benchmarks import __main__ as bench
from benchmarks import growth_fhir
from benchmarks.explained import Cost, Log, explain_everything
from benchmarks.generate import Generated
from benchmarks.growth_callers import credentials, tokens
from benchmarks.growth_questions import Questions, known
from benchmarks.servers import a_server

SMALL, LARGE = (int(os.environ.get(name, most)) for name, most in (("GROWTH_SMALL", "2000"), ("GROWTH_LARGE", "20000")))
DRAWN = int(os.environ.get("GROWTH_DRAWN", "500"))
ONLY, ALL = os.environ.get("GROWTH_ONLY", ""), os.environ.get("GROWTH_ALL") == "1"
BITE = 500
MOST_GROWTH, NOISE = 1.5, 40  # pages: an index may be a level deeper, and what is found lies elsewhere
Costs = Mapping[tuple[str, str], Cost]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A running service on a network of some size."""

    port: int
    generated: Generated
    superuser: asyncpg.Connection
    log: Log
    credentials: Mapping[str, tuple[str, str]]


async def main() -> None:
    """Measure both sizes, compare, print."""
    small, large = [await _measured(clients) for clients in (SMALL, LARGE)]
    _tell(small, large)


async def _measured(clients: int) -> Costs:
    with tempfile.TemporaryDirectory(prefix="throughline-growth-") as directory:
        home = Path(directory)
        async with EmbeddedServer(home, fsync=False) as server:
            bench.CLIENTS = clients
            database, generated = await bench.prepare(server, home)
            await _draw(home, database, generated, DRAWN * clients // SMALL)
            async with open_service(Settings(home=home), database.app) as service:
                pairs = await credentials(service.core, generated)
            superuser = await asyncpg.connect(server.dsn(role=Role.SUPERUSER))
            await superuser.execute("VACUUM ANALYZE")
            await explain_everything(superuser)
            service_settings = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
            async with a_server(["-m", "app", "serve"], service_settings) as ours:
                log = Log(home / "postgres.log")
                place = Place(port=ours.port, generated=generated, superuser=superuser, log=log, credentials=pairs)
                return await _ask(place)


async def _draw(home: Path, database: Database, generated: Generated, most: int) -> None:
    """Draw so many of each noun as resources."""
    async with open_service(Settings(home=home), database.worker) as service:
        backfill = PostgresBackfill(service.transactions)
        for noun in TABLES:
            after: UUID = FIRST
            for _ in range(0, most, BITE):
                ids = await backfill.bite(generated.network, noun, after, min(BITE, most), datetime.now(UTC))
                if not ids:
                    break
                after = ids[-1]


async def _ask(place: Place) -> Costs:
    address = f"http://127.0.0.1:{place.port}"
    async with httpx.AsyncClient(base_url=address) as anybody:
        signed_in = await tokens(anybody, place.credentials)
    costs = {}
    for who, token in signed_in.items():
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120) as caller:
            async for name, path in _questions(caller, place):
                if ONLY in name:
                    costs[who, name] = await _cost(caller, path, place.log)
    return costs


async def _questions(caller: httpx.AsyncClient, place: Place) -> AsyncIterator[tuple[str, str]]:
    ids = await known(place.superuser, place.generated)
    async for question in Questions(caller, place.generated, ids).all():
        yield question
    async for question in growth_fhir.questions(place.superuser, place.generated):
        yield question


async def _cost(caller: httpx.AsyncClient, path: str, log: Log) -> Cost:
    """Ask twice: what the service and the database keep of the first time is not what grows."""
    await caller.get(path)
    log.forget()
    await caller.get(path)
    return log.cost()


def _tell(small: Costs, large: Costs) -> None:
    lines = sorted((_growth(small[asked], large[asked]), asked) for asked in small.keys() & large.keys())
    print(f"\n{'caller':8} {'operation':64} {f'{SMALL}':>8} {f'{LARGE}':>8}  ratio   in vain")
    growing = 0
    for growth, asked in reversed(lines):
        before, after = small[asked], large[asked]
        grows = growth > MOST_GROWTH and after.pages - before.pages > NOISE
        growing += grows
        if grows or ALL:
            vain = f"{before.removed} -> {after.removed}"
            print(f"{asked[0]:8} {asked[1][:64]:64} {before.pages:8} {after.pages:8} {growth:6.1f}   {vain}")
    print(f"\n{growing} of {len(lines)} read more than {MOST_GROWTH} times the pages in the large network")


def _growth(small: Cost, large: Cost) -> float:
    return large.pages / max(1, small.pages)


if __name__ == "__main__":
    asyncio.run(main())
