"""fhirpy at work."""

from typing import Any

from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import AuthorizationError, OperationOutcome, ResourceNotFound
from told import FHIR, SYSTEM, TOKEN, TOKEN_URL, exports, patient, refused, step, transaction, until, weight

client = SyncFHIRClient(FHIR, authorization=f"Bearer {TOKEN}")
nobody = SyncFHIRClient(FHIR)


def a_resource(body: dict[str, Any]) -> Any:
    return client.resource(body.pop("resourceType"), **body)


ngozi = a_resource(patient("fhirpy-1"))


def observations() -> Any:
    return client.resources("Observation").search(patient=ngozi.reference)


def a_weight(value: float, identifier: str | None = None) -> Any:
    return a_resource(weight(ngozi.reference, value, identifier))


def discovery() -> str:
    """Discovery."""
    statement = nobody.execute("metadata", method="get")
    configuration = nobody.execute(".well-known/smart-configuration", method="get")
    assert statement["fhirVersion"] == "4.0.1"
    assert configuration["token_endpoint"] == TOKEN_URL
    return f"{len(statement['rest'][0]['resource'])} types"


def create_and_read() -> str:
    """Create and read."""
    ngozi.save()
    read = client.reference("Patient", ngozi.id).to_resource()
    assert read.serialize() == ngozi.serialize()
    assert read["name"] == patient("fhirpy-1")["name"]
    return f"Patient version {ngozi['meta']['versionId']}"


def update_and_vread() -> str:
    """Update and vread."""
    ngozi["gender"] = "female"
    ngozi.save()
    first = client.execute(f"Patient/{ngozi.id}/_history/1", method="get")
    assert [ngozi["meta"]["versionId"], ngozi["gender"], first.get("gender")] == ["2", "female", None]
    before = ngozi.serialize()
    asked, status = client._do_request(
        "get", ngozi.reference, extra_headers={"If-None-Match": "2"}, returning_status=True
    )
    assert [asked, status, ngozi.refresh().serialize() == before] == [None, 304, True]
    return "version 2, and version 1 as it was; refresh finds it unchanged"


def get_or_create() -> str:
    """Conditional create, update, patch."""
    searched = client.resources("Observation").search(identifier=f"{SYSTEM}|fhirpy-once")
    made, was_made = searched.get_or_create(a_weight(70.5, "fhirpy-once"))
    again, was_made_again = searched.get_or_create(a_weight(70.5, "fhirpy-once"))
    assert [was_made, was_made_again, again.id] == [True, False, made.id]
    updated, was_created = searched.update(a_weight(70.75, "fhirpy-once"))
    assert [updated.id, was_created, updated["valueQuantity"]["value"]] == [made.id, False, 70.75]
    patched = searched.patch(status="amended")
    assert [patched.id, patched["status"], patched["meta"]["versionId"]] == [made.id, "amended", "3"]
    return "made once, changed twice"


def search() -> str:
    """Search in pages."""
    for value in (71.5, 72.5, 73.5, 74.5):
        a_weight(value).save()
    found = observations().limit(2).fetch_all()
    assert [len(found), len({each.id for each in found})] == [5, 5]
    assert len(observations().limit(2).fetch()) == 2
    assert observations().count() == 5
    assert observations().search(value_quantity__gt=72).count() == 3
    assert observations().sort("-_lastUpdated").first()["valueQuantity"]["value"] == 74.5
    assert client.resources("Patient").search(identifier=f"{SYSTEM}|fhirpy-1").get().id == ngozi.id
    return f"{len(found)}, two by two; counted: 5"


def include() -> str:
    """Include, elements, chains."""
    raw = observations().include("Observation", "subject").fetch_raw()
    assert sorted(each["search"]["mode"] for each in raw["entry"]) == ["include", *["match"] * 5]
    backwards = client.resources("Patient").search(_id=ngozi.id).revinclude("Observation", "subject").fetch_raw()
    assert len(backwards["entry"]) == 6
    fewer = observations().elements("status").first()
    assert ["valueQuantity" in fewer, fewer["status"]] == [False, "final"]
    chained = client.resources("Observation").search(subject__Patient__identifier=f"{SYSTEM}|fhirpy-1")
    assert chained.count() == 5
    having = client.resources("Patient").has("Observation", "subject", identifier=f"{SYSTEM}|fhirpy-once")
    assert having.get().id == ngozi.id
    return "the Patient comes along"


def patch() -> str:
    """Patch."""
    last = observations().sort("-_lastUpdated").first()
    last.patch(status="corrected")
    assert [last["status"], last["meta"]["versionId"]] == ["corrected", "2"]
    again = client.patch("Observation", last.id, status="amended")
    assert [again["status"], again["meta"]["versionId"]] == ["amended", "3"]
    return "Observation.status, by plain JSON"


def post_transaction() -> str:
    """Transaction."""
    told = client.execute("", data=transaction("fhirpy-2"))
    assert [each["response"]["status"][:3] for each in told["entry"]] == ["201", "201"]
    assert client.resources("Observation").search(**{"subject.identifier": f"{SYSTEM}|fhirpy-2"}).count() == 1
    return "two made"


def history() -> str:
    """History."""
    told = ngozi.execute("_history", method="get")
    assert [each["resource"]["meta"]["versionId"] for each in told["entry"]] == ["2", "1"]
    return "versions 2, 1"


def operations() -> str:
    """Operations."""
    assert a_weight(1).is_valid()
    wrong = a_weight(1)
    wrong["status"] = "done"
    assert not wrong.is_valid()
    everything = ngozi.execute("$everything", method="get")
    assert sum(each["resource"]["resourceType"] == "Observation" for each in everything["entry"]) == 5
    return "$validate says yes and no, $everything"


def delete() -> str:
    """Delete."""
    last = observations().first()
    last.delete()
    refused(ResourceNotFound, lambda: client.get("Observation", last.id))
    client.resources("Observation").search(identifier=f"{SYSTEM}|fhirpy-once").delete()
    return "then not found; another by its identifier"


def refusals() -> str:
    """Refusals."""
    wrong = a_weight(1)
    wrong["status"] = "done"
    said = refused(OperationOutcome, wrong.save)
    assert said.resource["issue"][0]["expression"] == ["Observation.status"]
    refused(AuthorizationError, lambda: nobody.get("Patient", ngozi.id))
    return "an OperationOutcome that names Observation.status"


def export() -> str:
    """$export."""
    if not exports(nobody.execute("metadata", method="get")):
        return "skipped, the CapabilityStatement does not name it"
    asking = SyncFHIRClient(FHIR, f"Bearer {TOKEN}", {"Prefer": "respond-async"})
    places: list[str] = []
    asking.requests_config = {"hooks": {"response": lambda told, **_: places.append(told.headers["content-location"])}}
    asking.execute("Patient/$export", method="get")
    told = until(lambda: client.execute(places[0], method="get"))
    assert any(each["type"] == "Patient" for each in told["output"])
    return f"{len(told['output'])} files"


for each in (
    discovery,
    create_and_read,
    update_and_vread,
    get_or_create,
    search,
    include,
    patch,
    post_transaction,
    history,
    operations,
    delete,
    refusals,
    export,
):
    step(each)
