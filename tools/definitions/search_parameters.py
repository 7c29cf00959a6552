"""Reads the search parameters of R4 and writes them as rows by the type that they search."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tools.definitions.published import Json, Published
from tools.definitions.search_elements import elements, relative
from tools.definitions.writing import quoted, rows

FILE = "app/adapters/fhir/search/parameters.py"
HEAD = '''"""The search parameters of FHIR R4 4.0.1, by the type that they search; written by `make definitions`.

Those of every type stand under Resource. Each row: code, kind, id (its address is
http://hl7.org/fhir/SearchParameter/ and the id), elements (tools/definitions/search_elements.py says how to read them),
types that a reference may name (`*`: any; separated by spaces), parts of a composite (`code=elements`, separated by
`;`). Beside those of R4 stand the ones that US Core adds, whose addresses are US Core's.
"""

Row = tuple[str, str, str, str, str, str]
'''
MANY = 100
LEAST = "Resource"
RACE, ETHNICITY, GENDER, ASSERTED = (
    "extension[url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-race]>extension>valueCoding",
    "extension[url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity]>extension>valueCoding",
    "extension[url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity]>valueCodeableConcept",
    "extension[url=http://hl7.org/fhir/StructureDefinition/condition-assertedDate]>valueDateTime",
)
US_CORE = (
    ("CareTeam", "role", "token", "us-core-careteam-role", "CodeableConcept participant>role"),
    ("Condition", "asserted-date", "date", "us-core-condition-asserted-date", f"dateTime {ASSERTED}"),
    (
        *("Encounter", "discharge-disposition", "token", "us-core-encounter-discharge-disposition"),
        "CodeableConcept hospitalization>dischargeDisposition",
    ),
    ("Goal", "description", "token", "us-core-goal-description", "CodeableConcept description"),
    ("Patient", "race", "token", "us-core-race", f"Coding {RACE}"),
    ("Patient", "ethnicity", "token", "us-core-ethnicity", f"Coding {ETHNICITY}"),
    ("Patient", "gender-identity", "token", "us-core-patient-gender-identity", f"CodeableConcept {GENDER}"),
)
PROVENANCE_OF = "extension[url=http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient]>valueReference"
FURTHER = {"Provenance-patient": f" | Reference(Patient) {PROVENANCE_OF}"}
"""Where else values stand than R4 says: R5 lets a Provenance name the patient beside what it tells of."""
INDENT = "    "


def module(published: Published) -> str:
    """Write the module."""
    parameters = list(published.resources("search-parameters"))
    by_url = {each["url"]: each for each in parameters}
    by_type: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for each in parameters:
        for base in each["base"]:
            by_type[LEAST if base == "DomainResource" else base].append(_row(published, each, base, by_url))
    for base, *row in US_CORE:
        by_type[base].append((*row, "", ""))
    tables = "".join(f"    {quoted(base)}: {rows(sorted(by_type[base]), INDENT)},\n" for base in sorted(by_type))
    return f"{HEAD}\nPARAMETERS: dict[str, tuple[Row, ...]] = {{\n{tables}}}\n"


def _row(published: Published, parameter: Json, base: str, by_url: dict[str, Json]) -> tuple[str, ...]:
    targets = parameter.get("target", [])
    expression, kind = _for_base(parameter.get("expression", ""), base), parameter["type"]
    found, parts = "", []
    if kind == "composite":
        found = expression
        for each in parameter["component"]:
            part = by_url[each["definition"]]
            where = relative(published, base, next(_alternatives(expression)), part["type"], each["expression"])
            parts.append(f"{part['code']}={where}")
    elif expression and base != "Bundle":
        found = elements(published, base, kind, expression) + FURTHER.get(parameter["id"], "")
    return (
        parameter["code"],
        kind,
        parameter["id"],
        found,
        "*" if len(targets) > MANY else " ".join(sorted(targets)),
        ";".join(parts),
    )


def _for_base(expression: str, base: str) -> str:
    """Keep the alternatives that begin at this type; those that name no type (`name | alias`) begin at it too."""
    if not re.match(r"\(*[A-Z]", expression):
        return " | ".join(f"{base}.{each}" for each in _alternatives(expression))
    own = [each for each in _alternatives(expression) if re.match(rf"\(*{base}\b", each)]
    if not own:
        raise SystemExit(f"{expression} says nothing of {base}.")
    return " | ".join(own)


def _alternatives(expression: str) -> Iterator[str]:
    depth = start = 0
    for place, letter in enumerate(expression):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            yield expression[start:place].strip()
            start = place + 1
    if expression:
        yield expression[start:].strip()
