"""The screens of a frontend: one query each, with as many statements for a hundred things as for one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.domain.networks.roles import Role
from app.serving import application
from app.wiring import Service, open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.graphql import told
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene, a_scene
from tests.support.service import settings_for
from tests.support.statements import listening

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCREENS = Path(__file__).parents[2] / "docs" / "graphql"
FOOD = "food-insecurity"
ANY = {"If-Match": "*"}
MANY, SOME = 100, 20


@dataclass(slots=True, kw_only=True)
class Desk:
    """A case manager's work, and a pantry's: what the screens show, and what each was seen to need."""

    service: Service
    scene: Scene
    sender: httpx.AsyncClient
    pantry: httpx.AsyncClient
    worker: str = ""
    clients: list[str] = field(default_factory=list)
    referrals: list[str] = field(default_factory=list)
    heard: dict[str, list[list[str]]] = field(default_factory=dict)

    async def made(self, path: str, **body: Any) -> str:
        answer = await self.sender.post(path, json=body)
        assert answer.status_code == httpx.codes.CREATED, answer.text
        return str(answer.json()["id"])

    async def a_client(self) -> str:
        """Put a client on the caseload, with something of each kind to be done."""
        number = len(self.clients)
        client = await self.made("/v1/clients", names=[{"use": "legal", "family": f"Lima{number}", "given": ["Ana"]}])
        named = {"worker_id": self.worker}
        primary = await self.sender.post(f"/v1/clients/{client}/care-team/primary", json=named, headers=ANY)
        assert primary.is_success, primary.text
        self.clients.append(client)
        await self.work(client)
        return client

    async def work(self, client: str) -> None:
        """Put one of each on a client's record."""
        about = {"client_id": client}
        await self.made("/v1/tasks", **about, title="Call her", worker_id=self.worker)
        await self.made("/v1/needs", **about, category=FOOD)
        await self.made("/v1/referrals", **about, category=FOOD, handoffs=self.providers(1))

    def providers(self, count: int) -> list[dict[str, str]]:
        return [{"service_id": str(each.id)} for each in self.scene.offered[:count]]

    async def a_sent_referral(self) -> str:
        """Send a referral to the pantries, so that it is in an inbox."""
        why = {"override_reason": "One for each child.", "send": True}
        told = {"client_id": str(self.scene.client), "category": FOOD, "routing": "first_accept", **why}
        self.referrals.append(
            await self.made("/v1/referrals", **told, handoffs=self.providers(len(self.referrals) + 1))
        )
        return self.referrals[-1]

    async def show(self, screen: str, caller: httpx.AsyncClient, **variables: Any) -> Any:
        """Show a screen, and note with which statements."""
        document = (SCREENS / f"{screen}.graphql").read_text()
        await told(caller, document, **variables)  # the types of statements are asked for once
        async with listening(self.service.transactions.pool) as heard:
            data = await told(caller, document, **variables)
        self.heard.setdefault(screen, []).append(heard)
        return data

    def check(self, screen: str) -> None:
        """See that the screen needed no more statements for many than for one, but to count what no page holds."""
        few, many = ([each for each in heard if "count(*)" not in each] for heard in self.heard[screen])
        assert len(many) == len(few), "\n".join(f"{each[:60]} … {each[-200:]}" for each in many)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A case manager with a caseload of one."""
    async with open_service(settings_for(database), database.app) as service, AsyncExitStack() as callers:
        doors = Doors(app=application(service), world=await found_world(service.core), callers=callers)
        scene = await a_scene(doors.world)
        sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER, Role.AGENCY_ADMIN)
        pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
        made = Desk(service=service, scene=scene, sender=sender, pantry=pantry)
        person = {"given": "Rosa", "family": "Reyes", "roles": ["case_manager"], "agency_id": str(scene.sender.id)}
        made.worker = await made.made("/v1/workers", **person)
        await made.a_client()
        yield made


async def test_a_caseload(desk: Desk) -> None:
    first = await desk.show("caseload", desk.sender, worker=desk.worker)
    while len(desk.clients) < MANY:
        await desk.a_client()
    whole = await desk.show("caseload", desk.sender, worker=desk.worker, first=MANY)
    desk.check("caseload")
    assert [len(each["worker"]["caseloadClients"]["nodes"]) for each in (first, whole)] == [1, MANY]
    for each in whole["worker"]["caseloadClients"]["nodes"]:
        shown = each["client"]
        assert [len(shown[name]["nodes"]) for name in ("tasks", "referrals", "needs")] == [1, 1, 1]


async def test_a_client_page(desk: Desk) -> None:
    client = desk.clients[0]
    await desk.show("client", desk.sender, client=client)
    for _ in range(SOME):
        await desk.work(client)
    whole = await desk.show("client", desk.sender, client=client)
    desk.check("client")
    assert (len(whole["client"]["needs"]["nodes"]), whole["client"]["needs"]["totalCount"]) == (SOME, SOME + 1)


async def test_an_inbox_and_a_referral(desk: Desk) -> None:
    referral = await desk.a_sent_referral()
    await desk.show("inbox", desk.pantry)
    await desk.show("referral", desk.sender, referral=referral)
    sent = [await desk.a_sent_referral() for _ in range(2)]
    inbox = await desk.show("inbox", desk.pantry)
    page = await desk.show("referral", desk.sender, referral=sent[-1])
    desk.check("inbox")
    desk.check("referral")
    assert len(inbox["handoffs"]["nodes"]) == len(desk.referrals)
    assert [each["provider"]["name"] for each in page["referral"]["handoffs"]] == [
        pantry.name for pantry in desk.scene.pantries
    ]
