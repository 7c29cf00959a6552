"""Which codes an element may hold where its binding is required; sets without end are known by their form."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

# The short names too: the specification's own CapabilityStatements have them among their formats.
_MIME = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+*-]+(?:\s*;.*)?|json|xml|ttl")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ANY = re.compile(r".+", re.DOTALL)
_FORMS = {"mimetypes": _MIME, "currencies": _CURRENCY}
_SYSTEMS = {"ucum-units": "http://unitsofmeasure.org", "LL379-9": "http://loinc.org"}
_SHOWN = 12


class Allowed:
    """The codes of one value set."""

    __slots__ = ("_form", "_systems", "name")

    def __init__(self, name: str, systems: Mapping[str, frozenset[str]], form: re.Pattern[str] | None = None) -> None:
        self.name = name
        self._systems = systems
        self._form = form

    def has_code(self, code: str) -> bool:
        """Say whether a code without a system is one of them."""
        if self._form is not None:
            return self._form.fullmatch(code) is not None
        return any(code in codes for codes in self._systems.values())

    def has_concept(self, concept: Mapping[str, Any]) -> bool:
        """Say whether one of the codings of a concept is one of them."""
        codings = concept.get("coding", ())
        return any(self._has_coding(coding.get("system"), coding.get("code")) for coding in codings)

    def _has_coding(self, system: str | None, code: str | None) -> bool:
        codes = self._systems.get(system or "")
        return codes is not None and code is not None and (code in codes or not codes)

    def __str__(self) -> str:
        codes = sorted(code for codes in self._systems.values() for code in codes)
        said = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        return f"one of the value set {self.name}" + (f": {said}" if said else "")


@cache
def allowed(name: str) -> Allowed:
    """Return the codes of a value set by the last part of its address."""
    if name in _SYSTEMS:
        return Allowed(name, {_SYSTEMS[name]: frozenset()})
    codes_of: dict[str, tuple[tuple[str, str], ...]] = import_module("app.adapters.fhir.r4.codes").CODES
    if name not in codes_of:
        return Allowed(name, {}, _FORMS.get(name, _ANY))
    return Allowed(name, {system: frozenset(codes.split(" ")) for system, codes in codes_of[name]})
