"""Bulk imports at the door: what is sent is taken as it would be taken one by one, and each line is told of."""

import json
from typing import Any

from app.domain.networks.roles import Role
from tests.support.bulk import ASYNC, SENT, Bulk, begun, names, said
from tests.support.doors import Doors
from tests.support.fhir import blamed

JSON = {**ASYNC, "Content-Type": "application/fhir+json"}
NAME = {"family": "Okafor", "given": ["Ngozi"]}
PATIENT = {"resourceType": "Patient", "id": "p1", "name": [NAME], "gender": "female"}
LOINC = "http://loinc.org"


def a_weight(id_: str, patient: str = "Patient/p1", status: str = "final") -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": status,
        "code": {"coding": [{"system": LOINC, "code": "29463-7"}]},
        "subject": {"reference": patient},
        "valueQuantity": {"value": 72.5, "unit": "kg"},
    }


def outcomes(lines: list[bytes]) -> dict[int, tuple[str, str | None]]:
    """What became of each line, and of which element a refusal tells."""
    found = {}
    for line in map(json.loads, lines):
        told = {each["url"]: next(value for name, value in each.items() if name != "url") for each in _parts(line)}
        found[told["line"]] = (told["outcome"], line["issue"][0].get("expression", [None])[0])
    return found


def _parts(line: Any) -> list[Any]:
    return list(line["extension"][0]["extension"])


async def test_what_is_sent_is_taken_in_the_order_of_its_references_and_each_line_is_told_of_once(
    doors: Doors, bulk: Bulk
) -> None:
    caller = await doors.case_manager()
    sent = [
        a_weight("o1"),
        "{not json",
        a_weight("o2", status="nonsense"),
        PATIENT,
        a_weight("o3", patient="Patient/nobody"),
        {key: value for key, value in a_weight("o4").items() if key != "id"},
        {"resourceType": "Binary", "id": "b1", "contentType": "text/plain"},
        *(a_weight(f"m{number}") for number in range(60)),
    ]

    manifest = await bulk.taken(caller, *sent)
    told = outcomes(await said(caller, manifest["output"]) + await said(caller, manifest["error"]))
    again = await bulk.taken(caller, *sent, a_weight("o1", status="amended"))
    told_again = outcomes(await said(caller, again["output"]))

    assert {number: fate for number, fate in told.items() if number <= 7} == {
        1: ("created", None),
        2: ("rejected", None),
        3: ("rejected", "Observation.status"),
        4: ("created", None),
        5: ("rejected", "Observation.subject"),
        6: ("rejected", "Observation.id"),
        7: ("rejected", None),
    }
    assert {told[number] for number in range(8, 68)} == {("created", None)}
    assert sorted(told) == list(range(1, 68))
    assert {told_again[number] for number in (1, 4, *range(8, 68))} == {("unchanged", None)}
    assert told_again[68] == ("changed", None)
    patients = (await caller.get("/fhir/Patient?family=okafor")).json()["entry"]
    assert len(patients) == 1
    weights = (await caller.get(f"/fhir/Observation?patient={patients[0]['resource']['id']}&_total=accurate")).json()
    assert weights["total"] == 61
    exported = await bulk.exported(caller, _type="Patient,Observation")
    assert len(names(await said(caller, exported["output"]))) == 62


async def test_imports_are_sent_whole_by_those_who_may_and_told_of_to_nobody_else(doors: Doors, bulk: Bulk) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Hill Pantry")
    reader = await doors.caller(doors.world.joined["Hill Pantry"].id, Role.CASE_MANAGER, scopes="system/*.rs")
    inputs = [{"name": "inputSource", "valueUri": "https://elsewhere.example/"}]
    parameters = {"resourceType": "Parameters", "parameter": inputs}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": PATIENT}]}

    fetched = blamed(await caller.post("/fhir/$import", json=parameters, headers=JSON))
    at_once = blamed(await caller.post("/fhir/$import", json=bundle, headers={**JSON, "Prefer": "return=minimal"}))
    nothing = blamed(await caller.post("/fhir/$import", content="\n\n", headers=SENT))
    assert (fetched[:2], at_once[:2], nothing[:2]) == ((400, "not-supported"), (400, "invalid"), (400, "invalid"))

    status = begun(await caller.post("/fhir/$import", json=bundle, headers=JSON))
    assert (await caller.get(status)).headers["x-progress"].startswith("0 %")
    assert (await other.get(status)).status_code == (await other.delete(status)).status_code == 404
    manifest = await bulk.finish(caller, status)
    assert [each["count"] for each in manifest["output"]] == [1]
    assert (await other.get(manifest["output"][0]["url"])).status_code == 404

    refused = await bulk.taken(reader, PATIENT)
    assert (refused["output"], [each["count"] for each in refused["error"]]) == ([], [1])
    assert (await caller.delete(status)).status_code == 202
    assert (await caller.get(manifest["output"][0]["url"])).status_code == 404
