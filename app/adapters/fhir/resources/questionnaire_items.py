"""From the items of a FHIR R4 Questionnaire to the questions of an instrument, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from app.adapters.fhir.resources.choices import (
    read_coding,
    read_number,
    read_value,
    write_coding,
    write_number,
    write_value,
)
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.translations import read_words, write_words
from app.domain.assessments.enabling import Behavior, Condition, Operator
from app.domain.assessments.item import Bounds, Item, Option
from app.domain.assessments.judging import said
from app.domain.assessments.values import ItemType, Value
from app.domain.assessments.words import Words
from app.domain.codings import Coding
from app.domain.faults import NAME_LENGTH
from app.ports.imports import Severity

CORE = "http://hl7.org/fhir/StructureDefinition/"
WEIGHTS = (CORE + "ordinalValue", CORE + "itemWeight")
PREFIX, EXCLUSIVE = CORE + "questionnaire-optionPrefix", CORE + "questionnaire-optionExclusive"
HIDDEN, UNIT = CORE + "questionnaire-hidden", CORE + "questionnaire-unit"
LEAST, MOST = CORE + "minValue", CORE + "maxValue"
DEEPEST = 12
LONGEST_ID = 255
Json = dict[str, Any]
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of every item needs: the language of the texts, and the value sets that came along.

    `places` collects, by the identity of each item, where it was read.
    """

    language: str
    value_sets: Mapping[str, tuple[Element, ...]]
    places: dict[int, str] = field(default_factory=dict)

    def items(self, holder: Element, depth: int = 1) -> tuple[Item, ...]:
        """Read the items within an element."""
        if depth > DEEPEST:
            holder.remark(Severity.REJECTED, "too-deep", "item", f"Items stand at most {DEEPEST} deep.")
            return ()
        return tuple(item for element in holder.elements("item") if (item := self._item(element, depth)))

    def _item(self, element: Element, depth: int) -> Item | None:
        link_id, kind = _link_id(element), _one_of(ItemType, element, "type")
        if link_id is None or kind is None:
            return None
        item = Item(
            link_id=link_id,
            type=kind,
            text=read_words(element, "text", self.language),
            prefix=element.text("prefix", NAME_LENGTH),
            codes=tuple(code for each in element.elements("code") if (code := read_coding(each))),
            required=bool(element.flag("required")),
            repeats=bool(element.flag("repeats")),
            read_only=bool(element.flag("readOnly")),
            hidden=any(extension.flag("valueBoolean") for extension in element.extensions(HIDDEN)),
            options=tuple(self._options(element)),
            conditions=tuple(condition for each in element.elements("enableWhen") if (condition := _condition(each))),
            behavior=_one_of(Behavior, element, "enableBehavior", Behavior.ALL) or Behavior.ALL,
            initial=tuple(v for each in element.elements("initial") if (v := read_value(each)) is not None),
            bounds=_bounds(element),
            unit=next((read_coding(ext.element("valueCoding")) for ext in element.extensions(UNIT)), None),
            items=self.items(element, depth + 1),
        )
        self.places[id(item)] = element.path
        return item

    def _options(self, element: Element) -> Iterator[Option]:
        for each in element.elements("answerOption"):
            if option := self._option(each):
                yield option
        value_set = element.text("answerValueSet")
        if value_set is None:
            return
        if value_set not in self.value_sets:
            reason = "Its options must be in answerOption, or in a value set that is contained with its codes."
            element.remark(Severity.REJECTED, "value-set", "answerValueSet", reason)
        for concept in self.value_sets.get(value_set, ()):
            coding = read_coding(concept)
            if coding is not None:
                yield Option(value=coding, label=self._label(concept, coding))

    def _option(self, element: Element) -> Option | None:
        value = read_value(element)
        if value is None:
            element.remark(Severity.REJECTED, "option", "", "An option has a value.")
            return None
        inner = element.element("valueCoding") if isinstance(value, Coding) else element
        worths = [*element.extensions(*WEIGHTS), *(inner.extensions(*WEIGHTS) if inner is not element else ())]
        return Option(
            value=value,
            label=self._label(inner, value),
            points=next((read_number(worth, "valueDecimal") for worth in worths), None),
            prefix=next((each.text("valueString", NAME_LENGTH) for each in element.extensions(PREFIX)), None),
            chosen=bool(element.flag("initialSelected")),
            exclusive=any(each.flag("valueBoolean") for each in element.extensions(EXCLUSIVE)),
        )

    def _label(self, element: Element, value: Value) -> Words:
        name = "display" if isinstance(value, Coding) else "valueString"
        if isinstance(value, Coding | str):
            return read_words(element, name, self.language) or Words.plain(said(value).original, self.language)
        return Words.plain(said(value).original, self.language)


