"""What the law wants said goes with all that tells of another agency's substance use treatment, in its own form."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Sensitivity
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import Role
from app.domain.sensitivity.notices import BEARERS, HEADER, PART_2, REDISCLOSURE, may_bear
from app.use_cases.networks import agencies
from app.wiring import Service
from tests.support.care_doors import OPERATIONS, Deed, Recorded, employed, recorded
from tests.support.doors import Doors
from tests.support.published import DOCUMENT
from tests.support.retention import asked, exported, let_serve, made
from tests.support.scenes_referrals import EVERYTHING, Scene

SAID = [asdict(PART_2)]
ANY = {"If-Match": "*"}
PAPER = {"Accept": "text/html"}
ASKED = [each for each in OPERATIONS if each.rule.deed in {Deed.READ, Deed.LIST}]
RECORDS = {"appointment", "assessment", "client", "goal", "handover", "need", "plan", "team"}
TOLD = {
    *("listTimeline", "readClientCareTeam", "readCareTeam", "readCareTeamMember", "listCareTeams"),
    *("readHandover", "listClientHandovers"),
    *("readNeed", "listNeeds", "listNeedHistory", "listClientNeeds", "readGoal", "listGoals", "readGoalProgress"),
    *("listGoalProgress", "readCarePlan", "listCarePlans", "listCarePlanGoals", "listCarePlanActivities"),
    *("readCarePlanActivity", "listCarePlanVersions", "readCarePlanVersion", "compareCarePlanVersions"),
    *("listCarePlanReviews", "readCarePlanReview", "printCarePlan", "readAssessment", "listAssessments"),
    *("listClientAssessments", "listClientScores", "listAssessmentHistory", "listAssessmentSuggestions"),
    *("readAppointment", "listAppointments"),
}


async def a_program(scene: Scene) -> None:
    """Let the sender be one that treats substance use: all that it writes is protected."""
    call = scene.world.by(Role.NETWORK_ADMIN)
    profile = replace(scene.sender.profile, program_types=(ProgramType.SUBSTANCE_USE,))
    await scene.core.run(call, agencies.describe, scene.sender.id, scene.sender.version, profile)


@pytest.fixture
async def record(doors: Doors, scene: Scene) -> Recorded:
    """What such an agency has on record, opened to a provider that accepted a handoff."""
    await scene.accepted(await scene.sent())
    await scene.agree(categories=EVERYTHING)
    await a_program(scene)
    record = await recorded(doors, scene)
    await scene.release(scene.pantries[0].id)
    return record


@pytest.fixture
async def member(doors: Doors, scene: Scene, record: Recorded) -> httpx.AsyncClient:
    assert record.scene is scene
    return await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER, Role.SUPERVISOR, Role.AGENCY_ADMIN)


def notices_in(answer: httpx.Response) -> list[Any] | None:
    """Return the notices of a single thing; None for a list or a paper."""
    if not answer.headers["content-type"].endswith("json"):
        return None
    notices: list[Any] | None = answer.json().get("notices")
    return notices


async def test_every_answer_that_tells_of_it_has_the_notice_and_ones_own_has_none(
    record: Recorded, member: httpx.AsyncClient
) -> None:
    told = set()
    for operation in ASKED:
        for query in ({}, {"client_id": record.plain["client_id"]} if operation.queries else None):
            if query is None:
                continue
            own = await operation.ask(record.caller, record.plain, **query)
            assert HEADER not in own.headers, operation.id
            assert not notices_in(own), operation.id
            answer = await operation.ask(member, record.plain, **query)
            if answer.headers.get(HEADER) == REDISCLOSURE:
                told.add(operation.id)
                assert notices_in(answer) in (None, SAID), operation.id
            elif operation.rule.noun in RECORDS and answer.status_code == 200:
                assert answer.json()["items"] == [], operation.id
    assert told == TOLD


async def test_what_is_written_is_answered_with_the_notice_too(member: httpx.AsyncClient, record: Recorded) -> None:
    """Who may change another agency's goal is told it in the answer."""
    await let_serve(record.scene, record.scene.pantries[0].id)
    goal = f"/v1/goals/{record.plain['goal_id']}"
    answer = await member.put(goal, json={"words": "Stay well."}, headers=ANY)
    assert (answer.status_code, answer.headers[HEADER], answer.json()["notices"]) == (200, REDISCLOSURE, SAID)
    key = {"Idempotency-Key": "once", **ANY}
    twice = [await member.post(f"{goal}/hold", json={"reason": "A break."}, headers=key) for _ in range(2)]
    assert [(each.headers[HEADER], each.json()["notices"]) for each in twice] == [(REDISCLOSURE, SAID)] * 2


