"""/v1/webhooks/{id}/replay as callers meet it, and that a replay tells nobody what it may not hear any more."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from app.domain.networks.roles import Role
from app.use_cases.rounds import system_call
from app.use_cases.webhooks import webhook_replays
from tests.support.consent_circle import Circle
from tests.support.consent_table import cases
from tests.support.doors import Doors

HOOK = "https://93.184.215.14/hook"
ANY = {"if-match": "*"}


@pytest.fixture
async def admin(doors: Doors) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Harbor Food Bank")
    return await doors.caller(agency.id, Role.AGENCY_ADMIN)


@pytest.fixture
async def hook(admin: httpx.AsyncClient) -> str:
    made = await admin.post("/v1/webhooks", json={"url": HOOK, "types": ["handoff.*"]})
    return str(made.headers["location"])


async def test_a_replay_is_accepted_watched_listed_and_cancelled(admin: httpx.AsyncClient, hook: str) -> None:
    cursor = (await admin.get("/v1/events?after=latest")).json()["next_cursor"]
    begun = await admin.post(f"{hook}/replay", json={"after": cursor, "types": ["handoff.*"]})
    assert (begun.status_code, begun.json()["status"], begun.json()["percent"]) == (202, "running", 100)
    assert (begun.json()["states"], begun.json()["types"]) == (["dead", "missed"], ["handoff.*"])
    assert (await admin.get(begun.headers["location"])).json() == begun.json()
    assert (await admin.get(f"{hook}/replays")).json()["items"] == [begun.json()]
    twice = await admin.post(f"{hook}/replay", json={"after": cursor})
    assert (twice.status_code, twice.json()["code"]) == (409, "webhook-replay.running")
    assert twice.json()["context"]["replay_id"] == begun.json()["id"]
    cancelled = await admin.post(f"{begun.headers['location']}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    again = await admin.post(f"{begun.headers['location']}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "webhook-replay.ended")


async def test_a_cursor_that_is_none_is_named_where_it_stood(admin: httpx.AsyncClient, hook: str) -> None:
    answers = [
        await admin.post(f"{hook}/replay", json={"after": "elsewhere"}),
        await admin.get("/v1/events?after=elsewhere"),
        await admin.get("/v1/events/stream", headers={"Last-Event-ID": "elsewhere"}),
        await admin.get("/v1/webhooks?cursor=elsewhere"),
    ]
    assert [(each.status_code, each.json()["errors"][0]["pointer"]) for each in answers] == [
        (400, "/after"),
        (400, "/query/after"),
        (400, "/header/Last-Event-ID"),
        (400, "/query/cursor"),
    ]


async def test_a_retry_with_the_same_key_begins_one_replay(admin: httpx.AsyncClient, hook: str) -> None:
    body, key = {"since": "2026-01-15T09:30:00Z"}, {"idempotency-key": "replay-1"}
    first = await admin.post(f"{hook}/replay", json=body, headers=key)
    second = await admin.post(f"{hook}/replay", json=body, headers=key)
    assert (first.status_code, second.content) == (202, first.content)
    assert len((await admin.get(f"{hook}/replays")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/since"),
        ({"since": "yesterday"}, "/since"),
        ({"since": "2026-01-15"}, "/since"),
        ({"since": "2026-01-15T09:30:00Z", "until": "2026-01-15T09:30:00Z"}, "/until"),
        ({"since": "2026-01-15T09:30:00Z", "types": ["handoff.acepted"]}, "/types/0"),
        ({"since": "2026-01-15T09:30:00Z", "states": []}, "/states"),
        ({"since": "2026-01-15T09:30:00Z", "states": ["lost"]}, "/states/0"),
        ({"since": "2026-01-15T09:30:00Z", "from": "2026-01-15T09:30:00Z"}, "/from"),
    ],
)
async def test_a_stretch_that_cannot_be_is_refused_at_its_place(
    admin: httpx.AsyncClient, hook: str, body: dict[str, object], pointer: str
) -> None:
    answer = await admin.post(f"{hook}/replay", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_cursor_that_was_never_given_out_is_refused(admin: httpx.AsyncClient, hook: str) -> None:
    assert (await admin.post(f"{hook}/replay", json={"after": "abc"})).status_code in (400, 422)


async def test_anothers_replays_do_not_exist(doors: Doors, admin: httpx.AsyncClient, hook: str) -> None:
    begun = await admin.post(f"{hook}/replay", json={"since": "2026-01-15T09:30:00Z"})
    agency = await doors.world.an_agency("Elsewhere")
    stranger = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    own = (await stranger.post("/v1/webhooks", json={"url": HOOK, "types": ["*"]})).headers["location"]
    answers = [
        await stranger.post(f"{hook}/replay", json={"since": "2026-01-15T09:30:00Z"}),
        await stranger.get(f"{hook}/replays"),
        await stranger.get(begun.headers["location"]),
        await stranger.post(f"{begun.headers['location']}/cancel"),
        await stranger.get(f"{own}/replays/{begun.json()['id']}"),
    ]
    codes = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert codes == [(404, "webhook.not-found")] * 4 + [(404, "webhook-replay.not-found")]


async def test_the_log_of_deliveries_is_narrowed_to_a_time_a_state_or_an_event(
    admin: httpx.AsyncClient, hook: str
) -> None:
    sent = [(await admin.post(f"{hook}/test")).json() for _ in range(3)]
    found = await admin.get(f"{hook}/deliveries", params={"from": sent[1]["created_at"]})
    assert [item["id"] for item in found.json()["items"]] == [sent[2]["id"], sent[1]["id"]]
    found = await admin.get(f"{hook}/deliveries", params={"to": sent[1]["created_at"], "state": "waiting"})
    assert [item["id"] for item in found.json()["items"]] == [sent[0]["id"]]
    assert (await admin.get(f"{hook}/deliveries", params={"event_id": str(uuid4())})).json()["items"] == []
    found = await admin.get(f"{hook}/deliveries", params={"event_id": sent[0]["event_id"]})
    assert [item["id"] for item in found.json()["items"]] == [sent[0]["id"]]


async def replayed(circle: Circle, caller: httpx.AsyncClient, hook: str) -> set[UUID]:
    """Replay everything of the last hour, and return the subjects that were told again."""
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    states = ["dead", "delivered", "missed"]
    begun = await caller.post(f"{hook}/replay", json={"since": since, "states": states})
    assert begun.status_code == 202, begun.text
    circle.receiver.received.clear()
    while await circle.scene.core.run(system_call(circle.scene.world.network.id, "replays"), webhook_replays.go_on):
        pass
    await circle.deliver()
    assert (await caller.get(begun.headers["location"])).json()["status"] == "done"
    return {UUID(request.json["data"]["subject_id"]) for request in circle.receiver.received}


async def test_what_was_missed_is_told_later_only_while_the_consent_still_stands(circle: Circle, doors: Doors) -> None:
    caller = await doors.caller(circle.scene.pantries[0].id, Role.AGENCY_ADMIN)
    [webhook] = (await caller.get("/v1/webhooks")).json()["items"]
    hook = f"/v1/webhooks/{webhook['id']}"
    case = next(
        case
        for case in cases()
        if case.of_reading and case.shown and (case["record"], case["revoked"]) == ("need", "no")
    )
    need = UUID(circle.ids["need", case["record_label"]])
    await circle.deliver()
    assert (await caller.post(f"{hook}/disable", headers=ANY)).status_code == 200
    paper = await circle.record(case)
    assert paper is not None
    await circle.happen("need", case["record_label"])
    await circle.deliver()
    assert (await caller.post(f"{hook}/enable", headers=ANY)).status_code == 200
    assert need in await replayed(circle, caller, hook)
    event = circle.receiver.received[-1].headers["webhook-id"]
    [entry] = (await caller.get(f"{hook}/deliveries", params={"event_id": event})).json()["items"]
    assert (entry["event_id"], entry["state"]) == (event, "delivered")
    await circle.revoke(paper)
    assert need not in await replayed(circle, caller, hook)
