"""Clients over REST: the whole application, real tokens, real PostgreSQL."""

from typing import Any
from uuid import uuid4

import httpx

from app.domain.networks.roles import Role
from tests.support.doors import Doors

ANA: dict[str, Any] = {"names": [{"given": ["Ana"], "family": "Lima"}], "birth_date": "1984-03-09"}
FULL: dict[str, Any] = {
    "names": [
        {
            "use": "legal",
            "family": "Núñez",
            "given": ["María", "José"],
            "prefix": "Dr.",
            "suffix": "III",
            "since": "2004-06-01",
            "until": None,
        },
        {
            "use": "preferred",
            "family": None,
            "given": ["Majo"],
            "prefix": None,
            "suffix": None,
            "since": None,
            "until": None,
        },
    ],
    "birth_date": "1984-03",
    "identifiers": [{"system": "https://hmis.example/persons", "value": "H-77", "type": "MR"}],
    "pronouns": "ella",
    "gender_identity": "other",
    "gender_identity_text": "muxe",
    "administrative_sex": "female",
    "races": ["1002-5", "2106-3"],
    "ethnicities": ["2135-2"],
    "race_ethnicity_text": "Zapotec",
    "languages": [{"tag": "es-MX", "preferred": True, "interpreter": True}],
    "accessibility": ["wheelchair"],
    "accessibility_text": "Own chair.",
    "cultural_preferences": "A woman leads the talk.",
    "addresses": [
        {
            "use": "home",
            "lines": ["12 Elm Street"],
            "city": "Austin",
            "state": "TX",
            "postal_code": "78701",
            "country": "US",
            "no_fixed_abode": False,
            "safe": False,
            "post_permitted": False,
            "since": "2020-01-01",
            "until": None,
        }
    ],
    "contact_points": [
        {
            "system": "phone",
            "value": "+1 512 555 0142",
            "use": "mobile",
            "permitted": ["call", "sms"],
            "safe_hours": [
                {"day": "mon", "opens": "09:00:00", "closes": "16:30:00"},
                {"day": "fri", "opens": "09:00:00", "closes": "12:00:00"},
            ],
            "note": "Ask for Majo.",
        }
    ],
    "do_not_contact": True,
    "household": None,
    "restricted": False,
    "alerts": [{"text": "Allergic to dogs."}],
    "deceased": True,
    "deceased_on": "2026",
}


