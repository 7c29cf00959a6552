"""A restricted client is found by nobody who does not hold the id: in no list, search, match or count."""

import json
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.care_doors import recorded
from tests.support.doors import Doors
from tests.support.published import DOCUMENT
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
FAMILY, BORN = "Quintanilla", "1961-02-27"
PERSON = {"names": [{"family": FAMILY, "given": ["Ofelia"]}], "birth_date": BORN}
PATHS = DOCUMENT["paths"]
LISTS = sorted(
    path
    for path, item in PATHS.items()
    if path.startswith("/v1/") and "{" not in path and item.get("get", {}).get("operationId", "").startswith("list")
    if path != "/v1/networks"
)


@pytest.fixture
async def callers(doors: Doors, scene: Scene) -> dict[str, httpx.AsyncClient]:
    """Make the scene's client a restricted one about whom everything is on record, and return who may open it by id."""
    await scene.accepted(await scene.sent())
    record = await recorded(doors, scene)
    named = await record.caller.patch(f"/v1/clients/{scene.client}", json=PERSON | {"restricted": True}, headers=ANY)
    assert named.status_code == HTTPStatus.OK, named.text
    return {
        "who serves the client": record.caller,
        "a provider": await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER, Role.SUPERVISOR),
        "a coordinator": await doors.caller(scene.pantries[1].id, Role.COORDINATOR),
    }


def tells(answer: httpx.Response) -> bool:
    assert answer.status_code == HTTPStatus.OK, answer.text
    return FAMILY in answer.text or BORN in answer.text or "Ofelia" in answer.text


async def test_no_list_names_a_restricted_client(callers: dict[str, httpx.AsyncClient], scene: Scene) -> None:
    telling = []
    for who, caller in callers.items():
        opened = await caller.get(f"/v1/clients/{scene.client}")
        assert tells(opened), who
        for path in LISTS:
            answer = await caller.get(path, params=_asked(path))
            if answer.status_code != HTTPStatus.FORBIDDEN and tells(answer):
                telling.append(f"{path} to {who}")
    assert telling == []


def _asked(path: str) -> dict[str, str]:
    return {"limit": "200"} | ({"name": FAMILY[:5]} if path == "/v1/clients" else {})


async def test_the_lists_name_the_client_again_when_the_restriction_is_lifted(
    callers: dict[str, httpx.AsyncClient], scene: Scene
) -> None:
    serving = callers["who serves the client"]
    await serving.patch(f"/v1/clients/{scene.client}", json={"restricted": False}, headers=ANY)
    naming = {path for path in LISTS if tells(await _listed(serving, path))}
    assert {"/v1/clients", "/v1/handoffs"} <= naming


async def _listed(caller: httpx.AsyncClient, path: str) -> httpx.Response:
    answer = await caller.get(path, params=_asked(path))
    return answer if answer.status_code != HTTPStatus.FORBIDDEN else httpx.Response(HTTPStatus.OK, text="")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/clients/search", {"name": FAMILY}),
        ("/v1/clients/search", {"birth_date": BORN}),
        ("/v1/clients/match", PERSON),
        ("/v1/clients", PERSON),
    ],
)
async def test_no_search_match_or_duplicate_tells_of_a_restricted_client(
    callers: dict[str, httpx.AsyncClient], scene: Scene, path: str, body: dict[str, Any]
) -> None:
    for who, caller in callers.items():
        if path == "/v1/clients" and who == "a coordinator":
            continue
        answer = await caller.post(path, json=body)
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.CREATED}, answer.text
        assert str(scene.client) not in answer.text, who
        if path == "/v1/clients":  # the newcomer is no longer a namesake for the next
            made = f"/v1/clients/{answer.json()['id']}"
            other = {"names": [{"family": "Ibarra"}], "birth_date": "1990"}
            assert (await caller.patch(made, json=other, headers=ANY)).status_code == HTTPStatus.OK


async def test_a_handoff_of_a_restricted_client_says_whom_only_when_it_is_opened(
    callers: dict[str, httpx.AsyncClient],
) -> None:
    for who in ("who serves the client", "a provider"):
        [line] = (await callers[who].get("/v1/handoffs")).json()["items"]
        assert (line["client"], "client" in line["withheld"]) == (None, True), who
        opened = (await callers[who].get(f"/v1/handoffs/{line['id']}")).json()
        assert FAMILY in json.dumps(opened["client"]), who
