"""Answers, scores and what they suggest, as they are sent and shown."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from app.api.rest.schemas.concepts import CodingOut
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.assessments.answer_checks import MOST_ROUNDS, MOST_VALUES
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Unanswered
from app.domain.assessments.plain_answers import PlainAnswer
from app.domain.assessments.scoring import Score
from app.domain.assessments.soundness import LINK_ID_LENGTH, MOST_ITEMS
from app.domain.assessments.values import Quantity, Value
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate

VALUE = {"type": ["string", "number", "boolean", "object"], "examples": ["LA28397-0"]}
AnswerValue = Annotated[Any, WithJsonSchema(VALUE)]
LinkId = Annotated[str, Field(min_length=1, max_length=LINK_ID_LENGTH)]
EXAMPLE = {"/88122-7": {"values": ["LA28397-0"]}, "/88123-5": {"absent": "declined"}}


class AnswerIn(Input):
    """What was answered: values, or why there is none, or the rounds of a repeating group."""

    values: list[AnswerValue] = Field(
        description="By the type of the question: true, 3, 7.2, text, a date, the code of an option, or an object "
        "with system and code, or with value and unit.",
        max_length=MOST_VALUES,
    )
    absent: Absence | None = Field(description="Why there is no answer.", examples=[None])
    rounds: "list[dict[LinkId, AnswerIn]]" = Field(
        default_factory=list, description="Answers by link id, for each round.", max_length=MOST_ROUNDS, examples=[[]]
    )

    def plain(self) -> PlainAnswer:
        """Return it as the use cases take it."""
        rounds = tuple({link_id: answer.plain() for link_id, answer in each.items()} for each in self.rounds)
        return PlainAnswer(values=tuple(self.values), absent=self.absent, rounds=rounds)


AnswersIn = Annotated[dict[LinkId, AnswerIn], Field(max_length=MOST_ITEMS, examples=[EXAMPLE])]
AnswerChangesIn = Annotated[dict[LinkId, AnswerIn | None], Field(max_length=MOST_ITEMS, examples=[EXAMPLE])]


class AnswerOut(Shape):
    """What was answered: values, or why there is none, or the rounds of a repeating group."""

    values: list[AnswerValue] = Field(description="True, a number, text, a date, a code or a quantity.")
    absent: Absence | None = Field(description="Why there is no answer.")
    rounds: "list[dict[str, AnswerOut]]" = Field(description="Answers by link id, for each round.", examples=[[]])


class ScoreOut(Shape):
    """A score, or between what it lies and why there is none."""

    score: str = Field(description="Its key within the instrument.", examples=["total"])
    label: str = Field(description="What it is.", examples=["PHQ-9 total"])
    value: float | None = Field(description="It, if it can be computed.", examples=[12])
    at_least: float = Field(description="It is not less than this.", examples=[12])
    at_most: float = Field(description="It is not more than this.", examples=[12])
    band: str | None = Field(description="The key of the range that it falls into.", examples=["moderate"])
    band_label: str | None = Field(description="What that range means.", examples=["Moderate"])
    code: CodingOut | None = Field(description="It in an outside vocabulary.")
    missing: list[str] = Field(description="Link ids of the answers that are missing.", examples=[[]])
    prorated: bool = Field(description="Whether other answers stand in for the missing ones.")
    why_not: str | None = Field(description="Why there is no value.", examples=[None])


class CauseOut(Shape):
    """An answer or a score that caused a suggestion."""

    asked: str = Field(description="What was asked.", examples=["Within the past 12 months …"])
    answered: str = Field(description="What was answered.", examples=["Often true"])
    link_id: str | None = Field(description="The question, if it was an answer.", examples=["/88122-7"])
    score: str | None = Field(description="The score, if it was one.", examples=[None])


def answers_view(answers: Answers) -> dict[str, Any]:
    """Put answers into the words of `AnswerOut`, by link id."""
    return {link_id: _answer_view(answer) for link_id, answer in answers.given.items()}


def score_view(score: Score, language: str | None) -> dict[str, Any]:
    """Put a score into the words of `ScoreOut`."""
    return {
        "score": score.key,
        "label": score.label.said(language),
        "value": number_view(score.value),
        "at_least": number_view(score.at_least),
        "at_most": number_view(score.at_most),
        "band": score.band.key if score.band else None,
        "band_label": score.band.label.said(language) if score.band else None,
        "code": coding_view(score.code),
        "missing": list(score.missing),
        "prorated": score.prorated,
        "why_not": score.why_not,
    }


def number_view(value: Decimal | None) -> float | int | None:
    """Write a number as JSON has it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def coding_view(coding: Coding | None) -> dict[str, Any] | None:
    """Put a code into the words of `CodingOut`."""
    return None if coding is None else {"system": coding.system, "code": coding.code, "display": coding.display}


def _answer_view(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Answered):
        return {"values": [_value_view(value) for value in answer.values], "absent": None, "rounds": []}
    if isinstance(answer, Unanswered):
        return {"values": [], "absent": answer.why, "rounds": []}
    return {"values": [], "absent": None, "rounds": [answers_view(each) for each in answer.rounds]}


def _value_view(value: Value) -> Any:
    if isinstance(value, Coding):
        return coding_view(value)
    if isinstance(value, Quantity):
        amount = number_view(value.value)
        return {"value": amount, "unit": value.unit, "system": value.system, "code": value.code}
    if isinstance(value, Decimal):
        return number_view(value)
    return str(value) if isinstance(value, PartialDate) else value
