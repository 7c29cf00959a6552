"""Whether a client can read what is printed: short words, short sentences, and nothing left out in any language."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from app.adapters.printing.english import ENGLISH
from app.adapters.printing.paper import LANGUAGES, tidy, written_out
from app.adapters.printing.spanish import SPANISH
from app.adapters.printing.words import Said, Words
from app.domain.care_plans.printed_plan import (
    Bound,
    GoalStanding,
    PlanStanding,
    PrintedGoal,
    PrintedPerson,
    PrintedPlan,
    PrintedStep,
    PrintedTarget,
    StepKind,
    StepStanding,
)
from app.domain.codes import Category
from tests.support.builders_prints import A_GOAL, a_printed_plan

SIXTH_GRADE = 6.0
LONGEST_SENTENCE = 18
SENTENCE = re.compile(r"[^.!?]+[.!?]")
PLACE = re.compile(r"\{(\w+)\}")
VOWELS = re.compile("[aeiouy]+")
DAY = date(2027, 3, 3)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


def sentences(words: Words) -> list[str]:
    filled = (PLACE.sub("May", text) for text in texts(words))
    return [sentence.strip() for text in filled for sentence in SENTENCE.findall(text)]


def syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith("le") and len(VOWELS.findall(word)) > 1
    return max(1, len(VOWELS.findall(word)) - silent)


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade level (Kincaid et al., 1975)."""
    words = [re.findall(r"[a-z']+", text.lower()) for text in texts]
    count = sum(map(len, words))
    return 0.39 * count / len(texts) + 11.8 * sum(syllables(w) for line in words for w in line) / count - 15.59


def test_english_is_read_by_sixth_graders() -> None:
    assert grade(sentences(ENGLISH)) < SIXTH_GRADE


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_sentences_are_short(words: Words) -> None:
    long = [sentence for sentence in sentences(words) if len(sentence.split()) > LONGEST_SENTENCE]
    assert long == []


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_word_of_a_status_has_a_sentence(words: Words) -> None:
    said = (words.plan, words.goals, words.steps, words.kinds, words.bounds, words.categories)
    known: tuple[set[object], ...] = tuple({*each} for each in said)
    assert known == ({*PlanStanding}, {*GoalStanding}, {*StepStanding}, {*StepKind}, {*Bound}, {*Category})


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_language_fills_the_same_places(words: Words) -> None:
    def places(each: Words) -> list[list[str]]:
        parts = (each.headings, each.lines)
        return [sorted(PLACE.findall(str(getattr(part, f.name)))) for part in parts for f in fields(part)]

    assert places(words) == places(ENGLISH)


def test_dates_are_written_out_in_the_language() -> None:
    goal = PrintedGoal(words="A home", standing=GoalStanding.REACHED, on=DAY)
    told = [list(texts(written_out(a_printed_plan(language=language, goals=(goal,))))) for language in ("en", "es")]
    assert "You reached this goal on 3 March 2027." in told[0]
    assert "Usted alcanzó esta meta el 3 de marzo de 2027." in told[1]


@pytest.mark.parametrize("standing", GoalStanding)
def test_a_goal_without_a_date_is_told_without_one(standing: GoalStanding) -> None:
    goal = PrintedGoal(words="A home", standing=standing)
    for words in LANGUAGES.values():
        told = list(texts(written_out(a_printed_plan(language=words.tag, goals=(goal,)))))
        assert words.goals[standing].ever in told


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (PrintedTarget(what="Meals.", bound=Bound.AT_LEAST, value="3 meals"), "Meals: 3 meals or more."),
        (PrintedTarget(bound=Bound.LESS_THAN, value="5"), "less than 5."),
        (PrintedTarget(what="Rent", low="$400", high="$600"), "Rent: $400 to $600."),
        (PrintedTarget(what="Insured", truth=True), "Insured: yes."),
        (PrintedTarget(what="Job", due=DAY), "by 3 March 2027: Job."),
    ],
)
def test_a_target_is_told_in_words(target: PrintedTarget, expected: str) -> None:
    goal = PrintedGoal(words="A home", standing=GoalStanding.UNDER_WAY, targets=(target,))
    told = [text for text in texts(written_out(a_printed_plan(goals=(goal,)))) if text.endswith(expected)]
    assert len(told) == 1


