"""Those who speak for a client, over REST: what they sign, what they may not, and who finds them."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.doors import Doors

ANY = {"If-Match": "*"}
MOTHER: dict[str, Any] = {
    "kind": "parent",
    "name": "Rosa Lima",
    "relationship": "Mother",
    "phone": "305-555-0134",
    "email": None,
    "authority": ["release_of_information"],
    "sensitivities": ["MH"],
    "since": "2020-01-01",
    "until": None,
    "evidence": None,
    "note": None,
}
TERMS: dict[str, Any] = {
    "type": "general",
    "recipient_classes": ["network"],
    "purposes": ["care_coordination"],
    "categories": ["food-insecurity"],
    "direction": "both",
    "language": "es",
}


def years_old(age: int) -> str:
    return f"{datetime.now(UTC).year - age - 1}-06"


async def a_client(caller: httpx.AsyncClient, age: int = 9) -> str:
    answer = await caller.post("/v1/clients", json={"names": [{"given": ["Ana"]}], "birth_date": years_old(age)})
    return str(answer.json()["id"])


async def recorded(caller: httpx.AsyncClient, client: str, **told: Any) -> dict[str, Any]:
    answer = await caller.post(f"/v1/clients/{client}/proxies", json=MOTHER | told)
    assert answer.status_code == 201, answer.text
    proxy: dict[str, Any] = answer.json()
    return proxy


def signed(signer: str, proxy: str | None = None) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {"name": "Rosa Lima", "signer": signer, "method": "paper", "signed_at": at, "proxy_id": proxy}


async def granting(caller: httpx.AsyncClient, client: str, **terms: Any) -> httpx.Response:
    return await caller.post("/v1/consents", json=TERMS | {"client_id": client} | terms)


async def test_a_proxy_comes_back_as_it_was_told_is_changed_and_ended(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await a_client(caller)
    made = await caller.post(f"/v1/clients/{client}/proxies", json=MOTHER)
    path = made.headers["Location"]
    read = await caller.get(path)
    assert {name: read.json()[name] for name in MOTHER} == MOTHER
    changed = await caller.put(path, json=MOTHER | {"note": "Works nights."}, headers={"If-Match": '"1"'})
    same = await caller.put(path, json=MOTHER | {"note": "Works nights."}, headers=ANY)
    assert (changed.json()["note"], changed.json()["version"], same.json()["version"]) == ("Works nights.", 2, 2)
    assert (await caller.put(path, json=MOTHER, headers={"If-Match": '"1"'})).status_code == 412
    ended = await caller.post(f"{path}/end", json={"reason": "She has died."}, headers=ANY)
    assert ended.json()["ended"]["reason"] == "She has died."
    again = await caller.post(f"{path}/end", json={}, headers=ANY)
    assert (again.status_code, again.json()["code"]) == (409, "proxy.ended")


async def test_proxies_are_listed_by_client_and_by_day(doors: Doors) -> None:
    caller = await doors.case_manager()
    client, other = await a_client(caller), await a_client(caller)
    first, second = await recorded(caller, client), await recorded(caller, client, until="2024-12-31")
    await recorded(caller, other)
    path = f"/v1/clients/{client}/proxies"
    page = await caller.get(path, params={"limit": 1})
    following = await caller.get(page.links["next"]["url"])
    assert [each.json()["items"][0]["id"] for each in (page, following)] == [second["id"], first["id"]]
    for day, expected in (("2024-12-31", [second["id"], first["id"]]), ("2025-01-01", [first["id"]])):
        assert [each["id"] for each in (await caller.get(path, params={"on": day})).json()["items"]] == expected


async def test_a_parent_signs_for_a_child_and_the_consent_says_who(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await a_client(caller)
    refused = await granting(caller, client, signature=signed("client"))
    assert (refused.status_code, refused.json()["code"]) == (422, "consent.signer")
    assert refused.json()["context"] == {"rule": "adult_for_minor", "required_signers": ["parent_or_guardian"]}
    unnamed = await granting(caller, client, signature=signed("parent"))
    assert [each["pointer"] for each in unnamed.json()["errors"]] == ["/signature/proxy_id"]
    proxy = await recorded(caller, client)
    made = await granting(caller, client, signature=signed("parent", proxy["id"]))
    assert (made.status_code, made.json()["signature"]["proxy_id"]) == (201, proxy["id"])
    too_much = await granting(caller, client, signature=signed("parent", proxy["id"]), sensitivities=["MH", "HIV"])
    assert too_much.status_code == 422
    await caller.post(f"/v1/clients/{client}/proxies/{proxy['id']}/end", json={}, headers=ANY)
    late = await granting(caller, client, signature=signed("parent", proxy["id"]))
    assert (late.status_code, (await caller.get(made.headers["Location"])).json()["state"]) == (422, "active")


async def test_a_minor_old_enough_signs_alone_and_part_2_hears_no_parent(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await a_client(caller, age=15)
    told = ["right_to_revoke", "not_conditioned", "redisclosure"]
    shelter = await doors.world.an_agency("Riverside Shelter")
    part2 = {
        "type": "part2",
        "recipients": [str(shelter.id)],
        "recipient_classes": [],
        "statements": told,
        "sensitivities": ["SUD"],
    }
    proxy = await recorded(caller, client, sensitivities=["SUD", "MH"])
    answers = [
        await granting(caller, client, **part2, signature=signed("parent", proxy["id"])),
        await granting(caller, client, **part2, signature=signed("client")),
        await granting(caller, client, sensitivities=["MH"], signature=signed("client")),
        await granting(caller, client, signature=signed("client")),
    ]
    assert [answer.status_code for answer in answers] == [422, 201, 201, 422]
    assert answers[0].json()["context"]["rule"] == "minor_alone"


async def test_a_parent_does_not_sign_for_a_client_of_age_but_a_guardian_does(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await a_client(caller, age=40)
    parent = await recorded(caller, client)
    guardian = await recorded(caller, client, kind="guardian", evidence="Order 26-114")
    answers = [
        await granting(caller, client, signature=signed("parent", parent["id"])),
        await granting(caller, client, signature=signed("guardian", guardian["id"])),
    ]
    assert [answer.status_code for answer in answers] == [422, 201]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"authority": []}, "/authority"),
        ({"until": "2019-01-01"}, "/until"),
        ({"kind": "guardian"}, "/evidence"),
        ({"kind": "uncle"}, "/kind"),
    ],
)
async def test_a_proxy_that_is_not_told_whole_is_refused(doors: Doors, changes: dict[str, Any], pointer: str) -> None:
    caller = await doors.case_manager()
    answer = await caller.post(f"/v1/clients/{await a_client(caller)}/proxies", json=MOTHER | changes)
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (422, [pointer])


async def test_who_may_not_see_the_client_finds_no_proxy_and_another_clients_proxy_signs_nothing(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    client, sibling = await a_client(caller), await a_client(caller)
    proxy = await recorded(caller, client)
    path = f"/v1/clients/{client}/proxies"
    answers = [
        await other.get(path),
        await other.post(path, json=MOTHER),
        await other.get(f"{path}/{proxy['id']}"),
        await other.put(f"{path}/{proxy['id']}", json=MOTHER, headers=ANY),
        await other.post(f"{path}/{proxy['id']}/end", json={}, headers=ANY),
        await caller.get(f"/v1/clients/{sibling}/proxies/{proxy['id']}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    borrowed = await granting(caller, sibling, signature=signed("parent", proxy["id"]))
    assert (borrowed.status_code, [each["pointer"] for each in borrowed.json()["errors"]]) == (
        422,
        ["/signature/proxy_id"],
    )
