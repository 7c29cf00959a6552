"""SMART's fhirclient for Python at work: it reads every answer into its models, which refuse what is not FHIR R4.

It obtains its token with a signed assertion, as SMART Backend Services do.
"""

import json
import os
from typing import Any

from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement
from fhirclient.models.observation import Observation
from fhirclient.models.patient import Patient
from fhirclient.server import FHIRNotFoundException, FHIRUnauthorizedException
from requests import HTTPError
from told import FHIR, SYSTEM, TOKEN_URL, exports, patient, refused, step, transaction, until, weight

settings = {
    "app_id": "a backend service",
    "api_base": FHIR,
    "scope": os.environ["SCOPES"],
    "jwt_token": os.environ["ASSERTION"],
}
smart = FHIRClient(settings=settings)
smart.wants_patient = False
nobody = FHIRClient(settings={"app_id": "nobody", "api_base": FHIR})
kept: dict[str, Any] = {}


def signed(**headers: str) -> dict[str, str]:
    said: dict[str, str] = smart.server.auth.signed_headers({"Accept": "application/fhir+json"})
    return said | headers


def asked(method: str, path: str, body: object = None, **headers: str) -> Any:
    """Send what the client has no words for, over its own session."""
    sent = None if body is None else json.dumps(body)
    return smart.server.session.request(method, f"{FHIR}/{path}", data=sent, headers=signed(**headers))


def an_observation(value: float) -> Observation:
    return Observation(weight(f"Patient/{kept['patient'].id}", value))


def discovery() -> str:
    """Discovery and a token."""
    configuration = smart.server.request_json(".well-known/smart-configuration")
    assert configuration["token_endpoint"] == TOKEN_URL
    smart.prepare()
    statement = smart.server.capabilityStatement
    assert isinstance(statement, CapabilityStatement)
    assert statement.fhirVersion == "4.0.1"
    smart.authorize()
    assert smart.ready
    return f"{len(statement.rest[0].resource)} types, a token by private_key_jwt"


def create_and_read() -> str:
    """Create and read."""
    made = Patient(patient("py-1")).create(smart.server)
    kept["patient"] = read = Patient.read(made["id"], smart.server)
    assert read.as_json() == made
    assert read.birthDate.isostring == "1979-07-01"
    return f"Patient version {read.meta.versionId}"


def update_and_vread() -> str:
    """Update and vread."""
    there = kept["patient"]
    there.gender = "female"
    there.update(smart.server)
    now = Patient.read(there.id, smart.server)
    first = Patient.read_from(f"Patient/{there.id}/_history/1", smart.server)
    assert [now.meta.versionId, now.gender, first.gender] == ["2", "female", None]
    return "version 2, and version 1 as it was"


def conditional_create() -> str:
    """Conditional create."""
    body = weight(f"Patient/{kept['patient'].id}", 70.5, "py-once")
    condition = {"Content-Type": "application/fhir+json", "If-None-Exist": f"identifier={SYSTEM}|py-once"}
    made = asked("POST", "Observation", body, **condition)
    again = asked("POST", "Observation", body, **condition)
    assert [made.status_code, again.status_code, again.json()["id"]] == [201, 200, made.json()["id"]]
    return "made once"


def search() -> str:
    """Search in pages."""
    for value in (71.5, 72.5, 73.5, 74.5):
        an_observation(value).create(smart.server)
    criteria = {"patient": kept["patient"].id, "_count": "2"}
    pages = list(Observation.where(criteria).perform_iter(smart.server))
    found = list(Observation.where(criteria).perform_resources_iter(smart.server))
    assert [len(pages), len({each.id for each in found})] == [3, 5]
    many = Patient.where(
        {"identifier": f"{SYSTEM}|py-1", "birthdate": "ge1979-07", "name": {"$or": ["nobody", "okafor"]}}
    )
    assert [each.id for each in many.perform_resources_iter(smart.server)] == [kept["patient"].id]
    return f"{len(found)} in {len(pages)} pages"


def include() -> str:
    """Include."""
    searching = Observation.where({"patient": kept["patient"].id}).include("subject")
    kinds = [each.resource_type for each in searching.perform_resources_iter(smart.server)]
    assert sorted(kinds) == [*["Observation"] * 5, "Patient"]
    reverse = Patient.where({"_id": kept["patient"].id}).include("subject", Observation, reverse=True)
    assert len(list(reverse.perform_resources_iter(smart.server))) == 6
    return "the Patient comes along"


def patch() -> str:
    """Patch."""
    found = next(Observation.where({"patient": kept["patient"].id}).perform_resources_iter(smart.server))
    change = [{"op": "replace", "path": "/status", "value": "amended"}]
    told = asked("PATCH", f"Observation/{found.id}", change, **{"Content-Type": "application/json-patch+json"})
    patched = Observation(told.json())
    assert [patched.status, patched.meta.versionId] == ["amended", "2"]
    kept["observation"] = patched
    return "Observation.status, by JSON Patch"


def post_transaction() -> str:
    """Transaction."""
    told = Bundle(Bundle(transaction("py-2")).create(smart.server))
    assert [each.response.status[:3] for each in told.entry] == ["201", "201"]
    return "two made"


def history() -> str:
    """History."""
    told = Bundle.read_from(f"Patient/{kept['patient'].id}/_history", smart.server)
    assert [each.resource.meta.versionId for each in told.entry] == ["2", "1"]
    everything = Bundle.read_from(f"Patient/{kept['patient'].id}/$everything", smart.server)
    assert len(everything.entry) > 6
    return "versions 2, 1; $everything"


def delete() -> str:
    """Delete."""
    kept["observation"].delete(smart.server)
    gone = refused(HTTPError, lambda: Observation.read(kept["observation"].id, smart.server))
    assert gone.response.status_code == 410
    return "then 410"


def refusals() -> str:
    """Refusals."""
    wrong = an_observation(1)
    wrong.status = "done"
    said = refused(HTTPError, lambda: wrong.create(smart.server)).response
    assert [said.status_code, said.json()["issue"][0]["expression"]] == [422, ["Observation.status"]]
    refused(FHIRNotFoundException, lambda: Patient.read("nobody", smart.server))
    refused(FHIRUnauthorizedException, lambda: Patient.read(kept["patient"].id, nobody.server))
    return "422 names Observation.status, 404, 401"


def export() -> str:
    """$export."""
    if not exports(smart.server.capabilityStatement.as_json()):
        return "skipped, the CapabilityStatement does not name it"
    begun = asked("GET", "Patient/$export", Prefer="respond-async")
    assert begun.status_code == 202
    place = begun.headers["content-location"].removeprefix(f"{FHIR}/")
    told = until(lambda: smart.server.request_data(place, headers={"Accept": "application/json"}))
    output = json.loads(told)["output"]
    file = next(each for each in output if each["type"] == "Patient")
    lines = smart.server.request_data(file["url"], headers={"Accept": "application/fhir+ndjson"}).splitlines()
    assert {Patient(json.loads(line)).resource_type for line in lines} == {"Patient"}
    return f"{len(output)} files, {len(lines)} Patients"


for each in (
    discovery,
    create_and_read,
    update_and_vread,
    conditional_create,
    search,
    include,
    patch,
    post_transaction,
    history,
    delete,
    refusals,
    export,
):
    step(each)
