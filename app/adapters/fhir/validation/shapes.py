"""What each type of FHIR consists of, made from the generated tables when the type is first met."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from app.adapters.fhir.fhirpath.compiling import holds
from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.validation.bindings import Allowed, allowed
from app.adapters.fhir.validation.primitives import CHECKS, Check

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]
Table = dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]]
Invariant = tuple[str, str, Callable[[Any, Any], bool | None]]

RESOURCE = "Resource"
_R4 = "app.adapters.fhir.r4"


class Member:
    """One JSON member of a type."""

    __slots__ = ("allowed", "check", "choice", "element", "many", "shape", "sibling", "targets")

    def __init__(self, element: str, type_: str, *, many: bool, choice: bool, codes: str, targets: str) -> None:
        self.element = element
        self.many = many
        self.choice = choice
        self.check: Check | None = CHECKS.get(type_)
        self.shape = "" if self.check else type_
        self.allowed: Allowed | None = allowed(codes) if codes else None
        self.targets = frozenset(targets.split()) if type_ == "Reference" else frozenset()
        self.sibling = False


class Shape:
    """A type: its JSON members, and which of its elements must be there."""

    __slots__ = ("invariants", "members", "name", "required")

    def __init__(
        self,
        name: str,
        members: dict[str, Member],
        required: dict[str, tuple[str, ...]],
        invariants: tuple[Invariant, ...],
    ) -> None:
        self.name = name
        self.members = members
        self.required = required
        self.invariants = invariants


@cache
def shape(name: str) -> Shape:
    """Return a type of data, a type of resources, or a nameless one by its path (`Patient.contact`)."""
    base, rows, rules = _table(name)[name]
    beneath = shape(base) if base else Shape("", {}, {}, ())
    members, required = dict(beneath.members), dict(beneath.required)
    for row in rows:
        made = _members(row)
        members.update(made)
        if row[1].startswith("1"):
            required[row[0].removesuffix("[x]")] = tuple(made)
    if name == "SimpleQuantity":
        del members["comparator"], members["_comparator"]
    judged = {key: (key, text, holds(expression)) for key, text, expression in rules}
    inherited = (each for each in beneath.invariants if each[0] not in judged)
    return Shape(name, members, required, (*inherited, *judged.values()))


def _table(name: str) -> Table:
    if name == "SimpleQuantity":
        return {name: ("Quantity", (), ())}
    module = MODULES.get(name.partition(".")[0], "datatypes")
    found: Table = import_module(f"{_R4}.{module}").SHAPES
    return found


def _members(row: Row) -> dict[str, Member]:
    name, cardinality, types, codes, targets = row
    element = name.removesuffix("[x]")
    made: dict[str, Member] = {}
    for type_ in types.split(" "):
        member = Member(
            element,
            type_,
            many=cardinality.endswith("*"),
            choice=element != name,
            codes=codes,
            targets=targets,
        )
        json_name = element + _suffix(type_) if member.choice else element
        made[json_name] = member
        if member.check and not type_.startswith("@") and type_ != "xhtml":
            made[f"_{json_name}"] = _sibling(member)
    return made


def _suffix(type_: str) -> str:
    return "Quantity" if type_ == "SimpleQuantity" else type_[0].upper() + type_[1:]


def _sibling(of: Member) -> Member:
    member = Member(of.element, "Element", many=of.many, choice=of.choice, codes="", targets="")
    member.sibling = True
    return member
