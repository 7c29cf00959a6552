"""A referral as a sender's and a provider's programs write it by FHIR alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.support.doors import Doors
from tests.support.fhir import a_bundle, an_entry
from tests.support.scenes_referrals import Scene

JSON = {"Content-Type": "application/fhir+json"}
PATCH = {"Content-Type": "application/json-patch+json"}
CODES = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code"
Resource = dict[str, Any]


def an_order(patient: str, **more: Any) -> Resource:
    """A case manager orders food for somebody."""
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "category": [{"coding": [{"system": CODES, "code": "food-insecurity"}]}],
        "priority": "urgent",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "710824005", "display": "Food assistance"}]},
        "subject": {"reference": patient},
        "authoredOn": "2026-03-02T09:00:00Z",
        "note": [{"text": "Two children, no stove."}],
    } | more


def a_request(order: str, patient: str, owner: str | None, **more: Any) -> Resource:
    """The Task by which the order is to be fulfilled."""
    task = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": TASK_CODES, "code": "fulfill"}]},
        "focus": {"reference": order},
        "for": {"reference": patient},
        "authoredOn": "2026-03-02T09:00:00Z",
    }
    return task | ({} if owner is None else {"owner": {"reference": owner}}) | more


class Programs:
    """The programs of the sender and of the pantries, each with a token."""

    def __init__(self, doors: Doors, scene: Scene, sender: httpx.AsyncClient, pantry: httpx.AsyncClient) -> None:
        self.doors, self.scene, self.sender, self.pantry = doors, scene, sender, pantry

    @classmethod
    async def start(cls, doors: Doors, scene: Scene) -> "Programs":
        sender = await doors.case_manager(scene.sender.profile.name)
        return cls(doors, scene, sender, await doors.case_manager(scene.pantries[0].profile.name))

    @property
    def patient(self) -> str:
        return f"Patient/{self.scene.client}"

    def owner(self, place: int = 0) -> str:
        return f"Organization/{self.scene.pantries[place].id}"

    def referral(self, place: int = 0, order: Resource | None = None, **request: Any) -> Resource:
        name = f"urn:uuid:{uuid4()}"
        return a_bundle(
            "transaction",
            an_entry("POST", "Task", a_request(name, self.patient, self.owner(place), **request)),
            an_entry("POST", "ServiceRequest", an_order(self.patient, **(order or {})), name),
        )

    async def sent(self, **request: Any) -> tuple[str, str]:
        """Send a referral in one transaction, and return the ids of its order and of its Task."""
        answer = await self.sender.post("/fhir", json=self.referral(**request), headers=JSON)
        assert answer.status_code == 200, answer.text
        task, order = (entry["resource"]["id"] for entry in answer.json()["entry"])
        return order, task


async def patched(caller: httpx.AsyncClient, url: str, **members: Any) -> httpx.Response:
    """Say members of a resource anew by JSON Patch."""
    changes = [{"op": "add", "path": f"/{name}", "value": value} for name, value in members.items()]
    return await caller.patch(f"/fhir/{url}", json=changes, headers=PATCH)


async def put(caller: httpx.AsyncClient, url: str, **members: Any) -> httpx.Response:
    """Read a resource, say members anew, and put it back."""
    there = (await caller.get(f"/fhir/{url}")).raise_for_status()
    tag = {"If-Match": there.headers["etag"]}
    return await caller.put(f"/fhir/{url}", json=there.json() | members, headers=JSON | tag)


def a_consent(patient: str, *agencies: str, keeper: str | None = None, **more: Any) -> Resource:
    """What somebody has signed: food may be spoken of between these agencies, and what comes of it."""
    receives = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]}
    reasons = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
    scopes = "http://terminology.hl7.org/CodeSystem/consentscope"
    signed = (datetime.now(UTC) - timedelta(minutes=5)).isoformat().replace("+00:00", "Z")
    sections = "urn:throughline:record-section"
    consent = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": scopes, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": patient},
        "dateTime": signed,
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
        "sourceAttachment": {"title": "Signed on a tablet"},
        "verification": [{"verified": True, "verifiedWith": {"reference": patient}, "verificationDate": signed}],
        "provision": {
            "type": "permit",
            "actor": [{"role": receives, "reference": {"reference": each}} for each in agencies],
            "purpose": [{"system": reasons, "code": code} for code in ("TREAT", "COC", "CAREMGT", "HPAYMT", "HOPERAT")],
            "code": [
                {"coding": [{"system": CODES, "code": "food-insecurity"}]},
                {"coding": [{"system": sections, "code": "procedures"}]},
            ],
        },
    }
    return consent | ({} if keeper is None else {"organization": [{"reference": keeper}]}) | more
