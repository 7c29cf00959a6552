"""Reads how an instrument is scored, in our own notation beside its FHIR Questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from app.adapters.fhir.resources.choices import read_coding, read_number
from app.adapters.fhir.resources.elements import Element
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.scoring import Band, Method, Missing, Points, Scoring, Term
from app.domain.assessments.values import Value
from app.domain.assessments.words import Words
from app.domain.codings import Coding
from app.domain.faults import NAME_LENGTH, TEXT_LENGTH, is_language
from app.ports.imports import Severity

MOST_TERMS = 500
SCORING = "key label method items low high source bands missing most_missing code unit reported"
NOTHING = Decimal(0)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Notation:
    """Reads what stands beside a questionnaire; it names questions by link id or by a code that they bear."""

    instrument: Instrument

    def scores(self, holder: Element) -> tuple[Scoring, ...]:
        """Read the list of scores."""
        return tuple(self._scoring(element) for element in holder.elements("scoring"))

    def question(self, element: Element, name: str = "item") -> Item | None:
        """Read which question is meant."""
        reference = element.text(name)
        item = self.instrument.question(reference) if reference else None
        if item is None or not item.asks:
            wrong(element, name, "is no question of this instrument")
            return None
        return item

    def meant(self, element: Element, name: str, item: Item) -> tuple[Value, ...]:
        """Read which answers to a question are meant: options by their code, or plain values."""
        given = element.members.get(name)
        found = []
        for place, member in enumerate(given if isinstance(given, list) else [given]):
            value = _meant(member, item)
            if value is None:
                wrong(element, f"{name}[{place}]", "is no answer to this question")
            else:
                found.append(value)
        return tuple(found)

    def _scoring(self, element: Element) -> Scoring:
        only(element, SCORING)
        code = element.element("code")
        reported = self.question(element, "reported") if "reported" in element.members else None
        return Scoring(
            key=key_of(element),
            label=said(element, "label"),
            method=one_of(Method, element, "method", Method.SUM),
            terms=tuple(self._terms(element)),
            low=amount(element, "low"),
            high=amount(element, "high"),
            source=element.text("source", TEXT_LENGTH) or "",
            bands=tuple(_band(each) for each in element.elements("bands")),
            missing=one_of(Missing, element, "missing", Missing.REFUSE),
            most_missing=int(amount(element, "most_missing", NOTHING)),
            code=read_coding(code) if code.members else None,
            unit=element.text("unit", NAME_LENGTH),
            reported=reported.link_id if reported else None,
        )

    def _terms(self, element: Element) -> Iterator[Term]:
        items = element.members.get("items")
        if not isinstance(items, list) or len(items) > MOST_TERMS:
            wrong(element, "items", f"must be a list of at most {MOST_TERMS} questions")
            return
        for place, named in enumerate(items):
            members = named if isinstance(named, dict) else {"item": named}
            each = Element(members, f"{element.path}.items[{place}]", element.file, element.line, element.remarks)
            only(each, "item points")
            item = self.question(each)
            if item is not None:
                yield Term(link_id=item.link_id, points=tuple(self._points(each, item)))

    def _points(self, element: Element, item: Item) -> Iterator[Points]:
        for each in element.elements("points"):
            only(each, "is points")
            for value in self.meant(each, "is", item):
                yield Points(value=value, points=amount(each, "points"))


def key_of(element: Element) -> str:
    """Read the key by which something is spoken of: letters, digits and hyphens."""
    key = element.text("key", 60)
    if key is None or not all(part.isascii() and part.isalnum() for part in key.split("-")) or key != key.lower():
        wrong(element, "key", "must be lower-case letters, digits and hyphens")
    return key or ""


def said(element: Element, name: str) -> Words:
    """Read words by language."""
    texts = element.element(name)
    found = {tag: text for tag in texts.members if is_language(tag) and (text := texts.text(tag, TEXT_LENGTH))}
    if not found or len(found) != len(texts.members):
        wrong(element, name, "must be texts by language tag, such as {“en”: …, “es”: …}")
    return Words.of(found or {"en": "?"})


def amount(element: Element, name: str, default: Decimal | None = None) -> Decimal:
    """Read a number."""
    if name not in element.members and default is not None:
        return default
    value = read_number(element, name)
    if value is None:
        wrong(element, name, "must be a number")
    return value or NOTHING


def one_of(kind: type[E], element: Element, name: str, default: E) -> E:
    """Read a word of an enumeration."""
    text = element.text(name)
    if text is not None and text in set(kind):
        return kind(text)
    if name in element.members:
        wrong(element, name, f"must be one of {', '.join(kind)}")
    return default


def only(element: Element, names: str) -> None:
    """Remark on members that have no meaning here, because a misspelt one would be lost in silence."""
    for name in element.members.keys() - set(names.split()):
        wrong(element, name, "has no meaning here")


def wrong(element: Element, name: str, reason: str) -> None:
    """Remark that a place cannot be as it is."""
    element.remark(Severity.REJECTED, "measure", name, reason)


def _band(element: Element) -> Band:
    only(element, "key low high label code")
    code = element.element("code")
    return Band(
        key=key_of(element),
        low=amount(element, "low"),
        high=amount(element, "high"),
        label=said(element, "label"),
        code=read_coding(code) if code.members else None,
    )


def _meant(member: object, item: Item) -> Value | None:
    for option in item.options:
        names = option.value.code if isinstance(option.value, Coding) else option.value
        if names == member and isinstance(names, bool) is isinstance(member, bool):
            return option.value
    if item.options and item.is_closed:
        return None
    if isinstance(member, str | bool):
        return member
    return Decimal(repr(member)) if isinstance(member, int | float) else None
