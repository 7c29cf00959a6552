"""What the rows of a package say of one another: which are there, what belongs to what, and what to nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from app.adapters.hsds.details import Details
from app.adapters.hsds.sources import Source
from app.adapters.hsds.tabular import Row
from app.domain.directory.service import TaxonomyTerm
from app.ports.imports import Severity

OF_SERVICES = (
    "language",
    "phone",
    "regular_schedule",
    "eligibility",
    "service_area",
    "required_document",
    "cost_option",
    "service_taxonomy",
)
PARENTS = ("service_id", "location_id", "organization_id", "service_at_location_id", "contact_id", "phone_id")


class Links:
    """Follows the keys of one package; every row that leads nowhere is remarked on once."""

    def __init__(self, source: Source, details: Details) -> None:
        self.source, self.details = source, details

    @cached_property
    def organizations(self) -> dict[str, Row]:
        """The rows of organizations by id."""
        return self.source.keyed("organization")

    @cached_property
    def locations(self) -> dict[str, Row]:
        """The rows of locations by id."""
        return self.source.keyed("location")

    @cached_property
    def services(self) -> dict[str, Row]:
        """The rows of services by id."""
        return self.source.keyed("service")

    @cached_property
    def programs(self) -> dict[str, Row]:
        """The rows of programs by id."""
        return self.source.keyed("program")

    @cached_property
    def terms(self) -> dict[str, TaxonomyTerm]:
        """The terms of taxonomies by id."""
        rows = self.source.keyed("taxonomy")
        return {key: term for key, row in rows.items() if (term := self.details.term(row))}

    @cached_property
    def places(self) -> Mapping[str, list[str]]:
        """The locations of each service, in the order in which they are named."""
        places: dict[str, list[str]] = defaultdict(list)
        for service, row in self.services.items():
            if row["location_id"] in self.locations:
                places[service].append(row["location_id"])
        for row in self.source.rows("service_at_location"):
            service, location = row["service_id"], row["location_id"]
            if service not in self.services:
                self.source.orphan(row, "service_id", service, "service")
            elif location not in self.locations:
                self.source.orphan(row, "location_id", location, "location")
            elif location not in places[service]:
                places[service].append(location)
        self._small  # noqa: B018 - read with it, so that orphans are told even when there is no service
        return places

    def of_service(self, noun: str, service: str) -> Sequence[Row]:
        """Return the small rows of a service."""
        return self._small[noun].get(service, ())

    def agency_of_service(self, row: Row) -> str:
        """Return whose service this is: as it says, or as its location or program says; empty when nothing does."""
        location = self.locations.get(row["location_id"])
        program = self.programs.get(row["program_id"])
        stated = (one["organization_id"] for one in (row, location, program) if one is not None)
        return next(filter(None, stated), "")

    def offering_at(self, location: str) -> Iterator[str]:
        """Yield the organizations whose services are offered at a location."""
        return (self.services[service]["organization_id"] for service in self._offered_at.get(location, ()))

    @cached_property
    def _offered_at(self) -> Mapping[str, list[str]]:
        offered: dict[str, list[str]] = defaultdict(list)
        for service, places in self.places.items():
            for place in places:
                offered[place].append(service)
        return offered

    @cached_property
    def _small(self) -> dict[str, dict[str, list[Row]]]:
        for noun in OF_SERVICES:
            for row in self.source.rows(noun):
                if not any(row[column] for column in PARENTS):
                    reason = "Nothing says what this row belongs to."
                    self.source.remarks.add(Severity.REJECTED, "orphan", row.place("service_id"), reason)
        return {noun: self.source.children(noun, "service_id", self.services, "service") for noun in OF_SERVICES}
