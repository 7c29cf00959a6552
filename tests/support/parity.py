"""Those who ask the doors the same, and what REST and FHIR tell them in answers of different shapes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from app.domain.networks.roles import GRANTABLE, Role
from tests.support.fhir_matrix import Question, answers
from tests.support.matrix_objects import ANY, Holding

_IDS = re.compile(r"^(?:[A-Z][A-Za-z]+/)?([0-9a-f]{8}-[0-9a-f-]{27})$")
SHORTEST = 3
KINDS = {
    "agency": ("agencies", "Organization"),
    "appointment": ("appointments", "Appointment"),
    "assessment": ("assessments", "QuestionnaireResponse"),
    "client": ("clients", "Patient"),
    "consent": ("consents", "Consent"),
    "goal": ("goals", "Goal"),
    "handoff": ("handoffs", "Task"),
    "household": ("households", "Group"),
    "location": ("locations", "Location"),
    "need": ("needs", "Condition"),
    "plan": ("care-plans", "CarePlan"),
    "referral": ("referrals", "ServiceRequest"),
    "service": ("services", "HealthcareService"),
    "task": ("tasks", "Task"),
    "team": ("care-teams", "CareTeam"),
    "worker": ("workers", "Practitioner"),
}
"""Where REST and FHIR have the same thing under the same id."""
OTHERWISE = frozenset(
    {"AuditEvent", "Communication", "PractitionerRole", "Questionnaire", "RelatedPerson", "Subscription"}
)
"""What is below another thing in REST, a part of one, or has ids of its own: other tests compare these."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing, where each door has it."""

    kind: str
    id: str

    @property
    def path(self) -> str:
        return f"/v1/{KINDS[self.kind][0]}/{self.id}"

    @property
    def url(self) -> str:
        return f"{KINDS[self.kind][1]}/{self.id}"


Told = Mapping[Thing, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """What the doors tell one of those who ask; None of what they do not tell."""

    rest: Told
    fhir: Told


async def askers(holding: Holding) -> dict[str, httpx.AsyncClient]:
    """Sign in those who ask: from the agency itself to somebody with hardly a right."""
    doors, scene = holding.doors, holding.scene
    office = await doors.world.an_agency("Network office")
    former = await doors.world.an_agency("Former team mate")
    await _leave(holding, str(former.id))
    return {
        "staff": await holding.staff(),
        "everybody's rights": await holding.caller(*GRANTABLE),
        "provider": await doors.caller(scene.pantries[0].id, Role.INTAKE),
        "coordinator": await doors.caller(office.id, Role.COORDINATOR),
        "network admin": await doors.caller(office.id, Role.NETWORK_ADMIN),
        "privacy officer": await doors.caller(scene.sender.id, Role.PRIVACY_OFFICER),
        "former member": await doors.caller(former.id, Role.CASE_MANAGER),
        "one scope": await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER, scopes="system/Task.rs"),
    }


async def _leave(holding: Holding, agency: str) -> None:
    """Let an agency join the team of the client, and leave it."""
    staff, team = await holding.staff(), f"/v1/care-teams/{holding.plain['team']}/members"
    terms = {
        "client_id": str(holding.scene.client),
        "type": "general",
        "recipients": [agency],
        "purposes": ["care_coordination"],
        "categories": ["care-plans", "assessments", "food-insecurity", "housing-instability"],
        "direction": "both",
        "signature": {"name": "Ana", "signer": "client", "method": "paper", "signed_at": "2026-01-15T09:30:00Z"},
        "language": "es",
    }
    consented = await staff.post("/v1/consents", json=terms)
    assert consented.is_success, consented.text
    joined = await staff.post(team, json={"kind": "agency", "agency_id": agency}, headers=ANY)
    assert joined.is_success, joined.text
    left = await staff.post(f"{team}/{joined.json()['id']}/end", json={}, headers=ANY)
    assert left.is_success, left.text


def facts(value: Any) -> frozenset[str]:
    """Return what an answer tells in words, codes and ids, wherever it stands."""
    return frozenset(_facts(value))


def _facts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _facts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _facts(each)
    elif isinstance(value, str) and len(value) >= SHORTEST:
        found = _IDS.match(value)
        yield found[1] if found else value


def things_of(holding: Holding) -> list[Thing]:
    ids = [(kind, kept.get(kind)) for kept in (holding.plain, holding.quiet) for kind in KINDS]
    return list(dict.fromkeys(Thing(kind, id_) for kind, id_ in ids if id_ is not None))


async def asked(caller: httpx.AsyncClient, things: list[Thing]) -> Asker:
    rest = {}
    for each in things:
        answer = await caller.get(each.path)
        rest[each] = answer.json() if answer.is_success else None
    entries = await answers(caller, [Question("GET", each.url) for each in things])
    fhir = {each: entry.get("resource") if fine(entry) else None for each, entry in zip(things, entries, strict=True)}
    return Asker(rest, fhir)


def fine(entry: Mapping[str, Any]) -> bool:
    return str(entry["response"]["status"]).startswith("200")


def shared(told: Mapping[str, Asker], thing: Thing) -> frozenset[str]:
    """Return what both doors tell of a thing to those who may see all of it."""
    whole = told["everybody's rights"]
    return facts(whole.rest[thing]) & facts(whole.fhir[thing]) - {thing.id}
