"""A resource of every type, made from the tables of R4: what must be said, and whatever a search could find it by."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.search.extraction import extract
from app.adapters.fhir.search.registry import Element, Step, parameters
from app.adapters.fhir.validation.bindings import allowed
from app.adapters.fhir.validation.validating import validate
from app.api.fhir.catalogue import MAPPED, TYPES
from app.api.fhir.drafting import ABOUT
from tests.support.subscriptions import BACKPORT

Json = dict[str, Any]
Row = tuple[str, str, str, str, str]
WORDS, SLUG, YEAR, NUMBER = "Zqwords", "zqslug", "1877", "7654321"
"""What stands in a template where a made resource says words, codes, a year and a number of its own."""
COLUMNS = frozenset({"_id", "_lastUpdated"})
UCUM = "http://unitsofmeasure.org"
DATE = f"{YEAR}-03-04"
PRIMITIVES: Json = {
    "boolean": True,
    "integer": int(NUMBER),
    "positiveInt": int(NUMBER),
    "unsignedInt": int(NUMBER),
    "decimal": Decimal(NUMBER),
    "string": WORDS,
    "markdown": WORDS,
    "@string": SLUG,
    "id": SLUG,
    "code": SLUG,
    "date": DATE,
    "dateTime": f"{DATE}T05:06:07Z",
    "instant": f"{DATE}T05:06:07Z",
    "time": "05:06:07",
    "base64Binary": "bWF0cml4",
    "oid": "urn:oid:1.2.3",
    "uuid": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "xhtml": f'<div xmlns="http://www.w3.org/1999/xhtml">{WORDS}</div>',
    **dict.fromkeys(("uri", "url", "canonical", "@uri"), f"https://matrix.example/{SLUG}"),
}
QUANTITY = {"value": Decimal(NUMBER), "unit": "a", "system": UCUM, "code": "a"}
WHOLE: Json = {
    "Identifier": {"system": "https://matrix.example/ids", "value": SLUG},
    "HumanName": {"family": WORDS, "given": [WORDS]},
    "Address": {
        name: [WORDS] if name == "line" else WORDS for name in ("line", "city", "state", "postalCode", "country")
    }
    | {"use": "home"},
    "ContactPoint": {"system": "phone", "value": SLUG},
    "Period": {"start": DATE, "end": f"{YEAR}-03-05"},
    "Timing": {"event": [f"{DATE}T05:06:07Z"]},
    "Money": {"value": Decimal(NUMBER), "currency": "USD"},
    "Range": {"low": QUANTITY, "high": QUANTITY},
    "Ratio": {"numerator": QUANTITY, "denominator": QUANTITY},
    **dict.fromkeys(("Quantity", "SimpleQuantity", "Age", "Duration", "Count", "Distance"), QUANTITY),
    "Attachment": {"contentType": "text/plain", "url": f"https://matrix.example/{SLUG}"},
    "Expression": {"language": "text/fhirpath", "expression": "true"},
}
RATHER: Mapping[str, Json] = {
    "Appointment": {
        "status": "proposed",
        "participant": [{"actor": {"reference": "Patient/zqpatient"}, "status": "accepted"}],
    },
    "Condition": {
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "resolved"}]
        }
    },
    "Consent": {"policyRule": {"text": WORDS}},
    "EventDefinition": {"trigger": [{"type": "named-event", "name": WORDS}]},
    "Linkage": {
        "item": [{"type": kind, "resource": {"reference": "Basic/zqbasic"}} for kind in ("source", "alternate")]
    },
    "MolecularSequence": {"coordinateSystem": 0},
    "StructureDefinition": {
        "kind": "complex-type",
        "type": "Zq",
        "differential": {"element": [{"id": "Zq", "path": "Zq"}]},
    },
    "Subscription": {
        "status": "requested",
        "criteria": "urn:throughline:topic:task-changed",
        "channel": {
            "type": "rest-hook",
            "endpoint": "https://93.184.215.14/hook",
            "payload": "application/fhir+json",
            "_payload": {"extension": [{"url": f"{BACKPORT}payload-content", "valueCode": "id-only"}]},
        },
    },
    "TerminologyCapabilities": {"kind": "capability", "software": {"name": WORDS}},
}
"""Members that an invariant asks for and that the tables do not tell."""
MOST_VARIANTS = 9


def name_of(type_: str) -> str:
    """Return by which name a template calls the resource of a type."""
    return f"{type_}/zq{type_.lower()}"


@cache
def templates(type_: str) -> tuple[Json, ...]:
    """Return valid resources of a type that say together whatever it is searched by: a choice is made one way each."""
    made, lacking = [_template(type_, None)], set(parameters(type_)) - COLUMNS
    while (left := sorted(lacking - said_by(type_, made))) and len(made) < MOST_VARIANTS:
        another = _template(type_, left[0])
        if left[0] in said_by(type_, [another]):
            made.append(another)
        else:
            lacking.remove(left[0])
    return tuple(made)


def said_by(type_: str, made: list[Json]) -> frozenset[str]:
    """Return by which parameters resources can be found."""
    keys = {key for each in made for key in terms_of(type_, each)}
    return frozenset(code for code, parameter in parameters(type_).items() if parameter.key in keys)


def terms_of(type_: str, resource: Json) -> dict[str, list[Any]]:
    """Return what a resource is found by, by key."""
    terms, found = extract(type_, json.loads(json.dumps(resource, default=_plain))), defaultdict(list)
    for each in (*terms.words, *terms.spans, *terms.amounts):
        found[each.key].append(each)
    return found


def _template(type_: str, above_all: str | None) -> Json:
    """Say all that can be said together, and one thing above all, whatever else that leaves out."""
    made: Json = {"resourceType": type_, **_least(type_), **deepcopy(RATHER.get(type_, {}))}
    faults, every = len(validate(made, type_).faults), parameters(type_)
    codes = [*(each for each in every if not each.startswith("_")), *(each for each in every if each.startswith("_"))]
    again = codes if faults else []
    for code in ([above_all] if above_all else []) + codes + again:
        for element in every[code].elements:
            tried = deepcopy(made)
            if _say(tried, type_, element.steps, element, instead=code == above_all):
                now = len(validate(tried, type_).faults)
                if now == 0 or now < faults:
                    made, faults = tried, now
    return made


def filled(made: Json, words: str, number: int, names: Mapping[str, str]) -> Json:
    """Return a resource with words and numbers of its own, its references those that they have become."""
    slug = re.sub(r"\W+", "-", words.lower())
    text = json.dumps(made, default=_plain).replace(WORDS, words).replace(SLUG, slug)
    text = text.replace(YEAR, str(1700 + number)).replace(NUMBER, str(9000000 + number))
    for name, meant in names.items():
        text = text.replace(f'"{name}"', f'"{meant}"')
    found: Json = json.loads(text)
    return found


def _plain(value: Decimal) -> int:
    return int(value)


def _rows(name: str) -> Iterator[Row]:
    if name == "SimpleQuantity":
        name = "Quantity"
    module = MODULES.get(name.partition(".")[0], "datatypes")
    base, rows, _ = import_module(f"app.adapters.fhir.r4.{module}").SHAPES[name]
    if base:
        yield from _rows(base)
    yield from rows


def _least(name: str) -> Json:
    """Return what must be said."""
    said: Json = {}
    for element, cardinality, types, codes, targets in _rows(name):
        if cardinality.startswith("1"):
            type_ = types.split(" ")[0]
            value = _value(type_, codes, targets, element)
            key = element.replace("[x]", type_[0].upper() + type_[1:])
            said[key] = [value] if cardinality.endswith("*") else value
    return said


def _value(type_: str, codes: str, targets: str, element: str) -> Any:
    if type_ == "code" and codes:
        return _code(codes)[1] or SLUG
    if type_ in PRIMITIVES:
        return PRIMITIVES[type_]
    if type_ == "Reference":
        return {"reference": _target(targets, element)}
    if type_ in ("CodeableConcept", "Coding"):
        system, code = _code(codes) if codes else ("https://matrix.example/codes", SLUG)
        coding = {"system": system, "code": code or SLUG}
        return coding | {"display": WORDS} if type_ == "Coding" else {"coding": [coding], "text": WORDS}
    if type_ in WHOLE:
        return deepcopy(WHOLE[type_])
    return _least(type_) or _first(type_)


def _first(type_: str) -> Json:
    """Say anything where nothing must be said."""
    for element, cardinality, types, codes, targets in _rows(type_):
        kind = types.split(" ")[0]
        if not kind.startswith("@") and kind != "Extension":
            value = _value(kind, codes, targets, element)
            key = element.replace("[x]", kind[0].upper() + kind[1:])
            return {key: [value] if cardinality.endswith("*") else value}
    return {}


def _code(codes: str) -> tuple[str, str]:
    for system, known in sorted(dict(allowed(codes)._systems).items()):
        return system, min(known, default="")
    return "https://matrix.example/codes", {"mimetypes": "text/plain", "currencies": "USD"}.get(codes, SLUG)


def _target(targets: str, element: str) -> str:
    """Return whom a reference names: the client where it may, else rather what is only kept."""
    known = set(targets.split()) & TYPES or set(TYPES)
    if "Patient" in known and (element in ABOUT or not targets):
        return name_of("Patient")
    return name_of(min(known - MAPPED, default=min(known)))


def _say(node: Json, shape: str, steps: tuple[Step, ...], element: Element, *, instead: bool) -> bool:
    """Put a value at the end of a path; `instead` of another that may not stand beside it."""
    found = next((each for each in _members(shape) if steps and each[0] == steps[0].name), None)
    if found is None:
        return False
    step, (name, many, type_, codes, targets, others) = steps[0], found
    for other in others - {name}:
        if other in node and not instead:
            return False
        node.pop(other, None)
    if len(steps) > 1:
        return _say(_inner(node, name, type_, step, many=many), type_, steps[1:], element, instead=instead)
    of = element.detail if element.leaf == "Reference" and element.detail else targets
    value = _value(type_, codes, of, name)
    if step.member:
        value[step.member] = step.value
    if many and value not in node.get(name, ()):
        node.setdefault(name, []).append(value)
    elif not many and (instead or name not in node):
        node[name] = value
    else:
        return False
    return True


def _inner(node: Json, name: str, type_: str, step: Step, *, many: bool) -> Json:
    """Return the object on the way, made if it is not there."""
    there = node.get(name, [])
    for each in there if isinstance(there, list) else [there]:
        if not step.member or each.get(step.member) == step.value:
            found: Json = each
            return found
    made = {} if type_ == "Extension" else _least(type_)
    if step.member:
        made[step.member] = step.value
    if many:
        node.setdefault(name, []).append(made)
    else:
        node[name] = made
    return made


def _members(shape: str) -> Iterator[tuple[str, bool, str, str, str, frozenset[str]]]:
    for element, cardinality, types, codes, targets in _rows(shape):
        kinds = types.split(" ")
        chosen = element.endswith("[x]")
        names = [element.replace("[x]", kind[0].upper() + kind[1:]) if chosen else element for kind in kinds]
        for name, kind in zip(names, kinds, strict=True):
            yield name, cardinality.endswith("*"), kind, codes, targets, frozenset(names)
