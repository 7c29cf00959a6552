"""Subscriptions by FHIR: what is refused, what is told to whom, and what nobody is told."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.adapters.fhir.validation.json_text import read
from app.adapters.fhir.validation.validating import validate
from app.adapters.postgres.notifications import PostgresNotificationQueue
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.system import RandomIds
from app.adapters.webhooks.rest_hooks import RestHooks
from app.api.fhir.subscriptions.speech import FhirSpeech
from app.config import Settings
from app.domain.identity import AgencyId
from app.domain.networks.roles import Role
from app.use_cases.core import Core
from app.use_cases.subscriptions.notifying import LEASE, Notifying
from app.wiring import Service, open_service
from tests.support.clocks import HandMovedClock
from tests.support.doors import Doors
from tests.support.fhir import a_client, an_observation, blamed
from tests.support.postgres import Database
from tests.support.receiver import Receiver, Reply, a_receiver
from tests.support.service import settings_for
from tests.support.subscriptions import BACKPORT, JSON, a_subscription, said, status_in, told

WEIGHTS = ("Observation?code=29463-7", "Observation?status=final,amended")
PATCHED = {"Content-Type": "application/json-patch+json"}
MERGED = {"Content-Type": "application/merge-patch+json"}
FORBIDDEN = "http://169.254.169.254/latest/"
SECRET = "Bearer a-token-that-only-the-receiver-knows"


@pytest.fixture
def settings(database: Database) -> Settings:
    """Receivers listen on this machine."""
    return settings_for(database).model_copy(update={"allow_private_targets": True})


@dataclass(slots=True, kw_only=True)
class Hall:
    """A network, a program of one of its agencies, a receiver, and a worker that is driven by hand."""

    doors: Doors
    program: httpx.AsyncClient
    agency: AgencyId
    receiver: Receiver
    worker: Service
    clock: HandMovedClock
    notifying: Notifying
    queue: PostgresNotificationQueue
    base: str

    async def work(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, and tell whatever is due then."""
        self.clock.at = max(self.clock.at + after, datetime.now(UTC))
        network = self.doors.world.network.id
        await PostgresEventLog(self.worker.transactions).number(network, limit=1_000, now=self.clock.now())
        while await self.notifying._begin(network, 48):
            await asyncio.gather(*self.notifying._calls)

    async def subscribes(self, *filters: str, path: str = "/", **more: Any) -> str:
        wanted = a_subscription(f"{self.receiver.url}{path}", *filters, **({"topic": "resource-changed"} | more))
        answer = await self.program.post("/fhir/Subscription", json=wanted, headers=JSON)
        assert answer.status_code == 201, answer.text
        await self.work()
        return str(answer.json()["id"])

    async def weighs(self, patient: str, *values: str) -> list[str]:
        """Keep weights, and return which Observations they are."""
        kept = [
            await self.program.post("/fhir/Observation", content=an_observation(patient, value), headers=JSON)
            for value in values
        ]
        return [f"Observation/{answer.raise_for_status().json()['id']}" for answer in kept]

    async def status(self, subscription: str) -> dict[str, Any]:
        answer = (await self.program.get(f"/fhir/Subscription/{subscription}/$status")).raise_for_status()
        return said(answer.json()["entry"][0]["resource"])

    async def loses_sight(self) -> None:
        """Let every agency lose sight of every client."""
        async with self.worker.transactions.session(self.doors.world.network.id) as session:
            await session.connection.execute("UPDATE client_access SET until = '2020-01-01'")

    def kinds(self) -> list[str]:
        return [status_in(each)["type"] for each in self.receiver.received]


@pytest.fixture
async def hall(doors: Doors, settings: Settings, database: Database) -> AsyncIterator[Hall]:
    agency = await doors.world.an_agency("Harbor Food Bank")
    clock = HandMovedClock(datetime.now(UTC))
    async with a_receiver() as receiver, open_service(settings, database.worker) as worker:
        core = Core(transactions=worker.transactions, clock=clock, ids=RandomIds(), seal=worker.core.seal)
        queue = PostgresNotificationQueue(worker.transactions)
        hooks = RestHooks(worker.web, FhirSpeech(settings.base_url))
        yield Hall(
            doors=doors,
            program=await doors.case_manager("Harbor Food Bank"),
            agency=agency.id,
            receiver=receiver,
            worker=worker,
            clock=clock,
            notifying=Notifying(core, queue, hooks, chance=lambda: 0.0, wake=asyncio.Event()),
            queue=queue,
            base=settings.base_url,
        )