async def test_ones_own_plan_has_the_notice_when_it_tells_of_anothers_goal(
    member: httpx.AsyncClient, record: Recorded
) -> None:
    await let_serve(record.scene, record.scene.pantries[0].id)
    client = {"client_id": str(record.scene.client)}
    plain = await member.post("/v1/care-plans", json=client | {"title": "Plain"})
    assert (HEADER in plain.headers, plain.json()["notices"]) == (False, [])
    plan = await member.post("/v1/care-plans", json=client | {"title": "Well", "goal_ids": [record.plain["goal_id"]]})
    assert (plan.status_code, plan.headers[HEADER], plan.json()["notices"]) == (201, REDISCLOSURE, SAID)
    path = plan.headers["Location"]
    for below in ("", "/versions/1", "/versions/1/diff"):
        answer = await member.get(f"{path}{below}")
        assert (answer.headers.get(HEADER), answer.json()["notices"]) == (REDISCLOSURE, SAID), below
    printed = await member.get(f"{path}/print", headers=PAPER)
    assert (printed.headers[HEADER], REDISCLOSURE in printed.text) == (REDISCLOSURE, True)


async def test_what_a_plan_once_told_has_the_notice_after_the_plan_has_lost_its_label(
    doors: Doors, scene: Scene
) -> None:
    await scene.accepted(await scene.sent())
    await scene.agree(categories=EVERYTHING)
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    client = {"client_id": str(scene.client)}
    labelled = {"words": "Stay well.", "labels": ["SUD"], "state": "active"}
    goals = [
        (await caller.post("/v1/goals", json=client | each)).json()["id"] for each in (labelled, {"words": "Eat."})
    ]
    plan = (await caller.post("/v1/care-plans", json=client | {"title": "Well", "goal_ids": goals})).headers["Location"]
    await caller.put(f"{plan}/agreement", json={"answer": "not_agreed", "reason": "Not now."}, headers=ANY)
    assert (await caller.post(f"{plan}/activate", headers=ANY)).status_code == 200
    review = await caller.post(f"{plan}/reviews", json={"outcome": "continue", "on": "2026-11-01"})
    assert (await caller.delete(f"{plan}/goals/{goals[0]}", headers=ANY)).status_code == 200
    await scene.release(scene.pantries[0].id)
    assert HEADER not in (await member.get(plan)).headers
    for path in (f"{plan}/versions", f"{plan}/versions/1", f"{plan}/reviews", review.headers["Location"]):
        assert (await member.get(path)).headers.get(HEADER) == REDISCLOSURE, path
        assert HEADER not in (await caller.get(path)).headers, path


async def test_a_printed_plan_has_the_notice_on_the_paper_and_in_its_head(
    member: httpx.AsyncClient, record: Recorded
) -> None:
    path = f"/v1/care-plans/{record.plain['plan_id']}/print"
    for caller, said in ((member, True), (record.caller, False)):
        for medium in ("text/html", "application/pdf"):
            printed = await caller.get(path, headers={"Accept": medium})
            assert (printed.headers.get(HEADER) == REDISCLOSURE) is said, medium
        page = await caller.get(path, headers=PAPER)
        assert (REDISCLOSURE in page.text) is said


async def test_a_referral_that_a_program_answered_has_the_notice_for_its_sender(doors: Doors, scene: Scene) -> None:
    call, provider = scene.world.by(Role.NETWORK_ADMIN), scene.pantries[0]
    profile = replace(provider.profile, program_types=(ProgramType.SUBSTANCE_USE,))
    await scene.core.run(call, agencies.describe, provider.id, provider.version, profile)
    await scene.release(provider.id)
    sent = await scene.sent()
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    referral, handoff = f"/v1/referrals/{sent.id}", f"/v1/handoffs/{sent.handoffs[0].id}"
    unanswered = await caller.get(referral)
    assert (HEADER in unanswered.headers, unanswered.json()["notices"]) == (False, [])
    await scene.accepted(sent)
    for path in (referral, handoff):
        answer = await caller.get(path)
        assert (answer.headers.get(HEADER), answer.json()["notices"]) == (REDISCLOSURE, SAID), path
    assert "notices" not in (await caller.get(referral)).json()["handoffs"][0]


async def test_a_handover_tells_what_its_agency_may_read_with_the_notice_and_nothing_else(
    doors: Doors, record: Recorded, member: httpx.AsyncClient
) -> None:
    scene = record.scene
    await let_serve(scene, scene.pantries[0].id)
    stranger = await doors.world.an_agency("Other clinic")
    await let_serve(scene, stranger.id)
    clinic = await doors.caller(stranger.id, Role.CASE_MANAGER, Role.SUPERVISOR, Role.AGENCY_ADMIN)
    for caller, agency, said in ((member, scene.pantries[0].id, SAID), (clinic, stranger.id, [])):
        workers = [await employed(scene, agency, name) for name in ("Noa", "Kai")]
        primary = f"/v1/clients/{scene.client}/care-team/primary"
        answer = await caller.post(primary, json={"worker_id": workers[0]}, headers=ANY)
        assert answer.status_code == 200, answer.text
        named = {"from_worker_id": workers[0], "to_worker_id": workers[1], "client_ids": [str(scene.client)]}
        passed = await caller.post("/v1/caseloads/transfers", json=named | {"reason": "balance"})
        listed = await caller.get("/v1/handovers", params={"transfer_id": passed.json()["id"]})
        handover = await caller.get(f"/v1/handovers/{listed.json()['items'][0]['id']}")
        subjects = {point["subject_id"] for point in handover.json()["points"]}
        assert handover.json()["notices"] == said
        assert (handover.headers.get(HEADER) == REDISCLOSURE) is bool(said)
        for noun in ("need", "goal", "plan"):
            assert (record.plain[f"{noun}_id"] in subjects) is bool(said), noun


