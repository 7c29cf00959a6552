"""What somebody is shown, compared element by element with what the table tells a person of that standing."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from app.domain.disclosure.elements import ELEMENTS, Noun, Standing
from app.domain.disclosure.withholding import reduces, tells, withheld
from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.retention import let_serve
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
Shown = Mapping[str, Any]


def is_there(value: object) -> bool:
    """Whether a member of an answer holds something."""
    return value not in (None, [], {}, "", False)


def walked(
    noun: Noun, standing: Standing, shown: Shown, whole: Shown, names: Mapping[str, str] | None = None
) -> set[str]:
    """Check every element that is there, and return them; `names` says what the elements are called in this answer.

    Told is what stands in `whole`; what is not told differs, and is named in `withheld`, sorted.
    """
    called = {element: (names or {}).get(element, element) for element in ELEMENTS[noun]}
    there = {element for element, name in called.items() if name in shown and is_there(whole.get(name))}
    less = {element for element in there if shown[called[element]] != whole[called[element]]}
    may = {element for element in there if reduces(noun, element, standing)}
    untold = {element for element in there if not tells(noun, element, standing)}
    assert untold - may <= less <= untold, (noun, standing, less ^ untold)
    assert shown["withheld"] == sorted({called[element] for element in less}), (noun, standing)
    assert set(less) <= set(withheld(noun, standing, there))
    return there


async def got(caller: httpx.AsyncClient, path: str, **query: str) -> Any:
    answer = await caller.get(path, params=query)
    assert answer.status_code == HTTPStatus.OK, f"{path}: {answer.text}"
    return answer.json()


async def done(caller: httpx.AsyncClient, path: str, body: Any = None, method: str = "POST") -> Any:
    answer = await caller.request(method, path, json=body, headers=ANY)
    assert answer.is_success, f"{path}: {answer.text}"
    return answer.json()


class Team:
    """The agency that serves the client, a provider on its team, another that serves the client, and a coordinator."""

    def __init__(self, doors: Doors, scene: Scene) -> None:
        self.doors, self.scene, self.client = doors, scene, str(scene.client)

    async def meet(self, *categories: Any, **terms: Any) -> None:
        await self.scene.accepted(await self.scene.sent())
        await self.scene.revoke()
        await self.scene.agree(categories=categories, **terms)
        self.own = await self.doors.caller(self.scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER)
        self.member = await self.doors.caller(self.scene.pantries[0].id, Role.CASE_MANAGER)

    async def another(self) -> httpx.AsyncClient:
        other = await self.doors.world.an_agency("Other clinic")
        await let_serve(self.scene, other.id)
        return await self.doors.caller(other.id, Role.CASE_MANAGER)

    async def coordinator(self) -> httpx.AsyncClient:
        return await self.doors.caller(self.scene.pantries[2].id, Role.COORDINATOR)

    async def made(self, path: str, **body: Any) -> str:
        return str((await done(self.own, path, {"client_id": self.client} | body))["id"])
