"""/v1/webhooks and /v1/events as callers meet them."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.roles import Role
from tests.support.builders_directory import NOW
from tests.support.doors import Doors
from tests.support.postgres import Database

HOOK = "https://93.184.215.14/hook"


@pytest.fixture
async def log(database: Database) -> AsyncIterator[PostgresEventLog]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
    yield PostgresEventLog(PostgresTransactions(pool))
    await pool.close()


@pytest.fixture
async def admin(doors: Doors) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Harbor Food Bank")
    return await doors.caller(agency.id, Role.AGENCY_ADMIN)


@pytest.fixture
async def stranger(doors: Doors) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Elsewhere")
    return await doors.caller(agency.id, Role.AGENCY_ADMIN)


async def registered(caller: httpx.AsyncClient, **changes: object) -> httpx.Response:
    answer = await caller.post("/v1/webhooks", json={"url": HOOK, "types": ["handoff.*"], **changes})
    assert answer.status_code == 201, answer.text
    return answer


async def test_a_registered_webhook_shows_its_secret_once(admin: httpx.AsyncClient) -> None:
    made = await registered(admin, description="Intake board")
    assert made.json()["secret"].startswith("whsec_")
    read = await admin.get(made.headers["location"])
    assert read.json() == {name: value for name, value in made.json().items() if name != "secret"}
    [listed] = (await admin.get("/v1/webhooks")).json()["items"]
    assert listed == read.json()


async def test_with_a_pair_of_keys_the_public_half_can_be_read_at_any_time_and_the_private_one_never(
    admin: httpx.AsyncClient,
) -> None:
    made = await registered(admin, signature_scheme="ed25519")
    assert made.json()["secret"] is None
    path, [key] = made.headers["location"], made.json()["public_keys"]
    assert (key["key"][:5], len(key["key"]), key["until"]) == ("whpk_", 49, None)
    assert (await admin.get(path)).json()["public_keys"] == [key]
    rotated = await admin.post(f"{path}/rotate-secret", headers={"if-match": "*"})
    [newer, older] = rotated.json()["public_keys"]
    assert (older["key"], newer["until"], rotated.json()["secret"]) == (key["key"], None, None)
    assert older["until"] is not None
    back = await admin.post(
        f"{path}/rotate-secret", json={"signature_scheme": "hmac_sha256"}, headers={"if-match": "*"}
    )
    assert back.json()["secret"].startswith("whsec_")
    assert [each["key"] for each in back.json()["public_keys"]] == [newer["key"]]


async def test_a_scheme_that_nobody_signs_with_is_refused_at_its_place(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/v1/webhooks", json={"url": HOOK, "types": ["*"], "signature_scheme": "rsa"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/signature_scheme")


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.7/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[64:ff9b::7f00:1]/hook",
        "https://user@93.184.215.14/hook",
        "https://93.184.215.14:22/hook",
        "https://2130706433/hook",
        "file:///etc/passwd",
    ],
)
async def test_a_url_into_our_own_network_is_refused_at_registration(admin: httpx.AsyncClient, url: str) -> None:
    answer = await admin.post("/v1/webhooks", json={"url": url, "types": ["*"]})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/url"]
    made = await registered(admin)
    changed = await admin.patch(made.headers["location"], json={"url": url}, headers={"if-match": made.headers["etag"]})
    assert changed.status_code == 422


async def test_a_type_that_never_happens_is_refused_at_its_place(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/v1/webhooks", json={"url": HOOK, "types": ["handoff.*", "handoff.acepted"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/types/1")


async def test_another_agencys_webhook_does_not_exist(admin: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    made = await registered(admin)
    path, match = made.headers["location"], {"if-match": "*"}
    answers = [
        await stranger.get(path),
        await stranger.patch(path, json={"types": ["*"]}, headers=match),
        await stranger.delete(path, headers=match),
        *[
            await stranger.post(f"{path}/{verb}", headers=match)
            for verb in ("enable", "disable", "rotate-secret", "test")
        ],
        await stranger.get(f"{path}/deliveries"),
        await stranger.post(f"{path}/deliveries/{uuid4()}/replay"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "webhook.not-found")}
    assert (await stranger.get("/v1/webhooks")).json()["items"] == []


async def test_a_case_manager_keeps_no_webhooks(doors: Doors) -> None:
    caller = await doors.case_manager()
    assert (await caller.post("/v1/webhooks", json={"url": HOOK, "types": ["*"]})).status_code == 403


async def test_only_the_network_may_hear_of_every_agency(admin: httpx.AsyncClient, doors: Doors) -> None:
    refused = await admin.post("/v1/webhooks", json={"url": HOOK, "types": ["*"], "network_wide": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "webhook.not-yours-to-widen")
    made = await registered(await doors.administrator(), network_wide=True)
    assert made.json()["network_wide"] is True


async def test_rotating_changing_disabling_and_deleting_each_need_the_version_read(admin: httpx.AsyncClient) -> None:
    made = await registered(admin)
    path = made.headers["location"]
    assert (await admin.post(f"{path}/rotate-secret")).status_code == 428
    rotated = await admin.post(f"{path}/rotate-secret", headers={"if-match": made.headers["etag"]})
    assert rotated.json()["secret"] != made.json()["secret"]
    assert (await admin.post(f"{path}/disable", headers={"if-match": made.headers["etag"]})).status_code == 412
    off = await admin.post(f"{path}/disable", headers={"if-match": rotated.headers["etag"]})
    assert (off.json()["status"], off.json()["disabled_because"]) == ("disabled", "by_hand")
    assert (await admin.post(f"{path}/test")).json()["code"] == "webhook.disabled"
    on = await admin.post(f"{path}/enable", headers={"if-match": off.headers["etag"]})
    assert on.json()["status"] == "enabled"
    changed = await admin.patch(path, json={"types": ["*"]}, headers={"if-match": on.headers["etag"]})
    assert (changed.json()["types"], changed.json()["version"]) == (["*"], 5)
    assert (await admin.delete(path, headers={"if-match": changed.headers["etag"]})).status_code == 204
    assert (await admin.get(path)).status_code == 404


async def test_a_retry_with_the_same_key_registers_one_webhook_and_hears_the_same_secret(
    admin: httpx.AsyncClient,
) -> None:
    body, key = {"url": HOOK, "types": ["*"]}, {"idempotency-key": "register-1"}
    first = await admin.post("/v1/webhooks", json=body, headers=key)
    second = await admin.post("/v1/webhooks", json=body, headers=key)
    assert (second.content, second.headers["idempotency-replayed"]) == (first.content, "true")
    assert len((await admin.get("/v1/webhooks")).json()["items"]) == 1


async def test_a_test_message_is_seen_in_the_list_of_deliveries(admin: httpx.AsyncClient) -> None:
    made = await registered(admin)
    path = made.headers["location"]
    sent = await admin.post(f"{path}/test")
    assert (sent.status_code, sent.json()["type"], sent.json()["state"]) == (202, "webhook.test", "waiting")
    assert (await admin.get(sent.headers["location"])).json() == sent.json()
    assert (await admin.get(f"{path}/deliveries?state=waiting")).json()["items"] == [sent.json()]
    assert (await admin.get(f"{path}/deliveries?state=dead")).json()["items"] == []


async def test_deliveries_are_paged_without_repeating_or_missing(admin: httpx.AsyncClient) -> None:
    path = (await registered(admin)).headers["location"]
    sent = {(await admin.post(f"{path}/test")).json()["id"] for _ in range(5)}
    seen, query = [], "limit=2"
    while query:
        page = (await admin.get(f"{path}/deliveries?{query}")).json()
        seen += [item["id"] for item in page["items"]]
        query = f"limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert (len(seen), set(seen)) == (5, sent)


async def test_the_feed_tells_each_agency_what_concerns_it_and_the_network_everything(
    doors: Doors, admin: httpx.AsyncClient, stranger: httpx.AsyncClient, log: PostgresEventLog
) -> None:
    made = await registered(admin)
    await log.number(doors.world.network.id, limit=1_000, now=NOW)
    about = f"/v1/events?subject={made.json()['id']}"
    [event] = (await admin.get(about)).json()["items"]
    assert (event["type"], event["subject"]) == (
        "webhook.created",
        {"type": "webhook", "id": made.json()["id"], "version": 1},
    )
    assert (await stranger.get(about)).json()["items"] == []
    office = await doors.administrator()
    assert (await office.get(about)).json()["items"] == [event]


async def test_reading_on_from_the_cursor_misses_nothing_and_hears_nothing_twice(
    doors: Doors, admin: httpx.AsyncClient, log: PostgresEventLog
) -> None:
    start = (await admin.get("/v1/events?after=latest")).json()
    await log.number(doors.world.network.id, limit=1_000, now=NOW)
    begun = (await admin.get("/v1/events?after=latest")).json()
    assert (begun["items"], begun["has_more"]) == ([], False)
    hooks = [(await registered(admin)).json()["id"] for _ in range(5)]
    await log.number(doors.world.network.id, limit=1_000, now=NOW)
    heard, cursor = [], begun["next_cursor"]
    while True:
        page = (await admin.get(f"/v1/events?limit=2&after={cursor}")).json()
        heard += [event["subject"]["id"] for event in page["items"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert heard == hooks
    assert (await admin.get(f"/v1/events?after={cursor}")).json()["items"] == []
    everything = (await admin.get(f"/v1/events?after={start['next_cursor']}&types=webhook.created")).json()
    assert [event["subject"]["id"] for event in everything["items"]] == hooks


@pytest.mark.parametrize("query", ["types=handoff.acepted", "after=abc", "after=", "limit=0", "seq=1", "subject=1"])
async def test_a_reading_that_makes_no_sense_is_refused(admin: httpx.AsyncClient, query: str) -> None:
    assert (await admin.get(f"/v1/events?{query}")).status_code in (400, 422)
