"""Location, read as a place of the directory: https://hl7.org/fhir/R4/location.html."""

from typing import Any

from app.api.fhir.mapped.elements import Json, identifiers_of, way_of
from app.api.fhir.mapped.parts import EXTENSION, Part, word_of
from app.api.fhir.mapped.published import address_of, hours_of, phones_of
from app.domain.directory.location import LocationKind

PLACES = {
    "/name": "Location.name",
    "/alternate_name": "Location.alias",
    "/description": "Location.description",
    "/address": "Location.address",
    "/latitude": "Location.position.latitude",
    "/longitude": "Location.position.longitude",
    "/phones": "Location.telecom",
    "/url": "Location.telecom",
    "/schedule": "Location.hoursOfOperation",
    "/identifiers": "Location.identifier",
}


def _coordinate(name: str) -> Any:
    def read(resource: Json) -> float | None:
        said = resource.get("position", {}).get(name)
        return None if said is None else float(said)

    return read


PARTS = (
    Part("name", lambda resource: resource.get("name", ""), ("name",)),
    Part("alternate_name", lambda resource: next(iter(resource.get("alias", ())), None), ("alias",)),
    Part("description", lambda resource: resource.get("description"), ("description",)),
    Part(
        "kind",
        lambda resource: word_of(resource, "location-kind", LocationKind) or LocationKind.PHYSICAL,
        (f"{EXTENSION}location-kind",),
    ),
    Part("address", lambda resource: address_of(resource.get("address")), ("address",)),
    Part("latitude", _coordinate("latitude"), ("position",)),
    Part("longitude", _coordinate("longitude"), ("position",)),
    Part("phones", phones_of, ("telecom",)),
    Part("url", lambda resource: way_of(resource, "url"), ("telecom",)),
    Part(
        "schedule.hours",
        lambda resource: hours_of(resource.get("hoursOfOperation", []), "openingTime", "closingTime"),
        ("hoursOfOperation",),
    ),
    Part(
        "schedule.original_text",
        lambda resource: resource.get("availabilityExceptions"),
        ("availabilityExceptions",),
    ),
    Part("identifiers", identifiers_of, ("identifier",)),
)
