"""Consents over REST: the whole application, real tokens, real PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.doors import Doors

WHEN = "2026-01-15T09:30:00Z"
WRITTEN: dict[str, Any] = {
    "type": "general",
    "recipient_classes": ["network"],
    "purposes": ["care_coordination"],
    "categories": ["food-insecurity", "medications"],
    "direction": "both",
    "signature": {"name": "Ana Lima", "signer": "client", "method": "paper", "signed_at": WHEN, "proxy_id": None},
    "language": "pt-BR",
}


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


async def a_client(caller: httpx.AsyncClient, **told: Any) -> str:
    answer = await caller.post("/v1/clients", json={"names": [{"given": ["Ana"]}], **told})
    return str(answer.json()["id"])


async def recorded(caller: httpx.AsyncClient, client: str, **terms: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/consents", json={"client_id": client, **WRITTEN, **terms})
    assert answer.status_code == 201, answer.text
    consent: dict[str, Any] = answer.json()
    return consent


async def listed(caller: httpx.AsyncClient, **query: Any) -> list[str]:
    answer = await caller.get("/v1/consents", params=query)
    return [item["id"] for item in answer.json()["items"]]


async def test_a_consent_comes_back_as_it_was_given(doors: Doors) -> None:
    caller = await doors.case_manager()
    shelter = await doors.world.an_agency("Riverside Shelter")
    client = await a_client(caller)
    terms = WRITTEN | {
        "client_id": client,
        "recipients": [str(shelter.id)],
        "recipient_classes": [],
        "sensitivities": ["MH"],
        "starts": WHEN,
        "ends": "2096-01-15T09:30:00Z",
        "witness": None,
        "note": "Read aloud.",
    }
    made = await caller.post("/v1/consents", json=terms)
    read = await caller.get(made.headers["Location"])
    told = read.json()
    assert terms == {name: told[name] for name in terms}
    assert (told["state"], told["version"], told["revocation"]) == ("active", 1, None)
    assert made.headers["ETag"] == read.headers["ETag"]


TOLD = ["right_to_revoke", "not_conditioned", "redisclosure"]
KINDS: list[dict[str, Any]] = [
    {"type": "hipaa_authorization", "statements": TOLD, "ends_when": "The end of treatment"},
    {"type": "part2", "statements": TOLD, "sensitivities": ["SUD"], "recipient_classes": ["care_team"]},
    {"type": "vsp_release", "statements": TOLD, "sensitivities": ["SDV"], "recipient_classes": []},
]


@pytest.mark.parametrize("terms", KINDS, ids=[terms["type"] for terms in KINDS])
async def test_each_type_is_recorded_with_what_its_law_asks(doors: Doors, terms: dict[str, Any]) -> None:
    caller = await doors.case_manager()
    shelter = await doors.world.an_agency("Riverside Shelter")
    ends = {} if "ends_when" in terms else {"ends": in_days(90)}
    asked = WRITTEN | {"client_id": await a_client(caller), "recipients": [str(shelter.id)]} | terms | ends
    made = await caller.post("/v1/consents", json=asked)
    assert made.status_code == 201, made.text
    told = (await caller.get(made.headers["Location"])).json()
    assert terms == {name: told[name] for name in terms}
    refused = await caller.post("/v1/consents", json=asked | {"statements": []})
    assert (refused.status_code, refused.json()["code"]) == (422, "consent.invalid")
    assert {"/statements"} == {error["pointer"] for error in refused.json()["errors"]}


async def test_a_spoken_consent_needs_a_witness_the_words_that_were_read_and_an_end_soon(doors: Doors) -> None:
    caller = await doors.case_manager()
    spoken = WRITTEN | {"client_id": await a_client(caller), "type": "verbal", "signature": None}
    heard = {"witness": {"name": "Noor", "witnessed_at": WHEN}, "read_out": "They may know.", "ends": in_days(30)}
    answers = [
        await caller.post("/v1/consents", json=spoken),
        await caller.post("/v1/consents", json=spoken | heard | {"ends": in_days(40)}),
        await caller.post("/v1/consents", json=spoken | heard),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 201]
    pointers = [[fault["pointer"] for fault in answer.json()["errors"]] for answer in answers[:2]]
    assert pointers == [["/witness", "/read_out", "/ends"], ["/ends"]]


async def test_an_empty_list_is_refused_where_it_would_mean_nothing(doors: Doors) -> None:
    caller = await doors.case_manager()
    terms = WRITTEN | {"client_id": await a_client(caller), "recipient_classes": []}
    answers = [
        await caller.post("/v1/consents", json=terms),
        await caller.post("/v1/consents", json=terms | {"purposes": [], "categories": []}),
    ]
    pointers = [[fault["pointer"] for fault in answer.json()["errors"]] for answer in answers]
    assert pointers == [["/recipients"], ["/purposes", "/categories"]]


async def test_a_recipient_must_be_an_agency_of_the_network(doors: Doors) -> None:
    caller = await doors.case_manager()
    terms = WRITTEN | {"client_id": await a_client(caller), "recipients": [str(uuid4())], "recipient_classes": []}
    answer = await caller.post("/v1/consents", json=terms)
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (422, ["/recipients/0"])


async def test_who_may_not_see_the_client_finds_no_consent(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    client = await a_client(caller)
    consent = await recorded(caller, client)
    address = f"/v1/consents/{consent['id']}"
    answers = [
        await other.get(address),
        await other.post(f"{address}/revoke", json={"how": "phone"}, headers={"If-Match": "*"}),
        await other.post("/v1/consents", json=WRITTEN | {"client_id": client}),
        await other.get(f"/v1/clients/{client}/consents"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await listed(other), await listed(other, client_id=client)) == ([], [])


async def test_a_consent_is_revoked_once_with_how_and_by_whom(doors: Doors) -> None:
    caller = await doors.case_manager()
    consent = await recorded(caller, await a_client(caller))
    address, how = f"/v1/consents/{consent['id']}/revoke", {"how": "phone", "reason": "Wants no more calls."}
    tag = {"If-Match": '"1"'}
    answers = [
        await caller.post(address, json=how),
        await caller.post(address, json=how, headers={"If-Match": '"7"'}),
        await caller.post(address, json=how, headers=tag),
        await caller.post(address, json=how, headers={"If-Match": '"2"'}),
    ]
    assert [answer.status_code for answer in answers] == [428, 412, 200, 409]
    revoked = answers[2].json()
    assert ("revoked", "phone", "Wants no more calls.", consent["recorded_by"]) == (
        revoked["state"],
        revoked["revocation"]["how"],
        revoked["revocation"]["reason"],
        revoked["revocation"]["by"],
    )


async def test_consents_are_listed_by_client_by_agency_and_by_whether_they_hold(doors: Doors) -> None:
    caller = await doors.case_manager()
    ana, eva, hidden = await a_client(caller), await a_client(caller), await a_client(caller, restricted=True)
    first, second = await recorded(caller, ana), await recorded(caller, ana, starts="2095-01-01T00:00:00Z")
    third, fourth = await recorded(caller, eva), await recorded(caller, hidden)
    assert [third["id"], second["id"], first["id"]] == await listed(caller)
    assert [third["id"], first["id"]] == await listed(caller, active=True)
    assert [second["id"], first["id"]] == await listed(caller, client_id=ana)
    page = await caller.get(f"/v1/clients/{ana}/consents", params={"limit": 1})
    following = await caller.get(page.links["next"]["url"])
    assert [second["id"], first["id"]] == [each.json()["items"][0]["id"] for each in (page, following)]
    assert [fourth["id"]] == await listed(caller, client_id=hidden)


async def test_a_consent_that_ends_is_renewed_once_by_another_that_names_it(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    consent = await recorded(caller, await a_client(caller), ends=in_days(90), note="The first.")
    address, again = f"/v1/consents/{consent['id']}/renew", {"signature": WRITTEN["signature"], "language": "es"}
    assert (await other.post(address, json=again)).status_code == 404
    made = await caller.post(address, json=again)
    assert made.status_code == 201, made.text
    told = (await caller.get(made.headers["Location"])).json()
    assert (told["renews"], told["language"], told["note"]) == (consent["id"], "es", None)
    assert {name: told[name] for name in ("type", "recipient_classes", "categories")} == {
        name: consent[name] for name in ("type", "recipient_classes", "categories")
    }
    refused = [await caller.post(address, json=again), await caller.post(address, json={})]
    assert [(each.status_code, each.json()["code"]) for each in refused] == [(409, "consent.already-renewed")] * 2
    endless = await recorded(caller, consent["client_id"])
    nothing = await caller.post(f"/v1/consents/{endless['id']}/renew", json=again)
    assert (nothing.status_code, nothing.json()["code"]) == (409, "consent.endless")


async def test_a_paper_that_tells_of_a_program_is_read_by_whom_it_names_and_by_nobody_else(doors: Doors) -> None:
    caller, named = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    shelter = doors.world.joined["Riverside Shelter"]
    client = await a_client(caller)
    terms = {"statements": TOLD, "sensitivities": ["SUD"], "recipient_classes": [], "recipients": [str(shelter.id)]}
    consent = await recorded(caller, client, type="part2", **terms)
    plain = await recorded(caller, client)
    office = await doors.administrator()
    address = f"/v1/consents/{consent['id']}"
    answers = [await each.get(address) for each in (caller, named, office)]
    assert [answer.status_code for answer in answers] == [200, 404, 404]  # the shelter does not see the client yet
    assert [plain["id"]] == await listed(office, client_id=client)
    assert [plain["id"], consent["id"]] == await listed(caller, client_id=client)
    revoked = await office.post(f"{address}/revoke", json={"how": "phone"}, headers={"If-Match": "*"})
    assert revoked.status_code == 404
    shown = (await office.get(f"/v1/clients/{client}/timeline")).json()["items"]
    assert consent["id"] not in {entry["subject"]["id"] for entry in shown}
