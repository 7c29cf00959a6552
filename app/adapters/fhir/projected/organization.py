"""An agency as an Organization.

https://hl7.org/fhir/R4/organization.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-organization.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.persons import reached
from app.adapters.fhir.projected.values import (
    OURS,
    TERMINOLOGY,
    US_CORE,
    Json,
    concept_of,
    identifiers,
    ours,
    said,
    told,
)
from app.domain.networks.agency import Agency, AgencyStatus

PROFILE = f"{US_CORE}us-core-organization"
EMPLOYER = "urn:oid:2.16.840.1.113883.4.4"


def drawings(agency: Agency) -> tuple[Drawing, ...]:
    """Draw an agency."""
    profile = agency.profile
    whole = told(
        {
            "meta": meta(profiles=(PROFILE,)),
            "extension": [{"url": f"{OURS}extension:membership", "valueCode": agency.membership.value}],
            "identifier": [*_tax(profile.tax_id), *identifiers(profile.identifiers)],
            "active": agency.status is AgencyStatus.ACTIVE,
            "type": [
                concept_of(f"{TERMINOLOGY}organization-type", "cg", "Community Group"),
                *(ours("program-type", kind.value) for kind in profile.program_types),
            ],
            "name": said(profile.name),
            "alias": [alias] if (alias := said(profile.alternate_name)) else [],
            "telecom": reached(phone=profile.phone, email=profile.email, url=profile.url),
        }
    )
    return (of_directory("Organization", agency.id, agency.id, whole),)


def _tax(number: str | None) -> list[Json]:
    value = said(number)
    return [{"type": concept_of(f"{TERMINOLOGY}v2-0203", "TAX"), "system": EMPLOYER, "value": value}] if value else []
