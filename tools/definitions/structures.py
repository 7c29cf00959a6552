"""Reads what each type of FHIR consists of and writes one module of rows for each resource, one for all other types."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.definitions.published import Json, Published
from tools.definitions.writing import quoted, rows

FOLDER = "app/adapters/fhir/r4/"
ADDRESS = "http://hl7.org/fhir/StructureDefinition/"
SYSTEM = "http://hl7.org/fhirpath/System."
SIMPLE = f"{ADDRESS}SimpleQuantity"
VERSION = "4.0.1"
INDENT = "    "
HEAD = '''"""What {what} of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

'''
TYPES = '"""The types of resources of FHIR R4, and the modules of their shapes; written by `make definitions`."""'
CHOICES = (
    '"""The elements of FHIR R4 that have several types, and the endings of their names; by `make definitions`."""'
)
# Held by the walk itself: what is in every type, and what looks beyond its element.
HELD = {"ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "ref-1", "txt-1", "txt-2"}


@dataclass
class Shape:
    """A type, or one of the nameless types inside of it, which are called by their path."""

    name: str
    base: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def table(self) -> str:
        """Write it."""
        return f"({quoted(self.base)}, {rows(self.rows, INDENT)}, {rows(self.rules.values(), INDENT)})"


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
        yield f"{FOLDER}resource_types.py", f"{TYPES}\n\nMODULES: dict[str, str] = {{\n{names}}}\n"
        yield f"{FOLDER}choices.py", self._choices()

    def _choices(self) -> str:
        kinds: dict[str, set[str]] = defaultdict(set)
        for shape in (each for shapes in self.shapes.values() for each in shapes):
            for name, _, types, *_ in shape.rows:
                if name.endswith("[x]"):
                    kinds[name.removesuffix("[x]")].update(suffixes(types))
        lines = (f"    {quoted(name)}: {quoted(' '.join(sorted(kinds[name])))},\n" for name in sorted(kinds))
        return f"{CHOICES}\n\nCHOICES: dict[str, str] = {{\n{''.join(lines)}}}\n"


def suffixes(types: str) -> list[str]:
    """Return the endings of the JSON names of an element of these types."""
    return [each[0].upper() + each[1:] for each in types.replace("SimpleQuantity", "Quantity").split(" ")]


def snake(name: str) -> str:
    """Name the module of a type."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def value_set(element: Json) -> str:
    """Return the address of the value set that binds an element, if it must be kept to."""
    binding = element.get("binding", {})
    return str(binding["valueSet"].partition("|")[0]) if binding.get("strength") == "required" else ""


def _module(what: str, shapes: list[Shape]) -> str:
    tables = "".join(f"    {quoted(each.name)}: {each.table()},\n" for each in shapes)
    head = HEAD.format(what=what)
    return f"{head}SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {{\n{tables}}}\n"


def _shapes(definition: Json) -> Iterator[Shape]:
    elements = definition["snapshot"]["element"]
    base = definition.get("baseDefinition", "").removeprefix(ADDRESS)
    holders = {each["path"].rpartition(".")[0] for each in elements}
    shapes = {definition["name"]: Shape(definition["name"], base)}
    for element in elements:
        path = element["path"]
        holder, _, name = path.rpartition(".")
        if holder and path in holders:
            shapes[path] = Shape(path, element["type"][0]["code"])
        if holder and element["base"]["path"] == path:
            shapes[holder].rows.append(_row(name, element, nested=path in holders))
        rules = shapes[path].rules if path in shapes else shapes[holder].rules
        rules.update(_rules(element, "" if path in shapes else name.removesuffix("[x]")))
    return iter(shapes.values())


def _rules(element: Json, member: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read the invariants that are errors; those of a member are asked of the type around it, for each."""
    for each in element.get("constraint", []):
        if each["severity"] != "error" or each["key"] in HELD:
            continue
        expression = f"{member}.all({each['expression']})" if member else each["expression"]
        yield each["key"], (each["key"], each["human"], expression)


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
