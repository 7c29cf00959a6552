"""FHIR Questionnaires and their responses, as published and as broken as they come."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.questionnaire import read_questionnaire, write_questionnaire
from app.adapters.fhir.resources.questionnaire_response import read_answers, write_answers
from app.domain.assessments.answer_checks import check
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.enabling import Behavior, Condition, Operator
from app.domain.assessments.findings import find
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Bounds, Item, Option
from app.domain.assessments.own_instrument import Definition
from app.domain.assessments.values import ItemType, Quantity, Value
from app.domain.assessments.words import Words
from app.domain.codes import Category
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate
from app.ports.imports import Remark
from tests.support.instruments import LIBRARY, a_question, an_instrument, answers, the

CORE = "http://hl7.org/fhir/StructureDefinition/"
QUESTION: dict[str, Any] = {"linkId": "q", "type": "string", "text": "Why?"}


def read(resource: Any) -> tuple[Instrument, list[Remark]]:
    remarks: list[Remark] = []
    element = Element(json.loads(json.dumps(resource)), "Questionnaire", "file.json", None, remarks)
    return read_questionnaire(element, "key", "1"), remarks


def asking(*items: Any, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Questionnaire", "status": "active", "title": "T", "item": list(items), **more}


def the_item(**members: Any) -> Item:
    instrument, remarks = read(asking({**QUESTION, **members}))
    assert remarks == []
    return instrument.items[0]


def places(*items: Any, **more: Any) -> list[tuple[str | None, str]]:
    return [(remark.place.column, remark.code) for remark in read(asking(*items, **more))[1]]


def translation(language: str, text: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": CORE + "translation", "extension": parts}]}


def test_a_text_comes_with_its_translations() -> None:
    item = the_item(_text=translation("es", "¿Por qué?"))

    assert Words.of({"en": "Why?", "es": "¿Por qué?"}) == item.text
    assert [item.text.said(language) for language in ("es", "es-MX", "fr", None)] == [
        "¿Por qué?",
        "¿Por qué?",
        "Why?",
        "Why?",
    ]


def test_the_language_of_the_resource_is_that_of_its_texts() -> None:
    instrument, _ = read(asking({**QUESTION, "_text": translation("en", "Why?"), "text": "Pourquoi ?"}, language="fr"))

    assert (instrument.language, instrument.items[0].text.by_language()) == ("fr", {"fr": "Pourquoi ?", "en": "Why?"})  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight"])
@pytest.mark.parametrize("within", [True, False])
def test_the_points_of_an_option_stand_at_the_option_or_at_its_code(name: str, *, within: bool) -> None:
    weight = {"extension": [{"url": CORE + name, "valueDecimal": 1.5}]}
    coding = {"system": "http://loinc.org", "code": "LA1", "display": "Yes"}
    option = {"valueCoding": {**coding, **weight}} if within else {"valueCoding": coding, **weight}

    (read_option,) = the_item(type="choice", answerOption=[option]).options

    assert (Decimal("1.5"), "Yes") == (read_option.points, read_option.label.original)


def test_options_may_come_in_a_contained_value_set_expanded_or_composed() -> None:
    coding = {"code": "a", "display": "A"}
    expanded = {"resourceType": "ValueSet", "id": "x", "expansion": {"contains": [{**coding, "system": "urn:s"}]}}
    composed = {
        "resourceType": "ValueSet",
        "id": "c",
        "compose": {"include": [{"system": "urn:s", "concept": [coding]}]},
    }
    items = [{**QUESTION, "linkId": i, "type": "choice", "answerValueSet": f"#{i}"} for i in ("x", "c")]

    instrument, remarks = read(asking(*items, contained=[expanded, composed]))

    assert remarks == []
    assert [Coding(system="urn:s", code="a", display="A")] * 2 == [item.options[0].value for item in instrument.items]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("answerBoolean", True),
        ("answerInteger", 3),
        ("answerDecimal", Decimal("0.1")),
        ("answerString", "yes"),
        ("answerDate", PartialDate.parse("2026-03")),
    ],
)
def test_a_condition_compares_with_a_value_of_any_type(member: str, value: Value) -> None:
    written = float(value) if isinstance(value, Decimal) else str(value) if member == "answerDate" else value
    asked = {"question": "q", "operator": "=", member: written}

    item = the_item(enableWhen=[asked], enableBehavior="any")

    assert (Condition(question="q", operator=Operator.EQUALS, answer=value),) == item.conditions
    assert Behavior.ANY is item.behavior


@pytest.mark.parametrize(
    ("item", "place", "code"),
    [
        ({"type": "string"}, "Questionnaire.item[0].linkId", "link-id"),
        ({"linkId": "q"}, "Questionnaire.item[0].type", "code"),
        ({"linkId": "q", "type": "reference"}, "Questionnaire.item[0].type", "code"),
        ({**QUESTION, "required": "yes"}, "Questionnaire.item[0].required", "type"),
        ({**QUESTION, "answerOption": [{}]}, "Questionnaire.item[0].answerOption[0]", "option"),
        (
            {**QUESTION, "answerOption": [{"valueReference": {}}]},
            "Questionnaire.item[0].answerOption[0].valueReference",
            "unsupported",
        ),
        ({**QUESTION, "answerValueSet": "http://elsewhere"}, "Questionnaire.item[0].answerValueSet", "value-set"),
        ({**QUESTION, "enableWhen": [{"question": "q"}]}, "Questionnaire.item[0].enableWhen[0].operator", "code"),
        ({**QUESTION, "enableBehavior": "some"}, "Questionnaire.item[0].enableBehavior", "code"),
        ({**QUESTION, "initial": [{"valueDate": "soon"}]}, "Questionnaire.item[0].initial[0].valueDate", "value"),
        ({**QUESTION, "item": "x"}, "Questionnaire.item[0].item", "type"),
        ({**QUESTION, "item": [{**QUESTION, "type": "?"}]}, "Questionnaire.item[0].item[0].type", "code"),
        ("x", "Questionnaire.item[0]", "type"),
    ],
)
def test_what_cannot_be_read_is_remarked_on_at_its_place(item: Any, place: str, code: str) -> None:
    assert (place, code) in places(item)


def test_items_that_stand_too_deep_are_remarked_on() -> None:
    item: dict[str, Any] = {"linkId": "deepest", "type": "group"}
    for depth in range(200):
        item = {"linkId": str(depth), "type": "group", "item": [item]}

    assert [code for _, code in places(item)] == ["too-deep"]


@pytest.mark.parametrize("key", [key for key, _ in LIBRARY.shipped()])
def test_a_shipped_instrument_comes_back_as_it_was(key: str) -> None:
    instrument = the(key)
    again, remarks = read(write_questionnaire(instrument))

    assert remarks == []
    assert (instrument.items, instrument.title, instrument.codes, instrument.copyright) == (
        again.items,
        again.title,
        again.codes,
        again.copyright,
    )


WORDS = st.sampled_from(
    [Words.plain("Why?"), Words.of({"en": "Yes", "es": "Sí"}), Words.of({"en": "a b\nc", "zh-Hant": "為什麼"})]
)
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)
VALUES: dict[ItemType, st.SearchStrategy[Value]] = {
    ItemType.BOOLEAN: st.booleans(),
    ItemType.INTEGER: st.integers(-99, 99),
    ItemType.STRING: st.sampled_from(["a", "b b"]),
    ItemType.DATE: st.dates().map(lambda day: PartialDate.parse(day.isoformat())),
    ItemType.TIME: st.times().map(lambda moment: moment.replace(microsecond=0)),
    ItemType.QUANTITY: st.builds(
        Quantity, value=NUMBERS, unit=st.sampled_from([None, "kg"]), system=st.none(), code=st.none()
    ),
}


@st.composite
def items(draw: st.DrawFn, link_id: str = "q", depth: int = 0) -> Item:
    kind = draw(st.sampled_from([*VALUES, ItemType.CHOICE, ItemType.OPEN_CHOICE, *([ItemType.GROUP] * (depth < 2))]))
    several = range(draw(st.integers(0, 2)) if kind is ItemType.GROUP else 0)
    flags = draw(st.sets(st.sampled_from(["required", "repeats", "read_only", "hidden"])))
    condition = Condition(question="q", operator=draw(st.sampled_from(Operator)), answer=True)
    return Item(
        link_id=link_id,
        type=kind,
        text=draw(WORDS),
        prefix=draw(st.sampled_from([None, "1a."])),
        codes=draw(st.sampled_from([(), (Coding(system="urn:s", code="c", display="C"),)])),
        options=tuple(draw(options(code)) for code in ("ab" if "choice" in kind else "")),
        conditions=draw(st.sampled_from([(), (condition,), (condition, condition)])),
        behavior=draw(st.sampled_from(Behavior)),
        initial=(draw(VALUES[kind]),) if kind in VALUES and "hidden" not in flags else (),
        bounds=Bounds(least=draw(st.none() | st.integers(0, 5)), length=draw(st.none() | st.integers(1, 99))),
        unit=draw(st.sampled_from([None, Coding(system="http://unitsofmeasure.org", code="kg")])),
        items=tuple(draw(items(f"{link_id}.{place}", depth + 1)) for place in several),
        **dict.fromkeys(flags, True),
    )


def options(code: str) -> st.SearchStrategy[Option]:
    return st.builds(
        lambda label, points, exclusive, chosen: Option(
            value=Coding(system="urn:s", code=code, display=label.original),
            label=label,
            points=points,
            exclusive=exclusive,
            chosen=chosen,
        ),
        WORDS,
        st.none() | NUMBERS,
        st.booleans(),
        st.booleans(),
    )


@given(items())
def test_every_instrument_comes_back_as_it_was(item: Item) -> None:
    instrument = an_instrument(item)

    again, remarks = read(write_questionnaire(instrument))

    assert remarks == []
    assert instrument.items == again.items


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
NAMES = (
    "linkId type text _text item answerOption enableWhen initial valueCoding extension answerValueSet contained "
    "valueDecimal url code language status date maxLength"
)
MEMBERS = st.sampled_from(NAMES.split())
BROKEN = st.recursive(
    JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4), max_leaves=10
)


@given(st.dictionaries(MEMBERS, BROKEN, max_size=8))
def test_no_questionnaire_however_broken_stops_the_reading(resource: dict[str, Any]) -> None:
    remarks: list[Remark] = []
    instrument = read_questionnaire(Element(resource, "Questionnaire", "f", None, remarks), "key", "1")
    answered = read_answers(Element(resource, "QuestionnaireResponse", "f", None, remarks), instrument)

    assert isinstance(find(instrument, answered).scores, tuple)


# Responses


def given_in(response: Any, instrument: Instrument) -> tuple[Answers, list[Remark]]:
    remarks: list[Remark] = []
    element = Element(json.loads(json.dumps(response)), "QuestionnaireResponse", "file.json", None, remarks)
    return read_answers(element, instrument), remarks


@pytest.mark.parametrize(
    ("code", "why"),
    [("asked-declined", Absence.DECLINED), ("asked-unknown", Absence.UNKNOWN), ("not-asked", Absence.SKIPPED)],
)
@pytest.mark.parametrize("where", ["item", "answer", "value"])
def test_why_there_is_no_answer_is_read_wherever_it_stands(code: str, why: Absence, where: str) -> None:
    absent = {"extension": [{"url": CORE + "data-absent-reason", "valueCode": code}]}
    item = {"item": absent, "answer": {"answer": [absent]}, "value": {"answer": [{"_valueString": absent}]}}[where]

    read_, _ = given_in({"item": [{"linkId": "q", **item}]}, an_instrument(a_question("q")))

    assert {"q": Unanswered(why)} == read_.given


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (ItemType.INTEGER, {"valueDecimal": 3.0}, 3),
        (ItemType.DECIMAL, {"valueInteger": 3}, Decimal(3)),
        (ItemType.CHOICE, {"valueString": "a"}, Coding(system="urn:test", code="a")),
        (ItemType.CHOICE, {"valueCoding": {"code": "a"}}, Coding(system="urn:test", code="a")),
        (ItemType.STRING, {"valueString": "0"}, "0"),
    ],
)
def test_a_value_of_a_neighbouring_type_is_taken_where_nothing_is_lost(
    kind: ItemType, written: Any, value: Value
) -> None:
    item = a_question("q", kind, *("ab" if kind is ItemType.CHOICE else ""))

    read_, remarks = given_in({"item": [{"linkId": "q", "answer": [written]}]}, an_instrument(item))

    assert ({"q": Answered((value,))}, []) == (read_.given, remarks)


@pytest.mark.parametrize(
    ("code", "why"),
    [("LA30122-8", Absence.DECLINED), ("LA12688-0", Absence.UNKNOWN), ("asked-declined", Absence.DECLINED)],
)
def test_a_code_that_says_why_there_is_no_answer_is_no_answer_unless_it_is_an_option(code: str, why: Absence) -> None:
    response = {"item": [{"linkId": "q", "answer": [{"valueCoding": {"system": "urn:test", "code": code}}]}]}

    other, _ = given_in(response, an_instrument(a_question("q", ItemType.CHOICE, "a")))
    option, _ = given_in(response, an_instrument(a_question("q", ItemType.CHOICE, "a", code)))

    assert other.given == {"q": Unanswered(why)}
    assert option.given == {"q": Answered((Coding(system="urn:test", code=code),))}


def test_an_answer_to_a_question_that_is_not_there_is_remarked_on() -> None:
    response = {"item": [{"linkId": "x", "answer": [{"valueString": "?"}]}]}

    read_, remarks = given_in(response, an_instrument(a_question("q")))

    assert read_.given == {}
    assert [remark.place.column for remark in remarks] == ["QuestionnaireResponse.item[0].linkId"]


def test_answers_in_groups_in_rounds_and_under_answers_come_back_as_they_were() -> None:
    child = Item(link_id="child", type=ItemType.GROUP, repeats=True, items=(a_question("name"), a_question("age")))
    below = Item(link_id="why", type=ItemType.CHOICE, options=a_question("", ItemType.CHOICE, "a").options)
    asked = Item(link_id="home", type=ItemType.BOOLEAN, items=(below, a_question("since")))
    instrument = an_instrument(Item(link_id="g", type=ItemType.GROUP, items=(child, asked)))
    given_: dict[str, Answer] = {
        "child": Rounds((answers(name="Ana"), answers(name="Luis", age=Unanswered(Absence.DECLINED)))),
        "home": Answered((True,)),
        "since": Answered(("2020",)),
    }

    again, remarks = given_in({"item": write_answers(instrument, Answers(given_), "es")}, instrument)

    assert (given_, []) == (again.given, remarks)


# What is really published


def published(directory: Path) -> dict[str, Instrument]:
    found = {}
    for path in sorted(directory.glob("*/Questionnaire-*.json")):
        resource = json.loads(path.read_text())
        assert read(resource)[1] == [], path
        written = LIBRARY.lent(Definition(questionnaire=resource, scoring=[], rules=[]))
        found[resource["url"]] = LIBRARY.read("key", "1", written)
    return found


def responses(directory: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_text()) for path in sorted(directory.glob("*/QuestionnaireResponse-*"))}


def test_published_questionnaires_are_read_without_a_remark_and_come_back_as_they_were(real_data: Path) -> None:
    instruments = published(real_data)

    assert len(instruments) == 8
    for instrument in instruments.values():
        again, remarks = read(write_questionnaire(instrument))
        assert ([], instrument.items) == (remarks, again.items)


def test_published_responses_fit_their_questionnaires(real_data: Path) -> None:
    instruments = published(real_data)
    known = {name: r for name, r in responses(real_data).items() if r.get("questionnaire") in instruments}

    assert len(known) == 8
    for name, response in known.items():
        instrument = instruments[response["questionnaire"]]
        read_, remarks = given_in(response, instrument)
        assert remarks == [], name
        assert check(instrument, read_, complete=True).found == [], name
        again, _ = given_in({"item": write_answers(instrument, read_)}, instrument)
        assert read_ == again, name


@pytest.mark.parametrize(
    ("name", "score", "value", "band"),
    [
        ("QuestionnaireResponse-phq-9-example.json", "total", 12, "moderate"),
        ("QuestionnaireResponse-hunger-vital-sign-example.json", "food", 2, "at-risk"),
        ("QuestionnaireResponse-SDOHCC-QuestionnaireResponseHungerVitalSignExample.json", "food", 2, "at-risk"),
    ],
)
def test_published_responses_score_by_their_own_questionnaire_and_by_ours(
    real_data: Path, name: str, score: str, value: int, band: str
) -> None:
    response = responses(real_data)[name]
    ours = LIBRARY.recognised([response["questionnaire"]], [])
    assert ours is not None
    for instrument in (published(real_data)[response["questionnaire"]], ours.instrument):
        (found,) = find(instrument, given_in(response, instrument)[0]).scores
        assert (score, value, band) == (found.key, found.value, found.band and found.band.key)


def test_published_prapare_responses_suggest_needs_and_have_no_score(real_data: Path) -> None:
    instruments, seen = published(real_data), 0
    for name, response in responses(real_data).items():
        if "PRAPARE" in name:
            instrument = instruments[response["questionnaire"]]
            found = find(instrument, given_in(response, instrument)[0])
            categories = {getattr(each.content, "category", None) for each in found.suggestions}
            assert found.scores == ()
            assert {Category.HOMELESSNESS, Category.EMPLOYMENT, Category.TRANSPORTATION} <= categories
            assert [each.key for each in found.suggestions if each.automatic] == ["not-safe.safety"]
            seen += 1

    assert seen == 2


def test_the_total_that_a_published_response_reports_is_the_one_computed(real_data: Path) -> None:
    response = responses(real_data)["QuestionnaireResponse-phq-9-example.json"]
    instrument = the("phq-9")
    read_, _ = given_in(response, instrument)
    (score,) = find(instrument, read_).scores

    assert (score.value,) == read_.values(instrument.measures.scores[0].reported or "")
