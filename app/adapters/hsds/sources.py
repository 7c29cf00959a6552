"""Finds the tables of a package under the names that exporters give them, and follows the keys between their rows."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from app.adapters.hsds.tabular import Remarks, Row, Table, read_table
from app.domain.errors import Invalid
from app.ports.imports import Place, Severity

DESCRIPTOR = "datapackage.json"
_TABLES = {
    "organization": ("organizations", "organization", "agencies"),
    "program": ("programs", "program"),
    "service": ("services", "service"),
    "location": ("locations", "location", "sites"),
    "service_at_location": (
        "services_at_location",
        "service_at_location",
        "service_at_locations",
        "services_at_locations",
    ),
    "phone": ("phones", "phone"),
    "physical_address": ("physical_addresses", "physical_address", "addresses", "address"),
    "postal_address": ("postal_addresses", "postal_address", "mail_addresses", "mail_address"),
    "regular_schedule": ("regular_schedules", "regular_schedule", "schedules", "schedule"),
    "language": ("languages", "language"),
    "taxonomy": ("taxonomy", "taxonomy_terms", "taxonomy_term"),
    "service_taxonomy": ("services_taxonomy", "service_taxonomy", "service_taxonomies", "attributes"),
    "accessibility": ("accessibility_for_disabilities", "accessibility"),
    "eligibility": ("eligibility", "eligibilities"),
    "service_area": ("service_areas", "service_area"),
    "required_document": ("required_documents", "required_document"),
    "cost_option": ("cost_options", "cost_option"),
}
_NOUNS = {name: noun for noun, names in _TABLES.items() for name in names}
_RESOURCES = {"accessibility_for_disabilities": "accessibility", "services_taxonomy": "service_taxonomy"}
_COLUMNS = {
    "website": "url",
    "number_type": "type",
    "org_id": "organization_id",
    "agency_id": "organization_id",
    "site_id": "location_id",
    "zip": "postal_code",
    "zip_code": "postal_code",
    "zipcode": "postal_code",
    "postcode": "postal_code",
    "state": "state_province",
    "address": "address_1",
    "lat": "latitude",
    "lng": "longitude",
    "lon": "longitude",
    "long": "longitude",
    "accessibility": "accessibility",
    "taxonomy_term_id": "taxonomy_id",
}
_KNOWN_COLUMNS = frozenset(
    {"id", "name", "description", "organization_id", "service_id", "location_id", "taxonomy_id", "number", "url"}
    | {"address_1", "weekday", "opens_at", "closes_at", "language", "parent_id", "alternate_name", "email"}
    | _COLUMNS.keys()
)
_NEEDED = {"organization": ("id", "name"), "service": ("id", "name"), "location": ("id",)}


class Source:
    """The tables of one package, by noun."""

    def __init__(self, files: Mapping[str, bytes], remarks: Remarks) -> None:
        self.remarks = remarks
        self.tables: dict[str, Table] = {}
        paths = self._described(files)
        for path in sorted(files):
            self._read(path, files[path], paths)
        if "organization" not in self.tables:
            raise _no_organizations(files, remarks)
        for noun in ("service", "location"):
            if noun not in self.tables:
                reason = f"There is no file of {noun}s: none will be imported."
                remarks.add(Severity.NOTED, "file-missing", Place(file=_TABLES[noun][0] + ".csv"), reason)

    def rows(self, noun: str) -> tuple[Row, ...]:
        """Return the rows of a table; none when there is no such file."""
        table = self.tables.get(noun)
        return table.rows if table else ()

    def file(self, noun: str) -> str:
        """Name the file of a table."""
        table = self.tables.get(noun)
        return table.file if table else f"{_TABLES[noun][0]}.csv"

    def keyed(self, noun: str) -> dict[str, Row]:
        """Return rows by their id; those without one and later ones of the same id are remarked on."""
        found: dict[str, Row] = {}
        for row in self.rows(noun):
            key = row["id"]
            if not key:
                self.remarks.add(Severity.REJECTED, "id-missing", row.place("id"), "The row has no id.")
            elif key not in found:
                found[key] = row
            elif row.cells == found[key].cells:
                reason = f"The row repeats line {found[key].line}."
                self.remarks.add(Severity.NOTED, "row-twice", row.place("id"), reason)
            else:
                reason = f"The id {key[:100]} stands on line {found[key].line} already: that row counts."
                self.remarks.add(Severity.REJECTED, "id-twice", row.place("id"), reason)
        return found

    def children(self, noun: str, column: str, parents: Mapping[str, object], parent: str) -> dict[str, list[Row]]:
        """Return rows by the id of the parent that `column` names; orphans are remarked on."""
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(noun):
            key = row[column] or (self._service_at(row) if column == "service_id" else "")
            if key in parents:
                grouped[key].append(row)
            elif key:
                self.orphan(row, column, key, parent)
        return grouped

    def _service_at(self, row: Row) -> str:
        """Return the service of a row that names only where a service is offered."""
        named = row["service_at_location_id"]
        if not named or row["location_id"]:
            return ""
        service = self._offers.get(named, "")
        if not service:
            self.orphan(row, "service_at_location_id", named, "service_at_location")
        return service

    @cached_property
    def _offers(self) -> dict[str, str]:
        return {row["id"]: row["service_id"] for row in self.rows("service_at_location") if row["id"]}

    def orphan(self, row: Row, column: str, key: str, parent: str) -> None:
        """Remark on a row whose parent is not there."""
        reason = f"{column} {key[:100]} is not in {self.file(parent)}, or was left out there."
        self.remarks.add(Severity.REJECTED, "orphan", row.place(column), reason)

    def _described(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Return which noun each path holds, as the package's own description says."""
        for path, data in files.items():
            if PurePosixPath(path).name == DESCRIPTOR:
                try:
                    return dict(_resources(json.loads(data)))
                except (ValueError, RecursionError):
                    reason = "The description of the package is not JSON: the files are known by their names."
                    self.remarks.add(Severity.NOTED, "descriptor", Place(file=path), reason)
        return {}

    def _read(self, path: str, data: bytes, described: Mapping[str, str]) -> None:
        name = PurePosixPath(path).name
        stem, _, ending = name.casefold().rpartition(".")
        if ending not in ("csv", "tsv", "txt") or stem.startswith("."):
            return
        noun = described.get(name) or _NOUNS.get(stem.replace("-", "_").replace(" ", "_"))
        if noun is None:
            self.remarks.add(Severity.NOTED, "file-not-taken", Place(file=path), "This file is not taken over.")
            return
        table = read_table(path, data, _KNOWN_COLUMNS, self.remarks)
        if table is None:
            return
        renamed = _renamed(noun, table)
        missing = [column for column in _NEEDED.get(noun, ()) if column not in renamed.columns]
        if missing:
            reason = f"The header has no column {' and no column '.join(missing)}: the file is left out."
            self.remarks.add(Severity.REJECTED, "column-missing", Place(file=path, line=1), reason)
        elif noun in self.tables:
            reason = f"{self.tables[noun].file} holds the same table already: this file is left out."
            self.remarks.add(Severity.REJECTED, "file-twice", Place(file=path), reason)
        else:
            self.tables[noun] = renamed


