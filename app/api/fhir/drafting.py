"""Reads a valid resource as the draft that use cases take: its bytes, what it is about, what it names, how it is found.

Sections: http://hl7.org/fhir/R4/references.html#literal, http://hl7.org/fhir/R4/security-labels.html.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from app.adapters.fhir.search.extraction import extract
from app.adapters.fhir.validation.json_text import write
from app.domain.codes import Sensitivity
from app.domain.codings import Coding
from app.domain.errors import Fault, Invalid
from app.ports.resources import Draft, Face, Reference, Target

ABOUT = ("subject", "patient", "beneficiary", "for", "individual", "candidate")
OWN = ("resourceType", "id", "meta")
SERVERS = ("versionId", "lastUpdated")
LABELS = {
    "ETH": Sensitivity.SUD,
    "SUD": Sensitivity.SUD,
    "ETHUD": Sensitivity.SUD,
    "OPIOIDUD": Sensitivity.SUD,
    "PSY": Sensitivity.MH,
    "MH": Sensitivity.MH,
    "PSYTHPN": Sensitivity.MH,
    "HIV": Sensitivity.HIV,
    "SDV": Sensitivity.SDV,
    "DV": Sensitivity.SDV,
    "STD": Sensitivity.STD,
}
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_LITERAL = re.compile(r"(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?")


class Named(NamedTuple):
    """A member `reference`: who holds it, where it is, and what it says."""

    holder: dict[str, Any]
    expression: str

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.holder["reference"])


def drafted(resource: dict[str, Any], *, foreign: bool = False, named: Sequence[Named] | None = None) -> Draft:
    """Return the draft of a resource; `Invalid` where it names what can be none of ours.

    `foreign`: names that a source gave, and that are no ids of ours, stay as they came, save that of the client.
    `named` is what it names, for who has looked already.
    """
    type_ = resource["resourceType"]
    about = tuple(f"{type_}.{member}" for member in ABOUT)
    named = named_in(resource, type_) if named is None else named
    references = tuple(_references(named, about, foreign=foreign))
    clients = [each for each in references if each.target.type == "Patient" and each.expression in about]
    meta, content = _meta(resource), _content(resource)
    return Draft(
        type=type_,
        face=Face(content=write(content), meta=write(meta)),
        terms=extract(type_, resource),
        client=clients[0] if clients else None,
        references=references,
        codings=codings_in(content),
        categories=codings_in(resource.get("category")),
        security=frozenset(LABELS[code] for code in _security(meta) if code in LABELS),
    )


def face_of(resource: dict[str, Any]) -> Face:
    """Return what a resource says, as bytes."""
    return Face(content=write(_content(resource)), meta=write(_meta(resource)))


def _content(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name not in OWN}


def _meta(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.get("meta", {}).items() if name not in SERVERS}


def encoded(resource: Any) -> bytes:
    """Write a value as JSON; decimals keep their digits."""
    return write(resource)


def named_in(value: Any, at: str) -> list[Named]:
    """Return every reference below a value."""
    found: list[Named] = []
    _gather_named(value, at, found)
    return found


def _gather_named(value: Any, at: str, found: list[Named]) -> None:
    if value.__class__ is dict:
        if value.get("reference").__class__ is str:
            found.append(Named(value, at))
        for name, member in value.items():
            if member.__class__ is dict or member.__class__ is list:
                _gather_named(member, f"{at}.{name}", found)
    elif value.__class__ is list:
        for index, item in enumerate(value):
            _gather_named(item, f"{at}[{index}]", found)


def literal_of(text: str) -> tuple[str, str] | None:
    """Return type and id of a reference to this server: neither contained, nor elsewhere, nor only identified."""
    found = _LITERAL.fullmatch(text)
    return None if found is None else (found["type"], found["id"])


def _references(named: Iterable[Named], about: Sequence[str], *, foreign: bool) -> Iterator[Reference]:
    """Return what references to this server mean, but for those by a name of a source's to what is not the client."""
    for each in named:
        literal = literal_of(each.text)
        if literal is None:
            continue
        type_, text = literal
        id_ = uuid_of(text)
        if id_ is not None:
            yield Reference(target=Target(type=type_, id=id_), expression=each.expression)
        elif not foreign or uuid_of(text.lower()) is not None or (type_ == "Patient" and each.expression in about):
            raise nothing_there(each.expression)


def nothing_there(expression: str) -> Invalid:
    """Refuse a reference to what is not here, in the words for what may not be seen."""
    fault = Fault(pointer=expression, message="names nothing that is here")
    return Invalid("resource.reference-not-found", "It names what cannot be named there.", faults=(fault,))


@lru_cache(2_000)
def uuid_of(text: str) -> UUID | None:
    """Read an id of ours; what is written otherwise is none."""
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return id_ if str(id_) == text else None


def codings_in(value: Any) -> tuple[Coding, ...]:
    """Return every code below a value that has a system, each once."""
    found: dict[tuple[str, str, str | None], None] = {}
    _gather_codings(value, found)
    return tuple(Coding(system=system, code=code, display=display) for system, code, display in found)


def _gather_codings(value: Any, found: dict[tuple[str, str, str | None], None]) -> None:
    if value.__class__ is list:
        for item in value:
            _gather_codings(item, found)
    elif value.__class__ is dict:
        for name, member in value.items():
            if name == "coding" and member.__class__ is list:
                for each in member:
                    _note_coding(each, found)
            elif member.__class__ is dict or member.__class__ is list:
                _note_coding(member, found) if name.endswith("Coding") else _gather_codings(member, found)


def _note_coding(value: Any, found: dict[tuple[str, str, str | None], None]) -> None:
    system, code = (value.get("system"), value.get("code")) if value.__class__ is dict else (None, None)
    if system.__class__ is str and code.__class__ is str:
        found[system, code, value.get("display")] = None


def _security(meta: dict[str, Any]) -> Iterator[str]:
    for label in meta.get("security", ()):
        if label.get("system") == ACT_CODE:
            yield str(label.get("code"))
