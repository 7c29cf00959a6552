"""What is drawn of a thing reads back as the thing, and what nobody can read is refused with its element."""

from typing import Any

import pytest

from app.adapters.fhir.merging import resource_of
from app.api.fhir.mapped import appointments, groups, offers, organizations, places, practitioners, related_persons
from app.api.fhir.mapped.parts import Part, changes_of, fields_of
from app.domain.appointments.appointment import Appointment
from app.domain.clients.household import Household
from app.domain.consents.proxy import Proxy
from app.domain.directory.location import Location
from app.domain.directory.service import Service
from app.domain.errors import Invalid
from app.domain.networks.agency import Agency
from app.domain.networks.worker import Worker
from tests.support.drawn_things import every_thing, the_projector

PARTS: dict[str, tuple[Part, ...]] = {
    "Appointment": appointments.PARTS,
    "Group": groups.PARTS,
    "HealthcareService": offers.PARTS,
    "Location": places.PARTS,
    "Organization": organizations.PARTS,
    "RelatedPerson": related_persons.PARTS,
    **practitioners.PARTS,
}
WRITTEN = (Agency, Appointment, Household, Location, Proxy, Service, Worker)
IN_PART = {
    "Appointment": {"details"},  # with what was said when it was cancelled
    "HealthcareService": {"schedule.hours", "taxonomy_terms"},  # hours past midnight, names of vocabularies
    "Location": {"schedule.hours"},
    "RelatedPerson": {"until"},  # of a proxy that has ended: the day on which it did
}
"""What is told in part only: it is left alone unless somebody tells it anew."""
DRAWN = [
    (thing, projection.type, {"resourceType": projection.type, **resource_of(projection.face)})
    for thing in every_thing()
    if isinstance(thing, WRITTEN)
    for projection in the_projector().project(thing)
]
NAMES = [type_ for _, type_, _ in DRAWN]


def held(thing: Any, field: str) -> Any:
    """What the domain holds of a field, which may be a field of a field."""
    holders = [getattr(thing, name) for name in ("profile", "content", "time") if hasattr(thing, name)]
    for name in field.split("."):
        holders = [getattr(each, name) for each in holders if hasattr(each, name)]
    return holders[0]


@pytest.mark.parametrize(("thing", "type_", "resource"), DRAWN, ids=NAMES)
def test_what_is_drawn_reads_back_as_what_it_was_drawn_of(thing: Any, type_: str, resource: dict[str, Any]) -> None:
    read = fields_of(PARTS[type_], resource)
    differing = {field for field in read if read[field] != held(thing, field)}
    assert differing <= IN_PART.get(type_, set())


@pytest.mark.parametrize(("thing", "type_", "resource"), DRAWN, ids=NAMES)
def test_what_is_told_already_changes_nothing(thing: Any, type_: str, resource: dict[str, Any]) -> None:
    del thing
    assert changes_of(PARTS[type_], resource, resource) == {}


@pytest.mark.parametrize(
    ("parts", "type_", "name", "value"),
    [
        (appointments.PARTS, "Appointment", "mode", {"valueCode": "by-pigeon"}),
        (appointments.PARTS, "Appointment", "time-zone", {"valueInteger": 5}),
        (appointments.PARTS, "Appointment", "meeting-link", {"valueBoolean": True}),
        (places.PARTS, "Location", "location-kind", {"valueCode": "floating"}),
        (offers.ROOM, "HealthcareService", "accepting", {"valueInteger": 1}),
        (offers.ROOM, "HealthcareService", "places-total", {"valueString": "many"}),
        (related_persons.PARTS, "RelatedPerson", "evidence", {"valueInteger": 7}),
    ],
)
def test_an_extension_of_ours_that_says_something_else_is_refused(
    parts: tuple[Part, ...], type_: str, name: str, value: dict[str, Any]
) -> None:
    said = {"url": f"urn:throughline:extension:{name}", **value}
    with pytest.raises(Invalid) as refusal:
        fields_of(parts, {"resourceType": type_, "extension": [said], "status": "booked"})
    assert [each.pointer for each in refusal.value.faults] == [f"{type_}.extension"]
