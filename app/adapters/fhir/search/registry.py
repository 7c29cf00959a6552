"""Which search parameters each type has, read once from the generated rows, because extraction and queries must agree.

FHIR R4 search, section 3.1.1.3: https://hl7.org/fhir/R4/search.html#ptypes
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from app.adapters.fhir.search.parameters import PARAMETERS, Row

EVERY_TYPE = "Resource"
DEFINED_IN = "http://hl7.org/fhir/SearchParameter/"
DEFINED_IN_US_CORE = "http://hl7.org/fhir/us/core/SearchParameter/"
AUDIT_EVENT = "AuditEvent"
"""What is drawn of the audit log when it is asked for: it stands apart, so that nothing leads to it or from it."""
NOT_SEARCHED = frozenset({"_content", "_text", "_query", "phonetic"})  # no text index, no named queries, no phonetics


class Kind(StrEnum):
    """What the values of a parameter are."""

    TOKEN = "token"  # noqa: S105 - a kind of parameter
    STRING = "string"
    REFERENCE = "reference"
    DATE = "date"
    QUANTITY = "quantity"
    NUMBER = "number"
    URI = "uri"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One member on the way; where `member` is named, only those objects whose member equals `value`."""

    name: str
    member: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Where values stand, and of which type of data; `detail` is a code's system, or the type of target that counts."""

    leaf: str
    detail: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One search parameter of one type; no `targets` are all of them."""

    type: str
    code: str
    kind: Kind
    url: str
    elements: tuple[Element, ...]
    targets: frozenset[str]

    @property
    def key(self) -> str:
        """Name what it finds its resources by."""
        return f"{self.type}.{self.code}"

    @property
    def is_canonical(self) -> bool:
        """Whether it names what it refers to by its address."""
        return self.kind is Kind.REFERENCE and all(each.leaf != "Reference" for each in self.elements)


def types() -> frozenset[str]:
    """Return every type that has parameters."""
    return frozenset(PARAMETERS) - {EVERY_TYPE}


@cache
def parameters(type_: str) -> Mapping[str, Parameter]:
    """Return what a type can be searched by, the parameters of every type among it, by code."""
    rows = (*PARAMETERS[EVERY_TYPE], *PARAMETERS.get(type_, ()))
    return MappingProxyType({each.code: each for each in _read(type_, rows)})


def _read(type_: str, rows: tuple[Row, ...]) -> Iterator[Parameter]:
    for code, kind, name, elements, targets, _ in rows:
        if not elements or kind == "composite" or code in NOT_SEARCHED:
            continue
        yield Parameter(
            type=type_,
            code=code,
            kind=Kind(kind),
            url=f"{DEFINED_IN_US_CORE if name.startswith('us-core-') else DEFINED_IN}{name}",
            elements=tuple(map(_element, elements.split(" | "))),
            targets=frozenset(() if targets == "*" else targets.split()),
        )


def _element(text: str) -> Element:
    leaf, _, path = text.partition(" ")
    name, _, detail = leaf.partition("(")
    return Element(leaf=name, detail=detail.removesuffix(")"), steps=tuple(map(_step, filter(None, path.split(">")))))


def _step(text: str) -> Step:
    name, _, condition = text.partition("[")
    member, _, value = condition.removesuffix("]").partition("=")
    return Step(name=name, member=member, value=value)