def test_every_fact_of_a_plan_is_on_the_paper() -> None:
    paper = "\n".join(texts(written_out(a_printed_plan())))
    missing = [fact for fact in facts(a_printed_plan()) if fact.rstrip(".") not in paper]
    assert missing == []


def facts(plan: PrintedPlan) -> Iterator[str]:
    enumerated = {*PlanStanding, *GoalStanding, *StepStanding, *StepKind, *Bound, *Category, plan.language}
    yield from (text for text in texts(plan) if text not in enumerated)


def test_a_step_that_serves_several_goals_is_told_once_in_full() -> None:
    again = PrintedStep(what="Call", told_at=1, note="Not told twice.")
    paper = list(texts(written_out(a_printed_plan(goals=(A_GOAL, replace(A_GOAL, steps=(again,)))))))
    assert ("See goal 1." in paper, "Not told twice." in paper) == (True, False)


def test_a_language_without_words_borrows_english_and_says_so() -> None:
    paper = written_out(a_printed_plan(language="ht"))
    assert (paper.language, paper.notes) == ("en", (ENGLISH.borrowed.format(language="ht"),))
    assert written_out(a_printed_plan(language="es-MX")).language == "es"


def test_a_draft_and_an_ended_plan_say_so_first() -> None:
    assert written_out(a_printed_plan(standing=PlanStanding.DRAFT)).notes == (ENGLISH.plan[PlanStanding.DRAFT],)
    assert written_out(a_printed_plan(withheld=True)).notes == (ENGLISH.lines.withheld,)


def test_emergency_numbers_stand_in_every_plan() -> None:
    for language in LANGUAGES:
        told = " ".join(texts(written_out(a_printed_plan(language=language, crisis=None, goals=(A_GOAL,)))))
        assert ("911" in told, "988" in told) == (True, True)


def test_what_no_paper_shows_is_dropped_and_endless_words_may_break() -> None:
    assert tidy("a\x07b\u202ec\ud800d") == "abcd"
    assert tidy("e\u0301") == "é"
    assert tidy("x" * 100).replace("\u200b", "") == "x" * 100
    assert max(map(len, tidy("x" * 100).split("\u200b"))) <= 42


def test_a_sentence_is_said_with_or_without_its_date() -> None:
    said = Said(on="Done on {date}.", ever="Done.")
    assert (said.of("1 May 2027"), said.of(None)) == ("Done on 1 May 2027.", "Done.")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (a_printed_plan(next_review=date(2027, 4, 9)), "Vamos a revisar este plan con usted el 9 de abril de 2027."),
        (
            a_printed_plan(next_review=date(2027, 3, 1)),
            "Queríamos revisar este plan con usted el 1 de marzo de 2027. Pídanos otra fecha.",
        ),
        (a_printed_plan(next_review=None), "Todavía no hay fecha. Pídanos una."),
        (a_printed_plan(standing=PlanStanding.FINISHED), None),
        (a_printed_plan(standing=PlanStanding.STOPPED), None),
    ],
)
def test_the_next_review_is_told_as_it_stands_on_that_day(plan: PrintedPlan, expected: str | None) -> None:
    assert SPANISH.next_review(plan) == expected


def test_who_leads_and_who_helps_is_said_in_the_clients_language() -> None:
    rosa = PrintedPerson(name="Rosa", role="Primary case manager", leads=True)
    pantry = PrintedPerson(name="Pantry", role="Service provider: food insecurity", helps_with=Category.FOOD)
    aunt = PrintedPerson(name="Ana", role="Tía")
    said = [SPANISH.role(person) for person in (rosa, pantry, aunt)]
    assert said == ["Está a cargo de su caso", "Ayuda con: Suficiente comida", "Tía"]