async def test_an_export_has_the_notice_in_its_head_and_in_that_of_the_answer(
    record: Recorded, member: httpx.AsyncClient, service: Service
) -> None:
    scene = record.scene
    await let_serve(scene, scene.pantries[0].id)
    assert (await exported(service, member, scene))["export"]["notices"] == SAID
    path = (await asked(member, scene)).headers["Location"]
    await made(service, scene)
    assert (await member.get(f"{path}/content")).headers[HEADER] == REDISCLOSURE
    assert HEADER not in (await member.get(path)).headers


async def test_an_export_without_a_label_has_none(doors: Doors, scene: Scene, service: Service) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await asked(caller, scene)).headers["Location"]
    await made(service, scene)
    content = await caller.get(f"{path}/content")
    assert (content.json()["export"]["notices"], HEADER in content.headers) == ([], False)


async def test_events_have_the_notice_one_by_one_in_the_feed_and_in_webhooks(
    record: Recorded, member: httpx.AsyncClient, service: Service
) -> None:
    network, transactions = record.scene.world.network.id, PostgresTransactions(service.transactions.pool)
    hook = {"url": "https://93.184.215.14/hook", "types": ["need.*"]}
    for caller in (member, record.caller):
        assert (await caller.post("/v1/webhooks", json=hook)).status_code == 201
    need = await record.made("/v1/needs", client_id=str(record.scene.client), words="Stay well.")
    log = PostgresEventLog(transactions)
    while await log.number(network, limit=1_000, now=datetime.now(UTC)):
        pass
    for caller, said in ((member, SAID), (record.caller, [])):
        for query in ({"types": "need.created", "limit": 200}, {"subject": need}):
            feed = await caller.get("/v1/events", params=query)
            assert {each["subject"]["id"]: each["notices"] for each in feed.json()["items"]}[need] == said
            assert (feed.headers.get(HEADER) == REDISCLOSURE) is bool(said)
    now = datetime.now(UTC)
    parcels = await PostgresDeliveryQueue(transactions).claim(network, now=now, until=now + timedelta(1), limit=99)
    labels = [parcel.message.labels for parcel in parcels if str(parcel.message.subject) == need]
    assert sorted(labels, key=len) == [frozenset(), frozenset({Sensitivity.SUD})]


def test_the_document_says_of_every_operation_that_may_bear_it(document: Mapping[str, Any]) -> None:
    saying, single = set(), set()
    for item in document["paths"].values():
        for said in item.values():
            for status, response in said["responses"].items():
                schema = schema_of(document, response) if status.startswith("2") else {}
                if HEADER in response.get("headers", {}):
                    saying.add(said["operationId"])
                if "notices" in schema:
                    single.add(said["operationId"])
                elif HEADER in response.get("headers", {}):
                    assert "items" in schema or said["operationId"] in {"printCarePlan", "fetchClientExport"}, said
    assert single <= saying
    assert saying >= TOLD


@pytest.fixture(scope="module")
def document() -> Mapping[str, Any]:
    """The document as the service describes itself."""
    found: Mapping[str, Any] = DOCUMENT
    return found


def schema_of(document: Mapping[str, Any], response: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the members of a JSON answer."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    members: Mapping[str, Any] = document["components"]["schemas"].get(name, {}).get("properties", {})
    return members


def test_only_what_may_bear_a_notice_is_said_to() -> None:
    assert {noun for noun in BEARERS if not may_bear(f"{noun}.read" if "." not in noun else noun)} == set()
    assert not may_bear("client-export.list")
    assert not may_bear("agency.read")


NEED = "query One($id: ID!) { need(id: $id) { notices { text source } } viewer { agencyId } }"
CLIENT = "query One($id: ID!) { client(id: $id) { displayName } }"
NEEDS = "query Some($id: ID!) { client(id: $id) { needs { nodes { category } } } }"


@pytest.mark.parametrize(
    ("query", "of", "said"),
    [(NEED, "need_id", REDISCLOSURE), (NEEDS, "client_id", REDISCLOSURE), (CLIENT, "client_id", None)],
)
async def test_the_notice_goes_with_what_the_graph_tells(
    member: httpx.AsyncClient, record: Recorded, query: str, of: str, said: str | None
) -> None:
    answer = await member.post("/graphql", json={"query": query, "variables": {"id": record.plain[of]}})
    assert answer.json()["data"]
    assert answer.headers.get(HEADER) == said
    if query is NEED:
        assert answer.json()["data"]["need"]["notices"] == [{"text": PART_2.text, "source": PART_2.source}]
