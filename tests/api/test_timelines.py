"""The timeline of a client, as each who may see something of it reads it."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.api.timeline_words import ACHIEVEMENTS, KINDS, WORDS, TimelineLanguage, language_of, sentence
from app.domain.care_plans.goal_moves import Achievement
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.clients.profile import ClientChanges
from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.identity import AgencyId
from app.domain.networks.roles import Role
from app.domain.referrals.routing import Routing
from app.domain.webhooks.event_types import EVENT_TYPES
from app.use_cases.clients import clients
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OF_NO_CLIENT = {
    *("agency", "api-client", "care-plan-template", "instrument", "household", "location", "network", "service"),
    *("webhook", "subscription", "worker", "transfer", "erasure", "legal-hold", "audit", "consent-template"),
}
MEETING = {"title": "Meet", "starts": "2027-01-18T15:00:00Z", "ends": "2027-01-18T16:00:00Z"}


async def timeline(caller: httpx.AsyncClient, scene: Scene, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        answer = await caller.get(f"/v1/clients/{scene.client}/timeline", params=query)
        assert answer.status_code == HTTPStatus.OK, answer.text
        page = answer.json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


async def types(caller: httpx.AsyncClient, scene: Scene, **query: Any) -> set[str]:
    return {entry["type"] for entry in await timeline(caller, scene, **query)}


async def an_appointment(caller: httpx.AsyncClient, scene: Scene, **more: Any) -> str:
    answer = await caller.post("/v1/appointments", json=MEETING | {"client_id": str(scene.client)} | more)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return str(answer.headers["Location"])


async def serve(scene: Scene, transactions: PostgresTransactions, agency: AgencyId, basis: Basis, tier: Tier) -> None:
    grant = AccessGrant(
        agency=agency, client=scene.client, basis=basis, source=scene.client, since=scene.core.clock.now(), tier=tier
    )
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.access.grant(grant)


async def put_on_team(caller: httpx.AsyncClient, scene: Scene, place: int) -> str:
    """Put a pantry's agency on the client's care team; returns where the member lives."""
    member = {"kind": "agency", "agency_id": str(scene.pantries[place].id)}
    answer = await caller.post(f"/v1/clients/{scene.client}/care-team/members", json=member)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return str(answer.headers["Location"])


@pytest.fixture
async def caller(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.CASE_MANAGER)


async def test_what_happened_is_read_in_order_with_sentences_and_addresses(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    path = await an_appointment(caller, scene)
    await caller.post(f"{path}/no-show", headers=ANY)
    entries = await timeline(caller, scene)
    assert [entry["type"] for entry in entries] == [
        "appointment.no_show",
        "appointment.created",
        "consent.granted",
        "client.registered",
    ]
    last = entries[0]
    told = {name: last[name] for name in ("kind", "words", "facts", "related")}
    assert told == {
        "kind": "appointment",
        "words": "The client missed an appointment",
        "facts": {"status": "no_show"},
        "related": {},
    }
    assert last["subject"] == {"type": "appointment", "id": path.rpartition("/")[2], "version": 2, "href": path}
    assert last["actor"] == {"agency_id": str(scene.sender.id), "worker_id": None, "principal_id": None}
    for entry in entries:
        assert (await caller.get(entry["subject"]["href"])).status_code == HTTPStatus.OK


async def test_it_is_told_in_the_callers_language(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = f"/v1/clients/{scene.client}/timeline"
    answer = await caller.get(path, headers={"Accept-Language": "es-US, en;q=0.4"})
    assert [each["words"] for each in answer.json()["items"]] == [
        "La persona dio un consentimiento",
        "Se registró a la persona",
    ]
    assert (answer.headers["Content-Language"], answer.headers["Vary"]) == ("es", "Accept-Language")


async def test_it_is_paged_and_filtered(caller: httpx.AsyncClient, scene: Scene) -> None:
    for _ in range(3):
        await an_appointment(caller, scene)
    await caller.post("/v1/tasks", json={"title": "Call", "client_id": str(scene.client)})
    whole = await timeline(caller, scene)
    assert [entry["id"] for entry in whole] == [entry["id"] for entry in await timeline(caller, scene, limit=1)]
    moments = [entry["at"] for entry in whole]
    assert moments == sorted(moments, reverse=True)
    assert await types(caller, scene, kind=["task", "consent"]) == {"task.created", "consent.granted"}
    second, last = whole[1]["at"], whole[-1]["at"]
    assert [entry["id"] for entry in await timeline(caller, scene, since=second)] == [each["id"] for each in whole[:2]]
    assert await types(caller, scene, until=last) == set()
    assert await types(caller, scene, kind="need") == set()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"kind": "webhook"}, 422),
        ({"kind": ""}, 422),
        ({"since": "yesterday"}, 422),
        ({"limit": 0}, 422),
        ({"sort": "at"}, 400),
        ({"cursor": "abc"}, 400),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    caller: httpx.AsyncClient, scene: Scene, query: dict[str, Any], status: int
) -> None:
    answer = await caller.get(f"/v1/clients/{scene.client}/timeline", params=query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


async def test_who_does_not_see_the_client_sees_no_timeline(doors: Doors, scene: Scene) -> None:
    stranger = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    for client in (scene.client, scene.sender.id):
        answer = await stranger.get(f"/v1/clients/{client}/timeline")
        assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.NOT_FOUND, "client.not-found")


async def test_a_referral_is_its_parties_and_its_provider_reads_only_what_it_may_know(
    doors: Doors, scene: Scene, transactions: PostgresTransactions, caller: httpx.AsyncClient
) -> None:
    view = await scene.sent(Routing.FIRST_ACCEPT, 2)
    provider, late = [await doors.caller(each.id, Role.INTAKE) for each in scene.pantries[:2]]
    await serve(scene, transactions, scene.pantries[1].id, Basis.HANDOFF, Tier.IDENTITY)
    assert await types(late, scene, kind="handoff") == set()
    await scene.accepted(view)
    nouns = ["client", "consent", "referral", "handoff", "task"]
    assert await types(provider, scene, kind=nouns) == {"client.registered", "handoff.accepted"}
    assert await types(late, scene, kind=nouns) == {"client.registered"}
    mine = await types(caller, scene, kind=["referral", "handoff"])
    assert {"referral.created", "referral.sent", "handoff.sent", "handoff.accepted", "handoff.withdrawn"} <= mine
    await serve(scene, transactions, scene.pantries[2].id, Basis.CASELOAD, Tier.FULL)
    colleague = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    assert await types(colleague, scene, kind=nouns) == {"client.registered", "consent.granted"}


async def test_a_task_is_its_agencys_and_a_consent_is_for_those_who_serve(
    doors: Doors, scene: Scene, transactions: PostgresTransactions, caller: httpx.AsyncClient
) -> None:
    await caller.post("/v1/tasks", json={"title": "Call", "client_id": str(scene.client)})
    await serve(scene, transactions, scene.pantries[0].id, Basis.HANDOFF, Tier.IDENTITY)
    await serve(scene, transactions, scene.pantries[1].id, Basis.CASELOAD, Tier.FULL)
    team, serving = [await doors.caller(each.id, Role.CASE_MANAGER) for each in scene.pantries[:2]]
    assert await types(caller, scene) == {"client.registered", "consent.granted", "task.created"}
    assert await types(team, scene) == {"client.registered"}
    assert await types(serving, scene) == {"client.registered", "consent.granted"}
    coordinator = await doors.caller(scene.pantries[2].id, Role.COORDINATOR)
    assert await types(coordinator, scene) == {"client.registered", "consent.granted", "task.created"}


async def test_a_record_is_for_the_care_team_as_long_and_as_far_as_the_client_allows(
    doors: Doors, scene: Scene, caller: httpx.AsyncClient
) -> None:
    agency = scene.pantries[0].id
    team = await doors.caller(agency, Role.CASE_MANAGER)
    path = await an_appointment(caller, scene)
    await an_appointment(caller, scene, sensitivities=["MH"])
    await scene.agree(categories=(Category.FOOD, Section.CARE_PLANS, Section.ENCOUNTERS))
    await put_on_team(caller, scene, 0)
    seen = await timeline(team, scene, kind="appointment")
    assert [entry["subject"]["href"] for entry in seen] == [path]
    await caller.put(path, json={"title": "Meet", "sensitivities": ["MH"]}, headers=ANY)
    assert await types(team, scene, kind="appointment") == set()
    await caller.put(path, json={"title": "Meet"}, headers=ANY)
    assert [entry["type"] for entry in await timeline(team, scene, kind="appointment")] == [
        "appointment.changed",
        "appointment.changed",
        "appointment.created",
    ]
    nouns = {entry["kind"] for entry in await timeline(team, scene)}
    assert nouns == {"appointment", "care-team-member", "client"}
    await scene.revoke()
    assert await types(team, scene) == {"client.registered", "care-team-member.joined"}
    assert "consent.revoked" in await types(caller, scene)


async def test_reading_it_is_on_record(
    scene: Scene, transactions: PostgresTransactions, caller: httpx.AsyncClient
) -> None:
    changes = ClientChanges(pronouns="ella")
    await scene.core.run(scene.at_sender(), clients.change, scene.client, changes, expected=None)
    await timeline(caller, scene)
    async with transactions.session(scene.world.network.id) as session:
        row = await session.connection.fetchrow(
            "SELECT client_ids FROM audit_entries WHERE action = 'timeline.read' ORDER BY at DESC LIMIT 1"
        )
    assert row["client_ids"] == [scene.client]


def test_everything_that_can_happen_with_a_client_has_a_sentence_in_both_languages() -> None:
    nouns = {each.partition(".")[0] for each in EVENT_TYPES}
    assert nouns - OF_NO_CLIENT <= set(KINDS)
    assert {each for each in EVENT_TYPES if each.partition(".")[0] in KINDS} == set(WORDS)
    assert {each.value for each in Achievement} == set(ACHIEVEMENTS)
    assert all(len(set(words)) == len(TimelineLanguage) for words in WORDS.values())


def test_a_sentence_says_how_far_a_goal_has_come() -> None:
    reached = {"achievement": "achieved", "state": "active"}
    assert [sentence("goal.progressed", reached, language) for language in TimelineLanguage] == [
        "Progress towards a goal was noted: reached",
        "Se anotó el avance hacia una meta: lograda",
    ]
    assert sentence("goal.changed", reached, TimelineLanguage.ENGLISH) == "A goal was changed"
    assert sentence("some-thing.was_done", {}, TimelineLanguage.SPANISH) == "Some thing: was done"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("es-MX,en;q=0.5", "es"),
        ("fr, es;q=0.8, en;q=0.9", "en"),
        ("en;q=0, es;q=0.1", "es"),
        ("ES", "es"),
        ("*", "en"),
        ("es;q=nan", "en"),
        ("es;q=x;;;,,;q=", "en"),
        (";" * 1000, "en"),
    ],
)
def test_the_language_is_what_the_caller_likes_best(accepted: str | None, language: str) -> None:
    assert language_of(accepted) == TimelineLanguage(language)
