"""Bulk work through a worker that is killed in the middle of it: nothing is lost, and nothing is done twice."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.bulk import ASYNC, SENT, begun, names, said
from tests.support.doors import Doors
from tests.support.postgres import Database
from tests.support.processes import a_process, ended, environment, until_true
from tests.support.service import SECRET

PATIENT = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Okafor"}], "gender": "female"}
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::regclass"
WEIGHTS = 90


def a_weight(number: int) -> dict[str, Any]:
    """A weight with a note so long that not all of them fit into one file."""
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": "Patient/p1"},
        "note": [{"text": "x" * 30_000}],
    }


@asynccontextmanager
async def nobody_writes(database: Database, table: str) -> AsyncIterator[asyncpg.Connection]:
    """Keep everybody from writing into a table; whoever tries waits."""
    connection = await asyncpg.connect(database.superuser)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            yield connection
    finally:
        await connection.close()


async def killed_while_writing(database: Database, table: str) -> None:
    """Let a worker come as far as to write into a table, and kill it there."""
    async with nobody_writes(database, table) as connection:

        async def waits() -> bool:
            return bool(await connection.fetchval(WAITING, table))

        async with a_process("worker", env=environment(database, THROUGHLINE_SECRET_KEY=SECRET)) as worker:
            await until_true(waits, f"a worker waits to write into {table}")
            worker.kill()
            await ended(worker)
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("UPDATE resource_imports SET leased_until = now() WHERE leased_until IS NOT NULL")
    await connection.close()


async def finished(caller: httpx.AsyncClient, status: str) -> dict[str, Any]:
    """Wait for a manifest."""

    async def is_done() -> bool:
        return (await caller.get(status)).status_code != 202

    await until_true(is_done, "it is done")
    return dict((await caller.get(status)).raise_for_status().json())


@pytest.mark.long
async def test_an_import_and_an_export_outlive_the_workers_that_are_killed_over_them(
    doors: Doors, database: Database
) -> None:
    caller = await doors.case_manager()
    sent = "\n".join(json.dumps(each) for each in (*map(a_weight, range(WEIGHTS)), PATIENT))
    taking = begun(await caller.post("/fhir/$import", content=sent, headers=SENT))
    await killed_while_writing(database, "resource_import_parts")
    async with a_process("worker", env=environment(database, THROUGHLINE_SECRET_KEY=SECRET)):
        taken = await finished(caller, taking)
    putting_out = begun(await caller.get("/fhir/$export", headers=ASYNC))
    await killed_while_writing(database, "resource_export_files")
    async with a_process("worker", env=environment(database, THROUGHLINE_SECRET_KEY=SECRET)):
        manifest = await finished(caller, putting_out)

    assert (sum(each["count"] for each in taken["output"]), taken["error"]) == (WEIGHTS + 1, [])
    told = names(await said(caller, manifest["output"]))
    found = (await caller.get("/fhir/Observation?_total=accurate&_count=200&_elements=id")).json()
    assert found["total"] == WEIGHTS
    assert sorted(each for each in told if each.startswith("Observation/")) == sorted(
        f"Observation/{each['resource']['id']}" for each in found["entry"]
    )
    assert (len(told), len([each for each in manifest["output"] if each["type"] == "Observation"]) > 1) == (
        len(set(told)),
        True,
    )