def faults_of(*bodies: bytes) -> list[str]:
    """What the specification says against resources, their numbers to the digit."""
    return [f"{fault.expression}: {fault.text}" for each in bodies for fault in validate(read(each)).faults]


def without(channel: str) -> Any:
    subscription = a_subscription("http://127.0.0.1/")
    del subscription["channel"][channel]
    return subscription


def extended(name: str, **value: Any) -> Any:
    return a_subscription("http://127.0.0.1/", extension=[{"url": f"{BACKPORT}{name}", **value}])


REFUSED = (
    (a_subscription("http://127.0.0.1/", type="email"), "channel.type"),
    (a_subscription("http://127.0.0.1/", type="websocket"), "channel.type"),
    (without("endpoint"), "channel.endpoint"),
    (without("_payload"), "channel.payload.extension"),
    (a_subscription("http://169.254.169.254/latest/"), "channel.endpoint"),
    (a_subscription("ftp://receiver.example/"), "channel.endpoint"),
    (a_subscription("http://127.0.0.1/", payload="application/fhir+xml"), "channel.payload"),
    (a_subscription("http://127.0.0.1/", header=["X-Fine: 1", "Host: elsewhere"]), "channel.header[1]"),
    (a_subscription("http://127.0.0.1/", header=["Authorization: ********"]), "channel.header[0]"),
    (a_subscription("http://127.0.0.1/", topic="weather-changed"), "criteria"),
    (a_subscription("http://127.0.0.1/", topic="resource-changed"), "criteria"),
    (a_subscription("http://127.0.0.1/", "Goal?patient=Patient/1"), "criteria.extension[0]"),
    (a_subscription("http://127.0.0.1/", "Task?owner=Organization/1", "Task?nonsense=1"), "criteria.extension[1]"),
    (a_subscription("http://127.0.0.1/", "Task?_count=3"), "criteria.extension[0]"),
    (a_subscription("http://127.0.0.1/", "Task?_include=Task:focus"), "criteria.extension[0]"),
    (a_subscription("http://127.0.0.1/") | {"end": "2020-01-01T00:00:00Z"}, "end"),
    (a_subscription("http://127.0.0.1/") | {"status": "active"}, "status"),
    (extended("heartbeat-period", valueUnsignedInt=1), "channel.extension"),
    (extended("timeout", valueUnsignedInt=3600), "channel.extension"),
)


async def test_what_does_not_fit_the_profile_is_refused_by_its_element(doors: Doors) -> None:
    program = await doors.case_manager()
    found = [blamed(await program.post("/fhir/Subscription", json=each, headers=JSON)) for each, _ in REFUSED]
    assert [(status, place) for status, _, place in found] == [(422, [f"Subscription.{at}"]) for _, at in REFUSED]


async def test_an_endpoint_that_a_patch_brings_is_refused_as_one_that_is_sent(hall: Hall) -> None:
    id_ = await hall.subscribes(*WEIGHTS)
    url, patched = f"/fhir/Subscription/{id_}", [{"op": "replace", "path": "/channel/endpoint", "value": FORBIDDEN}]
    before = (await hall.program.get(url)).json()
    moved = [
        {"op": "replace", "path": "/reason", "value": FORBIDDEN},
        {"op": "copy", "from": "/reason", "path": "/channel/endpoint"},
    ]
    named = {"path": "Subscription.channel.endpoint", "type": "replace", "value": FORBIDDEN}
    parts = [{"name": name, "value" + ("Url" if name == "value" else "Code"): each} for name, each in named.items()]
    parts[0] = {"name": "path", "valueString": named["path"]}
    by_path = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
    binary = {"resourceType": "Binary", "contentType": PATCHED["Content-Type"]}
    binary["data"] = b64encode(json.dumps(patched).encode()).decode()
    entries = [{"resource": each, "request": {"method": "PATCH", "url": url[6:]}} for each in (binary, by_path)]

    answers = [
        await hall.program.patch(url, json=patched, headers=PATCHED),
        await hall.program.patch(url, json=moved, headers=PATCHED),
        await hall.program.patch(url, json={"channel": {"endpoint": FORBIDDEN}}, headers=MERGED),
        await hall.program.patch(url, json=by_path, headers=JSON),
        await hall.program.patch("/fhir/Subscription?type=rest-hook", json=patched, headers=PATCHED),
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries[:1]}
    whole = await hall.program.post("/fhir", json=bundle, headers=JSON)
    batch = await hall.program.post("/fhir", json=bundle | {"type": "batch", "entry": entries}, headers=JSON)

    assert [blamed(each)[0::2] for each in answers] == [(422, ["Subscription.channel.endpoint"])] * len(answers)
    assert blamed(whole)[0::2] == (422, ["Bundle.entry[0].resource.channel.endpoint"])
    assert [each["response"]["status"][:3] for each in batch.json()["entry"]] == ["422", "422"]
    assert (await hall.program.get(url)).json() == before
    elsewhere = [{"op": "replace", "path": "/channel/endpoint", "value": f"{hall.receiver.url}/elsewhere"}]
    allowed = await hall.program.patch(url, json=elsewhere, headers=PATCHED)
    assert [allowed.status_code, allowed.json()["channel"]["endpoint"]] == [200, f"{hall.receiver.url}/elsewhere"]


