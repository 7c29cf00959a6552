"""Households as frontends see them, each with the members whom it may see."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.networks.roles import Role
from app.wiring import Service
from tests.support.doors import Doors

PATH = "/v1/households"
ANY = {"If-Match": "*"}
NOBODY = "0198c0de-7a11-7000-8000-000000000009"


@dataclass(slots=True, kw_only=True)
class Home:
    """Two agencies: the first serves the mother and her sister, the second the father."""

    first: httpx.AsyncClient
    second: httpx.AsyncClient
    first_agency: AgencyId
    second_agency: AgencyId
    network: NetworkId
    service: Service
    mother: str
    sister: str
    father: str

    async def serve(self, agency: AgencyId, client: str, tier: Tier = Tier.FULL) -> None:
        async with self.service.transactions.begin(self.network) as tx:
            id_ = ClientId(UUID(client))
            basis = Basis.CASELOAD if tier is Tier.FULL else Basis.HANDOFF
            now = self.service.core.clock.now()
            await tx.access.grant(AccessGrant(agency=agency, client=id_, basis=basis, source=id_, since=now, tier=tier))


async def a_client(caller: httpx.AsyncClient, given: str, **told: Any) -> str:
    answer = await caller.post("/v1/clients", json={"names": [{"given": [given], "family": "Lima"}]} | told)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def home(doors: Doors, service: Service) -> Home:
    one, two = await doors.world.an_agency("Bayside Clinic"), await doors.world.an_agency("Hill House")
    first, second = await doors.caller(one.id, Role.CASE_MANAGER), await doors.caller(two.id, Role.CASE_MANAGER)
    return Home(
        first=first,
        second=second,
        first_agency=one.id,
        second_agency=two.id,
        network=doors.world.network.id,
        service=service,
        mother=await a_client(first, "Ana"),
        sister=await a_client(first, "Eva"),
        father=await a_client(second, "Rui"),
    )


def of(*clients: str, **more: Any) -> dict[str, Any]:
    return {"members": [{"client_id": client} for client in clients]} | more


async def made(caller: httpx.AsyncClient, *clients: str, **more: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, json=of(*clients, **more))
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    household: dict[str, Any] = answer.json()
    return household


def names(household: dict[str, Any]) -> list[str]:
    return [member["display_name"] for member in household["members"]]


async def household_of(caller: httpx.AsyncClient, client: str) -> str | None:
    answer: str | None = (await caller.get(f"/v1/clients/{client}")).json()["household"]
    return answer


async def test_everything_told_of_a_household_comes_back(home: Home) -> None:
    told: dict[str, Any] = {
        "kind": "shared",
        "name": "Lima family",
        "address": {"lines": ["12 Elm Street"], "city": "Austin", "state": "TX", "postal_code": "78701"},
        "members": [
            {"client_id": home.mother, "head": True},
            {"name": "Leo", "birth_date": "2019", "relationship": "child", "lives_here": False, "enrolled": True},
        ],
        "identifiers": [{"system": "https://hmis.example/households", "value": "7"}],
    }
    answer = await home.first.post(PATH, json=told)
    read = await home.first.get(answer.headers["Location"])
    household = read.json()

    assert (HTTPStatus.CREATED, answer.json()) == (answer.status_code, household)
    assert (household["kind"], household["name"], names(household)) == ("shared", "Lima family", ["Ana Lima", "Leo"])
    assert told["members"][1].items() <= household["members"][1].items()
    assert told["identifiers"] == household["identifiers"]
    assert household["address"]["lines"][0] == "12 Elm Street"
    assert household["id"] == await household_of(home.first, home.mother)


async def test_a_household_shows_only_whom_the_asker_serves(home: Home) -> None:
    household = await made(home.first, home.mother)
    path = f"{PATH}/{household['id']}"
    assert (await home.second.get(path)).status_code == HTTPStatus.NOT_FOUND
    await home.serve(home.second_agency, home.mother)
    joined = await home.second.put(path, json=of(home.mother, home.father), headers=ANY)
    assert names(joined.json()) == ["Ana Lima", "Rui Lima"]

    assert names((await home.first.get(path)).json()) == ["Ana Lima"]
    only = await home.first.put(path, json=of(home.sister), headers=ANY)
    assert names(only.json()) == ["Eva Lima"]
    assert names((await home.second.get(path)).json()) == ["Rui Lima"]
    assert (household["id"], None) == (
        await household_of(home.second, home.father),
        await household_of(home.first, home.mother),
    )


async def test_who_sees_but_a_part_of_a_client_learns_nothing_of_its_household(home: Home) -> None:
    household = await made(home.first, home.mother, home.sister)
    await home.serve(home.second_agency, home.mother, Tier.IDENTITY)

    assert (await home.second.get(f"{PATH}/{household['id']}")).status_code == HTTPStatus.NOT_FOUND
    listed = (await home.second.get(PATH, params={"client_id": home.mother})).json()
    assert listed["items"] == []
    refused = await home.second.post(PATH, json=of(home.father, home.mother))
    assert (
        refused.status_code,
        refused.json()["errors"][0]["pointer"],
    ) == (HTTPStatus.UNPROCESSABLE_ENTITY, "/members/1/client_id")


async def test_a_client_is_in_one_household_at_a_time(home: Home) -> None:
    first = await made(home.first, home.mother)
    refused = await home.first.post(PATH, json=of(home.mother, home.sister))
    assert (HTTPStatus.CONFLICT, "household.client-elsewhere", [first["id"]]) == (
        refused.status_code,
        refused.json()["code"],
        refused.json()["context"]["households"],
    )
    second = await made(home.first, home.sister)
    moved = await home.first.patch(f"/v1/clients/{home.mother}", json={"household": second["id"]}, headers=ANY)
    assert moved.status_code == HTTPStatus.OK, moved.text
    assert names((await home.first.get(f"{PATH}/{second['id']}")).json()) == ["Eva Lima", "Ana Lima"]
    assert names((await home.first.get(f"{PATH}/{first['id']}")).json()) == []


async def test_a_client_joins_when_it_is_registered_and_leaves_when_its_record_says_so(home: Home) -> None:
    household = await made(home.first, home.mother)
    daughter = await a_client(home.first, "Mia", household=household["id"])
    path = f"{PATH}/{household['id']}"
    assert names((await home.first.get(path)).json()) == ["Ana Lima", "Mia Lima"]
    await home.first.patch(f"/v1/clients/{daughter}", json={"household": None}, headers=ANY)
    assert names((await home.first.get(path)).json()) == ["Ana Lima"]


@pytest.mark.parametrize("unseen", [True, False], ids=["another agency's", "none at all"])
async def test_nobody_moves_into_a_household_unseen(home: Home, *, unseen: bool) -> None:
    household = (await made(home.second, home.father))["id"] if unseen else NOBODY
    moved = await home.first.patch(f"/v1/clients/{home.mother}", json={"household": household}, headers=ANY)
    assert (moved.status_code, moved.json()["errors"][0]["pointer"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, "/household")
    registered = await home.first.post("/v1/clients", json={"names": [{"family": "Lima"}], "household": household})
    assert (HTTPStatus.UNPROCESSABLE_ENTITY, moved.json()["errors"]) == (
        registered.status_code,
        registered.json()["errors"],
    )


async def test_a_household_that_every_client_has_left_is_its_recorders(home: Home) -> None:
    household = await made(home.first, home.mother, name="Lima family")
    await home.first.patch(f"/v1/clients/{home.mother}", json={"household": None}, headers=ANY)
    path = f"{PATH}/{household['id']}"

    assert (
        (await home.first.get(path)).status_code,
        (await home.second.get(path)).status_code,
    ) == (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
    assert [household["id"]] == [each["id"] for each in (await home.first.get(PATH)).json()["items"]]


async def test_lists_show_the_agencys_own_households_but_none_with_only_restricted_clients(home: Home) -> None:
    first, second = await made(home.first, home.mother), await made(home.first, home.sister)
    await made(home.second, home.father)
    assert [second["id"], first["id"]] == [each["id"] for each in (await home.first.get(PATH)).json()["items"]]
    await home.first.patch(f"/v1/clients/{home.mother}", json={"restricted": True}, headers=ANY)
    assert [second["id"]] == [each["id"] for each in (await home.first.get(PATH)).json()["items"]]
    assert names((await home.first.get(f"{PATH}/{first['id']}")).json()) == ["Ana Lima"]


async def test_a_household_is_changed_by_who_has_read_it_last(home: Home) -> None:
    answer = await home.first.post(PATH, json=of(home.mother))
    path, tag = answer.headers["Location"], {"If-Match": answer.headers["ETag"]}
    assert (await home.first.put(path, json=of(home.mother))).status_code == HTTPStatus.PRECONDITION_REQUIRED
    same = await home.first.put(path, json=of(home.mother), headers=tag)
    assert (HTTPStatus.OK, answer.headers["ETag"]) == (same.status_code, same.headers["ETag"])
    changed = await home.first.put(path, json=of(home.mother, name="Lima"), headers=tag)
    assert changed.json()["version"] == 2
    stale = await home.first.put(path, json=of(home.mother), headers=tag)
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED


async def test_a_household_needs_a_client(home: Home) -> None:
    answer = await home.first.post(PATH, json={"members": [{"name": "Leo"}]})
    assert (
        answer.status_code,
        [error["pointer"] for error in answer.json()["errors"]],
    ) == (HTTPStatus.UNPROCESSABLE_ENTITY, ["/members"])
