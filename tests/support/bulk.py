"""Bulk exports and imports as a backend service asks for them, and the worker that makes them at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.adapters.postgres.errand_watch import PostgresErrandWatch
from app.api.fhir.bulk_work import FhirBulk
from app.config import Settings
from app.use_cases.bulk.bulk_rounds import BulkWork
from app.wiring import Service, open_service
from tests.support.postgres import Database

ASYNC = {"Prefer": "respond-async", "Accept": "application/fhir+json"}
LINES = {"Accept": "application/fhir+ndjson"}
SENT = {**ASYNC, "Content-Type": "application/fhir+ndjson"}
Files = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bulk:
    """The worker, and those who wait for it."""

    service: Service
    work: BulkWork

    async def begin(self, caller: httpx.AsyncClient, path: str = "/fhir/$export", **query: str) -> str:
        """Ask for an export and return where it will be."""
        return begun(await caller.get(path, params=query, headers=ASYNC))

    async def finish(self, caller: httpx.AsyncClient, status: str) -> dict[str, Any]:
        """Let two workers work beside one another, and return the manifest."""
        await asyncio.gather(self._drain(), self._drain())
        answer = await caller.get(status)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/json")
        return dict(answer.json())

    async def _drain(self) -> None:
        while await self.work.turn():
            pass

    async def exported(self, caller: httpx.AsyncClient, path: str = "/fhir/$export", **query: str) -> dict[str, Any]:
        """Ask for an export and return its manifest."""
        return await self.finish(caller, await self.begin(caller, path, **query))

    async def taken(self, caller: httpx.AsyncClient, *resources: Any) -> dict[str, Any]:
        """Send resources to be imported and return the manifest."""
        sent = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in resources)
        return await self.finish(caller, begun(await caller.post("/fhir/$import", content=sent, headers=SENT)))


def begun(answer: httpx.Response) -> str:
    """Where an answer says that it will be."""
    assert answer.status_code == 202, answer.text
    return str(answer.headers["content-location"])


async def said(caller: httpx.AsyncClient, files: Files) -> list[bytes]:
    """The lines of files, each of which has as many as the manifest says, of the type that it says."""
    found = list[bytes]()
    for file in files:
        answer = (await caller.get(file["url"], headers=LINES)).raise_for_status()
        assert answer.headers["content-type"] == "application/fhir+ndjson"
        lines = answer.content.splitlines()
        assert [json.loads(line)["resourceType"] for line in lines] == [file["type"]] * file["count"]
        found += lines
    return found


def names(lines: Sequence[bytes]) -> list[str]:
    """Which resources lines tell of."""
    return [f"{each['resourceType']}/{each['id']}" for each in map(json.loads, lines)]


@pytest.fixture
async def bulk(settings: Settings, database: Database) -> AsyncIterator[Bulk]:
    """The worker, on the role of workers."""
    async with at_work(settings, database) as worker:
        yield worker


@asynccontextmanager
async def at_work(settings: Settings, database: Database) -> AsyncIterator[Bulk]:
    """Let the worker be there until the block ends."""
    async with open_service(settings, database.worker) as worker:
        watch = PostgresErrandWatch(worker.transactions)
        yield Bulk(worker, BulkWork(worker.core, watch, FhirBulk(settings.base_url), worker.bulk_seal))
