"""Puts the entries of a package together: agencies, then locations, then services, each checked by the domain."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from app.adapters.hsds import categories
from app.adapters.hsds.cells import Cells
from app.adapters.hsds.details import Details
from app.adapters.hsds.links import Links
from app.adapters.hsds.sources import Source
from app.adapters.hsds.tabular import Row
from app.domain.directory.eligibility import AGE_MOST, Eligibility, normal_postal_code
from app.domain.directory.location import LocationKind, LocationProfile
from app.domain.directory.location import check_profile as check_location
from app.domain.directory.service import ServiceProfile, ServiceStatus, TaxonomyTerm
from app.domain.directory.service import check_profile as check_service
from app.domain.errors import Invalid
from app.domain.faults import TEXT_LENGTH
from app.domain.identity import Identifier
from app.domain.networks.agency import AgencyProfile
from app.domain.networks.agency import check_profile as check_agency
from app.domain.networks.calendar import Calendar
from app.ports.imports import AgencyDraft, LocationDraft, ServiceDraft, Severity

P = TypeVar("P")
_ZIP_LENGTH = 5
_STATUSES = {status.value: status for status in ServiceStatus}
_KINDS = {kind.value: kind for kind in LocationKind}


class Drafting:
    """Drafts every entry of a source once; whatever refers to an entry that was left out is left out with a remark."""

    def __init__(self, source: Source, system: str, time_zone: str) -> None:
        self.source, self.system, self.time_zone = source, system, time_zone
        self.remarks = source.remarks
        self.cells = Cells(source.remarks)
        self.details = Details(self.cells)
        self.links = Links(source, self.details)

    @cached_property
    def agencies(self) -> dict[str, AgencyDraft]:
        """The agencies by key."""
        rows = self.links.organizations
        phones = self.source.children("phone", "organization_id", rows, "organization")
        drafts = {}
        for key, row in rows.items():
            numbers = self.details.phones(phones.get(key, ()))
            profile = AgencyProfile(
                name=self._name(row) or "",
                alternate_name=self.cells.line(row, "alternate_name"),
                description=self.cells.text(row, "description"),
                email=self.cells.email(row),
                phone=numbers[0].number if numbers else None,
                url=self.cells.url(row),
                tax_id=self.cells.line(row, "tax_id"),
                calendar=Calendar(time_zone=self.time_zone),
                identifiers=self._identifiers(key),
            )
            if self._stands(row, profile, check_agency):
                drafts[key] = AgencyDraft(key=key, place=row.place(), profile=profile)
        return drafts

    @cached_property
    def locations(self) -> dict[str, LocationDraft]:
        """The locations by key, each under the agency that it names, or else that of a service offered there."""
        rows = self.links.locations
        addresses = self.source.children("physical_address", "location_id", rows, "location")
        mail = self.source.children("postal_address", "location_id", rows, "location")
        numbers = self.source.children("phone", "location_id", rows, "location")
        entrances = self.source.children("accessibility", "location_id", rows, "location")
        hours = self.source.children("regular_schedule", "location_id", rows, "location")
        drafts = {}
        for key, row in rows.items():
            agency = self._agency_of_location(key, row)
            if agency is None:
                continue
            latitude, longitude = self.cells.position(row)
            address = self.details.address(addresses.get(key) or mail.get(key) or ())
            profile = LocationProfile(
                name=self._name(row, "address_1") or self.agencies[agency].profile.name,
                alternate_name=self.cells.line(row, "alternate_name"),
                description=self.cells.text(row, "description", "short_desc"),
                kind=_KINDS.get(row["location_type"].casefold(), LocationKind.PHYSICAL),
                address=address,
                latitude=latitude,
                longitude=longitude,
                phones=self.details.phones(numbers.get(key, ())),
                accessibility=(
                    *self.details.accessibility(entrances.get(key, ())),
                    *self.cells.items(row, "accessibility"),
                ),
                languages=self._language_columns(row)[0],
                transportation=self.cells.text(row, "transportation"),
                url=self.cells.url(row),
                schedule=self.details.schedule(hours.get(key, ())),
                identifiers=self._identifiers(key),
            )
            if self._stands(row, profile, check_location):
                drafts[key] = LocationDraft(key=key, place=row.place(), agency=agency, profile=profile)
        return drafts

    @cached_property
    def services(self) -> dict[str, ServiceDraft]:
        """The services by key."""
        drafts = {}
        places = self.links.places  # read even when there is no service, so that orphans are told
        for key, row in self.links.services.items():
            agency = self.links.agency_of_service(row)
            if agency not in self.agencies:
                self._nobodys(row)
                continue
            profile = self._service(key, row)
            if self._stands(row, profile, check_service):
                kept = tuple(place for place in places[key] if place in self.locations)[:100]
                drafts[key] = ServiceDraft(key=key, place=row.place(), agency=agency, locations=kept, profile=profile)
        return drafts

    def _nobodys(self, row: Row) -> None:
        for column, parent in (("organization_id", "organization"), ("location_id", "location")):
            if row[column]:
                self.source.orphan(row, column, row[column], parent)
                return
        reason = "Nothing says whose service this is."
        self.remarks.add(Severity.REJECTED, "orphan", row.place("organization_id"), reason)

    def _service(self, key: str, row: Row) -> ServiceProfile:
        terms = self._terms_of(key, row)
        names = [term.name or term.code for term in terms]
        tags, words = self.details.languages(self._of("language", key))
        more_tags, more_words = self._language_columns(row)
        said = (self.cells.text(row, "interpretation_services"), *words, *more_words)
        return ServiceProfile(
            name=self._name(row) or "",
            alternate_name=self.cells.line(row, "alternate_name"),
            description=self.cells.text(row, "description"),
            status=self._status(row),
            program=self._program(row),
            categories=categories.categories_of(names),
            taxonomy_terms=terms,
            sensitivity=categories.labels_of(names),
            eligibility=self._eligibility(key, row),
            languages=tuple(dict.fromkeys((*tags, *more_tags)))[:100],
            interpretation="\n".join(filter(None, said))[:TEXT_LENGTH] or None,
            fees=self._fees(key, row),
            application_process=self.cells.text(row, "application_process"),
            required_documents=self._documents(key, row),
            wait_time=self.cells.text(row, "wait_time"),
            accreditations=self.cells.text(row, "accreditations"),
            licenses=self.cells.text(row, "licenses"),
            email=self.cells.email(row),
            url=self.cells.url(row),
            phones=self.details.phones(self._of("phone", key)),
            schedule=self.details.schedule(self._of("regular_schedule", key)),
            identifiers=self._identifiers(key),
        )

    def _of(self, noun: str, service: str) -> Sequence[Row]:
        return self.links.of_service(noun, service)

    def _agency_of_location(self, key: str, row: Row) -> str | None:
        stated = row["organization_id"]
        if stated in self.agencies:
            return stated
        agency = next((one for one in self.links.offering_at(key) if one in self.agencies), None)
        if agency is None:
            self.source.orphan(row, "organization_id", stated, "organization")
            return None
        reason = (
            f"organization_id {stated or '(none)'} is not there: {agency} was taken, whose service is offered here."
        )
        self.remarks.add(Severity.REPAIRED, "agency-from-service", row.place("organization_id"), reason)
        return agency

    # Columns that take more than reading a cell.

    def _identifiers(self, key: str) -> tuple[Identifier, ...]:
        return (Identifier(system=self.system, value=key[:300]),)

    def _name(self, row: Row, *more: str) -> str | None:
        return self.cells.line(row, "name", "alternate_name", *more)

    def _status(self, row: Row) -> ServiceStatus:
        said = row["status"].casefold()
        if said and said not in _STATUSES:
            reason = "This is no status of HSDS: the service counts as inactive."
            self.remarks.add(Severity.REPAIRED, "status-unknown", row.place("status"), reason)
        return _STATUSES.get(said, ServiceStatus.INACTIVE) if said else ServiceStatus.ACTIVE

    def _program(self, row: Row) -> str | None:
        program = self.links.programs.get(row["program_id"])
        if program is None and row["program_id"]:
            reason = f"program_id {row['program_id'][:100]} is not in {self.source.file('program')}: it was left out."
            self.remarks.add(Severity.REPAIRED, "program-unknown", row.place("program_id"), reason)
        return self._name(program) if program else None

    def _terms_of(self, key: str, row: Row) -> tuple[TaxonomyTerm, ...]:
        terms = []
        for child in self._of("service_taxonomy", key):
            term = self.links.terms.get(child["taxonomy_id"])
            if term is None:
                self.source.orphan(child, "taxonomy_id", child["taxonomy_id"], "taxonomy")
            else:
                terms.append(term)
        for code in self.cells.items(row, "taxonomy_ids"):
            term = self.links.terms.get(code)
            if term is None:
                reason = f"{code} is not in {self.source.file('taxonomy')}: it was left out."
                self.remarks.add(Severity.REPAIRED, "term-unknown", row.place("taxonomy_ids"), reason)
            else:
                terms.append(term)
        return tuple(dict.fromkeys(terms))[:100]

    def _eligibility(self, key: str, row: Row) -> Eligibility:
        said = [self.cells.text(child, "eligibility", "description") for child in self._of("eligibility", key)]
        said += [self.cells.text(row, "eligibility", "eligibility_description"), self.cells.text(row, "audience")]
        areas = [self.cells.line(child, "service_area", "name") for child in self._of("service_area", key)]
        areas += self.cells.items(row, "service_areas")
        stated = list(dict.fromkeys(area for area in areas if area))
        codes = [area for area in stated if area.isdigit() and len(area) == _ZIP_LENGTH]
        counties = [area for area in stated if area.casefold().endswith(" county")]
        others = [area for area in stated if area not in codes and area not in counties]
        words = [text for text in dict.fromkeys(said) if text] + [f"Serves: {', '.join(others)}"] * bool(others)
        restricts = not others  # a place that cannot be compared must not turn anybody away
        youngest, oldest = (self.cells.number(row, name, 0, AGE_MOST) for name in ("minimum_age", "maximum_age"))
        return Eligibility(
            minimum_age=None if youngest is None else int(youngest),
            maximum_age=None if oldest is None else int(oldest),
            postal_codes=tuple(map(normal_postal_code, codes)) if restricts else (),
            counties=tuple(counties) if restricts else (),
            text="\n".join(words)[:TEXT_LENGTH] or None,
        )

    def _fees(self, key: str, row: Row) -> str | None:
        options = []
        for option in self._of("cost_option", key):
            parts = (option["option"], option["amount"], option["currency"], option["amount_description"])
            options.append(" ".join(filter(None, parts)))
        return (
            "\n".join(filter(None, (self.cells.text(row, "fees", "fees_description"), *options)))[:TEXT_LENGTH] or None
        )

    def _documents(self, key: str, row: Row) -> tuple[str, ...]:
        listed = (
            self.cells.text(child, "document", "required_document") for child in self._of("required_document", key)
        )
        return tuple(dict.fromkeys((*filter(None, listed), *self.cells.items(row, "required_documents"))))[:100]

    def _language_columns(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if not row["languages"].strip(" \"'[]"):
            return (), ()
        rows = [Row(row.file, row.line, {"language": item}) for item in self.cells.items(row, "languages")]
        return self.details.languages(rows)

    def _stands(self, row: Row, profile: P, check: Callable[[P], None]) -> bool:
        try:
            check(profile)
        except Invalid as refusal:
            for fault in refusal.faults:
                column = fault.pointer.strip("/").partition("/")[0]
                self.remarks.add(Severity.REJECTED, "entry-invalid", row.place(column), f"{column} {fault.message}.")
            return False
        return True
