"""Instruments that a network writes itself, with each fault at its place, and the recognition of known ones."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.fhir.instruments.library import pointer
from app.domain.assessments.findings import find
from app.domain.assessments.instrument import Instrument, Measures
from app.domain.assessments.own_instrument import Definition
from app.domain.assessments.rules import SuggestedGoal, SuggestedNeed, SuggestedReferral, SuggestedTask
from app.domain.assessments.scoring import Method, Missing
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.errors import Invalid
from tests.support.instruments import LIBRARY, answers, the

Written = dict[str, Any]
OPTIONS = [
    {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": points}],
        "valueCoding": {"system": "urn:s", "code": code, "display": code.capitalize()},
    }
    for points, code in enumerate(("no", "some", "much"))
]
ASKED = [
    {"linkId": link_id, "type": "choice", "text": f"{link_id}?", "answerOption": OPTIONS} for link_id in ("a", "b")
]
WORDS = {"en": "Words", "es": "Palabras"}
OWN: Written = {
    "questionnaire": {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Own",
        "item": [*ASKED, {"linkId": "n", "type": "integer", "text": "How many?"}],
    },
    "scoring": [
        {
            "key": "total",
            "label": WORDS,
            "method": "sum",
            "items": ["a", "b"],
            "low": 0,
            "high": 4,
            "missing": "prorate",
            "most_missing": 1,
            "bands": [
                {"key": "low", "low": 0, "high": 1, "label": WORDS},
                {"key": "high", "low": 2, "high": 4, "label": WORDS},
            ],
        }
    ],
    "rules": [
        {
            "key": "much",
            "when": {
                "some": [
                    {"score": "total", "bands": ["high"]},
                    {"every": [{"item": "a", "is": ["much"]}, {"item": "n", "operator": ">=", "value": 3}]},
                ]
            },
            "labels": ["MH"],
            "part2_labels": ["SUD"],
            "suggests": [
                {"key": "n", "need": {"words": WORDS, "category": "stress"}},
                {"key": "g", "for": "n", "goal": {"words": WORDS}},
                {"key": "r", "for": "n", "referral": {"words": WORDS, "category": "stress", "priority": "urgent"}},
                {"key": "t", "task": {"title": WORDS, "details": WORDS}, "automatic": True},
            ],
        }
    ],
}


def read(written: Written) -> Instrument:
    return LIBRARY.read("own", "1", Definition(**written))


def faults(change: Callable[[Written], object]) -> list[tuple[str, str]]:
    written = copy.deepcopy(OWN)
    change(written)
    with pytest.raises(Invalid) as refused:
        read(written)
    assert refused.value.code == "instrument.invalid"
    return [(fault.pointer, fault.message) for fault in refused.value.faults]


def test_an_instrument_of_ones_own_is_read_whole() -> None:
    instrument = read(OWN)
    (scoring,), (rule,) = instrument.measures.scores, instrument.measures.rules
    contents = [proposal.content for proposal in rule.proposals]

    assert (
        scoring.method,
        scoring.missing,
        scoring.most_missing,
        [term.link_id for term in scoring.terms],
    ) == (Method.SUM, Missing.PRORATE, 1, ["a", "b"])
    assert [SuggestedNeed, SuggestedGoal, SuggestedReferral, SuggestedTask] == [type(content) for content in contents]
    assert isinstance(contents[0], SuggestedNeed)
    assert isinstance(contents[2], SuggestedReferral)
    assert (contents[0].category, contents[2].priority) == (Category.STRESS, Priority.URGENT)
    assert ({Sensitivity.MH}, {Sensitivity.SUD}) == (rule.labels, rule.part2_labels)


def test_its_answers_are_scored_and_its_rules_applied() -> None:
    instrument = read(OWN)
    much, no = (instrument.items[0].options[place].value for place in (2, 0))

    scored = find(instrument, answers(a=much, b=no))
    counted = find(instrument, answers(n=2, a=no, b=no))

    assert ([Decimal(2)], ["much.n", "much.g", "much.r", "much.t"]) == (
        [score.value for score in scored.scores],
        [each.key for each in scored.suggestions],
    )
    assert counted.suggestions == ()


def test_points_may_be_given_beside_the_questionnaire() -> None:
    written = copy.deepcopy(OWN)
    written["scoring"][0]["items"][0] = {"item": "a", "points": [{"is": ["some", "much"], "points": 2}]}
    instrument = read(written)

    (score,) = find(
        instrument, answers(a=instrument.items[0].options[1].value, b=instrument.items[1].options[0].value)
    ).scores
    assert Decimal(2) == score.value


def at(*path: str | int, value: Any) -> Callable[[Written], None]:
    def change(written: Written) -> None:
        place: Any = written
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("questionnaire", "resourceType"), "Patient", "/questionnaire/resourceType"),
        (("questionnaire", "status"), "fine", "/questionnaire/status"),
        (("questionnaire", "item"), [], "/questionnaire/item"),
        (("questionnaire", "item", 1, "linkId"), "a", "/questionnaire/item/1/linkId"),
        (("questionnaire", "item", 0, "type"), "reference", "/questionnaire/item/0/type"),
        (("questionnaire", "item", 0, "answerOption"), [], "/questionnaire/item/0/answerOption"),
        (("questionnaire", "item", 0, "required"), "yes", "/questionnaire/item/0/required"),
        (
            ("questionnaire", "item", 0, "enableWhen"),
            [{"question": "x", "operator": "exists", "answerBoolean": True}],
            "/questionnaire/item/0/enableWhen/0/question",
        ),
        (
            ("questionnaire", "item", 0, "enableWhen"),
            [{"question": "a", "operator": "exists", "answerBoolean": True}],
            "/questionnaire/item/0/enableWhen/0/question",
        ),
        (
            ("questionnaire", "item", 0, "enableWhen"),
            [{"question": "b", "operator": "exists", "answerString": "yes"}],
            "/questionnaire/item/0/enableWhen/0/answer",
        ),
        (("scoring",), {"key": "x"}, "/scoring/0/label"),
        (("scoring",), "x", "/scoring"),
        (("scoring", 0, "key"), "Total!", "/scoring/0/key"),
        (("scoring", 0, "label"), {"english": "Words"}, "/scoring/0/label"),
        (("scoring", 0, "label"), None, "/scoring/0/label"),
        (("scoring", 0, "method"), "median", "/scoring/0/method"),
        (("scoring", 0, "items"), ["a", "z"], "/scoring/0/items/1/item"),
        (("scoring", 0, "items"), ["a", "a"], "/scoring/0/items"),
        (("scoring", 0, "items"), [], "/scoring/0/items"),
        (("scoring", 0, "items"), "a", "/scoring/0/items"),
        (
            ("scoring", 0, "items", 0),
            {"item": "a", "points": [{"is": ["z"], "points": 1}]},
            "/scoring/0/items/0/points/0/is/0",
        ),
        (("scoring", 0, "low"), "none", "/scoring/0/low"),
        (("scoring", 0, "high"), 0, "/scoring/0/high"),
        (("scoring", 0, "most_missing"), 2, "/scoring/0/most_missing"),
        (("scoring", 0, "method"), "max", "/scoring/0/missing"),
        (("scoring", 0, "bands", 1, "low"), 1, "/scoring/0/bands/1/low"),
        (("scoring", 0, "bands", 1, "high"), 3, "/scoring/0/bands"),
        (("scoring", 0, "bands", 0, "low"), 2, "/scoring/0/bands/0/high"),
        (("scoring", 0, "most_mising"), 1, "/scoring/0/most_mising"),
        (("rules", 0, "key"), "", "/rules/0/key"),
        (("rules", 0, "label"), ["MH"], "/rules/0/label"),
        (("rules", 0, "when"), {"score": "total", "at_least": 1, "at_lost": 1}, "/rules/0/when/at_lost"),
        (("rules", 0, "suggests", 0, "need", "code"), "x", "/rules/0/suggests/0/need/code"),
        (("rules", 0, "when"), {}, "/rules/0/when"),
        (("rules", 0, "when"), {"score": "x", "at_least": 1}, "/rules/0/when/score"),
        (("rules", 0, "when"), {"score": "total"}, "/rules/0/when/score"),
        (("rules", 0, "when"), {"score": "total", "bands": ["worst"]}, "/rules/0/when/bands"),
        (("rules", 0, "when"), {"item": "a", "is": ["z"]}, "/rules/0/when/is/0"),
        (("rules", 0, "when"), {"item": "z", "is": ["no"]}, "/rules/0/when/item"),
        (("rules", 0, "when"), {"item": "n", "operator": "~", "value": 1}, "/rules/0/when/operator"),
        (("rules", 0, "when"), {"every": []}, "/rules/0/when"),
        (("rules", 0, "labels"), ["XX"], "/rules/0/labels"),
        (("rules", 0, "suggests", 0, "need", "category"), "hunger", "/rules/0/suggests/0/need/category"),
        (("rules", 0, "suggests", 0, "need", "words"), {}, "/rules/0/suggests/0/need/words"),
        (("rules", 0, "suggests", 1, "for"), "g", "/rules/0/suggests/1/for"),
        (("rules", 0, "suggests", 1, "automatic"), True, "/rules/0/suggests/1/automatic"),
        (("rules", 0, "suggests", 1), {"key": "x"}, "/rules/0/suggests/1"),
        (("rules", 0, "suggests", 2, "referral"), {"words": WORDS}, "/rules/0/suggests/2/referral/category"),
        (("rules", 0, "suggests", 2, "key"), "n", "/rules/0/suggests"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(path: tuple[str | int, ...], value: Any, place: str) -> None:
    assert place in [where for where, _ in faults(at(*path, value=value))]


def test_questions_that_hang_on_each_other_are_refused() -> None:
    def tie(written: Written) -> None:
        for one, other in ((0, "b"), (1, "a")):
            written["questionnaire"]["item"][one]["enableWhen"] = [
                {"question": other, "operator": "exists", "answerBoolean": True}
            ]

    assert faults(tie) == [
        ("/questionnaire/item/0/enableWhen/0/question", "depends on this item itself"),
        ("/questionnaire/item/1/enableWhen/0/question", "depends on this item itself"),
    ]


def test_rules_that_stand_too_deep_are_refused() -> None:
    when: Written = {"item": "a", "is": ["no"]}
    for _ in range(50):
        when = {"every": [when]}

    assert any(place.startswith("/rules/0/when/every/0") for place, _ in faults(at("rules", 0, "when", value=when)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.data(), JSON)
def test_whatever_stands_anywhere_an_instrument_is_read_or_refused(data: st.DataObject, junk: Any) -> None:
    written = copy.deepcopy(OWN)
    place: Any = written
    path: list[str | int] = []
    while isinstance(place, dict | list) and place and (not path or data.draw(st.booleans())):
        step = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        path.append(step)
        place = place[step]
    if path == ["questionnaire"] and not isinstance(junk, dict):
        junk = {}
    at(*path, value=junk)(written)
    refused = refusal(written)
    assert refused is None or refused.faults
    assert refused is None or all(fault.pointer.startswith("/") for fault in refused.faults)


def refusal(written: Written) -> Invalid | None:
    try:
        find(read(written), answers())
    except Invalid as refused:
        return refused
    return None


@pytest.mark.parametrize(
    ("path", "written"),
    [("questionnaire.item[0].type", "/questionnaire/item/0/type"), ("rules[2]", "/rules/2"), ("x.", "/x")],
)
def test_a_path_is_written_as_a_pointer(path: str, written: str) -> None:
    assert written == pointer(path)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("44249-1", "phq-9"),
        ("69737-5", "gad-7"),
        ("55757-9", "phq-2"),
        ("88121-9", "hunger-vital-sign"),
        ("96777-8", "ahc-hrsn-core"),
        ("97023-6", "ahc-hrsn-supplemental"),
        ("93025-5", None),
        ("72109-2", None),
    ],
)
def test_an_instrument_is_recognised_by_the_code_of_its_panel(code: str, key: str | None) -> None:
    known = LIBRARY.recognised([], [code])

    assert key == (known.instrument.key if known else None)


def test_an_instrument_is_recognised_by_an_address_with_or_without_its_version() -> None:
    url = the("phq-9").url or ""
    found = [LIBRARY.recognised([each], []) for each in (url, f"{url}|1.0.0", "http://loinc.org/q/44249-1", "urn:x")]

    assert [each.instrument.key if each else None for each in found] == ["phq-9", "phq-9", "phq-9", None]


def test_the_text_of_prapare_is_not_shipped() -> None:
    assert "prapare" not in {key for key, _ in LIBRARY.shipped()}


def test_a_known_questionnaire_is_lent_only_the_measures_that_fit_it() -> None:
    housing = {
        "linkId": "housing",
        "code": [{"system": "http://loinc.org", "code": "93033-9"}],
        "type": "choice",
        "text": "Are you worried about losing your housing?",
        "answerOption": [{"valueCoding": {"system": "http://loinc.org", "code": "LA33-6", "display": "Yes"}}],
    }
    code = [{"system": "http://loinc.org", "code": "93025-5"}]
    questionnaire = {"resourceType": "Questionnaire", "status": "active", "code": code, "item": [housing]}
    asked = Definition(questionnaire=questionnaire, scoring=[], rules=[])

    rules = LIBRARY.read("prapare", "1", LIBRARY.lent(asked)).measures.rules

    assert [rule.key for rule in rules] == ["losing-home"]
    assert Measures() == LIBRARY.read("prapare", "1", asked).measures


def test_measures_of_ones_own_are_kept_and_an_unknown_questionnaire_is_lent_none() -> None:
    own = Definition(**OWN)
    unknown = Definition(questionnaire=OWN["questionnaire"], scoring=[], rules=[])
    ours = LIBRARY.shipped()["phq-9", "1.0.0"].definition
    phq_with_own_rules = Definition(questionnaire=ours.questionnaire, scoring=[], rules=[{"key": "own"}])

    assert [own, unknown, phq_with_own_rules] == [LIBRARY.lent(each) for each in (own, unknown, phq_with_own_rules)]


def test_our_own_questionnaire_is_lent_all_of_its_measures() -> None:
    for edition in LIBRARY.shipped().values():
        bare = Definition(questionnaire=edition.definition.questionnaire, scoring=[], rules=[])
        assert edition.definition == LIBRARY.lent(bare)


def test_only_the_circle_is_refused_and_not_what_hangs_on_it() -> None:
    def on(link_id: str) -> list[Written]:
        return [{"question": link_id, "operator": "exists", "answerBoolean": True}]

    def tie(written: Written) -> None:
        items = written["questionnaire"]["item"]
        items[0]["enableWhen"], items[1]["enableWhen"], items[2]["enableWhen"] = on("b"), on("a"), on("a")
        items.append({"linkId": "free", "type": "string", "text": "Free?"})

    assert {"/questionnaire/item/0/enableWhen/0/question", "/questionnaire/item/1/enableWhen/0/question"} == {
        place for place, _ in faults(tie)
    }


def test_a_large_instrument_is_read_in_a_moment() -> None:
    item = {"type": "boolean", "text": "Yes?"}
    items = [{**item, "linkId": str(number)} for number in range(2_000)]
    for number, each in enumerate(items[1:]):
        each["enableWhen"] = [
            {"question": str(before), "operator": "=", "answerBoolean": True}
            for before in range(max(0, number - 5), number + 1)
        ]
    written = {"resourceType": "Questionnaire", "status": "active", "item": items}
    many = [{**OWN["scoring"][0], "key": f"s{n}", "items": [f"code-{m}" for m in range(100)]} for n in range(100)]

    assert len(LIBRARY.read("own", "1", Definition(questionnaire=written, scoring=[], rules=[])).items) == 2_000
    with pytest.raises(Invalid):
        LIBRARY.read("own", "1", Definition(questionnaire=written, scoring=many, rules=[]))


def test_an_item_that_bears_the_name_of_what_it_stands_in_is_refused() -> None:
    inner = {"linkId": "x", "type": "group", "item": [{"linkId": "y", "type": "string", "text": "Why?"}]}
    nested = {"linkId": "y", "type": "group", "item": [inner]}

    assert ("/questionnaire/item/3/item/0/item/0/linkId", "must be there once") in faults(
        lambda written: written["questionnaire"]["item"].append(nested)
    )
