"""An agency with something of every kind on record, made over HTTP: what the matrix asks others for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from app.adapters.anchors import FileAnchors
from app.adapters.audit_keys import AuditKeys
from app.adapters.postgres.audit_sealing import PostgresAuditLog
from app.adapters.postgres.relay import PostgresEventLog
from app.domain.identity import NetworkId
from app.domain.networks.roles import GRANTABLE, GRANTED_BY_THE_NETWORK, Role
from app.use_cases.audit.audit_sealing import Sealer
from app.wiring import Service
from tests.api.test_audit import a_note
from tests.support.canaries import canary
from tests.support.care_doors import NIGHTS, recorded
from tests.support.doors import Doors
from tests.support.matrix_document import COUNTED, KINDS, OPERATIONS, RAW, Operation
from tests.support.scenes_referrals import Scene, a_scene

Seal = Callable[[NetworkId], Awaitable[None]]

HOOK = "https://93.184.215.14/hook"
ANY = {"If-Match": "*"}
OF_AN_AGENCY = GRANTABLE - GRANTED_BY_THE_NETWORK
ELSEWHERE = {"other_worker_id": "other worker", "member_id": "member", "suggestion_id": "suggestion"}
BIRTH_DATE = "1961-07-19"


@dataclass(slots=True, kw_only=True)
class Holding:
    """One agency of a network: its ids by kind, words that only it may read, and its programs by role."""

    doors: Doors
    scene: Scene
    name: str
    plain: dict[str, str] = field(default_factory=dict)
    quiet: dict[str, str] = field(default_factory=dict)
    callers: dict[frozenset[Role], httpx.AsyncClient] = field(default_factory=dict)
    unmade: dict[str, str] = field(default_factory=dict)

    async def caller(self, *roles: Role) -> httpx.AsyncClient:
        """Return the agency's program with these roles."""
        key = frozenset(roles)
        if key not in self.callers:
            self.callers[key] = await self.doors.caller(self.scene.sender.id, *key)
        return self.callers[key]

    async def staff(self) -> httpx.AsyncClient:
        """Return the program that may do all that an agency can allow."""
        return await self.caller(*OF_AN_AGENCY)

    @property
    def labelled(self) -> frozenset[str]:
        """The kinds of which there is one with a label too."""
        return frozenset(kind for kind, value in self.quiet.items() if self.plain.get(kind) != value)

    @property
    def family(self) -> str:
        """The family name of the client, borne by nobody else."""
        return canary(f"Okonkwo-{self.name}")

    @property
    def words(self) -> tuple[str, ...]:
        """What stands in everything that this agency wrote about the client, and nowhere else."""
        return (f" of {self.name}", self.family)


def sealing(worker: Service) -> Seal:
    """Seal the log of one network as the worker does."""
    log = PostgresAuditLog(worker.transactions)
    sealer = Sealer(worker.core, log, worker.audit_keys, FileAnchors(None), frozenset())

    async def seal(network: NetworkId) -> None:
        while await sealer._seal(network):
            pass

    return seal


async def a_holding(doors: Doors, name: str, log: PostgresEventLog, seal: Seal) -> Holding:
    """Let an agency put something of every kind on record."""
    scene = await a_scene(doors.world)
    record = await recorded(doors, scene, f" of {name}")
    holding = Holding(doors=doors, scene=scene, name=name)
    holding.plain = _by_kind(record.plain)
    holding.quiet = _by_kind(record.quiet)
    for make in (_client, _network, _directory, _referral, _webhook, _glass, _forgetting):
        await make(holding)
    await _others(holding)
    await seal(doors.world.network.id)
    await _audited(holding)
    holding.quiet = holding.plain | holding.quiet
    while await log.number(doors.world.network.id, limit=1000, now=datetime.now(UTC)):
        pass
    return holding


def _by_kind(ids: dict[str, str]) -> dict[str, str]:
    named = KINDS | ELSEWHERE
    return {named[name]: value for name, value in ids.items() if name in named and name not in COUNTED}


async def _client(holding: Holding) -> None:
    """Give the client a name and more that nobody else has."""
    told = {
        "names": [{"use": "legal", "family": holding.family, "given": ["Ana"]}],
        "birth_date": BIRTH_DATE,
        "identifiers": [{"system": "https://hmis.example/persons", "value": holding.family}],
        "alerts": [{"text": canary(f"Afraid of him of {holding.name}")}],
    }
    answer = await (await holding.staff()).patch(f"/v1/clients/{holding.scene.client}", json=told, headers=ANY)
    assert answer.status_code == 200, answer.text
    assert holding.scene.consent is not None
    holding.plain["consent"] = str(holding.scene.consent.consent.id)
    grant = next(each for each in OPERATIONS if str(each) == "createConsent")
    paper = {**ANY, "Content-Type": "application/pdf"}
    path = f"/v1/consents/{holding.plain['consent']}/document"
    kept = await (await holding.staff()).put(path, content=RAW["application/pdf"], headers=paper)
    assert kept.is_success, kept.text
    ending = grant.body(holding.plain) | {"ends": "2031-01-01T00:00:00Z"}
    holding.plain["ending consent"] = await made(await holding.staff(), "/v1/consents", **ending)


