"""Prints how fast the FHIR door is, beside the raw limit of the same path, measured in one run on one machine.

BENCH_CLIENTS (2000), BENCH_REFERRALS (5 for each client), BENCH_SECONDS and BENCH_CONNECTIONS as in `make bench`. Every
thing of the network is drawn as resources first, by what `throughline project` does. THROUGHLINE_DATA names where the
published records are that are taken over at the end.
"""

import asyncio
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

os.environ.setdefault("BENCH_CLIENTS", "2000")
os.environ.setdefault("BENCH_REFERRALS", "5")

from app.adapters.postgres.backfilling import FIRST, TABLES, PostgresBackfill
from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.config import Settings
from app.domain.identity import NetworkId
from app.wiring import Database, open_service
from benchmarks.__main__ import RAW, measure, prepare
from benchmarks.fhir_validation import DATA
from benchmarks.load import http
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import a_server

FHIR = {"Content-Type": "application/fhir+json"}
MERGE = {"Content-Type": "application/merge-patch+json"}
WEIGHT = {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}
VISIT = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
ENCOUNTER = {"resourceType": "Encounter", "status": "finished", "class": VISIT}
BITE = 500
OF_TRANSACTION = 20
SYNTHEA = ("synthea-2019-r4-bundles", "synthea-2022-uscore-bundles")


async def main(home: Path) -> None:
    """Prepare, draw, measure, print."""
    async with EmbeddedServer(home) as server:
        database, generated = await prepare(server, home)
        await draw(home, database, generated.network)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        async with (
            a_server([*RAW, "--log-level", "warning"], {"LIMITS_DSN": database.app}) as raw,
            a_server(["-m", "app", "serve"], service) as ours,
        ):
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=Role.SUPERUSER))
            await measure(raw, ours, Asked(operations).all())
        await _load(generated.partners[0].agency, generated.network, service)


async def draw(home: Path, database: Database, network: NetworkId) -> None:
    """Draw everything as resources, and print how long it took."""
    started, done = time.perf_counter(), 0
    async with open_service(Settings(home=home), database.worker) as service:
        backfill = PostgresBackfill(service.transactions)
        for noun in TABLES:
            after: UUID = FIRST
            while ids := await backfill.bite(network, noun, after, BITE, datetime.now(UTC), anew=False):
                after, done = ids[-1], done + len(ids)
    spent = time.perf_counter() - started
    print(f"{done} things drawn as resources in {spent:.0f} s, {done / spent:.0f} a second\n")


async def _load(agency: UUID, network: NetworkId, environment: dict[str, str]) -> None:
    """Take over the bundles of two folders of Synthea with the command that operators have, in a process of its own."""
    files = [path for folder in SYNTHEA for path in sorted((DATA / folder).glob("*.json"))]
    if not files:
        print("no bulk load: THROUGHLINE_DATA names no directory of Synthea bundles")
        return
    many = sum(len(json.loads(path.read_bytes())["entry"]) for path in files)
    where = ("--agency", str(agency), "--network", str(network))
    started, used = time.perf_counter(), -_children()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "import", "fhir", *map(str, files), *where),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    code = await process.wait()
    spent, used = time.perf_counter() - started, used + _children()
    each = used * 1000 / many
    print(
        f"bulk load of {many} Synthea resources: {many / spent:.0f} a second, {each:.2f} ms CPU each, exit code {code}"
    )


def _children() -> float:
    """Return the processor time of the processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Asked:
    """What is asked of the FHIR door, each an endless supply."""

    def __init__(self, operations: Operations) -> None:
        self.partner = operations.generated.partners[0]
        self.headers = {"Authorization": f"Bearer {operations.tokens[self.partner.agency]}"}
        self.clients = operations.generated.clients
        self.operations = operations

    def all(self) -> Iterator[tuple[str, str, Iterator[bytes]]]:
        """Yield a name, the limit beside it, and the requests."""
        tasks = f"/fhir/Task?owner=Organization/{self.partner.agency}&status=requested&_count=50"
        yield "FHIR read a Patient", "call", self._each("/fhir/Patient/{}")
        yield "FHIR Patients by name", "page", self._same("/fhir/Patient?name=ba&_count=50")
        yield "FHIR page of 50 Tasks", "page", self._same(tasks)
        yield "FHIR the same with _include", "page", self._same(f"{tasks}&_include=Task:focus")
        yield "FHIR Tasks of whatever owner", "page", self._same("/fhir/Task?status=requested&_count=50")
        yield "FHIR Conditions of a Patient", "few", self._each("/fhir/Condition?patient={}")
        yield "FHIR create an Observation", "write", self._creating()
        yield f"FHIR transaction of {OF_TRANSACTION}", "write", self._transactions()

        yield "FHIR accept a handoff (PATCH Task)", "write", self._accepting()

    def _accepting(self) -> Iterator[bytes]:
        for provider, handoff, _ in self.operations.open_handoffs:
            headers = {"Authorization": f"Bearer {self.operations.tokens[provider]}"} | MERGE
            yield http("PATCH", f"/fhir/Task/{handoff}", headers=headers, body=b'{"status":"accepted"}')

    def _same(self, path: str) -> Iterator[bytes]:
        return itertools.repeat(http("GET", path, headers=self.headers))

    def _each(self, path: str) -> Iterator[bytes]:
        return (http("GET", path.format(client), headers=self.headers) for client in itertools.cycle(self.clients))

    def _creating(self) -> Iterator[bytes]:
        for client in itertools.cycle(self.clients):
            body = json.dumps(_observation(f"Patient/{client}")).encode()
            yield http("POST", "/fhir/Observation", headers=self.headers | FHIR, body=body)

    def _transactions(self) -> Iterator[bytes]:
        """Send an encounter with what was found in it."""
        for client in itertools.cycle(self.clients):
            subject, encounter = {"reference": f"Patient/{client}"}, f"urn:uuid:{uuid4()}"
            visit: dict[str, Any] = {
                "resourceType": "Encounter",
                "status": "finished",
                "class": VISIT,
                "subject": subject,
            }
            found = [_observation(f"Patient/{client}", encounter) for _ in range(OF_TRANSACTION - 1)]
            entries = [
                {
                    "fullUrl": name,
                    "resource": found_one,
                    "request": {"method": "POST", "url": found_one["resourceType"]},
                }
                for name, found_one in ((encounter, visit), *((f"urn:uuid:{uuid4()}", each) for each in found))
            ]
            body = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()
            yield http("POST", "/fhir", headers=self.headers | FHIR, body=body)


def _observation(subject: str, encounter: str | None = None) -> dict[str, Any]:
    seen: dict[str, Any] = {} if encounter is None else {"encounter": {"reference": encounter}}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": WEIGHT,
        "subject": {"reference": subject},
        "effectiveDateTime": "2026-03-01T10:00:00Z",
        "valueQuantity": {"value": 72.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    } | seen


if __name__ == "__main__":
    run(main, __doc__)