def write_item(item: Item) -> Json:
    """Write an item."""
    members: Json = {"extension": list(_extensions(item))}
    members |= {"linkId": item.link_id, "code": [write_coding(code) for code in item.codes], "prefix": item.prefix}
    members |= {**write_words("text", item.text), "type": item.type.value}
    members["enableWhen"] = [_written_condition(condition) for condition in item.conditions]
    if len(item.conditions) > 1 or item.behavior is not Behavior.ALL:
        members["enableBehavior"] = item.behavior.value
    flags = {"required": item.required, "repeats": item.repeats, "readOnly": item.read_only}
    members |= {name: True for name, holds in flags.items() if holds} | {"maxLength": item.bounds.length}
    members["answerOption"] = [_written_option(option) for option in item.options]
    members["initial"] = [write_value(value) for value in item.initial]
    members["item"] = [write_item(inner) for inner in item.items]
    return {name: value for name, value in members.items() if value not in (None, [])}


def _link_id(element: Element) -> str | None:
    link_id = element.text("linkId")
    if link_id is None or len(link_id) > LONGEST_ID:
        element.remark(Severity.REJECTED, "link-id", "linkId", "An item has a linkId of at most 255 characters.")
        return None
    return link_id


def _bounds(element: Element) -> Bounds:
    length = read_number(element, "maxLength")
    return Bounds(
        least=next((read_value(each) for each in element.extensions(LEAST)), None),
        most=next((read_value(each) for each in element.extensions(MOST)), None),
        length=int(length) if length is not None and length > 0 else None,
    )


def _condition(element: Element) -> Condition | None:
    question, operator = element.text("question"), _one_of(Operator, element, "operator")
    answer = read_value(element, "answer")
    if question is None or operator is None or answer is None:
        reason = "A condition has a question, an operator and an answer."
        element.remark(Severity.REJECTED, "enable-when", "", reason)
        return None
    return Condition(question=question, operator=operator, answer=answer)


def _one_of(kind: type[E], element: Element, name: str, default: E | None = None) -> E | None:
    text = element.text(name)
    if text is None and default is not None:
        return default
    try:
        return kind(text or "")
    except ValueError:
        reason = f"This must be one of {', '.join(kind)}."
        element.remark(Severity.REJECTED, "code", name, reason)
        return None


def _extensions(item: Item) -> Iterator[Json]:
    if item.hidden:
        yield {"url": HIDDEN, "valueBoolean": True}
    if item.unit is not None:
        yield {"url": UNIT, "valueCoding": write_coding(item.unit)}
    for url, limit in ((LEAST, item.bounds.least), (MOST, item.bounds.most)):
        if limit is not None:
            yield {"url": url, **write_value(limit)}


def _written_condition(condition: Condition) -> Json:
    members = {"question": condition.question, "operator": condition.operator.value}
    return members | write_value(condition.answer, "answer")


def _written_option(option: Option) -> Json:
    extensions = [{"url": WEIGHTS[0], "valueDecimal": write_number(option.points)}] if option.points is not None else []
    if option.prefix is not None:
        extensions.append({"url": PREFIX, "valueString": option.prefix})
    if option.exclusive:
        extensions.append({"url": EXCLUSIVE, "valueBoolean": True})
    members: Json = {"extension": extensions} if extensions else {}
    members |= write_value(option.value)
    if isinstance(option.value, Coding):
        members["valueCoding"] |= write_words("display", option.label) if option.value.display else {}
    elif isinstance(option.value, str) and len(option.label.texts) > 1:
        members |= write_words("valueString", option.label)
    return members | ({"initialSelected": True} if option.chosen else {})
