"""Reads the codes of the value sets that must be kept to, and writes them by value set and code system."""

from collections.abc import Iterator
from functools import cached_property

from tools.definitions.published import Json, Published
from tools.definitions.structures import VERSION, value_set
from tools.definitions.writing import quoted, rows

FILE = "app/adapters/fhir/r4/codes.py"
# Without end, or not in the package: the validation knows their forms.
BY_FORM = {"mimetypes", "currencies", "ucum-units", "LL379-9", "characteristic-combination"}
HEAD = '''"""The codes that required bindings of FHIR R4 allow; written by `make definitions`.

Each value set: rows of a code system and its codes, separated by spaces.
"""

'''


class Codes:
    """The value sets to which elements are bound."""

    def __init__(self, published: Published) -> None:
        self._published = published

    @cached_property
    def _defined(self) -> dict[str, dict[str, Json]]:
        found: dict[str, dict[str, Json]] = {"ValueSet": {}, "CodeSystem": {}}
        for file in ("v2-tables", "v3-codesystems", "valuesets"):
            for each in self._published.resources(file):
                found[each["resourceType"]][each["url"]] = each
        return found

    def module(self) -> str:
        """Write the module."""
        structures = self._published.structures.values()
        bound = {
            address
            for structure in structures
            if structure.get("fhirVersion") == VERSION
            for element in structure["snapshot"]["element"]
            if (address := value_set(element)) and address.rpartition("/")[2] not in BY_FORM
        }
        tables = "".join(
            f"    {quoted(address.rpartition('/')[2])}: {rows(self._rows(address), '    ')},\n"
            for address in sorted(bound)
        )
        return f"{HEAD}CODES: dict[str, tuple[tuple[str, str], ...]] = {{\n{tables}}}\n"

    def _rows(self, address: str) -> Iterator[tuple[str, str]]:
        compose = self._defined["ValueSet"][address]["compose"]
        if "exclude" in compose:
            raise SystemExit(f"{address} leaves out codes.")
        for include in compose["include"]:
            if include.keys() - {"system", "concept", "extension", "version"}:
                raise SystemExit(f"{address} chooses codes in another way.")
            codes = list(_codes(include)) or list(_codes(self._defined["CodeSystem"][include["system"]]))
            if not codes or any(" " in code for code in codes):
                raise SystemExit(f"{address} has codes that cannot be written.")
            yield include["system"], " ".join(codes)


def _codes(holder: Json) -> Iterator[str]:
    for concept in holder.get("concept", []):
        yield concept["code"]
        yield from _codes(concept)