def _no_organizations(files: Mapping[str, bytes], remarks: Remarks) -> Invalid:
    told = [f"{one.place.file}: {one.reason}" for one in remarks.found if one.severity is Severity.REJECTED][:5]
    there = ", ".join(sorted(files)[:10]) or "nothing"
    message = f"There is no readable organizations.csv: this is no HSDS package of delimited files. There is: {there}."
    return Invalid("import.no-organizations", " ".join([message, *told]), files=sorted(files)[:50])


def _resources(descriptor: object) -> Iterator[tuple[str, str]]:
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    for resource in resources if isinstance(resources, list) else ():
        if not isinstance(resource, dict):
            continue
        name, path = resource.get("name"), resource.get("path")
        noun = _RESOURCES.get(str(name), _NOUNS.get(str(name)))
        if noun is not None and isinstance(path, str):
            yield PurePosixPath(path).name, noun


def _renamed(noun: str, table: Table) -> Table:
    aliases = {old: new for old, new in _COLUMNS.items() if old in table.columns and new not in table.columns}
    own = {f"{noun}_id": "id", f"{noun}_name": "name"}
    aliases |= {old: new for old, new in own.items() if old in table.columns and new not in table.columns}
    if "service_id" not in table.columns and noun == "service_taxonomy" and "link_id" in table.columns:
        aliases["link_id"] = "service_id"
    if not aliases:
        return table
    rows = tuple(
        Row(row.file, row.line, {aliases.get(name, name): value for name, value in row.cells.items()})
        for row in table.rows
    )
    return Table(table.file, frozenset(aliases.get(name, name) for name in table.columns), rows)