async def _network(holding: Holding) -> None:
    doors = holding.doors
    holding.plain["network"] = str(doors.world.network.id)
    office = await (await doors.administrator()).post(
        "/v1/api-clients",
        json={
            "agency_id": str(holding.scene.sender.id),
            "name": f"Desk of {holding.name}",
            "roles": ["case_manager"],
            "scope": "system/Patient.rs",
        },
    )
    assert office.status_code == 201, office.text
    holding.plain["api client"] = office.json()["id"]


async def _directory(holding: Holding) -> None:
    caller, agency = await holding.staff(), holding.plain["agency"]
    holding.plain["service"] = await made(caller, "/v1/services", agency_id=agency, name="Pantry")
    holding.plain["location"] = await made(caller, "/v1/locations", agency_id=agency, name="Office")
    key = f"nights-{holding.name.lower()}"
    asked = await caller.post("/v1/instruments", json=NIGHTS | {"key": key})
    assert asked.status_code == 201, asked.text
    holding.plain["instrument"] = key


async def _referral(holding: Holding) -> None:
    service = str(holding.scene.offered[0].id)
    caller, words = await holding.staff(), canary(f"two children of {holding.name}")
    about = {"client_id": holding.plain["client"], "category": "food-insecurity", "details": words}
    labelled = {"category": "intimate-partner-violence"}
    for ids, more in ((holding.plain, {}), (holding.quiet, labelled)):
        ids["referral"] = await made(caller, "/v1/referrals", **about | more, handoffs=[{"service_id": service}])
        shown = await caller.get(f"/v1/referrals/{ids['referral']}")
        ids["handoff"] = shown.json()["handoffs"][0]["id"]
    sent = await caller.post(f"/v1/referrals/{holding.plain['referral']}/send", json={}, headers=ANY)
    assert sent.status_code == 200, sent.text
    told = canary(f"only on Tuesdays of {holding.name}")
    holding.plain["message"] = await made(caller, f"/v1/handoffs/{holding.plain['handoff']}/messages", text=told)
    elsewhere = [{"service_id": await _counselling(holding)}]
    unconsented = await made(caller, "/v1/referrals", **about, handoffs=elsewhere)
    why, override = canary(f"no bed of {holding.name}"), f"/v1/referrals/{unconsented}/consent-override"
    holding.plain["override"] = await made(caller, override, reason=why)
    holding.plain["draft"] = await made(caller, "/v1/referrals", **about, handoffs=[{"service_id": service}])
    holding.plain["returned"] = await _returned(holding, caller, about)
    await _offered(holding)


async def _returned(holding: Holding, caller: httpx.AsyncClient, about: dict[str, Any]) -> str:
    """Let a pantry say no to a referral."""
    place = holding.scene.offered[1]
    told = {**about, "override_reason": "Another child.", "handoffs": [{"service_id": str(place.id)}], "send": True}
    referral = await caller.post("/v1/referrals", json=told)
    assert referral.status_code == 201, referral.text
    pantry = await holding.doors.caller(holding.scene.pantries[1].id, Role.INTAKE)
    refusal = {"reason": {"code": "no_capacity", "party": "provider", "next_action": "reroute"}}
    handoff = referral.json()["handoffs"][0]["id"]
    declined = await pantry.post(f"/v1/handoffs/{handoff}/decline", json=refusal, headers=ANY)
    assert declined.status_code == 200, declined.text
    return str(referral.json()["id"])


async def _offered(holding: Holding) -> None:
    """Let another agency put something in a pool from which this one may take it."""
    scene = await a_scene(holding.doors.world)
    offered = {"name": "Soup", "categories": ["food-insecurity"]}
    await made(await holding.staff(), "/v1/services", agency_id=holding.plain["agency"], **offered)
    caller = await holding.doors.case_manager(scene.sender.profile.name)
    asked = {"client_id": str(scene.client), "category": "food-insecurity", "routing": "pool", "send": True}
    await made(caller, "/v1/referrals", **asked)