async def test_a_header_goes_to_the_receiver_and_is_read_back_by_nobody(hall: Hall) -> None:
    id_ = await hall.subscribes(*WEIGHTS, header=[f"Authorization: {SECRET}"])
    url = f"/fhir/Subscription/{id_}"

    there = (await hall.program.get(url)).json()
    assert there["channel"]["header"] == ["Authorization: ********"]
    same = await hall.program.put(url, json=there | {"reason": "Another reason"}, headers=JSON)
    assert [same.status_code, same.json()["status"], same.json()["reason"]] == [200, "active", "Another reason"]
    again = await hall.program.put(url, json=there | {"reason": "Another reason"}, headers=JSON)
    assert [again.status_code, again.headers["etag"]] == [200, same.headers["etag"]]
    other = await hall.program.put(url, json=same.json() | {"contact": [{"system": "email"}]}, headers=JSON)
    assert [other.status_code, other.json().get("contact")] == [200, [{"system": "email"}]]
    elsewhere = there | {"channel": there["channel"] | {"endpoint": f"{hall.receiver.url}/elsewhere"}}
    refused = await hall.program.put(url, json=elsewhere, headers=JSON)
    assert blamed(refused)[2] == ["Subscription.channel.header[0]"]
    patched = await hall.program.patch(
        url, json=[{"op": "replace", "path": "/status", "value": "requested"}], headers=PATCHED
    )
    assert [patched.status_code, patched.json()["status"]] == [200, "requested"]
    await hall.work()

    assert hall.kinds() == ["handshake", "handshake"]
    assert {each.headers["authorization"] for each in hall.receiver.received} == {SECRET}
    told_back = [await hall.program.get(each) for each in (url, f"{url}/_history", f"{url}/$status")]
    assert [each.status_code for each in told_back] == [200, 200, 200]
    assert [SECRET in each.text for each in told_back] == [False, False, False]
    async with hall.worker.transactions.session(hall.doors.world.network.id) as session:
        tables = ("subscriptions", "resources", "resource_versions", "resource_words", "events")
        kept = [await session.connection.fetch(f"SELECT {each}::text FROM {each}") for each in tables]  # noqa: S608
    plain = SECRET.partition(" ")[2]
    assert [plain in str(rows) or plain.encode().hex() in str(rows) for rows in kept] == [False] * len(tables)


async def test_what_was_not_received_is_told_again_in_its_order_and_under_its_numbers(hall: Hall) -> None:
    id_ = await hall.subscribes(*WEIGHTS, content="full-resource")
    patient = await a_client(hall.program)
    hall.receiver.answer(503)
    first = await hall.weighs(patient, "72.50", "73.00")
    height = an_observation(patient, "170").replace(b"29463-7", b"8302-2")
    (await hall.program.post("/fhir/Observation", content=height, headers=JSON)).raise_for_status()
    await hall.work()
    await hall.work(timedelta(seconds=1))
    second = await hall.weighs(patient, "74.00")
    hall.receiver.answer(202)
    await hall.work(timedelta(seconds=5))

    assert faults_of(*(each.body for each in hall.receiver.received)) == []
    numbered = [(1, first[0]), (2, first[1])]
    assert told(hall.receiver) == [*numbered, *numbered, (3, second[0])]
    last = hall.receiver.received[-1].json
    assert [last["type"], last["entry"][1]["resource"]["valueQuantity"]["value"]] == ["history", 74.0]
    assert b'"value":74.00' in hall.receiver.received[-1].body
    assert (await hall.status(id_))["events-since-subscription-start"] == "3"


