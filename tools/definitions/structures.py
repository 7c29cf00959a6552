"""Reads what each type of FHIR consists of and writes one module of rows for each resource, one for all other types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.definitions.published import Json, Published
from tools.definitions.writing import quoted, row

FOLDER = "app/adapters/fhir/r4/"
ADDRESS = "http://hl7.org/fhir/StructureDefinition/"
SYSTEM = "http://hl7.org/fhirpath/System."
SIMPLE = f"{ADDRESS}SimpleQuantity"
VERSION = "4.0.1"
HEAD = '''"""What {what} of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

'''


@dataclass
class Shape:
    """A type, or one of the nameless types inside of it, which are called by their path."""

    name: str
    base: str
    rows: list[tuple[str, ...]] = field(default_factory=list)


class Structures:
    """The shapes of all types."""

    def __init__(self, published: Published) -> None:
        defined = (each for each in published.structures.values() if each.get("fhirVersion") == VERSION)
        kept = [each for each in defined if each["kind"] in {"complex-type", "resource"}]
        self.resources = sorted(each["name"] for each in kept if each["kind"] == "resource" and not each["abstract"])
        self.shapes = {each["name"]: list(_shapes(each)) for each in kept}

    def modules(self) -> Iterator[tuple[str, str]]:
        """Write the modules."""
        datatypes = [shape for name in sorted(set(self.shapes) - set(self.resources)) for shape in self.shapes[name]]
        yield f"{FOLDER}datatypes.py", _module("each type of data", datatypes)
        for name in self.resources:
            yield f"{FOLDER}{snake(name)}.py", _module(f"{name}", self.shapes[name])
        names = "".join(f"    {quoted(name)}: {quoted(snake(name))},\n" for name in self.resources)
        said = (
            '"""The types of resources of FHIR R4, and the modules of their shapes; written by `make definitions`."""'
        )
        yield f"{FOLDER}resource_types.py", f"{said}\n\nMODULES: dict[str, str] = {{\n{names}}}\n"


def snake(name: str) -> str:
    """Name the module of a type."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def value_set(element: Json) -> str:
    """Return the address of the value set that binds an element, if it must be kept to."""
    binding = element.get("binding", {})
    return str(binding["valueSet"].partition("|")[0]) if binding.get("strength") == "required" else ""


def _module(what: str, shapes: list[Shape]) -> str:
    written = "".join(
        f"    {quoted(shape.name)}: ({quoted(shape.base)}, (\n"
        + "".join(f"        {row(each)},\n" for each in shape.rows)
        + "    )),\n"
        for shape in shapes
    )
    return f"{HEAD.format(what=what)}SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {{\n{written}}}\n"


def _shapes(definition: Json) -> Iterator[Shape]:
    elements = definition["snapshot"]["element"]
    base = definition.get("baseDefinition", "").removeprefix(ADDRESS)
    holders = {each["path"].rpartition(".")[0] for each in elements}
    shapes = {definition["name"]: Shape(definition["name"], base)}
    for element in elements[1:]:
        path = element["path"]
        if path in holders:
            shapes[path] = Shape(path, element["type"][0]["code"])
        if element["base"]["path"] == path:
            holder, _, name = path.rpartition(".")
            shapes[holder].rows.append(_row(name, element, nested=path in holders))
    return iter(shapes.values())


def _row(name: str, element: Json, *, nested: bool) -> tuple[str, ...]:
    types = [element["path"]] if nested else _types(element)
    targets = {
        profile.removeprefix(ADDRESS)
        for each in element.get("type", [])
        if each["code"] == "Reference"
        for profile in each.get("targetProfile", [])
    }
    return (
        name,
        f"{element['min']}..{element['max']}",
        " ".join(types),
        value_set(element).rpartition("/")[2],
        " ".join(sorted(targets - {"Resource"})),
    )


def _types(element: Json) -> list[str]:
    if "contentReference" in element:
        return [element["contentReference"].removeprefix("#")]
    return ["SimpleQuantity" if SIMPLE in each.get("profile", []) else _type(element, each) for each in element["type"]]


def _type(element: Json, each: Json) -> str:
    if each["code"].startswith(SYSTEM):
        return {"Resource.id": "id", "Extension.url": "@uri"}.get(element["path"], "@string")
    return str(each["code"])
