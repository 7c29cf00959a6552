"""Writes which types belong to which compartments by which parameters, and which elements a summary has."""

from collections.abc import Iterator

from tools.definitions.published import Json, Published
from tools.definitions.writing import quoted

COMPARTMENTS = "app/adapters/fhir/r4/compartments.py"
SUMMARIES = "app/adapters/fhir/r4/summaries.py"
VERSION = "4.0.1"
LONGEST = 121
HEAD = '''"""Which types belong to each compartment, and by which parameters; written by `make definitions`."""

COMPARTMENTS: dict[str, dict[str, str]] = {
'''
SUMMARY_HEAD = '''"""What each type shows in a summary, and what it must have; written by `make definitions`."""

SUMMARIES: dict[str, tuple[str, str]] = {
'''


def compartments(published: Published) -> str:
    """Write the module of the compartments."""
    found = {each["code"]: each for each in published.resources("profiles-resources") if "code" in each}
    kept = {code: each for code, each in found.items() if each["resourceType"] == "CompartmentDefinition"}
    lines = (line for code in sorted(kept) for line in _compartment(code, kept[code]))
    return f"{HEAD}{''.join(lines)}}}\n"


def summaries(published: Published) -> str:
    """Write the module of the summaries."""
    lines = [
        _line(name, quoted(" ".join(_marked(each, "isSummary"))), quoted(" ".join(_required(each))))
        for name, each in sorted(published.structures.items())
        if each["kind"] == "resource" and not each["abstract"] and each.get("fhirVersion") == VERSION
    ]
    return f"{SUMMARY_HEAD}{''.join(lines)}}}\n"


def _line(name: str, shown: str, required: str) -> str:
    line = f"    {quoted(name)}: ({shown}, {required}),\n"
    return line if len(line) <= LONGEST else f"    {quoted(name)}: (\n        {shown},\n        {required},\n    ),\n"


def _compartment(code: str, definition: Json) -> Iterator[str]:
    yield f"    {quoted(code)}: {{\n"
    for each in sorted(definition["resource"], key=lambda each: str(each["code"])):
        if each.get("param"):
            yield f"        {quoted(each['code'])}: {quoted(' '.join(each['param']))},\n"
    yield "    },\n"


def _marked(definition: Json, mark: str) -> list[str]:
    return [name for name, element in _top(definition) if element.get(mark)]


def _required(definition: Json) -> list[str]:
    return [name for name, element in _top(definition) if element["min"] > 0]


def _top(definition: Json) -> Iterator[tuple[str, Json]]:
    for element in definition["snapshot"]["element"][1:]:
        _, _, name = element["path"].partition(".")
        if "." not in name:
            yield name, element
