"""Reads and writes FHIR texts in several languages: the `translation` extension beside each primitive."""

from typing import Any

from app.adapters.fhir.resources.elements import Element
from app.domain.assessments.words import Words
from app.domain.faults import TEXT_LENGTH, is_language

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
Json = dict[str, Any]


def read_words(holder: Element, name: str, language: str) -> Words | None:
    """Read a text with its translations; None when it says nothing in the language of the resource."""
    text = holder.text(name, TEXT_LENGTH)
    if text is None:
        return None
    found = {language: text}
    for extension in holder.element(f"_{name}").extensions(TRANSLATION):
        parts = {part.members.get("url"): part for part in extension.elements("extension")}
        tag = parts["lang"].text("valueCode") or parts["lang"].text("valueString") if "lang" in parts else None
        said = _content(parts.get("content"))
        if tag is None or said is None or not is_language(tag):
            extension.left_out("translation", "", "A translation has a language and a text.")
        elif found.setdefault(tag, said) != said:
            extension.left_out("translation", "", f"There is another text in {tag}.")
    return Words.of(found)


def write_words(name: str, words: Words | None) -> Json:
    """Write a text and its translations as members."""
    if words is None:
        return {}
    members: Json = {name: words.original}
    if len(words.texts) > 1:
        members[f"_{name}"] = {"extension": [_translation(tag, text) for tag, text in words.texts[1:]]}
    return members


def _content(part: Element | None) -> str | None:
    if part is None:
        return None
    return part.text("valueString", TEXT_LENGTH) or part.text("valueMarkdown", TEXT_LENGTH)


def _translation(tag: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}
