"""Makes the references of a file comparable: whatever way they are written, the same thing gets the same key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.files import Found
from app.domain.identity import Identifier
from app.ports.imports import Link

MOST_WORDS = 300
NAMED = frozenset(
    {"Device", "Location", "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"}
)
"""The types whose resources are known by a name; requests are known by what they ask for."""

_RELATIVE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}(?=/_history/|$)")
_CONDITIONAL = re.compile(r"[A-Z][A-Za-z]+\?.+")


@dataclass(slots=True)
class Names:
    """What the resources of a run are called, by their keys: members, authors and performers are told by name."""

    words: dict[str, str] = field(default_factory=dict)

    def learn(self, found: Found) -> None:
        """Remember what a resource is called, when it is called anything."""
        called = _called(found)
        for key in {found.key, found.url} - {None}:
            if called and key:
                self.words[key] = called[:MOST_WORDS]
        identifiers = found.resource.elements("identifier") if found.kind in NAMED else ()
        for each in identifiers:
            system, value = each.members.get("system"), each.members.get("value")
            if called and isinstance(system, str) and isinstance(value, str):
                self.words[f"{system}|{value}"] = called[:MOST_WORDS]

    def of(self, link: Link | None) -> str | None:
        """Say whom or what a link means: as it is called here, else as the reference calls it."""
        if link is None:
            return None
        by_identifier = f"{link.identifier.system}|{link.identifier.value}" if link.identifier else ""
        return link.words or self.words.get(link.key or "") or self.words.get(by_identifier)


class References:
    """Reads the references of one file."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.keys: Mapping[str, str] = {each.url: each.key for each in found if each.url and each.key}

    def link(self, holder: Element, name: str) -> Link | None:
        """Read the reference in a member; None when it says nothing."""
        return self.of(holder.element(name))

    def of(self, reference: Element) -> Link | None:
        """Read a reference that stands in a list."""
        text, words = reference.text("reference", 2_000), reference.text("display", MOST_WORDS)
        logical = reference.element("identifier")
        system, value = logical.text("system"), logical.text("value")
        identifier = Identifier(system=system, value=value) if system and value else None
        key = None
        if text is not None and _CONDITIONAL.fullmatch(text):
            identifier = _asked(text) or identifier
        elif text is not None:
            key = self._key(text)
        if key is None and identifier is None and words is None:
            return None
        return Link(key=key, identifier=identifier, words=words)

    def _key(self, text: str) -> str | None:
        if text.startswith("#"):
            return None
        relative = _RELATIVE.match(text)
        return self.keys.get(text) or (relative[0] if relative else text)


def _asked(conditional: str) -> Identifier | None:
    """Read `Practitioner?identifier=system|value`."""
    for asked in parse_qs(urlsplit(conditional).query).get("identifier", ()):
        system, bar, value = asked.partition("|")
        if bar and system and value:
            return Identifier(system=system, value=value)
    return None


def _called(found: Found) -> str | None:
    resource = found.resource
    if found.kind in ("Practitioner", "Patient", "RelatedPerson"):
        return next(filter(None, map(_person, resource.elements("name"))), None)
    if found.kind in ("Organization", "Location"):
        return resource.text("name")
    if found.kind == "Device":
        return next(filter(None, (each.text("name") for each in resource.elements("deviceName"))), None)
    if found.kind == "PractitionerRole":
        return resource.element("practitioner").text("display")
    return concept_words(resource.element("code")) or concept_words(resource.element("medicationCodeableConcept"))


def _person(name: Element) -> str | None:
    parts = (*name.texts("prefix", 50), *name.texts("given", 100), name.text("family"), *name.texts("suffix", 50))
    return name.text("text") or " ".join(filter(None, parts)) or None


def concept_words(concept: Element) -> str | None:
    """Say a CodeableConcept: its text, else the first display, else the first code."""
    codings = list(concept.elements("coding"))
    displays = (coding.text("display") for coding in codings)
    codes = (coding.text("code") for coding in codings)
    return concept.text("text") or next(filter(None, displays), None) or next(filter(None, codes), None)
