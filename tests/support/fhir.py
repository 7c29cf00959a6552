"""What tests of the FHIR door say and send: invented resources, bundles, and what an answer blames."""

from typing import Any

import httpx

CLIENT = {"names": [{"family": "Okafor", "given": ["Ngozi"]}], "birth_date": "1979-07-01"}
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SYSTEM = "https://ehr.example/observations"
OUTCOME = "application/fhir+json; charset=utf-8"
JSON = {"Content-Type": "application/fhir+json", "Prefer": "return=representation"}


async def a_client(caller: httpx.AsyncClient, **more: Any) -> str:
    """Register a client over REST and return its id, which is its Patient's."""
    answer = await caller.post("/v1/clients", json=CLIENT | more)
    return str(answer.raise_for_status().json()["id"])


async def created(caller: httpx.AsyncClient, resource: dict[str, Any]) -> dict[str, Any]:
    """Post a resource and return what was made of it."""
    answer = await caller.post(f"/fhir/{resource['resourceType']}", json=resource, headers=JSON)
    assert answer.status_code == 201, answer.text
    there: dict[str, Any] = answer.json()
    return there


def an_observation(patient: str, value: str = "72.50", identifier: str | None = None, **more: Any) -> bytes:
    """A weight, its decimal as it is written."""
    named = "" if identifier is None else f'"identifier":[{{"system":"{SYSTEM}","value":"{identifier}"}}],'
    said = "".join(f',"{name}":"{text}"' for name, text in more.items())
    return (
        f'{{"resourceType":"Observation",{named}"status":"final",'
        f'"code":{{"coding":[{{"system":"{LOINC}","code":"29463-7"}}]}},"subject":{{"reference":"Patient/{patient}"}},'
        f'"valueQuantity":{{"value":{value},"unit":"kg","system":"{UCUM}","code":"kg"}}{said}}}'
    ).encode()


def an_entry(
    method: str, url: str, resource: Any = None, full_url: str | None = None, **request: Any
) -> dict[str, Any]:
    entry: dict[str, Any] = {"request": {"method": method, "url": url, **request}}
    if resource is not None:
        entry["resource"] = resource
    return entry if full_url is None else {"fullUrl": full_url, **entry}


def a_bundle(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def blamed(answer: httpx.Response) -> tuple[int, str, list[str] | None]:
    """What a refusal says: its status, its kind, and the element that it names."""
    assert answer.headers["content-type"].startswith("application/fhir+json"), answer.text
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    issue = outcome["issue"][0]
    return answer.status_code, issue["code"], issue.get("expression")
