"""Patient/$match: http://hl7.org/fhir/R4/operation-patient-match.html."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.patient import RESOURCE_ID_SYSTEM, read_patient
from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import Entry, bundle, found
from app.api.fhir.outcomes import invalid, not_supported
from app.domain.clients.duplicates import MOST, Grade
from app.domain.clients.profile import Profile
from app.ports.access import Access
from app.ports.resources import StoredResource, Target
from app.use_cases.clients import clients
from app.use_cases.clients.clients import Duplicate
from app.use_cases.core import Context, UseCase

USUAL, AT_MOST = 20, 100
GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade"


def match(asked: Asked) -> UseCase[[], Told]:
    """Find the clients who may be the person described, best first, each with its score and grade."""
    if asked.place.type != "Patient":
        raise not_supported("$match is of Patient.", HTTPStatus.NOT_FOUND)
    given = _parameters(asked.resource)
    profile = _profile(given.get("resource"))
    certain = given.get("onlyCertainMatches") is True
    most = given.get("count", USUAL)
    limit = min(most, AT_MOST) if isinstance(most, int) and most > 0 else USUAL

    async def verb(context: Context) -> Told:
        alike = await clients.match(context, profile)
        chosen = [each for each in alike if not certain or each.match.grade is Grade.CERTAIN][:limit]
        entries = [await _entry(context, asked, each) for each in chosen]
        return Told(
            status=HTTPStatus.OK,
            body=bundle("searchset", [entry.written() for entry in entries if entry], total=len(chosen)),
        )

    return UseCase(verb, clients.match.rule)


async def _entry(context: Context, asked: Asked, duplicate: Duplicate) -> Entry | None:
    target = Target(type="Patient", id=duplicate.shown.client.id)
    stored: StoredResource | None = await context.tx.resources.read(Access.of(context.actor, context.now), target)
    if stored is None:
        return None
    entry = found(asked.base, stored, mode="match")
    search = {
        "extension": [{"url": GRADE, "valueCode": duplicate.match.grade.value}],
        "mode": "match",
        "score": round(duplicate.match.score / MOST, 2),
    }
    return replace(entry, extra=(("search", search),))


def _parameters(body: Any) -> dict[str, Any]:
    """Return the parameters by name; a Patient alone is the parameter `resource`."""
    if isinstance(body, dict) and body.get("resourceType") == "Patient":
        return {"resource": body}
    given = body.get("parameter") if isinstance(body, dict) else None
    if not isinstance(given, list):
        raise invalid("Send Parameters with a Patient as resource.", "Parameters.parameter")
    named = [each for each in given if isinstance(each, dict)]
    return {str(each.get("name")): _value(each) for each in named}


def _value(parameter: dict[str, Any]) -> Any:
    values = (value for name, value in parameter.items() if name == "resource" or name.startswith("value"))
    return next(values, None)


def _profile(patient: Any) -> Profile:
    if not isinstance(patient, dict) or patient.get("resourceType") != "Patient":
        raise invalid("Send Parameters with a Patient as resource.", "Parameters.parameter")
    known = {"id": "asked", "name": [{"text": "?"}]} | patient
    draft = read_patient(Element(known, "Patient", "", None, []))
    if draft is None:
        raise invalid("This Patient tells of nobody who could be found.", "Patient")
    identifiers = tuple(each for each in draft.profile.identifiers if each.system != RESOURCE_ID_SYSTEM)
    names = draft.profile.names if "name" in patient else ()
    return replace(draft.profile, identifiers=identifiers, names=names)
