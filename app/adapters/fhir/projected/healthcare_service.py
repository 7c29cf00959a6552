"""A service of an agency as a HealthcareService.

https://hl7.org/fhir/R4/healthcareservice.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.opening import opening
from app.adapters.fhir.projected.persons import languages, reached
from app.adapters.fhir.projected.values import (
    OURS,
    SDOHCC,
    Json,
    category,
    code,
    every,
    identifiers,
    said,
    to,
    told,
    uri,
)
from app.domain.directory.capacity import Accepting, Capacity
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.service import Service, ServiceProfile, TaxonomyTerm

PROFILE = f"{SDOHCC}HealthcareService"
_ACCEPTING = {Accepting.OPEN: "open", Accepting.WAITLIST: "waitlist", Accepting.CLOSED: "closed"}


def drawings(service: Service) -> tuple[Drawing, ...]:
    """Draw a service."""
    profile = service.profile
    whole = told(
        {
            "meta": meta(profiles=(PROFILE,) if profile.categories else ()),
            "extension": _room(service.capacity),
            "identifier": identifiers(profile.identifiers),
            "active": service.offered,
            "providedBy": to("Organization", service.agency),
            "category": [category(each.value) for each in profile.categories],
            "type": [_term(term) for term in profile.taxonomy_terms],
            "location": every("Location", profile.locations),
            "name": said(profile.name),
            "comment": said(profile.description),
            "extraDetails": said(_details(profile)),
            "telecom": reached(phones=profile.phones, email=profile.email, url=profile.url),
            "eligibility": _eligibility(profile.eligibility),
            "program": [{"text": program}] if (program := said(profile.program)) else [],
            "communication": languages(profile.languages),
            "availableTime": opening(profile.schedule, "availableStartTime", "availableEndTime"),
            "availabilityExceptions": said(profile.schedule.original_text),
        }
    )
    return (of_directory("HealthcareService", service.id, service.agency, whole),)


def _room(capacity: Capacity) -> list[Json]:
    found: list[Json] = [{"url": f"{OURS}extension:accepting", "valueCode": _ACCEPTING[capacity.accepting]}]
    for name, number in (("total", capacity.total), ("available", capacity.available)):
        if number is not None:
            found.append({"url": f"{OURS}extension:places-{name}", "valueUnsignedInt": number})
    return found


def _term(term: TaxonomyTerm) -> Json:
    system = uri(term.vocabulary) or f"{OURS}taxonomy:{'-'.join(term.vocabulary.casefold().split())}"
    coding = told({"system": system, "code": code(term.code), "display": said(term.name)})
    return {"coding": [coding]}


def _details(profile: ServiceProfile) -> str:
    parts = (
        ("Fees", profile.fees),
        ("How to apply", profile.application_process),
        ("Bring", "; ".join(profile.required_documents)),
        ("Waiting time", profile.wait_time),
        ("Interpretation", profile.interpretation),
        ("Accreditations", profile.accreditations),
        ("Licences", profile.licenses),
    )
    return "\n\n".join(f"{name}: {text}" for name, text in parts if text)


def _eligibility(criteria: Eligibility) -> list[Json]:
    ages = (criteria.minimum_age, criteria.maximum_age)
    found = []
    if any(age is not None for age in ages):
        found.append(f"Age {ages[0] or 0} to {'any' if ages[1] is None else ages[1]}")
    if criteria.income_percent_fpl is not None:
        found.append(f"Household income up to {criteria.income_percent_fpl} % of the federal poverty level")
    for name, areas in (("ZIP", criteria.postal_codes), ("County", criteria.counties), ("State", criteria.states)):
        found += [f"{name}: {', '.join(areas)}"] if areas else []
    return [{"comment": words} for each in (*found, criteria.text) if (words := said(each))]
