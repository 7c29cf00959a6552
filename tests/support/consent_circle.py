"""A client, an agency that serves it and one on its care team, with every way in which that one hears of a record."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard
from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.adapters.seal import ServiceSeal
from app.adapters.webhooks.keys import SealedKeys
from app.adapters.webhooks.sender import StandardWebhookSender
from app.domain.codes import Sensitivity
from app.domain.networks.agency import AgencyProfile, ProgramType
from app.domain.networks.roles import Role
from app.domain.webhooks.endpoint import NewWebhook
from app.use_cases.consents import consents
from app.use_cases.networks import agencies
from app.use_cases.webhooks import webhooks
from app.use_cases.webhooks.deliveries import Deliveries
from tests.support.clocks import HandMovedClock
from tests.support.consent_table import DAY, Case, Parties, body_of
from tests.support.doors import Doors
from tests.support.postgres import Database
from tests.support.receiver import Receiver, a_receiver
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
KEYS = SealedKeys(ServiceSeal(b"the service's own key of 32 bytes", b"tests"))
LABELS = ("none", *Sensitivity)
PATHS = {"need": "/v1/needs", "goal": "/v1/goals", "plan": "/v1/care-plans"}


@dataclass(slots=True, kw_only=True)
class Circle:
    """A client served by one agency, another agency on the care team, and a record of each noun under each label."""

    scene: Scene
    serving: httpx.AsyncClient
    member: httpx.AsyncClient
    parties: Parties
    log: PostgresEventLog
    queue: PostgresDeliveryQueue
    receiver: Receiver
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    needs_of: dict[str, str] = field(default_factory=dict)
    happened: int = 0

    async def made(self, path: str, **body: Any) -> str:
        answer = await self.serving.post(path, json={"client_id": str(self.scene.client)} | body)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        return str(answer.json()["id"])

    async def fill(self) -> None:
        for label in LABELS:
            labels = [] if label == "none" else [label]
            about = {"category": "food-insecurity", "words": f"Nothing to eat ({label})", "labels": labels}
            self.ids["need", label] = await self.made("/v1/needs", **about)
            self.ids["goal", label] = await self.made("/v1/goals", words=f"Eat ({label})", labels=labels)
            need = await self.made("/v1/needs", **about)
            goal = await self.made("/v1/goals", words=f"Eat well ({label})", labels=labels, state="active")
            plan = await self.made("/v1/care-plans", title=f"Food ({label})", goal_ids=[goal], need_ids=[need])
            self.ids["plan", label], self.needs_of[plan] = plan, need

    async def happen(self, noun: str, label: str) -> int:
        """Change a record, and return the version that its event tells of."""
        self.happened += 1
        path, labels = f"{PATHS[noun]}/{self.ids[noun, label]}", [] if label == "none" else [label]
        if noun == "need":
            body = {"category": "food-insecurity", "words": f"Nothing, day {self.happened}", "labels": labels}
            answer = await self.serving.put(path, json=body, headers=ANY)
        elif noun == "goal":
            answer = await self.serving.put(
                path, json={"words": f"Eat, day {self.happened}", "labels": labels}, headers=ANY
            )
        else:
            reason = {"answer": "not_agreed", "reason": f"Not on day {self.happened}."}
            answer = await self.serving.put(f"{path}/agreement", json=reason, headers=ANY)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return int(answer.json()["version"])

    async def number(self) -> None:
        """Let the relay catch up."""
        while await self.log.number(self.scene.world.network.id, limit=1_000, now=datetime.now(UTC)):
            pass

    async def deliver(self) -> None:
        """Let the relay catch up, and the sender with it."""
        await self.number()
        web = GuardedWeb(Guard(allow_private_targets=True))
        sender = StandardWebhookSender(web, KEYS, seconds=5)

        async def gone(*_: object) -> None:
            raise AssertionError("the receiver answers")

        clock = self.scene.core.clock
        deliveries = Deliveries(self.queue, sender, clock, chance=lambda: 0.0, gone=gone, wake=asyncio.Event())
        while await deliveries._begin(self.scene.world.network.id, 48):
            await asyncio.gather(*deliveries._calls)
        await web.close()

    async def record(self, case: Case) -> dict[str, str] | None:
        """Record the paper of a row; return what revoking it needs, None when the law does not know it."""
        now = datetime.now(UTC)
        terms = case.terms(self.parties, now)
        if case["period"] == "ended" and case.recordable:
            return await self._record_in_the_past(case, now)
        answer = await self.serving.post("/v1/consents", json=body_of(terms, str(self.scene.client)))
        if not case.recordable or case["period"] == "ended":
            assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
            return None
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        return {"path": f"/v1/consents/{answer.json()['id']}/revoke"}

    async def _record_in_the_past(self, case: Case, now: datetime) -> dict[str, str]:
        then = replace(self.scene.core, clock=HandMovedClock(now - 2 * DAY))
        terms = case.terms(self.parties, now)
        standing = await then.run(self.scene.at_sender(), consents.grant, self.scene.client, terms)
        return {"path": f"/v1/consents/{standing.consent.id}/revoke"}

    async def revoke(self, consent: dict[str, str]) -> None:
        answer = await self.serving.post(consent["path"], json={"how": "phone"}, headers=ANY)
        assert answer.status_code == HTTPStatus.OK, answer.text


@pytest.fixture
async def circle(doors: Doors, scene: Scene, database: Database) -> AsyncIterator[Circle]:
    await scene.accepted(await scene.sent())
    await scene.revoke()
    member, network_admin = scene.pantries[0], scene.world.by(Role.NETWORK_ADMIN)
    profile = AgencyProfile(name=member.name, program_types=(ProgramType.GENERAL,))
    await scene.core.run(network_admin, agencies.describe, member.id, None, profile)
    pool = await open_pool(PoolSettings(dsn=database.worker, size=3))
    worker = PostgresTransactions(pool)
    async with a_receiver() as receiver:
        new = NewWebhook(url=receiver.url, types=("need.*", "goal.*", "care-plan.*"))
        at_member = scene.world.by(Role.AGENCY_ADMIN, agency=member.id)
        await scene.core.run(at_member, webhooks.register, new, KEYS.new().kept)
        circle = Circle(
            scene=scene,
            serving=await doors.caller(scene.sender.id, Role.CASE_MANAGER, Role.SUPERVISOR),
            member=await doors.caller(member.id, Role.CASE_MANAGER, Role.SUPERVISOR),
            parties=Parties(sender=scene.sender.id, member=member.id, other=scene.pantries[1].id),
            log=PostgresEventLog(worker),
            queue=PostgresDeliveryQueue(worker),
            receiver=receiver,
        )
        await circle.fill()
        yield circle
    await pool.close()


async def told(circle: Circle, noun: str, record: str, version: int) -> dict[str, bool]:
    """Ask for a record in every way, and return in which it came."""
    client, get = str(circle.scene.client), circle.member.get
    one = await get(f"{PATHS[noun]}/{record}")
    listed = await get(PATHS[noun], params={"client_id": client, "limit": 200, "count": "true"})
    lived = await get(f"/v1/clients/{client}/timeline", params={"limit": 200, "kind": _kind(noun)})
    fed = await get("/v1/events", params={"subject": record, "limit": 200})
    if listed.status_code == HTTPStatus.OK:
        assert listed.json()["total"] == len(listed.json()["items"])
    found = {
        "read": one.status_code == HTTPStatus.OK,
        "list": record in {each["id"] for each in listed.json().get("items", ())},
        "timeline": record in {each["subject"]["id"] for each in lived.json().get("items", ())},
        "event": version in {each["subject"]["version"] for each in fed.json()["items"]},
        "webhook": (record, version) in _heard(circle.receiver),
    }
    if noun == "plan":
        printed = await get(f"{PATHS[noun]}/{record}/print", headers={"Accept": "text/html"})
        found["print"] = printed.status_code == HTTPStatus.OK
    return found


def _kind(noun: str) -> str:
    return {"plan": "care-plan"}.get(noun, noun)


def _heard(receiver: Receiver) -> set[tuple[str, int]]:
    told = (request.json["data"] for request in receiver.received)
    return {(data["subject_id"], data["version"]) for data in told if "subject_id" in data}
