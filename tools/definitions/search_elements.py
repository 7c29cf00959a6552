"""Resolves the FHIRPath of search parameters to members of the JSON, so that nothing is interpreted at run time.

What comes out reads `Quantity component>valueQuantity`: the type found at the end, then the members on the way; a step
may filter (`telecom[system=phone]`), a reference may name the one type of target that counts (`Reference(Patient)`), a
code the system that its required binding implies (`code(http://hl7.org/fhir/task-status)`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tools.definitions.published import Json, Published

LEAVES = {
    "token": ("Coding", "CodeableConcept", "Identifier", "ContactPoint", "code", "string", "boolean", "id", "uri"),
    "string": ("string", "markdown", "HumanName", "Address"),
    "date": ("date", "dateTime", "instant", "Period", "Timing"),
    "reference": ("Reference", "canonical", "uri"),
    "quantity": (
        "Quantity",
        "Age",
        "Duration",
        "Count",
        "Distance",
        "SimpleQuantity",
        "Money",
        "MoneyQuantity",
        "Range",
    ),
    "number": ("decimal", "integer", "positiveInt", "unsignedInt", "Range"),
    "uri": ("uri", "url", "canonical", "oid", "uuid"),
}
DECEASED = "Patient.deceased.exists() and Patient.deceased != false"
STEP = re.compile(r"\.(?=(?:[^'()]|'[^']*'|\([^()]*(?:\([^()]*\)[^()]*)*\))*$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a path has come: the members so far, and the element there, by its structure and path."""

    members: tuple[str, ...] = ()
    structure: str
    path: str
    types: tuple[str, ...]
    definition: Json | None = None
    target: str = ""


def elements(published: Published, base: str, kind: str, expression: str) -> str:
    """Return where the values of a parameter stand in the JSON of a type; nothing when none is of its kind."""
    if expression == DECEASED:
        return "Deceased "
    found = (each for part in _alternatives(expression) for each in _walk(published, base, part))
    leaves = dict.fromkeys(leaf for place in found for leaf in _leaves(published, place, kind))
    return " | ".join(leaves)


def relative(published: Published, base: str, expression: str, kind: str, part: str) -> str:
    """Return the same for a part of a composite, from the element of the whole; nothing for what is outside of it."""
    if "%resource" in part:
        return ""
    steps = re.sub(r"\.as\((\w+)\)", r".ofType(\1)", part)
    whole = " | ".join(f"{expression}.{each}" for each in _alternatives(steps))
    found = elements(published, base, kind, whole)
    before = ">".join(_walk_one(published, base, expression).members)
    return found.replace(f" {before}>", " ") if before else found


def _walk_one(published: Published, base: str, expression: str) -> Place:
    return next(_walk(published, base, expression))


def _walk(published: Published, base: str, expression: str) -> Iterator[Place]:
    expression = re.sub(r"^\((.+) as (\w+)\)", r"\1.ofType(\2)", expression.strip())
    steps = [step for step in STEP.split(expression) if step]
    if steps[0] in ("Resource", "DomainResource", base):
        steps = steps[1:]
    places = [Place(structure=base, path=base, types=(base,))]
    for step in steps:
        places = [following for place in places for following in _step(published, place, step)]
    yield from places


def _step(published: Published, place: Place, step: str) -> Iterator[Place]:
    if typed := re.fullmatch(r"(?:as|ofType)\((\w+)\)", step):
        yield from (each for each in _typed(place) if each.types[0].lower() == typed[1].lower())
    elif target := re.fullmatch(r"where\(resolve\(\) is (\w+)\)", step):
        yield replace(place, target=target[1])
    elif where := re.fullmatch(r"where\((\w+)\s*=\s*'([^']*)'\)", step):
        last = f"{place.members[-1]}[{where[1]}={where[2]}]"
        yield replace(place, members=(*place.members[:-1], last))
    else:
        for each in _typed(place):
            yield from _member(published, each, step.removesuffix("[0]"))


def _typed(place: Place) -> Iterator[Place]:
    """Name the member of each type that an element of a choice may have."""
    last = place.members[-1] if place.members else ""
    for each in place.types:
        member = last.replace("[x]", each[0].upper() + each[1:])
        yield replace(place, members=(*place.members[:-1], member) if last else (), types=(each,))


def _member(published: Published, place: Place, name: str) -> Iterator[Place]:
    inside = place.types[0] in ("BackboneElement", "Element") or place.path == place.structure
    structure = place.structure if inside else place.types[0]
    path = place.path if inside else structure
    if place.types[0] == "Extension" and re.fullmatch(r"value[A-Z]\w*", name):
        type_ = name.removeprefix("value")
        code = type_ if type_ in published.structures else type_[0].lower() + type_[1:]
        yield replace(
            place, members=(*place.members, name), structure="Extension", path="Extension.value", types=(code,)
        )
        return
    for each in published.structures[structure]["snapshot"]["element"]:
        if each["path"] in (f"{path}.{name}", f"{path}.{name}[x]"):
            yield _at(published, place, structure, each)
            return
    raise SystemExit(f"{path} has no {name}.")


def _at(published: Published, place: Place, structure: str, element: Json) -> Place:
    if reference := element.get("contentReference"):
        path = reference.removeprefix("#")
        element = next(e for e in published.structures[structure]["snapshot"]["element"] if e["path"] == path) | {
            "name": element["path"].rpartition(".")[2]
        }
    types = tuple(dict.fromkeys(_code(each) for each in element["type"]))
    name = element.get("name") or element["path"].rpartition(".")[2]
    return Place(
        members=(*place.members, name), structure=structure, path=element["path"], types=types, definition=element
    )


def _code(type_: Json) -> str:
    code: str = type_["code"]
    return "string" if code.startswith("http://hl7.org/fhirpath/") else code


def _leaves(published: Published, place: Place, kind: str) -> Iterator[str]:
    for each in _typed(place):
        leaf = each.types[0]
        if leaf not in LEAVES.get(kind, ()):
            continue
        if place.target:
            leaf = f"{leaf}({place.target})"
        elif leaf == "code" and (system := _system(published, place.definition)):
            leaf = f"code({system})"
        yield f"{leaf} {'>'.join(each.members)}"


def _system(published: Published, definition: Json | None) -> str:
    """Return the one system from which the codes of a required binding are."""
    binding = (definition or {}).get("binding", {})
    if binding.get("strength") != "required":
        return ""
    value_set = _value_sets(published).get(binding.get("valueSet", "").partition("|")[0], {})
    systems = {each.get("system", "") for each in value_set.get("compose", {}).get("include", [])}
    return systems.pop() if len(systems) == 1 else ""


@cache
def _value_sets(published: Published) -> dict[str, Json]:
    return {each["url"]: each for each in published.resources("valuesets") if each["resourceType"] == "ValueSet"}


def _alternatives(expression: str) -> Iterator[str]:
    yield from re.split(r"\s\|\s(?![^()]*\))", expression)
