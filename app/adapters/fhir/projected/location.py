"""A place of an agency as a Location.

https://hl7.org/fhir/R4/location.html
"""

from decimal import Decimal

from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.opening import opening
from app.adapters.fhir.projected.persons import place, reached
from app.adapters.fhir.projected.values import OURS, TERMINOLOGY, US_CORE, Json, concept_of, identifiers, said, to, told
from app.domain.directory.location import Location, LocationKind, LocationProfile

PROFILE = f"{US_CORE}us-core-location"
_PHYSICAL = f"{TERMINOLOGY}location-physical-type"


def drawings(location: Location) -> tuple[Drawing, ...]:
    """Draw a place."""
    profile = location.profile
    physical = profile.kind is LocationKind.PHYSICAL
    whole = told(
        {
            "meta": meta(profiles=(PROFILE,)),
            "extension": _own(profile),
            "identifier": identifiers(profile.identifiers),
            "status": "active",
            "name": said(profile.name),
            "alias": [alias] if (alias := said(profile.alternate_name)) else [],
            "description": said(profile.description),
            "mode": "instance",
            "telecom": reached(phones=profile.phones, url=profile.url),
            "address": place(profile.address),
            "physicalType": concept_of(_PHYSICAL, "bu", "Building") if physical else None,
            "position": _position(profile),
            "managingOrganization": to("Organization", location.agency),
            "hoursOfOperation": opening(profile.schedule, "openingTime", "closingTime"),
            "availabilityExceptions": said(profile.schedule.original_text),
        }
    )
    return (of_directory("Location", location.id, location.agency, whole),)


def _own(profile: LocationProfile) -> list[Json]:
    """Write whether one writes there or connects, for which FHIR R4 has no code."""
    if profile.kind is LocationKind.PHYSICAL:
        return []
    return [{"url": f"{OURS}extension:location-kind", "valueCode": profile.kind.value}]


def _position(profile: LocationProfile) -> Json | None:
    if profile.latitude is None or profile.longitude is None:
        return None
    return {"longitude": Decimal(repr(profile.longitude)), "latitude": Decimal(repr(profile.latitude))}