async def registered(caller: httpx.AsyncClient, **told: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/clients", json=ANA | told)
    assert answer.status_code == 201, answer.text
    client: dict[str, Any] = answer.json()
    return client


def named(family: str, given: str = "Ana") -> dict[str, Any]:
    return {"names": [{"given": [given], "family": family}]}


async def tag_of(caller: httpx.AsyncClient, client: dict[str, Any]) -> dict[str, str]:
    answer = await caller.get(f"/v1/clients/{client['id']}")
    return {"If-Match": answer.headers["ETag"]}


async def found(caller: httpx.AsyncClient, **query: Any) -> list[str]:
    answer = await caller.get("/v1/clients", params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_everything_told_of_a_client_comes_back(doors: Doors) -> None:
    caller = await doors.case_manager()
    made = await caller.post("/v1/clients", json=FULL)
    read = await caller.get(made.headers["Location"])
    told = read.json()
    assert (made.status_code, read.status_code, told["display_name"], told["version"]) == (201, 200, "Majo", 1)
    assert {name: told[name] for name in FULL} == FULL


async def test_a_name_is_all_that_a_registration_needs(doors: Doors) -> None:
    caller = await doors.case_manager()
    answer = await caller.post("/v1/clients", json={"names": [{"given": ["Somebody"]}]})
    assert (answer.status_code, answer.json()["display_name"]) == (201, "Somebody")


async def test_another_agency_is_told_that_there_is_no_such_client(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    client = await registered(caller)
    there, nowhere = f"/v1/clients/{client['id']}", f"/v1/clients/{uuid4()}"
    hidden, missing = await other.get(there), await other.get(nowhere)
    assert 404 == hidden.status_code == missing.status_code
    same = ("type", "title", "status", "detail", "code", "context", "errors")
    assert [hidden.json()[name] for name in same] == [missing.json()[name] for name in same]
    tag = await tag_of(caller, client)
    target = {"target_id": client["id"]}
    mine = await registered(other)
    answers = [
        await other.patch(there, json={"pronouns": "x"}, headers=tag),
        await other.post(f"{there}/link", json={"target_id": mine["id"]}, headers=tag),
        await other.post(f"/v1/clients/{mine['id']}/link", json=target, headers={"If-Match": "*"}),
        await other.post(f"{there}/unlink", headers=tag),
        await other.get(f"{there}/consents"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert [mine["id"]] == await found(other)
    assert [mine["id"]] == await found(other, name="lima")
    assert mine["likely_duplicates"] == []


async def test_a_coordinator_sees_the_whole_network(doors: Doors) -> None:
    client = await registered(await doors.case_manager())
    office = await doors.world.an_agency("Network office")
    coordinator = await doors.caller(office.id, Role.COORDINATOR)
    assert [client["id"]] == await found(coordinator)
    assert [client["id"]] == await found(coordinator, sort="name")


async def test_a_scope_or_role_too_small_is_refused(doors: Doors) -> None:
    agency = await doors.world.an_agency()
    reader = await doors.caller(agency.id, Role.CASE_MANAGER, scopes="system/Patient.rs")
    administrator = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    answers = [await reader.post("/v1/clients", json=ANA), await administrator.get("/v1/clients")]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "scope.insufficient"),
        (403, "role.insufficient"),
    ]


async def test_likely_duplicates_are_told_with_their_reasons_and_block_nothing(doors: Doors) -> None:
    caller = await doors.case_manager()
    first = await registered(caller, **named("Núñez", "José"))
    second = await registered(caller, **named("NUNEZ", "Jose"))
    [duplicate] = second["likely_duplicates"]
    signs = {factor["sign"]: factor["points"] for factor in duplicate["factors"]}
    assert (first["id"], 50, "probable") == (duplicate["client"]["id"], duplicate["score"], duplicate["grade"])
    assert signs == {"birth_date": 20, "family_name": 15, "given_name": 15}
    assert "Same birth date" in [factor["explanation"] for factor in duplicate["factors"]]


async def test_restricted_clients_are_hidden_from_lists_searches_and_duplicates_but_open_by_id(doors: Doors) -> None:
    caller = await doors.case_manager()
    hidden = await registered(caller, restricted=True)
    shown = await registered(caller)
    assert ([shown["id"]], [shown["id"]], []) == (
        await found(caller),
        await found(caller, name="lima"),
        shown["likely_duplicates"],
    )
    assert (await caller.get(f"/v1/clients/{hidden['id']}")).status_code == 200
    matches = await caller.post("/v1/clients/match", json=ANA)
    assert [shown["id"]] == [item["client"]["id"] for item in matches.json()["items"]]


async def test_the_dead_are_listed(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await registered(caller, deceased=True, deceased_on="2025-12")
    assert [client["id"]] == await found(caller)


async def test_a_person_is_matched_by_what_is_known(doors: Doors) -> None:
    caller = await doors.case_manager()
    known = await registered(caller, contact_points=[{"system": "phone", "value": "(512) 555-0142"}])
    person = {
        "names": [{"given": ["Anna"], "family": "LIMA"}],
        "birth_date": "1984-03",
        "contact_points": [{"system": "phone", "value": "+15125550142"}],
    }
    answer = await caller.post("/v1/clients/match", json=person)
    [item] = answer.json()["items"]
    signs = {factor["sign"] for factor in item["factors"]}
    expected = {"family_name", "given_name_sounds", "similar_birth_date", "phone"}
    assert (known["id"], expected) == (item["client"]["id"], signs)


async def test_nothing_to_match_by_is_refused(doors: Doors) -> None:
    caller = await doors.case_manager()
    answer = await caller.post("/v1/clients/match", json={"names": [{"family": "Lima"}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "client.nothing-to-match")


async def test_wrong_places_are_named_by_pointer(doors: Doors) -> None:
    caller = await doors.case_manager()
    wrong = {
        "names": [{"given": ["Ana"]}, {"use": "former"}],
        "identifiers": [{"system": "SSN", "value": "1"}],
        "contact_points": [{"system": "email", "value": "a@mail.example", "permitted": ["sms"]}],
        "deceased_on": "2026",
    }
    answer = await caller.post("/v1/clients", json=wrong)
    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    expected = ["/names/1", "/identifiers/0/system", "/contact_points/0/permitted/0", "/deceased_on"]
    assert (422, expected) == (answer.status_code, pointers)


async def test_wrong_shapes_are_named_by_pointer_too(doors: Doors) -> None:
    caller = await doors.case_manager()
    wrong = {"names": [], "birth_date": "1984-02-30", "nickname": "A", "races": ["green"]}
    answer = await caller.post("/v1/clients", json=wrong)
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert (422, {"/names", "/birth_date", "/nickname", "/races/0"}) == (answer.status_code, pointers)


async def test_a_patch_keeps_what_is_absent_and_takes_away_what_is_null(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = (await caller.post("/v1/clients", json=FULL)).json()
    address = f"/v1/clients/{client['id']}"
    patch = {"pronouns": None, "alerts": None, "birth_date": "1984-03-09", "restricted": None, "deceased_on": None}
    answer = await caller.patch(address, json=patch, headers=await tag_of(caller, client))
    expected = FULL | {"pronouns": None, "alerts": [], "birth_date": "1984-03-09", "deceased_on": None}
    changed = answer.json()
    assert (200, 2, expected) == (answer.status_code, changed["version"], {name: changed[name] for name in FULL})


async def test_a_patch_needs_the_version_that_was_read(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await registered(caller)
    address, patch = f"/v1/clients/{client['id']}", {"pronouns": "she/her"}
    tag = await tag_of(caller, client)
    answers = [
        await caller.patch(address, json=patch),
        await caller.patch(address, json=patch, headers=tag),
        await caller.patch(address, json={"pronouns": "they"}, headers=tag),
        await caller.patch(address, json=patch, headers={"If-Match": "*"}),
    ]
    assert [answer.status_code for answer in answers] == [428, 200, 412, 200]
    assert [answers[1].json()["version"], answers[3].json()["version"]] == [2, 2]
    read = await caller.get(address, headers={"If-None-Match": answers[3].headers["ETag"]})
    assert read.status_code == 304


async def test_a_retry_registers_nobody_twice(doors: Doors) -> None:
    caller = await doors.case_manager()
    key = {"Idempotency-Key": str(uuid4())}
    first = await caller.post("/v1/clients", json=ANA, headers=key)
    again = await caller.post("/v1/clients", json=ANA, headers=key)
    other = await caller.post("/v1/clients", json=ANA | {"pronouns": "x"}, headers=key)
    assert (first.content, "true", 422) == (again.content, again.headers["Idempotency-Replayed"], other.status_code)
    assert [first.json()["id"]] == await found(caller)


async def test_paging_neither_repeats_nor_misses_while_clients_come(doors: Doors) -> None:
    caller = await doors.case_manager()
    families = ["Abel", "Böll", "Çelik", "Díaz", "Eco", "Fò", "Gök"]
    expected = [(await registered(caller, **named(family)))["id"] for family in families]
    for order in ({"sort": "name"}, {"name": "ana"}):
        seen: list[str] = []
        query: dict[str, Any] = {"limit": 2, **order}
        while True:
            page = (await caller.get("/v1/clients", params=query)).json()
            seen += [item["id"] for item in page["items"]]
            await registered(caller, **named("Aab"))
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert len(seen) == len(set(seen))
        assert expected == [client for client in seen if client in expected]


async def test_the_last_changed_client_comes_first(doors: Doors) -> None:
    caller = await doors.case_manager()
    one, two, three = [await registered(caller, **named(family)) for family in ("Abel", "Böll", "Çelik")]
    await caller.patch(f"/v1/clients/{one['id']}", json={"pronouns": "she"}, headers={"If-Match": "*"})
    assert [one["id"], three["id"], two["id"]] == await found(caller)
    changed = (await caller.get(f"/v1/clients/{one['id']}")).json()["updated_at"]
    assert [one["id"]] == await found(caller, updated_since=changed)


async def test_names_are_found_by_their_beginnings_however_typed(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await registered(caller, **named("D'Ávila Núñez", "María José"))
    await registered(caller, **named("Weber", "Xaver"))
    typed = ["davila", "D\u2019AVILA nun", "nun", "María J", "jose davila", "Davila Nunez Maria"]
    assert [[client["id"]]] * len(typed) == [await found(caller, name=each) for each in typed]
    assert await found(caller, name="avila") == []


async def test_a_client_with_several_fitting_names_is_found_once(doors: Doors) -> None:
    caller = await doors.case_manager()
    names = [{"given": ["Ana"], "family": "Ana"}, {"use": "former", "given": ["Anabel"], "family": "Anand"}]
    client = await registered(caller, names=names)
    assert [client["id"]] == await found(caller, name="ana")


async def test_clients_are_found_by_identifier_and_birth_date(doors: Doors) -> None:
    caller = await doors.case_manager()
    number = {"system": "https://hmis.example/persons", "value": "H-77"}
    client = await registered(caller, identifiers=[number])
    await registered(caller, birth_date="1984-03")
    assert [client["id"]] == await found(caller, identifier="https://hmis.example/persons|h77")
    assert [client["id"]] == await found(caller, birth_date="1984-03-09")
    assert await found(caller, birth_date="1984-03-09", identifier="https://other.example|H-77") == []
    body = {"identifier": number, "birth_date": "1984-03-09", "name": "lim", "limit": 1}
    answer = await caller.post("/v1/clients/search", json=body)
    assert [client["id"]] == [item["id"] for item in answer.json()["items"]]
    assert answer.json()["next_cursor"] is None


async def test_a_search_by_post_is_paged_by_its_body(doors: Doors) -> None:
    caller = await doors.case_manager()
    expected = [(await registered(caller, **named(family)))["id"] for family in ("Abel", "Böll", "Çelik")]
    seen: list[str] = []
    body: dict[str, Any] = {"sort": "name", "limit": 2}
    for _ in range(2):
        answer = await caller.post("/v1/clients/search", json=body)
        seen += [item["id"] for item in answer.json()["items"]]
        assert "Link" not in answer.headers
        body["cursor"] = answer.json()["next_cursor"]
    assert expected == seen


async def test_a_cursor_of_one_search_is_of_no_use_to_another(doors: Doors) -> None:
    caller = await doors.case_manager()
    for family in ("Abel", "Böll"):
        await registered(caller, **named(family))
    body = {"sort": "name", "limit": 1}
    cursor = (await caller.post("/v1/clients/search", json=body)).json()["next_cursor"]
    answers = [
        await caller.post("/v1/clients/search", json={**body, "cursor": cursor, **more})
        for more in ({"limit": 2}, {"sort": "-updated_at"}, {"name": "abel"})
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 400]
    assert [each["pointer"] for each in answers[1].json()["errors"]] == ["/cursor"]


async def test_letters_that_unfold_into_many_are_kept(doors: Doors) -> None:
    caller, long = await doors.case_manager(), "\ufdfa" * 100
    told = {
        "names": [{"given": [long], "family": long}],
        "addresses": [{"lines": [long * 2], "postal_code": "78701"}],
        "identifiers": [{"system": "urn:" + "x" * 240, "value": "\u1fb7" * 100}],
    }
    client = await registered(caller, **told)
    assert [client["id"]] == await found(caller, name=long)


async def test_a_search_for_nothing_is_refused(doors: Doors) -> None:
    caller = await doors.case_manager()
    queries: list[dict[str, str]] = [{"name": "-"}, {"identifier": "H-77"}, {"birth_date": "1984-13"}, {"sort": "age"}]
    queries.append({"updated_since": "2026-01-01T00:00:00"})
    answers = [await caller.get("/v1/clients", params=query) for query in queries]
    assert [answer.status_code for answer in answers] == [422, 400, 422, 422, 422]


async def test_a_link_hides_the_double_and_can_be_undone(doors: Doors) -> None:
    caller = await doors.case_manager()
    kept, double = await registered(caller), await registered(caller)
    address = f"/v1/clients/{double['id']}"
    tag = await tag_of(caller, double)
    linked = await caller.post(f"{address}/link", json={"target_id": kept["id"]}, headers=tag)
    assert (200, kept["id"], 2) == (linked.status_code, linked.json()["linked_to"], linked.json()["version"])
    assert [kept["id"]] == await found(caller)
    assert kept["id"] == (await caller.get(address)).json()["linked_to"]
    unlinked = await caller.post(f"{address}/unlink", headers={"If-Match": linked.headers["ETag"]})
    assert (unlinked.status_code, unlinked.json()["linked_to"], unlinked.json()["version"]) == (200, None, 3)
    assert {kept["id"], double["id"]} == set(await found(caller))


async def test_links_make_no_chains(doors: Doors) -> None:
    caller = await doors.case_manager()
    one, two, three = [await registered(caller) for _ in range(3)]
    whichever = {"If-Match": "*"}

    async def link(client: dict[str, Any], target: dict[str, Any]) -> tuple[int, str]:
        address = f"/v1/clients/{client['id']}/link"
        answer = await caller.post(address, json={"target_id": target["id"]}, headers=whichever)
        return answer.status_code, answer.json().get("code", "")

    answers = [await link(one, two), await link(three, one), await link(two, three), await link(one, one)]
    expected = [
        (200, ""),
        (409, "client.target-linked"),
        (409, "client.has-links"),
        (422, "client.link-to-itself"),
    ]
    assert expected == answers


async def test_who_may_see_only_the_double_is_not_told_of_the_other(doors: Doors) -> None:
    office = await doors.world.an_agency("Network office")
    coordinator = await doors.caller(office.id, Role.COORDINATOR)
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    kept, double = await registered(caller), await registered(other)
    link = {"target_id": kept["id"]}
    await coordinator.post(f"/v1/clients/{double['id']}/link", json=link, headers={"If-Match": "*"})
    address = f"/v1/clients/{double['id']}"
    assert [None, kept["id"]] == [(await each.get(address)).json()["linked_to"] for each in (other, coordinator)]
    assert ([double["id"]], [kept["id"]]) == (await found(other), await found(coordinator))