async def test_what_a_killed_worker_had_claimed_is_told_by_the_next(hall: Hall) -> None:
    await hall.subscribes(*WEIGHTS)
    network = hall.doors.world.network.id
    weights = await hall.weighs(await a_client(hall.program), "72.50", "73.00")
    await PostgresEventLog(hall.worker.transactions).number(network, limit=1_000, now=hall.clock.now())

    killed = await hall.queue.claim(network, now=hall.clock.now(), until=hall.clock.now() + LEASE, limit=9)
    await hall.work()
    assert [len(killed), told(hall.receiver)] == [1, []]
    await hall.work(LEASE)
    assert told(hall.receiver) == list(enumerate(weights, 1))


async def test_nothing_is_told_of_what_may_not_be_read_when_it_is_told(hall: Hall) -> None:
    id_ = await hall.subscribes(topic="patient-changed")
    hall.receiver.answer(503)
    tried = await a_client(hall.program)
    await hall.work()
    await a_client(hall.program)
    await hall.loses_sight()
    hall.receiver.answer(202)
    await hall.work(timedelta(seconds=5))

    assert told(hall.receiver) == [(1, f"Patient/{tried}"), (1, None)]
    again = await hall.program.get(f"/fhir/Subscription/{id_}/$events?eventsSinceNumber=1&content=full-resource")
    [event] = said(again.json()["entry"][0]["resource"])["notification-event"]
    assert [event["event-number"], "focus" in event, tried in again.text] == ["1", False, False]
    assert (await hall.status(id_))["events-since-subscription-start"] == "1"


async def test_what_was_told_is_told_again_to_its_own_agency_in_any_detail(hall: Hall) -> None:
    id_ = await hall.subscribes(*WEIGHTS, content="empty")
    url = f"/fhir/Subscription/{id_}"
    weights = await hall.weighs(await a_client(hall.program), "72.50", "73.00", "74.00")
    await hall.work()
    assert [len(hall.receiver.received[-1].json["entry"]), told(hall.receiver)] == [1, [(n, None) for n in (1, 2, 3)]]

    by_get = await hall.program.get(f"{url}/$events?eventsSinceNumber=2&eventsUntilNumber=2&content=full-resource")
    asked = {"eventsSinceNumber": "2", "eventsUntilNumber": "2", "content": "full-resource"}
    parameters = [{"name": name, "valueString": value} for name, value in asked.items()]
    body = {"resourceType": "Parameters", "parameter": parameters}
    by_post = await hall.program.post(f"{url}/$events", json=body, headers=JSON)
    for answer in (by_get, by_post):
        status, entry = answer.raise_for_status().json()["entry"]
        assert said(status["resource"])["type"] == "query-event"
        assert f"Observation/{entry['resource']['id']}" == weights[1]
    found = (await hall.program.get(f"/fhir/Subscription/$status?id={id_}&status=active")).json()
    assert [found["total"], said(found["entry"][0]["resource"])["subscription"]["reference"]] == [
        1,
        f"{hall.base}{url}",
    ]

    read_back = [await hall.program.get(each) for each in (url, f"{url}/_history", f"{url}/$status")]
    assert faults_of(by_get.content, *(each.content for each in read_back)) == []

    removed = await hall.program.delete(f"/fhir/{weights[0]}")
    await hall.work()
    assert [removed.status_code, told(hall.receiver)[3:]] == [204, [(4, None)]]
    last = (await hall.program.get(f"{url}/$events?eventsSinceNumber=4&content=id-only")).json()["entry"][1]
    assert [last["request"], "resource" in last] == [{"method": "DELETE", "url": weights[0]}, False]


