"""Kills the API, the worker and the database at random under load, then asks for every acknowledged write and event.

    python -m tests.conformance.ledger [seconds]      (60 by default; the exit code is 1 when anything was lost)

Writers hold to one rule, as every client should: a request that was not answered is sent again with its Idempotency-Key
until it is. What was answered with 2xx stands in the ledger, and the ledger must be found again: each write once, each
event once in the log and at least once at the receiver, in order, and nothing that nobody wrote.
"""

import asyncio
import socket
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg

from app.adapters.postgres.embedded.passwords import Role as DatabaseRole
from app.adapters.postgres.embedded.provision import provision
from app.adapters.postgres.embedded.server import DATABASE, EmbeddedServer
from app.adapters.postgres.migrate import migrate
from app.config import Settings
from app.domain.networks.roles import Role
from app.serving import application
from app.wiring import open_service
from tests.conformance.storm import Kept, Storm
from tests.support.builders_directory import World, found_world
from tests.support.doors import Doors
from tests.support.postgres import Database, a_home
from tests.support.processes import SECRET, environment
from tests.support.receiver import a_receiver

STORM_SECONDS = 60.0


def faults_of(storm: Storm) -> list[str]:
    """Compare what was heard with the ledger."""
    told = Counter((event["type"], event["subject"]["id"]) for event in storm.feed)
    acknowledged = storm.ledger.events
    watched = {kind for kind, _ in acknowledged}
    found = [f"event lost: {kind} {subject}" for kind, subject in (acknowledged - told)]
    found += [
        f"event that nobody wrote, or twice: {kind} {subject}"
        for (kind, subject) in (told - acknowledged)
        if kind in watched
    ]
    found += [f"told twice by the feed: {key}" for key, n in Counter(e["id"] for e in storm.feed).items() if n > 1]
    return found + faults_at_receiver(storm)


def faults_at_receiver(storm: Storm) -> list[str]:
    arrived = list(dict.fromkeys(request.headers["webhook-id"] for request in storm.receiver.received))
    place = {event: number for number, event in enumerate(arrived)}
    subscribed = storm.subscribed()
    found = [f"never delivered: {event['type']} {event['id']}" for event in subscribed if event["id"] not in place]
    known = {event["id"] for event in storm.feed}
    found += [f"delivered, but in no log: {event}" for event in arrived if event not in known]
    subjects: dict[str, list[int]] = defaultdict(list)
    for event in subscribed:
        if event["id"] in place:
            subjects[event["subject"]["id"]].append(place[event["id"]])
    return found + [f"out of order: {subject}" for subject, places in subjects.items() if places != sorted(places)]


async def gaps(database: Database) -> list[str]:
    """Look into the log itself: numbers without gaps, and nothing without a number."""
    connection = await asyncpg.connect(database.superuser)
    try:
        row = await connection.fetchrow("SELECT count(*) AS n, count(seq) AS numbered, max(seq) AS last FROM events")
    finally:
        await connection.close()
    assert row is not None
    return [] if row["n"] == row["numbered"] == row["last"] else [f"numbers with gaps: {dict(row)}"]


async def _participants(database: Database, stack: AsyncExitStack) -> tuple[dict[str, str], str]:
    """Found a network with a sender, a pantry and an office, and fetch their tokens."""
    settings = Settings(
        database_url=database.app, database_worker_url=database.worker, secret_key=SECRET, access_token_seconds=3600
    )
    service = await stack.enter_async_context(open_service(settings, database.app))
    world: World = await found_world(service.core)
    doors = Doors(app=application(service), world=world)
    async with doors.callers:
        sender, pantry = await world.an_agency("Sender"), await world.an_agency("Harbor Food Bank")
        offered = await world.a_service(pantry)
        callers = {
            "sender": await doors.caller(sender.id, Role.CASE_MANAGER),
            "pantry": await doors.caller(pantry.id, Role.INTAKE),
            "office": await doors.administrator(),
        }
        tokens = {who: caller.headers["authorization"].removeprefix("Bearer ") for who, caller in callers.items()}
    return tokens, str(offered.id)


@asynccontextmanager
async def a_storm(server: EmbeddedServer, logs: Path) -> AsyncIterator[tuple[Storm, Database]]:
    await provision(server)
    await migrate(server.dsn(role=DatabaseRole.OWNER))
    database = Database(server=server, name=DATABASE)
    async with AsyncExitStack() as stack:
        async with AsyncExitStack() as preparing:
            tokens, pantry = await _participants(database, preparing)
        receiver = await stack.enter_async_context(a_receiver())
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        env = environment(database)
        yield (
            Storm(
                base_url=f"http://127.0.0.1:{port}",
                tokens=tokens,
                pantry=pantry,
                server=server,
                api=Kept(("serve", "--port", port), env, logs / "api.log"),
                workers=tuple(Kept(("worker",), env, logs / f"worker-{number}.log") for number in (1, 2)),
                receiver=receiver,
            ),
            database,
        )


async def main(seconds: float, server: EmbeddedServer, logs: Path) -> int:
    """Run the storm and tell what it left."""
    async with a_storm(server, logs) as (storm, database):
        await storm.rage(seconds)
        faults = storm.ledger.faults + faults_of(storm) + await gaps(database)
    told = {
        "acknowledged writes": storm.ledger.events.total(),
        "events in the log": len(storm.feed),
        "deliveries heard": len(storm.receiver.received),
        "kills": dict(storm.kills),
        "answers": dict(storm.ledger.answers),
        "faults": len(faults),
    }
    print("\n".join(f"{name}: {value}" for name, value in told.items()))  # noqa: T201 - a program that tells
    print("\n".join(faults[:50]))  # noqa: T201 - the same
    enough = storm.ledger.events.total() > 0 and storm.kills.total() > 0
    return 1 if faults or not enough else 0


def show(logs: Path) -> None:
    """Print the errors that each process told of, and how its log ends."""
    for log in sorted(logs.iterdir()):
        lines = log.read_text(errors="replace").splitlines()
        errors = [line for line in lines if '"level":"error"' in line]
        print(f"-- {log.name}", *errors[-10:], "…", *lines[-10:], sep="\n")  # noqa: T201


if __name__ == "__main__":
    asked = float(sys.argv[1]) if len(sys.argv) > 1 else STORM_SECONDS
    with a_home() as home, EmbeddedServer(home) as database_server, tempfile.TemporaryDirectory() as folder:
        code = asyncio.run(main(asked, database_server, Path(folder)))
        if code:
            show(Path(folder))
        sys.exit(code)
