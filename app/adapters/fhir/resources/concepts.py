"""From FHIR CodeableConcepts and codes to concepts and enumerations; nothing is ever guessed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.adapters.fhir.resources.elements import Element
from app.domain.codes import SDOHCC_CATEGORIES, Category
from app.domain.codings import MOST_CODINGS, TEXT_LENGTH, Coding, Concept
from app.domain.faults import NAME_LENGTH
from app.domain.identity import Identifier

MOST_IDENTIFIERS = 10
E = TypeVar("E", bound=StrEnum)


def read_concept(holder: Element, name: str) -> Concept | None:
    """Read the concept in a member; None when it says nothing."""
    return concept_of(holder.element(name))


def read_concepts(holder: Element, name: str) -> tuple[Concept, ...]:
    """Read a list of concepts."""
    return tuple(concept for each in holder.elements(name) if (concept := concept_of(each)))


def concept_of(element: Element) -> Concept | None:
    """Read a CodeableConcept; codings without a system or a code are words at best."""
    codings: dict[tuple[str, str], Coding] = {}
    words = element.text("text", TEXT_LENGTH)
    for each in element.elements("coding"):
        system, code = each.text("system", NAME_LENGTH), each.text("code", NAME_LENGTH)
        display = each.text("display", TEXT_LENGTH)
        if system and code:
            codings[system, code] = Coding(system=system, code=code, display=display)
        else:
            words = words or display or code
    if not codings and words is None:
        return None
    return Concept(codings=tuple(codings.values())[:MOST_CODINGS], text=words)


def social_category(holder: Element, name: str) -> Category | None:
    """Return the first SDOHCC category among the concepts of a list."""
    for each in holder.elements(name):
        for coding in each.elements("coding"):
            code = coding.text("code")
            if coding.members.get("system") == SDOHCC_CATEGORIES and code in set(Category):
                return Category(code)
    return None


def read_code(holder: Element, name: str, meanings: Mapping[str, E]) -> E | None:
    """Read a code that must be one of those known; another is left out with a remark."""
    code = holder.text(name)
    if code is None or code in meanings:
        return meanings.get(code or "")
    holder.left_out("code", name, f"“{code[:60]}” is none of {', '.join(meanings)}.")
    return None


def read_coded(holder: Element, name: str, meanings: Mapping[str, E]) -> E | None:
    """Read a concept of which one code, or the text, is one of those known."""
    concept = holder.element(name)
    said = [coding.text("code") for coding in concept.elements("coding")]
    known = next((meanings[each] for each in (*said, concept.text("text")) if each and each in meanings), None)
    if known is None and concept.members:
        holder.left_out("code", name, f"No code here is one of {', '.join(meanings)}.")
    return known


def read_identifiers(resource: Element) -> tuple[Identifier, ...]:
    """Read the identifiers that have a system and a value, each once."""
    pairs = (
        (each.text("system", NAME_LENGTH), each.text("value", NAME_LENGTH)) for each in resource.elements("identifier")
    )
    found = dict.fromkeys((system, value) for system, value in pairs if system and value)
    return tuple(Identifier(system=system, value=value) for system, value in list(found)[:10])


def spelled(enumeration: type[E]) -> dict[str, E]:
    """Return an enumeration by the spelling of FHIR, with hyphens."""
    return {each.value.replace("_", "-"): each for each in enumeration}


def notes_of(resource: Element, most: int, name: str = "note") -> str | None:
    """Put the texts of annotations together."""
    texts = [text for each in resource.elements(name) if (text := each.text("text"))]
    return "\n\n".join(texts)[:most].strip() or None
