"""A town as it is: a published directory, patients of a published record, and agencies with programs of their own.

Everything is set up as an operator and a network administrator would: by the command line and over HTTP.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.adapters.postgres.embedded.server import EmbeddedServer
from tests.support.contracts import keeps_contract
from tests.support.forking import Forked
from tests.support.hearing import Hearing, a_hearing
from tests.support.postgres import Database, a_copy
from tests.support.processes import ending, environment
from tests.support.running import a_running

DIRECTORY = "hsds-1.x-miami211"
PATIENTS = ("Edward_Gulgowski", "Chauncey_Johnston", "Denny_Bins", "Lupe_Little", "Stephen_McLaughlin")
CARE = ["case_manager", "intake", "agency_admin"]
PATIENCE = 20.0


@dataclass(slots=True, kw_only=True)
class Member:
    """An agency of the town: its program at work over HTTP, and what its webhook hears."""

    name: str
    agency: str
    http: httpx.Client
    service: str | None = None
    hearing: Hearing | None = None
    secret: str = ""

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def status(self, path: str) -> int:
        return self.http.get(path).status_code

    def post(self, path: str, body: Any = None, *, expect: int = 200, **headers: str) -> Any:
        answer = self.http.post(path, json=body, headers=headers)
        assert answer.status_code == expect, answer.text
        return answer.json()

    def act(self, path: str, action: str, body: Any = None, *, expect: int = 200) -> Any:
        """Do something with what was just read, under the tag that it was read with."""
        tag = self.http.get(path).headers["ETag"]
        return self.post(f"{path}/{action}", body, expect=expect, **{"If-Match": tag})

    def feed(self, *nouns: str) -> list[dict[str, Any]]:
        """Read all of the agency's events, page by page."""
        events, after = [], None
        while True:
            page = self.get("/v1/events", limit=200, **({"after": after} if after else {}))
            events += page["items"]
            after = page["next_cursor"]
            if not page["has_more"]:
                return [each for each in events if not nouns or each["subject"]["type"] in nouns]


@dataclass(slots=True, kw_only=True)
class Town:
    """Who is there: the network's office, a sender, providers of food, and one who has no part in anything."""

    office: Member
    sender: Member
    providers: list[Member]
    outsider: Member
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    patients: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def members(self) -> list[Member]:
        return [self.sender, *self.providers, self.outsider]


@pytest.fixture(scope="module")
def town(postgres: EmbeddedServer, real_data: Path) -> Iterator[Town]:
    """The town, on a database of its own, since its worker turns everything that it finds."""
    with ExitStack() as stack:
        database = stack.enter_context(a_copy(postgres))
        office = json.loads(throughline(database, "network", "found", "Miami", "--time-zone", "America/New_York"))
        throughline(database, "import", "directory", str(real_data / DIRECTORY), may_reject=True)
        running = stack.enter_context(a_running("serve", "--with-worker", **environment(database)))
        admin = stack.enter_context(a_member(running.url, "Miami", office))
        builder = Builder(stack=stack, url=running.url, admin=admin, hearing=stack.enter_context(a_hearing()))
        town = builder.town()
        bundles = real_data / "synthea-2019-r4-bundles"
        files = [next(bundles.glob(f"{name}_*.json")) for name in PATIENTS]
        throughline(database, "import", "fhir", *map(str, files), "--agency", town.sender.agency)
        for file, name in zip(files, PATIENTS, strict=True):
            family = name.partition("_")[2]
            found = town.sender.post("/v1/clients/search", {"name": family})["items"]
            town.people[family] = town.sender.get(f"/v1/clients/{found[0]['id']}")
            town.patients[family] = _patient(file)
        yield town


@dataclass(slots=True, kw_only=True)
class Builder:
    """A network administrator who makes imported agencies members."""

    stack: ExitStack
    url: str
    admin: Member
    hearing: Hearing

    def town(self) -> Town:
        chosen = self._food_services()
        providers = [self._member(match["service"]["agency_id"], match["service"]["id"]) for match in chosen[:3]]
        sender, outsider = (self._member(match["service"]["agency_id"]) for match in chosen[3:5])
        return Town(office=self.admin, sender=sender, providers=providers, outsider=outsider)

    def _food_services(self) -> list[dict[str, Any]]:
        """Find one service each of five agencies that give food and carry no label."""
        asked = {"category": "food-insecurity", "person": {"age": 33}, "limit": 200}
        found: dict[str, dict[str, Any]] = {}
        for match in self.admin.post("/v1/services/search", asked)["items"]:
            if not match["service"]["labels"] and match["eligibility"]["verdict"] != "not_eligible":
                found.setdefault(match["service"]["agency_id"], match)
        return list(found.values())[:5]

    def _member(self, agency: str, service: str | None = None) -> Member:
        path = f"/v1/agencies/{agency}"
        tag = self.admin.http.get(path).headers["ETag"]
        answer = self.admin.http.put(f"{path}/membership", json={"membership": "full"}, headers={"If-Match": tag})
        assert answer.json()["membership"] == "full", answer.text
        wanted = {"agency_id": agency, "name": "Intake desk", "roles": CARE, "scope": "system/*.cruds"}
        client = self.admin.post("/v1/api-clients", wanted, expect=201)
        credentials = {"agency": agency, **client}
        member = self.stack.enter_context(a_member(self.url, answer.json()["name"], credentials))
        member.service, member.hearing = service, self.hearing.of(agency)
        hook = {"url": f"{self.hearing.url}/{agency}", "types": ["handoff.*", "referral.*", "task.*", "consent.*"]}
        member.hearing.secret = member.post("/v1/webhooks", hook, expect=201)["secret"]
        return member


@contextmanager
def a_member(url: str, name: str, credentials: dict[str, Any]) -> Iterator[Member]:
    """A program that has fetched its token, and whose answers are all held against the document."""
    with httpx.Client(base_url=url, timeout=30, event_hooks={"response": [keeps_contract]}) as http:
        secret = (credentials["client_id"], credentials["client_secret"])
        answer = http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=secret)
        http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        yield Member(name=name, agency=credentials["agency"], http=http)


def eventually(holds: Any, what: str) -> None:
    """Wait for what the worker does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def throughline(database: Database, *arguments: str, may_reject: bool = False) -> str:
    with ending(Forked(*arguments, environment=environment(database))) as process:
        said, complaints = process.communicate(timeout=240)
    assert process.wait() in ({0, 3} if may_reject else {0}), complaints + said
    return said


def _patient(file: Path) -> dict[str, Any]:
    entries = json.loads(file.read_text(encoding="utf-8"))["entry"]
    found: dict[str, Any] = next(e["resource"] for e in entries if e["resource"]["resourceType"] == "Patient")
    return found
