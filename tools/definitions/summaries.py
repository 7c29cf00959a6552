"""Writes which elements each type shows in a summary, and which it must have."""

from collections.abc import Iterator

from tools.definitions.published import Json, Published
from tools.definitions.writing import quoted

SUMMARIES = "app/adapters/fhir/r4/summaries.py"
VERSION = "4.0.1"
LONGEST = 121
HEAD = '''"""What each type shows in a summary, and what it must have; written by `make definitions`."""

SUMMARIES: dict[str, tuple[str, str]] = {
'''


def summaries(published: Published) -> str:
    """Write the module of the summaries."""
    lines = [
        _line(name, quoted(" ".join(_marked(each, "isSummary"))), quoted(" ".join(_required(each))))
        for name, each in sorted(published.structures.items())
        if each["kind"] == "resource" and not each["abstract"] and each.get("fhirVersion") == VERSION
    ]
    return f"{HEAD}{''.join(lines)}}}\n"


def _line(name: str, shown: str, required: str) -> str:
    line = f"    {quoted(name)}: ({shown}, {required}),\n"
    return line if len(line) <= LONGEST else f"    {quoted(name)}: (\n        {shown},\n        {required},\n    ),\n"


def _marked(definition: Json, mark: str) -> list[str]:
    return [name for name, element in _top(definition) if element.get(mark)]


def _required(definition: Json) -> list[str]:
    return [name for name, element in _top(definition) if element["min"] > 0]


def _top(definition: Json) -> Iterator[tuple[str, Json]]:
    for element in definition["snapshot"]["element"][1:]:
        _, _, name = element["path"].partition(".")
        if "." not in name:
            yield name, element
