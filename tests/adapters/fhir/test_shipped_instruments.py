"""The shipped instruments, scored by hand from what their publications say, skipped answers included."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessments.computing import WhyNot
from app.domain.assessments.item import Item
from app.domain.assessments.rules import SuggestedNeed, SuggestedTask, SuggestionKind
from app.domain.assessments.scoring import Score
from app.domain.assessments.suggesting import Suggestion
from app.domain.codes import Category, Priority, Sensitivity
from tests.support.instruments import (
    DECLINED,
    FREQUENCIES,
    LIBRARY,
    MORE,
    NEARLY,
    NOT,
    SEVERAL,
    SKIPPED,
    UNKNOWN,
    Given,
    filled,
    findings,
    the,
)

PHQ_9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
GAD_7 = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
HITS = ("95618-5", "95617-7", "95616-9", "95615-1")
NEVER, RARELY, SOMETIMES, FAIRLY, FREQUENTLY = "LA6270-8", "LA10066-1", "LA10082-8", "LA16644-9", "LA6482-9"
SCALE = (NEVER, RARELY, SOMETIMES, FAIRLY, FREQUENTLY)
OFTEN_TRUE, SOMETIMES_TRUE, NEVER_TRUE = "LA28397-0", "LA6729-3", "LA28398-8"
YES, NO = "LA33-6", "LA32-8"
KEYS = tuple(key for key, _ in LIBRARY.shipped())


def points(codes: tuple[str, ...], said: str) -> Given:
    """Answer a scale by its digits; `s`, `d` and `u` are skipped, declined and not known."""
    unanswered = {"s": SKIPPED, "d": DECLINED, "u": UNKNOWN}
    scale = FREQUENCIES if codes is not HITS else ("", *SCALE)
    return {
        code: unanswered[digit] if digit in unanswered else scale[int(digit)]
        for code, digit in zip(codes, said, strict=True)
    }


def the_score(key: str, given: Given, score: str = "total") -> Score:
    return next(each for each in findings(key, given).scores if each.key == score)


def suggested(key: str, given: Given, *, part2: bool = False) -> dict[str, Suggestion]:
    return {each.key: each for each in findings(key, given, part2=part2).suggestions}


# Bands of Kroenke, Spitzer, Williams (2001): 5, 10, 15, 20. Missing answers as in the DSM-5 Severity Measure for
# Depression: with one or two missing, sum x 9 / answered, rounded; with three or more no total.
@pytest.mark.parametrize(
    ("said", "total", "band"),
    [
        ("000000000", 0, "minimal"),
        ("111100000", 4, "minimal"),
        ("111110000", 5, "mild"),
        ("222111000", 9, "mild"),
        ("222112000", 10, "moderate"),
        ("222222110", 14, "moderate"),
        ("222222210", 15, "moderately-severe"),
        ("333322210", 19, "moderately-severe"),
        ("333332210", 20, "severe"),
        ("333333333", 27, "severe"),
        ("22222222s", 18, "moderately-severe"),  # 16 x 9 / 8
        ("1111s1110", 8, "mild"),  # 7 x 9 / 8 = 7.875
        ("2222222ss", 18, "moderately-severe"),  # 14 x 9 / 7
        ("111111dd1", 9, "mild"),  # 7 x 9 / 7
        ("3333330us", 23, "severe"),  # 18 x 9 / 7 = 23.14
    ],
)
def test_the_phq_9_adds_up_and_one_or_two_missing_answers_are_made_up_for(said: str, total: int, band: str) -> None:
    score = the_score("phq-9", points(PHQ_9, said))

    assert (Decimal(total), band) == (score.value, score.band and score.band.key)
    assert any(letter in said for letter in "sdu") == score.prorated


def test_the_phq_9_has_no_total_with_three_answers_missing_and_says_between_what_it_lies() -> None:
    score = the_score("phq-9", points(PHQ_9, "111111sds"))

    assert (None, WhyNot.ANSWERS_MISSING, Decimal(6), Decimal(15)) == (
        score.value,
        score.why_not,
        score.at_least,
        score.at_most,
    )
    assert score.missing == ("/44252-5", "/44253-3", "/44260-8")
    assert score.band is None


def test_what_a_score_reaches_in_any_case_is_suggested_without_its_total() -> None:
    given = points(PHQ_9, "333333sss")
    score = the_score("phq-9", given)

    assert (None, None, Decimal(18)) == (score.value, score.band, score.at_least)
    assert "severe.care" in suggested("phq-9", given)


@pytest.mark.parametrize("said", [SEVERAL, MORE, NEARLY])
def test_any_thought_of_self_harm_makes_an_urgent_task_at_once(said: str) -> None:
    given = {**points(PHQ_9, "000000000"), "44260-8": said}

    task = suggested("phq-9", given)["self-harm.talk-today"]

    assert isinstance(task.content, SuggestedTask)
    assert (task.automatic, task.content.priority) == (True, Priority.URGENT)
    assert [cause.link_id for cause in task.causes] == ["/44260-8"]


@pytest.mark.parametrize("said", [NOT, DECLINED, SKIPPED])
def test_without_thoughts_of_self_harm_no_task_is_made(said: str) -> None:
    given = {**points(PHQ_9, "333333330"), "44260-8": said}

    assert [each.key for each in findings("phq-9", given).suggestions if each.automatic] == []


@pytest.mark.parametrize(
    ("said", "rules"),
    [("222111000", set()), ("222112000", {"moderate"}), ("222222110", {"moderate"}), ("222222210", {"severe"})],
)
def test_a_phq_9_of_ten_suggests_care_and_of_fifteen_soon(said: str, rules: set[str]) -> None:
    assert rules == {each.rule for each in findings("phq-9", points(PHQ_9, said)).suggestions}


def test_a_suggestion_tells_the_score_and_each_answer_that_raised_it_in_both_languages() -> None:
    need = suggested("phq-9", points(PHQ_9, "333100000"))["moderate.depression"]

    told = [(cause.asked.said("es"), cause.answered.said("es")) for cause in need.causes]

    assert told[0] == ("Total del PHQ-9", "10 (Moderada)")
    assert told[1] == ("Poco interés o placer en hacer cosas", "Casi todos los días")
    assert len(told) == 5


# Kroenke, Spitzer, Williams (2003): 3 or more is positive.
@pytest.mark.parametrize(
    ("said", "total", "band", "positive"),
    [
        ("00", 0, "negative", False),
        ("11", 2, "negative", False),
        ("12", 3, "positive", True),
        ("33", 6, "positive", True),
        ("3s", None, "positive", True),  # whatever the other answer
        ("2s", None, None, False),
    ],
)
def test_the_phq_2_is_positive_from_three(said: str, total: int | None, band: str | None, *, positive: bool) -> None:
    given = points(PHQ_9[:2], said)
    score = the_score("phq-2", given)

    assert (total, band) == (score.value, score.band and score.band.key)
    assert positive == ("positive.ask-phq-9" in suggested("phq-2", given))


# Spitzer, Kroenke, Williams, Lowe (2006): 5, 10, 15; no rule for missing answers.
@pytest.mark.parametrize(
    ("said", "total", "band"),
    [
        ("0000000", 0, "minimal"),
        ("1111000", 4, "minimal"),
        ("1111100", 5, "mild"),
        ("2221110", 9, "mild"),
        ("2222110", 10, "moderate"),
        ("2222222", 14, "moderate"),
        ("3222222", 15, "severe"),
        ("3333333", 21, "severe"),
        ("333333s", None, "severe"),
        ("111111d", None, "mild"),  # 6 to 9
        ("222222u", None, None),  # 12 to 15
    ],
)
def test_the_gad_7_adds_up(said: str, total: int | None, band: str | None) -> None:
    score = the_score("gad-7", points(GAD_7, said))

    assert (total, band) == (score.value, score.band and score.band.key)


# Hager et al. (2010): often or sometimes true to either is positive.
@pytest.mark.parametrize(
    ("first", "second", "band"),
    [
        (OFTEN_TRUE, OFTEN_TRUE, "at-risk"),
        (SOMETIMES_TRUE, NEVER_TRUE, "at-risk"),
        (NEVER_TRUE, OFTEN_TRUE, "at-risk"),
        (NEVER_TRUE, NEVER_TRUE, "no-risk"),
        (SOMETIMES_TRUE, DECLINED, "at-risk"),
        (NEVER_TRUE, SKIPPED, None),
        (SKIPPED, SKIPPED, None),
    ],
)
@pytest.mark.parametrize("key", ["hunger-vital-sign", "ahc-hrsn-core"])
def test_either_statement_on_food_is_enough(key: str, first: str, second: str, band: str | None) -> None:
    given = {"88122-7": first, "88123-5": second}
    score = the_score(key, given, "food")

    assert band == (score.band and score.band.key)
    assert (band == "at-risk") == ("food.food" in suggested(key, given))


# The AHC tool: 11 or more for questions 7 to 10 shows that the person might not be safe.
@pytest.mark.parametrize(
    ("said", "total", "positive"),
    [
        ("1111", 4, False),
        ("3331", 10, False),
        ("3332", 11, True),
        ("5555", 20, True),
        ("551s", None, True),  # 11 already
        ("541s", None, True),  # at least 1 more
        ("531d", None, False),
    ],
)
def test_hits_from_eleven_makes_a_safety_task_and_labels_the_assessment(
    said: str,
    total: int | None,
    *,
    positive: bool,
) -> None:
    given = points(HITS, said)
    found = findings("ahc-hrsn-core", given)

    assert total == the_score("ahc-hrsn-core", given, "hits").value
    assert (["not-safe.safety"] if positive else []) == [each.key for each in found.suggestions if each.automatic]
    assert (frozenset({Sensitivity.SDV}) if positive else frozenset()) == found.labels


@pytest.mark.parametrize(
    ("question", "answer", "category"),
    [
        ("71802-3", "LA31994-9", Category.HOUSING_INSTABILITY),
        ("71802-3", "LA31995-6", Category.HOMELESSNESS),
        ("71802-3", "LA31993-1", None),
        ("96778-6", "LA28580-1", Category.INADEQUATE_HOUSING),
        ("96778-6", "LA9-3", None),
        ("93030-5", YES, Category.TRANSPORTATION),
        ("93030-5", NO, None),
        ("96779-4", YES, Category.UTILITIES),
        ("96779-4", "LA32002-0", Category.UTILITIES),
        ("96779-4", NO, None),
    ],
)
def test_the_underlined_answers_of_the_ahc_tool_suggest_a_need(
    question: str, answer: str, category: Category | None
) -> None:
    assert ([category] if category else []) == needs("ahc-hrsn-core", {question: answer})


@pytest.mark.parametrize(
    ("question", "answer", "category"),
    [
        ("76513-1", "LA15832-1", Category.FINANCIAL),
        ("76513-1", "LA22683-9", Category.FINANCIAL),
        ("76513-1", "LA31980-8", None),
        ("96780-2", "LA31981-6", Category.EMPLOYMENT),
        ("96780-2", "LA31983-2", None),
        ("96781-0", "LA31978-2", Category.UNSPECIFIED),
        ("96781-0", "LA31977-4", None),
        ("93159-2", "LA9933-8", Category.SOCIAL_CONNECTION),
        ("93159-2", SOMETIMES, None),
        ("96782-8", YES, Category.EDUCATION),
        ("93038-8", "LA13914-9", Category.STRESS),
        ("93038-8", "LA13909-9", None),
    ],
)
def test_the_supplemental_questions_suggest_needs(question: str, answer: str, category: Category | None) -> None:
    assert ([category] if category else []) == needs("ahc-hrsn-supplemental", {question: answer})


def needs(key: str, given: Given) -> list[Category | None]:
    contents = [each.content for each in findings(key, given).suggestions]
    return [content.category for content in contents if isinstance(content, SuggestedNeed)]


# Days x minutes; adults need 150 minutes a week.
@pytest.mark.parametrize(
    ("days", "minutes", "total", "band"),
    [
        ("LA6115-5", "LA28855-7", 120, "below-150"),  # 4 x 30
        ("LA10137-0", "LA28855-7", 150, "enough"),  # 5 x 30
        ("LA10139-6", "LA32060-8", 1050, "enough"),  # 7 x 150
        ("LA6111-4", "LA32060-8", 0, "below-150"),
        ("LA6111-4", SKIPPED, None, "below-150"),  # no day at all
        ("LA6112-2", SKIPPED, None, None),
    ],
)
def test_exercise_is_days_times_minutes(days: str, minutes: str, total: int | None, band: str | None) -> None:
    score = the_score("ahc-hrsn-supplemental", {"89555-7": days, "68516-4": minutes}, "exercise")

    assert (total, band) == (score.value, score.band and score.band.key)


def test_substance_use_is_labelled_only_in_a_part_2_program() -> None:
    given = {"68524-8": "LA18891-4"}

    assert frozenset() == findings("ahc-hrsn-supplemental", given).labels
    assert frozenset({Sensitivity.SUD}) == findings("ahc-hrsn-supplemental", given, part2=True).labels


@pytest.mark.parametrize("key", ["phq-2", "phq-9", "gad-7"])
def test_a_questionnaire_on_mood_is_about_mental_health_even_unanswered(key: str) -> None:
    assert frozenset({Sensitivity.MH}) == findings(key, {}).labels


@pytest.mark.parametrize("key", KEYS)
def test_every_word_of_an_instrument_is_there_in_english_and_spanish(key: str) -> None:
    instrument = the(key)
    words = [instrument.title, *(item.text for item in instrument.walk())]
    words += [option.label for item in instrument.walk() for option in item.options]
    words += [band.label for scoring in instrument.measures.scores for band in scoring.bands]
    english_only = [text.original for text in words if text and not {"en", "es"} <= set(text.by_language())]

    assert [text for text in english_only if not text.isdecimal()] == []
    assert instrument.languages == ("en", "es")


@pytest.mark.parametrize("key", KEYS)
def test_every_suggestion_is_worded_in_english_and_spanish_and_every_score_names_its_source(key: str) -> None:
    measures = the(key).measures
    for rule in measures.rules:
        for proposal in rule.proposals:
            content = proposal.content
            texts = [content.title, content.details] if isinstance(content, SuggestedTask) else [content.words]
            assert all({"en", "es"} == set(text.by_language()) for text in texts if text), proposal.key
    assert all(scoring.source for scoring in measures.scores)


@pytest.mark.parametrize("key", KEYS)
def test_only_safety_tasks_are_automatic(key: str) -> None:
    automatic = [p for rule in the(key).measures.rules for p in rule.proposals if p.automatic]

    assert all(isinstance(p.content, SuggestedTask) and p.content.priority is Priority.URGENT for p in automatic)


def any_answer(item: Item) -> st.SearchStrategy[object]:
    codes = [option.value.code for option in item.options]  # type: ignore[union-attr]
    return st.sampled_from([*codes, SKIPPED, DECLINED, UNKNOWN])


@given(data=st.data(), key=st.sampled_from(KEYS))
def test_a_score_never_leaves_its_range_nor_its_band(data: st.DataObject, key: str) -> None:
    instrument = the(key)
    asked = [item for item in instrument.walk() if item.options and data.draw(st.booleans())]
    given_answers: Given = {item.codes[0].code: data.draw(any_answer(item)) for item in asked}  # type: ignore[misc]
    for score in findings(key, given_answers).scores:
        scoring = instrument.scoring(score.key)
        assert scoring is not None
        assert scoring.low <= score.at_least <= score.at_most <= scoring.high
        if score.value is not None:
            assert score.at_least == score.value == score.at_most
            assert score.band is not None
        if score.band is not None:
            assert score.band.low <= score.at_least <= score.at_most <= score.band.high


@given(data=st.data(), key=st.sampled_from(KEYS))
def test_every_suggestion_has_a_cause_and_serves_a_need_that_is_suggested_too(data: st.DataObject, key: str) -> None:
    asked = [item for item in the(key).walk() if item.options]
    found = findings(key, {item.codes[0].code: data.draw(any_answer(item)) for item in asked})  # type: ignore[misc]
    kinds = {each.key: each.kind for each in found.suggestions}

    assert len(kinds) == len(found.suggestions)
    assert all(each.causes for each in found.suggestions)
    assert all(kinds[each.need] is SuggestionKind.NEED for each in found.suggestions if each.need)


def test_the_answers_to_a_shipped_instrument_may_come_in_any_order() -> None:
    given = points(PHQ_9, "321012301")
    backwards = dict(reversed(given.items()))

    assert findings("phq-9", given).scores == findings("phq-9", backwards).scores
    assert filled(given).given == filled(backwards).given
