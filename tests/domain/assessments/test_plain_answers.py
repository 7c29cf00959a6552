"""Whatever a frontend sends as an answer is read by what was asked, or refused at its place."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessments.answer_checks import check
from app.domain.assessments.answers import Absence, Answered, Answers, Rounds
from app.domain.assessments.findings import find
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.plain_answers import PlainAnswer, read_answers
from app.domain.assessments.values import ItemType
from app.domain.faults import Faults
from tests.support.instruments import LIBRARY, a_question, an_instrument, coded

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["system", "code", "display", "value", "unit", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
EVERY_TYPE = an_instrument(
    *(a_question(kind.value, kind) for kind in ItemType),
    a_question("chosen", ItemType.CHOICE, "a", "b"),
    a_question("open", ItemType.OPEN_CHOICE, "a", "b"),
    a_question("several", ItemType.CHOICE, "a", "b", repeats=True),
    Item(link_id="rounds", type=ItemType.GROUP, repeats=True, items=(a_question("inner", ItemType.INTEGER),)),
)


def read(instrument: Instrument, link_id: str, *values: object) -> tuple[object, list[str]]:
    faults = Faults()
    answers = read_answers(instrument, {link_id: PlainAnswer(values=values)}, faults)
    return answers[link_id], [fault.pointer for fault in faults.found]


@pytest.mark.parametrize("plain", ["a", {"system": coded("a").system, "code": "a"}, {"code": "a", "system": "x"}])
def test_an_option_is_meant_by_its_code_or_by_system_and_code(plain: Any) -> None:
    answer, wrong = read(EVERY_TYPE, "chosen", plain)
    right = plain == "a" or plain["system"] == coded("a").system
    assert (answer, wrong) == (
        (Answered((EVERY_TYPE.question("chosen").option(coded("a")).value,)), [])  # type: ignore[union-attr]
        if right
        else (Answered(()), ["/answers/chosen/values/0"])
    )


@pytest.mark.parametrize(
    ("link_id", "plain"),
    [
        ("boolean", 1),
        ("boolean", "true"),
        ("integer", 1.5),
        ("integer", True),
        ("integer", "1"),
        ("decimal", "1." + "1" * 40),
        ("decimal", "nan"),
        ("decimal", "one"),
        ("date", "2026-02-30"),
        ("date", 2026),
        ("dateTime", "2026-02-03T10:00:00"),
        ("dateTime", "2026-02-03T25:00:00Z"),
        ("time", "25:00"),
        ("text", 3),
        ("quantity", {"value": "heavy"}),
        ("quantity", {"value": 1, "weight": 2}),
        ("open", {"code": "c"}),
        ("chosen", "c"),
        ("chosen", None),
        ("group", "x"),
        ("display", "x"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(link_id: str, plain: object) -> None:
    assert read(EVERY_TYPE, link_id, plain) == (Answered(()), [f"/answers/{link_id}/values/0"])


@pytest.mark.parametrize("huge", ["1e400000000", "1e30", 1e300, "-1e-40", 2**63 * 10])
def test_numbers_that_cannot_be_added_up_are_refused(huge: object) -> None:
    answer, wrong = read(EVERY_TYPE, "decimal", huge)
    checked = check(EVERY_TYPE, Answers({"decimal": answer}), complete=False)  # type: ignore[dict-item]
    assert [fault.pointer for fault in checked.found] == ["/answers/decimal/values/0"]
    assert wrong == []


def test_rounds_are_read_each_for_itself() -> None:
    faults = Faults()
    rounds = ({"inner": PlainAnswer(values=(3,))}, {"inner": PlainAnswer(values=("x",))}, {"no": PlainAnswer()})
    answers = read_answers(EVERY_TYPE, {"rounds": PlainAnswer(rounds=rounds)}, faults)
    assert isinstance(answers["rounds"], Rounds)
    assert answers["rounds"].rounds[0] == Answers({"inner": Answered((3,))})
    assert [fault.pointer for fault in faults.found] == [
        "/answers/rounds/rounds/1/inner/values/0",
        "/answers/rounds/rounds/2/no",
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([item.link_id for item in EVERY_TYPE.walk()]) | st.text(max_size=5),
        st.none()
        | st.builds(
            PlainAnswer,
            values=st.lists(PLAIN, max_size=3).map(tuple),
            absent=st.none() | st.sampled_from(Absence),
        ),
        max_size=6,
    )
)
def test_nothing_that_is_sent_makes_reading_checking_or_scoring_fail(plain: dict[str, PlainAnswer | None]) -> None:
    faults = Faults()
    answers = Answers().changed(read_answers(EVERY_TYPE, plain, faults))
    checked = check(EVERY_TYPE, answers, complete=True)
    if not faults.found + checked.found:
        find(EVERY_TYPE, answers)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_option_of_what_is_shipped_is_read_by_its_code(data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from(sorted(LIBRARY.shipped().values(), key=lambda each: each.instrument.key)))
    item = data.draw(st.sampled_from([item for item in edition.instrument.walk() if item.options]))
    option = data.draw(st.sampled_from(item.options))
    answer, wrong = read(edition.instrument, item.link_id, option.value.code)  # type: ignore[union-attr]
    assert (answer, wrong) == (Answered((option.value,)), [])
