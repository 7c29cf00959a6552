"""Reads the search parameters of R4 and writes them as rows by the type that they search."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tools.definitions.published import Json, Published
from tools.definitions.writing import quoted, rows

FILE = "app/adapters/fhir/search/parameters.py"
HEAD = '''"""The search parameters of FHIR R4 4.0.1, by the type that they search; written by `make definitions`.

Those of every type stand under Resource and DomainResource. Each row: code, kind, id (its address is
http://hl7.org/fhir/SearchParameter/ and the id), expression (only what concerns the type), types that a reference may
name (`*`: any; separated by spaces), parts of a composite (`code=expression`, separated by `;`).
"""

Row = tuple[str, str, str, str, str, str]
'''
MANY = 100
INDENT = "    "


def module(published: Published) -> str:
    """Write the module."""
    parameters = list(published.resources("search-parameters"))
    codes = {each["url"]: each["code"] for each in parameters}
    by_type: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for each in parameters:
        for base in each["base"]:
            by_type[base].append(_row(each, base, codes))
    tables = "".join(f"    {quoted(base)}: {rows(sorted(by_type[base]), INDENT)},\n" for base in sorted(by_type))
    return f"{HEAD}\nPARAMETERS: dict[str, tuple[Row, ...]] = {{\n{tables}}}\n"


def _row(parameter: Json, base: str, codes: dict[str, str]) -> tuple[str, ...]:
    targets = parameter.get("target", [])
    parts = (f"{codes[each['definition']]}={each['expression']}" for each in parameter.get("component", []))
    return (
        parameter["code"],
        parameter["type"],
        parameter["id"],
        _for_base(parameter.get("expression", ""), base),
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
