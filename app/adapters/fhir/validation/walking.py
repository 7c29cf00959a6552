"""Walks through a resource beside the shapes of its type and notes what does not fit."""

import re
from collections.abc import Mapping
from typing import Any

from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.validation.containing import faults_of_contained, types_by_id
from app.adapters.fhir.validation.issues import Issue, IssueCode, Json
from app.adapters.fhir.validation.references import fault_of_reference
from app.adapters.fhir.validation.shapes import RESOURCE, Member, Shape, shape

DEEPEST = 64
MOST_FAULTS = 100

_VALUE = re.compile("_?value[A-Z]").match


class Walk:
    """One walk: the faults so far, and the resource around what is looked at."""

    __slots__ = ("_contained", "_depth", "_root", "entries", "faults")

    def __init__(self, *, entries: bool) -> None:
        self.faults: list[Issue] = []
        self.entries = entries
        self._depth = 0
        self._root: Json = {}
        self._contained: Mapping[str, str] = {}

    def fault(self, code: IssueCode, expression: str, text: str) -> None:
        """Note a fault."""
        self.faults.append(Issue(code, expression, text))

    def resource(self, value: Any, path: str) -> None:
        """Look at a resource that stands for itself."""
        type_ = self._type(value, path)
        if not type_:
            return
        around = self._root, self._contained
        self._root, self._contained = value, types_by_id(value)
        before = len(self.faults)
        self._object(value, shape(type_), path or type_)
        if "contained" in value and len(self.faults) == before:
            for place, text in faults_of_contained(value):
                self.fault(IssueCode.INVARIANT, f"{path or type_}.contained[{place}]", text)
        self._root, self._contained = around

    def _object(self, value: Json, of: Shape, path: str) -> None:
        before = len(self.faults)
        if before > MOST_FAULTS:
            return
        if self._depth > DEEPEST:
            self.fault(IssueCode.TOO_COSTLY, path, f"This is nested deeper than {DEEPEST} levels.")
            return
        self._depth += 1
        members, choices = of.members, None
        for name, item in value.items():
            member = members.get(name)
            if member is None:
                self._unknown(name, of, path)
                continue
            if member.choice:
                choices = self._chosen(choices or {}, name, member, path)
            if member.many:
                self._list(item, name, member, value, path)
            elif member.check is None or member.allowed is not None or member.check(item) is not None:
                self._item(item, member, f"{path}.{member.element}")
        if of.required:
            self._missing(value, of, path)
        self._depth -= 1
        if len(self.faults) == before:
            self._rules(value, of, path)

    def _missing(self, value: Json, of: Shape, path: str) -> None:
        for element, names in of.required.items():
            if not any(name in value for name in names):
                self.fault(IssueCode.REQUIRED, f"{path}.{element}", "This must be there.")

    def _unknown(self, name: str, of: Shape, path: str) -> None:
        if name == "resourceType" and of.name in MODULES:
            return
        self.fault(IssueCode.STRUCTURE, f"{path}.{name}", f"{of.name} has no member {name}.")

    def _chosen(self, choices: dict[str, str], name: str, member: Member, path: str) -> dict[str, str]:
        one = choices.setdefault(member.element, name.removeprefix("_"))
        if one != name.removeprefix("_"):
            self.fault(IssueCode.STRUCTURE, f"{path}.{member.element}", f"Either {one} or {name}, not both.")
        return choices

    def _list(self, items: Any, name: str, member: Member, holder: Json, path: str) -> None:
        where = f"{path}.{member.element}"
        if items.__class__ is not list:
            self.fault(IssueCode.STRUCTURE, where, f"{name} must be a list.")
            return
        if not items:
            self.fault(IssueCode.STRUCTURE, where, f"{name} must not be an empty list: leave it out.")
        others: Any = ()
        if member.check or member.sibling:
            others = holder.get(name[1:] if member.sibling else f"_{name}", ())
            if others.__class__ is list and len(others) != len(items) and not member.sibling:
                self.fault(IssueCode.STRUCTURE, where, f"The lists {name} and its sibling must be equally long.")
        for place, item in enumerate(items):
            if item is None and others.__class__ is list and place < len(others) and others[place] is not None:
                continue
            self._item(item, member, f"{where}[{place}]")

    def _item(self, item: Any, member: Member, path: str) -> None:
        if member.check is not None:
            fault = member.check(item)
            if fault is not None:
                code = IssueCode.STRUCTURE if item.__class__ in (dict, list, type(None)) else IssueCode.VALUE
                self.fault(code, path, fault)
            elif member.allowed is not None and not member.allowed.has_code(item):
                self.fault(IssueCode.CODE_INVALID, path, f"This must be {member.allowed}.")
        elif member.shape == RESOURCE:
            self._resource_inside(item, member, path)
        elif item.__class__ is not dict:
            self.fault(IssueCode.STRUCTURE, path, f"This must be an object: {member.shape}.")
        else:
            before = len(self.faults)
            self._object(item, shape(member.shape), path)
            if len(self.faults) == before:
                self._bound(item, member, path)

    def _bound(self, item: Json, member: Member, path: str) -> None:
        if member.shape == "Reference":
            fault = fault_of_reference(item, member.targets, self._contained)
            if fault is not None:
                self.fault(IssueCode.VALUE, path, fault)
        elif member.allowed is not None and "extension" not in item and not member.allowed.has_concept(item):
            self.fault(IssueCode.CODE_INVALID, path, f"One of the codings must be {member.allowed}.")

    def _resource_inside(self, item: Any, member: Member, path: str) -> None:
        if member.element != "contained":
            if self.entries:
                self.resource(item, path)
            return
        type_ = self._type(item, path)
        if type_:
            around, self._root = self._root, item
            self._object(item, shape(type_), path)
            self._root = around

    def _type(self, value: Any, path: str) -> str:
        type_ = value.get("resourceType") if value.__class__ is dict else None
        if type_.__class__ is str and type_ in MODULES:
            return str(type_)
        self.fault(IssueCode.STRUCTURE, path, "This must be a resource of FHIR R4, with its resourceType.")
        return ""

    def _rules(self, value: Json, of: Shape, path: str) -> None:
        if len(value) <= ("id" in value and of.name != "Element"):
            self.fault(IssueCode.INVARIANT, path, "ele-1: All elements must have a value or children.")
        if of.name == "Extension" and ("extension" in value) is any(_VALUE(name) for name in value):
            self.fault(IssueCode.INVARIANT, path, "ext-1: Must have either extensions or value[x], not both.")
        for key, text, holds in of.invariants:
            if holds(value, self._root) is False:
                self.fault(IssueCode.INVARIANT, path, f"{key}: {text}")