async def _counselling(holding: Holding) -> str:
    """Let a pantry offer something of which a referral bears a label."""
    pantry = holding.scene.pantries[1].id
    caller = await holding.doors.caller(pantry, Role.AGENCY_ADMIN)
    offered = {"name": "Counselling", "sensitivity": ["MH"], "categories": ["food-insecurity"]}
    return await made(caller, "/v1/services", agency_id=str(pantry), **offered)


async def _webhook(holding: Holding) -> None:
    caller = await holding.staff()
    webhook = await made(caller, "/v1/webhooks", url=HOOK, types=["*"], description=canary(f"board of {holding.name}"))
    assert (await caller.post(f"/v1/webhooks/{webhook}/test")).is_success
    deliveries = await caller.get(f"/v1/webhooks/{webhook}/deliveries")
    replay = await made(caller, f"/v1/webhooks/{webhook}/replay", since="2026-01-15T09:30:00Z")
    holding.plain |= {"webhook": webhook, "delivery": deliveries.json()["items"][0]["id"], "replay": replay}


async def _glass(holding: Holding) -> None:
    """Break the glass of somebody whom a third agency serves."""
    scene, staff = holding.scene, await holding.staff()
    pantry = await holding.doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    names = [{"use": "legal", "family": canary(f"Stone of {holding.name}"), "given": ["Eva"]}]
    client = await made(pantry, "/v1/clients", names=names, birth_date="1990-01-02")
    why = {"reason": "medical_emergency", "words": canary(f"unconscious of {holding.name}")}
    holding.plain["break glass"] = await made(staff, "/v1/break-glass", client_id=client, **why)


async def _forgetting(holding: Holding) -> None:
    """Propose to forget somebody of whom nothing is open, and forbid to forget the client."""
    everybody, staff = await holding.caller(*GRANTABLE), await holding.staff()
    forgotten = await made(staff, "/v1/clients", names=[{"use": "legal", "family": "Gone", "given": ["Noa"]}])
    holding.plain["erasure"] = await made(everybody, f"/v1/clients/{forgotten}/erasures", reason="client_request")
    path, why = f"/v1/clients/{holding.plain['client']}/legal-hold", canary(f"a court of {holding.name}")
    assert (await everybody.put(path, json={"reason": why}, headers=ANY)).is_success


async def _audited(holding: Holding) -> None:
    """Find what the log says of the client, and keep another log's checkpoint."""
    staff, watcher = await holding.staff(), await holding.caller(*GRANTABLE)
    found = await staff.get("/v1/audit", params={"client_id": holding.plain["client"], "limit": "1"})
    holding.plain["audit entry"] = found.json()["items"][0]["id"]
    note = a_note(AuditKeys(holding.name.encode()), NetworkId(uuid4()))
    holding.plain["anchor"] = await made(watcher, "/v1/audit-anchors", **note)


async def _others(holding: Holding) -> None:
    """Make of every other kind one by the operation that creates it, in whatever order they allow."""
    caller, before = await holding.caller(*GRANTABLE), -1
    while before != len(holding.plain):
        before = len(holding.plain)
        for kind, operation in creations().items():
            if kind not in holding.plain:
                await _other(holding, caller, kind, operation)


async def _other(holding: Holding, caller: httpx.AsyncClient, kind: str, operation: Operation) -> None:
    path = operation.path
    for place in operation.path_places:
        if place.kind not in holding.plain:
            holding.unmade[kind] = f"{operation} needs a {place.kind}"
            return
        path = path.replace(f"{{{place.steps[0]}}}", holding.plain[place.kind])
    answer = await caller.post(path, json=operation.body(holding.plain))
    if answer.is_success:
        holding.plain[kind] = answer.json()["id"]
        holding.unmade.pop(kind, None)
    else:
        holding.unmade[kind] = f"{operation}: {answer.text}"


def creations() -> dict[str, Operation]:
    """Return by which operation something of each kind is created: one that answers with what a read answers with."""
    found: dict[str, Operation] = {}
    posts = [each for each in OPERATIONS if each.method == "POST" and each.created is not None]
    for read in OPERATIONS:
        if read.method == "GET" and read.path_places and read.path.endswith(f"{{{read.path_places[-1].steps[0]}}}"):
            for post in posts:
                if post.created == read.shown and read.path_places[-1].kind is not None:
                    found.setdefault(read.path_places[-1].kind, post)
    return found


async def made(caller: httpx.AsyncClient, path: str, **body: Any) -> str:
    answer = await caller.post(path, json=body)
    assert answer.status_code in {201, 202}, f"{path}: {answer.text}"
    return str(answer.json()["id"])


def nothing(kind: str | None) -> str:
    """Return an id of nothing."""
    return "no-such-thing" if kind == "instrument" else str(uuid4())
