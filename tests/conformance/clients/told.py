"""What the programs in Python share: where the server is, what they send, and how they say what they did."""

import os
import time
from collections.abc import Callable
from typing import Any

FHIR, TOKEN, TOKEN_URL = os.environ["FHIR"], os.environ["TOKEN"], os.environ["OAUTH_TOKEN_URL"]
SYSTEM = "https://ehr.example/conformance"
PERSON = "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a01"
OBSERVED = "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a02"
TRIES, PAUSE = 60, 0.5


def step(doing: Callable[[], str]) -> None:
    """Do one step and say in one line what came of it; whatever is raised ends the program."""
    print(f"  {(doing.__doc__ or '').rstrip('.')}: {doing()}", flush=True)  # noqa: T201


def refused(kind: type[Exception], doing: Callable[[], object]) -> Any:
    """Return what something is refused with; it is wrong when it is not."""
    try:
        kept = doing()
    except kind as refusal:
        return refusal
    raise AssertionError(f"This was to be refused: {kept}")


def until(asking: Callable[[], Any]) -> Any:
    """Ask until it is so, or for too long."""
    for _ in range(TRIES):
        if found := asking():
            return found
        time.sleep(PAUSE)
    raise AssertionError("This takes too long.")


def patient(value: str) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "identifier": [{"system": SYSTEM, "value": value}],
        "name": [{"family": "Okafor", "given": ["Ngozi"]}],
        "birthDate": "1979-07-01",
    }


def weight(subject: str, value: float, identifier: str | None = None) -> dict[str, Any]:
    said = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body weight"}]},
        "subject": {"reference": subject},
        "effectiveDateTime": "2026-03-02T09:00:00Z",
        "valueQuantity": {"value": value, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }
    return said if identifier is None else said | {"identifier": [{"system": SYSTEM, "value": identifier}]}


def transaction(value: str) -> dict[str, Any]:
    """Return a client and a weight that names the client before it has an id."""
    by_identifier = f"identifier={SYSTEM}|{value}"
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": PERSON,
                "resource": patient(value),
                "request": {"method": "POST", "url": "Patient", "ifNoneExist": by_identifier},
            },
            {
                "fullUrl": OBSERVED,
                "resource": weight(PERSON, 61.5),
                "request": {"method": "POST", "url": "Observation"},
            },
        ],
    }


def exports(statement: dict[str, Any]) -> bool:
    """Whether a CapabilityStatement names $export, of everything or of patients."""
    rest = statement["rest"][0]
    patients = next(each for each in rest["resource"] if each["type"] == "Patient")
    named = [*rest.get("operation", []), *patients.get("operation", [])]
    return any(each["name"] == "export" for each in named)