async def test_a_subscription_is_of_its_agency_and_changed_by_its_program_alone(hall: Hall) -> None:
    id_ = await hall.subscribes(*WEIGHTS)
    url = f"/fhir/Subscription/{id_}"
    there = (await hall.program.get(url)).json()
    sister = await hall.doors.caller(hall.agency, Role.CASE_MANAGER)
    stranger = await hall.doors.case_manager("Sunrise Shelter")
    lesser = await hall.doors.caller(hall.agency, Role.CASE_MANAGER, scopes="system/Observation.rs")

    seen = {name: (await caller.get(url)).status_code for name, caller in callers(hall, sister, stranger, lesser)}
    assert seen == {"own": 200, "sister": 200, "stranger": 404, "lesser": 403}
    put = {name: await caller.put(url, json=there, headers=JSON) for name, caller in callers(hall, sister, stranger)}
    assert {name: answer.status_code for name, answer in put.items()} == {"own": 200, "sister": 403, "stranger": 405}
    for name, caller in callers(hall, sister, stranger):
        asked = [await caller.get(f"{url}/{each}") for each in ("$status", "$events", "_history")]
        assert [each.status_code for each in asked] == ([404] * 3 if name == "stranger" else [200] * 3)
    assert (await stranger.get("/fhir/Subscription?_total=accurate")).json()["total"] == 0
    [found] = (await sister.get("/fhir/Subscription?status=active&type=rest-hook")).json()["entry"]
    assert found["resource"]["id"] == id_

    assert [(await caller.delete(url)).status_code for _, caller in callers(hall, sister)] == [403, 204]
    gone = [await hall.program.get(each) for each in (url, f"{url}/$status", f"{url}/$events")]
    assert [each.status_code for each in gone] == [410, 404, 404]


def callers(hall: Hall, *others: httpx.AsyncClient) -> list[tuple[str, httpx.AsyncClient]]:
    names = ("sister", "stranger", "lesser")
    return [*zip(names, others, strict=False), ("own", hall.program)]


async def test_how_a_receiver_fares_is_how_the_subscription_stands(hall: Hall) -> None:
    beats = [{"url": f"{BACKPORT}heartbeat-period", "valueUnsignedInt": 60}]
    hall.receiver.behaviour = lambda request: Reply(500 if request.path == "/refuses" else 204)
    refused = await hall.subscribes(*WEIGHTS, path="/refuses")
    assert (await hall.status(refused))["error"] == {"text": "The handshake failed: The receiver answered 500."}

    id_ = await hall.subscribes(*WEIGHTS, extension=beats)
    await hall.work(timedelta(seconds=61))
    assert hall.kinds()[1:] == ["handshake", "heartbeat"]
    hall.receiver.answer(503)
    [weight] = await hall.weighs(await a_client(hall.program), "72.50")
    for wait in (0, 6, 301, 1_801, 7_201):
        await hall.work(timedelta(seconds=wait))
    assert [(await hall.status(id_))["status"], (await hall.status(id_))["error"]["text"]] == [
        "error",
        "The receiver answered 503.",
    ]
    hall.receiver.answer(200)
    await hall.work(timedelta(hours=6))
    assert [(await hall.status(id_))["status"], told(hall.receiver)[-1]] == ["active", (1, weight)]

    hall.receiver.answer(410)
    await hall.weighs(await a_client(hall.program), "73.00")
    await hall.work()
    there = (await hall.program.get(f"/fhir/Subscription/{id_}")).json()
    assert [there["status"], there["error"]] == ["off", "The receiver answered 410."]
    calls = len(hall.receiver.received)
    await hall.work(timedelta(days=1))
    assert len(hall.receiver.received) == calls

    hall.receiver.answer(200)
    there = there | {"status": "requested", "end": (hall.clock.now() + timedelta(days=1)).isoformat()}
    (await hall.program.put(f"/fhir/Subscription/{id_}", json=there, headers=JSON)).raise_for_status()
    await hall.work()
    assert (await hall.status(id_))["status"] == "active"
    await hall.work(timedelta(days=1))
    assert (await hall.program.get(f"/fhir/Subscription/{id_}")).json()["error"] == "It has ended, as was asked."


async def test_a_program_that_may_do_less_is_told_less(hall: Hall) -> None:
    scopes = "system/Subscription.cruds system/Patient.cruds system/Goal.rs"
    hall.program = await hall.doors.caller(hall.agency, Role.CASE_MANAGER, scopes=scopes)
    await hall.subscribes("Patient?", "Observation?", path="/lesser")
    writer = await hall.doors.case_manager("Harbor Food Bank")
    patient = await a_client(writer)
    hall.program = writer
    await hall.weighs(patient, "72.50")
    await hall.work()
    assert told(hall.receiver, "/lesser") == [(1, f"Patient/{patient}")]
