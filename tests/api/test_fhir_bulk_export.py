"""Bulk exports as a backend service asks for them: https://hl7.org/fhir/uv/bulkdata/STU2/export.html."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.adapters.postgres.bulk_watch import PostgresBulkWatch
from app.api.fhir.bulk.deferred import FhirBulk
from app.config import Settings
from app.use_cases.bulk_rounds import BulkWork
from app.wiring import open_service
from tests.support.doors import Doors
from tests.support.fhir import a_client, an_observation, blamed
from tests.support.postgres import Database

ASYNC = {"Prefer": "respond-async", "Accept": "application/fhir+json"}
JSON = {"Content-Type": "application/fhir+json"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever exports, and the worker that works for them."""

    work: BulkWork

    async def begin(self, caller: httpx.AsyncClient, path: str = "/fhir/$export", **query: str) -> str:
        answer = await caller.get(path, params=query, headers=ASYNC)
        assert (answer.status_code, answer.text[:0]) == (202, "")
        return str(answer.headers["content-location"])

    async def finish(self, caller: httpx.AsyncClient, status: str) -> dict[str, Any]:
        while await self.work.turn():
            pass
        answer = await caller.get(status)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/json")
        return dict(answer.json())

    async def exported(self, caller: httpx.AsyncClient, path: str = "/fhir/$export", **query: str) -> dict[str, Any]:
        return await self.finish(caller, await self.begin(caller, path, **query))


async def lines(caller: httpx.AsyncClient, files: list[dict[str, Any]]) -> list[Any]:
    """Everything in files, each of which has as many lines as the manifest says."""
    found = []
    for file in files:
        answer = (await caller.get(file["url"], headers={"Accept": "application/fhir+ndjson"})).raise_for_status()
        assert answer.headers["content-type"] == "application/fhir+ndjson"
        said = [json.loads(line) for line in answer.text.splitlines()]
        assert [each["resourceType"] for each in said] == [file["type"]] * file["count"]
        found += said
    return found


@pytest.fixture
async def desk(settings: Settings, database: Database) -> AsyncIterator[Desk]:
    async with open_service(settings, database.worker) as worker:
        watch = PostgresBulkWatch(worker.transactions)
        yield Desk(BulkWork(worker.core, watch, FhirBulk(settings.base_url), worker.bulk_seal))


async def test_everything_that_a_search_finds_is_put_out_once_as_a_read_shows_it(doors: Doors, desk: Desk) -> None:
    caller = await doors.case_manager()
    patient = await a_client(caller)
    for value in ("72.50", "71.0"):
        await caller.post("/fhir/Observation", content=an_observation(patient, value), headers=JSON)
    manifest = await desk.exported(caller)
    found = await lines(caller, manifest["output"])
    print(json.dumps(manifest, indent=1)[:3000])
    names = [f"{each['resourceType']}/{each['id']}" for each in found]
    assert len(names) == len(set(names))
