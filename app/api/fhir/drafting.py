"""Reads a valid resource as the draft that use cases take: its bytes, what it is about, what it names, how it is found.

Sections: http://hl7.org/fhir/R4/references.html#literal, http://hl7.org/fhir/R4/security-labels.html.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
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


@dataclass(frozen=True, slots=True)
class Named:
    """A member `reference`: who holds it, where it is, and what it says."""

    holder: dict[str, Any]
    expression: str

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.holder["reference"])


def drafted(resource: dict[str, Any], *, foreign: bool = False) -> Draft:
    """Return the draft of a resource; `Invalid` where it names what can be none of ours.

    `foreign`: names that a source gave, and that are no ids of ours, stay as they came, save that of the client.
    """
    type_ = resource["resourceType"]
    about = tuple(f"{type_}.{member}" for member in ABOUT)
    ours = (named for named in named_in(resource, type_) if is_ours(named.text))
    references = tuple(reference_of(each) for each in ours if not (foreign and _is_foreign(each, about)))
    clients = [each for each in references if each.target.type == "Patient" and each.expression in about]
    meta, content = _meta(resource), _content(resource)
    return Draft(
        type=type_,
        face=Face(content=write(content), meta=write(meta)),
        terms=extract(type_, resource),
        client=clients[0] if clients else None,
        references=references,
        codings=tuple(dict.fromkeys(_codings(content))),
        categories=tuple(dict.fromkeys(_codings(resource.get("category")))),
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


def named_in(value: Any, at: str) -> Iterator[Named]:
    """Return every reference below a value."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield Named(value, at)
        for name, member in value.items():
            if isinstance(member, dict | list):
                yield from named_in(member, f"{at}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from named_in(item, f"{at}[{index}]")


def is_ours(text: str) -> bool:
    """Whether a reference names a resource of this server: neither contained, nor elsewhere, nor only identified."""
    return _LITERAL.fullmatch(text) is not None


def literal_of(text: str) -> tuple[str, str] | None:
    """Return type and id of a reference to this server."""
    found = _LITERAL.fullmatch(text)
    return None if found is None else (found["type"], found["id"])


def reference_of(named: Named) -> Reference:
    """Return what a reference to this server means."""
    found = _LITERAL.fullmatch(named.text)
    id_ = uuid_of(found["id"]) if found is not None else None
    if found is None or id_ is None:
        raise nothing_there(named.expression)
    return Reference(target=Target(type=found["type"], id=id_), expression=named.expression)


def _is_foreign(named: Named, about: tuple[str, ...]) -> bool:
    """Whether a reference is by a name of a source's, and to anything but the client."""
    type_, id_ = literal_of(named.text) or ("", "")
    return uuid_of(id_.lower()) is None and not (type_ == "Patient" and named.expression in about)


def nothing_there(expression: str) -> Invalid:
    """Refuse a reference to what is not here, in the words for what may not be seen."""
    fault = Fault(pointer=expression, message="names nothing that is here")
    return Invalid("resource.reference-not-found", "It names what cannot be named there.", faults=(fault,))


def uuid_of(text: str) -> UUID | None:
    """Read an id of ours; what is written otherwise is none."""
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return id_ if str(id_) == text else None


def _codings(value: Any) -> Iterator[Coding]:
    if isinstance(value, list):
        for item in value:
            yield from _codings(item)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "coding" and isinstance(member, list):
                yield from (coding for each in member for coding in _coding(each))
            elif name.endswith("Coding"):
                yield from _coding(member)
            elif isinstance(member, dict | list):
                yield from _codings(member)


def _coding(value: Any) -> Iterator[Coding]:
    if isinstance(value, dict) and isinstance(value.get("system"), str) and isinstance(value.get("code"), str):
        yield Coding(system=value["system"], code=value["code"], display=value.get("display"))


def _security(meta: dict[str, Any]) -> Iterator[str]:
    for label in meta.get("security", ()):
        if label.get("system") == ACT_CODE:
            yield str(label.get("code"))
