"""HealthcareService, read as a service of the directory: https://hl7.org/fhir/R4/healthcareservice.html."""

import re
from collections.abc import Iterator
from typing import Any

from app.api.fhir.mapped.elements import Json, all_named, codings_of, identifiers_of, way_of
from app.api.fhir.mapped.parts import EXTENSION, OURS, Part, coded, number_of, word_of
from app.api.fhir.mapped.published import hours_of, languages_of, phones_of
from app.domain.codes import SDOHCC_CATEGORIES, Category
from app.domain.directory.capacity import Accepting
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.service import ServiceStatus, TaxonomyTerm
from app.domain.identity import LocationId

PLACES = {
    "/name": "HealthcareService.name",
    "/description": "HealthcareService.comment",
    "/program": "HealthcareService.program",
    "/categories": "HealthcareService.category",
    "/taxonomy_terms": "HealthcareService.type",
    "/eligibility": "HealthcareService.eligibility",
    "/languages": "HealthcareService.communication",
    "/email": "HealthcareService.telecom",
    "/url": "HealthcareService.telecom",
    "/phones": "HealthcareService.telecom",
    "/schedule": "HealthcareService.availableTime",
    "/locations": "HealthcareService.location",
    "/identifiers": "HealthcareService.identifier",
    "/fees": "HealthcareService.extraDetails",
    "/application_process": "HealthcareService.extraDetails",
    "/required_documents": "HealthcareService.extraDetails",
    "/wait_time": "HealthcareService.extraDetails",
    "/interpretation": "HealthcareService.extraDetails",
    "/accreditations": "HealthcareService.extraDetails",
    "/licenses": "HealthcareService.extraDetails",
    "/available": "HealthcareService.extension",
    "/total": "HealthcareService.extension",
}
DETAILS = {
    "fees": "Fees",
    "application_process": "How to apply",
    "wait_time": "Waiting time",
    "interpretation": "Interpretation",
    "accreditations": "Accreditations",
    "licenses": "Licences",
}
"""How a paragraph of the details begins that says a field; of the others nothing is read."""
DOCUMENTS = "Bring"
AREAS = {"postal_codes": "ZIP", "counties": "County", "states": "State"}
_AGES = re.compile(r"Age (?P<least>\d{1,3}) to (?P<most>\d{1,3}|any)")
_INCOME = re.compile(r"Household income up to (?P<percent>\d{1,4}) % of the federal poverty level")


def _status(resource: Json) -> ServiceStatus:
    return ServiceStatus.ACTIVE if resource.get("active", True) else ServiceStatus.INACTIVE


def _categories(resource: Json) -> tuple[Category, ...]:
    codes = coded(resource.get("category", ()), SDOHCC_CATEGORIES)
    return tuple(dict.fromkeys(Category(code) for code in codes if code in set(Category)))


def _terms(resource: Json) -> tuple[TaxonomyTerm, ...]:
    taxonomy = f"{OURS}taxonomy:"
    found = (
        TaxonomyTerm(vocabulary=each.system.removeprefix(taxonomy), code=each.code, name=each.display)
        for each in codings_of(*resource.get("type", ()))
    )
    return tuple(dict.fromkeys(found))


def _paragraphs(resource: Json) -> dict[str, str]:
    """Return the paragraphs of the details by what they begin with."""
    said = (each.partition(": ") for each in resource.get("extraDetails", "").split("\n\n"))
    return {name.strip(): text.strip() for name, colon, text in said if colon and text.strip()}


def _detail(name: str) -> Any:
    return lambda resource: _paragraphs(resource).get(DETAILS[name])


def _documents(resource: Json) -> tuple[str, ...]:
    said = _paragraphs(resource).get(DOCUMENTS, "").split("; ")
    return tuple(dict.fromkeys(each.strip() for each in said if each.strip()))


def _eligibility(resource: Json) -> Eligibility:
    """Read criteria as they are written here; other words are for a person to judge."""
    found: dict[str, Any] = {}
    words = [text for text in _criteria(resource) if not _structured(text, found)]
    return Eligibility(**found, text="\n\n".join(words) or None)


def _criteria(resource: Json) -> Iterator[str]:
    for each in resource.get("eligibility", ()):
        said = each.get("comment") or (each.get("code") or {}).get("text")
        if said:
            yield str(said)


def _structured(text: str, found: dict[str, Any]) -> bool:
    """Read a criterion that can be judged; return whether it is one."""
    if ages := _AGES.fullmatch(text):
        found["minimum_age"] = int(ages["least"]) or None
        found["maximum_age"] = None if ages["most"] == "any" else int(ages["most"])
        return True
    if income := _INCOME.fullmatch(text):
        found["income_percent_fpl"] = int(income["percent"])
        return True
    for field, name in AREAS.items():
        if text.startswith(f"{name}: "):
            found[field] = tuple(dict.fromkeys(text.removeprefix(f"{name}: ").split(", ")))
            return True
    return False


PARTS = (
    Part("name", lambda resource: resource.get("name", ""), ("name",)),
    Part("description", lambda resource: resource.get("comment"), ("comment",)),
    Part("status", _status, ("active",)),
    Part(
        "program",
        lambda resource: next((e["text"] for e in resource.get("program", ()) if "text" in e), None),
        ("program",),
    ),
    Part("categories", _categories, ("category",)),
    Part("taxonomy_terms", _terms, ("type",)),
    Part("eligibility", _eligibility, ("eligibility",)),
    Part("languages", lambda resource: languages_of(resource.get("communication", [])), ("communication",)),
    *(Part(name, _detail(name), ("extraDetails",)) for name in DETAILS),
    Part("required_documents", _documents, ("extraDetails",)),
    Part("email", lambda resource: way_of(resource, "email"), ("telecom",)),
    Part("url", lambda resource: way_of(resource, "url"), ("telecom",)),
    Part("phones", phones_of, ("telecom",)),
    Part(
        "schedule.hours",
        lambda resource: hours_of(resource.get("availableTime", []), "availableStartTime", "availableEndTime"),
        ("availableTime",),
    ),
    Part(
        "schedule.original_text",
        lambda resource: resource.get("availabilityExceptions"),
        ("availabilityExceptions",),
    ),
    Part(
        "locations", lambda resource: tuple(map(LocationId, all_named(resource, "location", "Location"))), ("location",)
    ),
    Part("identifiers", identifiers_of, ("identifier",)),
)
ROOM = (
    Part(
        "accepting",
        lambda resource: word_of(resource, "accepting", Accepting) or Accepting.OPEN,
        (f"{EXTENSION}accepting",),
    ),
    Part("total", lambda resource: number_of(resource, "places-total"), (f"{EXTENSION}places-total",)),
    Part("available", lambda resource: number_of(resource, "places-available"), (f"{EXTENSION}places-available",)),
)
