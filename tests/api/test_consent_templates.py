"""Forms of consent over REST: kept by the network in versions and languages, and signed by clients."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors

ANY = {"If-Match": "*"}
PATH = "/v1/consent-templates"
FORM: dict[str, Any] = {
    "title": {"en": "Sharing with food agencies", "es": "Compartir con agencias de comida"},
    "text": {"en": "They may know what I need.", "es": "Pueden saber lo que necesito."},
    "language": "en",
    "type": "general",
    "recipients": [],
    "recipient_classes": ["network"],
    "purposes": ["care_coordination"],
    "categories": ["food-insecurity"],
    "sensitivities": [],
    "statements": ["right_to_revoke"],
    "direction": "both",
    "days": 90,
    "ends_when": None,
}


def at(days: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


def signature() -> dict[str, Any]:
    return {"name": "Ana Lima", "signer": "client", "method": "paper", "signed_at": at()}


async def made(caller: httpx.AsyncClient, **told: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, json=FORM | told)
    assert answer.status_code == 201, answer.text
    form: dict[str, Any] = answer.json()
    return form


async def a_client(caller: httpx.AsyncClient) -> str:
    return str((await caller.post("/v1/clients", json={"names": [{"given": ["Ana"]}]})).json()["id"])


async def sign(caller: httpx.AsyncClient, form: str, client: str, **told: Any) -> httpx.Response:
    body = {"client_id": client, "language": "es", "signature": signature()} | told
    return await caller.post(f"{PATH}/{form}/sign", json=body)


@pytest.fixture
async def office(doors: Doors) -> httpx.AsyncClient:
    return await doors.administrator()


async def test_a_form_comes_back_as_it_was_told_and_every_version_stays(office: httpx.AsyncClient) -> None:
    form = await made(office)
    path = f"{PATH}/{form['id']}"
    read = await office.get(path)
    assert {name: read.json()[name] for name in FORM} == FORM
    changed = await office.put(path, json=FORM | {"days": 30}, headers={"If-Match": read.headers["ETag"]})
    same = await office.put(path, json=FORM | {"days": 30}, headers=ANY)
    assert (changed.json()["version"], changed.json()["days"], same.json()["version"]) == (2, 30, 2)
    assert (await office.put(path, json=FORM, headers={"If-Match": '"1"'})).status_code == 412
    versions = [await office.get(f"{path}/versions/{number}") for number in (1, 2, 3)]
    assert [each.status_code for each in versions] == [200, 200, 404]
    assert [each.json()["days"] for each in versions[:2]] == [90, 30]


async def test_a_client_signs_a_form_and_the_consent_keeps_version_and_language(
    doors: Doors, office: httpx.AsyncClient
) -> None:
    caller = await doors.case_manager()
    form, client = await made(office), await a_client(caller)
    answer = await sign(caller, form["id"], client)
    assert answer.status_code == 201, answer.text
    consent = (await caller.get(answer.headers["Location"])).json()
    assert (consent["template"], consent["language"]) == ({"id": form["id"], "version": 1}, "es")
    inherited = ("type", "recipient_classes", "purposes", "categories", "statements", "direction")
    assert {name: consent[name] for name in inherited} == {name: FORM[name] for name in inherited}
    lasts = datetime.fromisoformat(consent["ends"]) - datetime.fromisoformat(consent["starts"])
    assert lasts == timedelta(days=90)
    await office.put(f"{PATH}/{form['id']}", json=FORM | {"days": 30}, headers=ANY)
    again = (await sign(caller, form["id"], client, ends=at(7))).json()
    assert (again["template"]["version"], again["ends"] < consent["ends"]) == (2, True)
    assert (await caller.get(answer.headers["Location"])).json() == consent


async def test_a_form_is_read_in_one_of_its_languages_or_not_at_all(doors: Doors, office: httpx.AsyncClient) -> None:
    caller = await doors.case_manager()
    form = await made(office)
    answer = await sign(caller, form["id"], await a_client(caller), language="ht")
    assert (answer.status_code, answer.json()["code"]) == (422, "consent-template.language")
    assert answer.json()["errors"] == [{"pointer": "/language", "message": "must be one of en, es"}]


async def test_a_verbal_form_needs_a_witness_and_nothing_else_to_read_out(
    doors: Doors, office: httpx.AsyncClient
) -> None:
    caller = await doors.case_manager()
    form, client = await made(office, type="verbal", days=14), await a_client(caller)
    witness = {"name": "Noor Haddad", "witnessed_at": at()}
    answers = [
        await sign(caller, form["id"], client, signature=None),
        await sign(caller, form["id"], client, signature=None, witness=witness),
    ]
    assert [answer.status_code for answer in answers] == [422, 201]


async def test_a_retired_form_is_listed_apart_and_signed_by_nobody(doors: Doors, office: httpx.AsyncClient) -> None:
    caller = await doors.case_manager()
    first, second = await made(office), await made(office, title={"en": "Another", "es": "Otro"})
    page = await caller.get(PATH, params={"limit": 1})
    following = await caller.get(page.links["next"]["url"])
    names = [each.json()["items"][0]["name"] for each in (page, following)]
    assert names == ["Another", "Sharing with food agencies"]
    assert (await office.post(f"{PATH}/{first['id']}/retire", headers=ANY)).json()["status"] == "retired"
    assert [each["id"] for each in (await caller.get(PATH)).json()["items"]] == [second["id"]]
    assert [each["id"] for each in (await caller.get(PATH, params={"status": "retired"})).json()["items"]] == [
        first["id"]
    ]
    refused = await sign(caller, first["id"], await a_client(caller))
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (409, ["reinstate"])
    assert (await office.post(f"{PATH}/{first['id']}/retire", headers=ANY)).status_code == 409
    await office.post(f"{PATH}/{first['id']}/reinstate", headers=ANY)
    assert (await sign(caller, first["id"], await a_client(caller))).status_code == 201


TOLD = ["right_to_revoke", "not_conditioned", "redisclosure"]
BAD: list[tuple[dict[str, Any], str]] = [
    ({"text": {"es": "Pueden saber."}, "title": {"es": "Compartir"}}, "/text"),
    ({"title": {"en": "Only English"}}, "/title"),
    ({"title": {"en": "x" * 301, "es": "x"}}, "/title/en"),
    ({"purposes": ["care_coordination"] * 2}, "/purposes"),
    ({"sensitivities": ["SUD"]}, "/sensitivities/0"),
    (
        {"type": "part2", "sensitivities": ["SUD"], "recipient_classes": ["network"], "statements": TOLD},
        "/recipient_classes/0",
    ),
    ({"type": "hipaa_authorization"}, "/statements"),
    ({"recipients": ["0198c0de-7a11-7000-8000-000000000001"]}, "/recipients/0"),
]


@pytest.mark.parametrize(("changes", "pointer"), BAD)
async def test_a_form_that_could_make_no_consent_is_refused(
    office: httpx.AsyncClient, changes: dict[str, Any], pointer: str
) -> None:
    answer = await office.post(PATH, json=FORM | changes)
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {pointer}


async def test_only_the_networks_own_people_keep_forms(doors: Doors, office: httpx.AsyncClient) -> None:
    form = await made(office)
    agency = await doors.world.an_agency()
    caller = await doors.caller(agency.id, Role.AGENCY_ADMIN, Role.SUPERVISOR)
    path = f"{PATH}/{form['id']}"
    answers = [
        await caller.post(PATH, json=FORM),
        await caller.put(path, json=FORM, headers=ANY),
        await caller.post(f"{path}/retire", headers=ANY),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    offers = (await caller.get(path)).json()["available_actions"]
    assert [each["allowed"] for each in offers] == [False, False]
