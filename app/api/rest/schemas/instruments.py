"""Instruments as they are sent and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.problems import ProblemFault
from app.api.rest.schemas.answers import AnswersIn, CauseOut, ScoreOut
from app.api.rest.schemas.concepts import CodingOut
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.assessments.instrument import InstrumentStatus
from app.domain.assessments.own_instrument import Definition
from app.domain.assessments.rules import SuggestionKind
from app.domain.codes import Sensitivity
from app.use_cases.assessments.instruments import Draft

MOST_SCORES = 100
MOST_RULES = 500

InstrumentKey = Annotated[str, Field(min_length=1, max_length=64, examples=["hunger-vital-sign"])]
InstrumentVersion = Annotated[str, Field(min_length=1, max_length=64, examples=["1"])]
FhirJson = Annotated[dict[str, Any], Field(description="A FHIR R4 Questionnaire.")]
SCORE = {
    "key": "total",
    "label": {"en": "Nights outside"},
    "method": "sum",
    "items": [{"item": "nights"}],
    "low": 0,
    "high": 7,
    "source": "Our own count",
}
RULE = {
    "key": "outside",
    "when": {"score": "total", "at_least": 1},
    "suggests": [{"key": "need", "need": {"words": {"en": "No roof at night"}, "category": "homelessness"}}],
}
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Nights outside",
    "item": [{"linkId": "nights", "type": "integer", "text": "How many nights did you sleep outside this week?"}],
}


class InstrumentIn(Input):
    """A version of an instrument: what it asks, how it is scored, what it suggests."""

    key: InstrumentKey = Field(description="Its name in addresses.", examples=["nights-outside"])
    version: InstrumentVersion = Field(description="Which version this is; a published one never changes.")
    questionnaire: FhirJson = Field(description="A FHIR R4 Questionnaire.", examples=[QUESTIONNAIRE])
    scoring: list[dict[str, Any]] = Field(
        description="How its scores are made.", max_length=MOST_SCORES, examples=[[SCORE]]
    )
    rules: list[dict[str, Any]] = Field(
        description="What follows from answers and scores.", max_length=MOST_RULES, examples=[[RULE]]
    )

    def draft(self) -> Draft:
        """Return it as the use cases take it."""
        definition = Definition(questionnaire=self.questionnaire, scoring=self.scoring, rules=self.rules)
        return Draft(key=self.key, version=self.version, definition=definition)


class InstrumentTrialIn(InstrumentIn):
    """An instrument to be tried, with sample answers."""

    answers: AnswersIn = Field(
        default_factory=dict, description="Sample answers by link id.", examples=[{"nights": {"values": [3]}}]
    )
    part2: bool = Field(default=False, description="Whether to label as a program under 42 CFR Part 2 would.")

    def trial(self) -> Draft:
        """Return it as the use cases take it."""
        draft = self.draft()
        answers = {link_id: answer.plain() for link_id, answer in self.answers.items()}
        return Draft(
            key=draft.key, version=draft.version, definition=draft.definition, answers=answers, part2=self.part2
        )


class InstrumentItemOut(Shape):
    """A version of an instrument, in a list."""

    key: str = Field(description="Its name in addresses.", examples=["phq-9"])
    version: str = Field(description="Which version.", examples=["1"])
    title: str = Field(description="Its name.", examples=["Patient Health Questionnaire"])
    status: InstrumentStatus = Field(description="Whether new assessments may begin with it.", examples=["active"])
    languages: list[str] = Field(description="Languages in which every question is written.", examples=[["en", "es"]])
    agency_id: UUID | None = Field(description="Who published it here; null: it comes with the service.")


class BandOut(Shape):
    """What a range of a score means; both ends belong to it."""

    band: str = Field(description="Its key.", examples=["moderate"])
    label: str = Field(description="What it means.", examples=["Moderate"])
    low: float = Field(description="From.", examples=[10])
    high: float = Field(description="To.", examples=[14])


class ScoringOut(Shape):
    """A score that an instrument has."""

    score: str = Field(description="Its key.", examples=["total"])
    label: str = Field(description="What it is.", examples=["PHQ-9 total"])
    low: float = Field(description="The lowest possible.", examples=[0])
    high: float = Field(description="The highest possible.", examples=[27])
    source: str = Field(description="Who published it so.")
    bands: list[BandOut] = Field(description="What its ranges mean.")


class InstrumentOut(InstrumentItemOut):
    """A version of an instrument; its questions are in its questionnaire."""

    url: str | None = Field(description="Its canonical address.")
    description: str | None = Field(description="What it is for.")
    publisher: str | None = Field(description="Who published it first.")
    copyright: str | None = Field(description="Who owns its words, and what they allow.")
    codes: list[CodingOut] = Field(description="It in outside vocabularies.")
    questions: int = Field(description="How many questions it has.", examples=[9])
    scores: list[ScoringOut] = Field(description="Its scores.")
    created_at: datetime | None = Field(description="When it was published here; null: it comes with the service.")


class QuestionnaireOut(Shape):
    """A FHIR R4 Questionnaire."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": True})

    resourceType: str = Field(description="Always Questionnaire.", examples=["Questionnaire"])  # noqa: N815 - FHIR's


class TrialSuggestionOut(Shape):
    """Something that the sample answers would suggest."""

    key: str = Field(description="Its rule and its place there.", examples=["outside.need"])
    kind: SuggestionKind = Field(description="What it would become.")
    words: str = Field(description="It in words.", examples=["No roof at night"])
    automatic: bool = Field(description="Whether it would be made without asking anybody.")
    causes: list[CauseOut] = Field(description="What would cause it.")


class TrialOut(Shape):
    """What an instrument would ask, and what the sample answers would come to."""

    title: str = Field(description="Its name.", examples=["Nights outside"])
    languages: list[str] = Field(description="Languages in which every question is written.", examples=[["en"]])
    questions: int = Field(description="How many questions it has.", examples=[1])
    faults: list[ProblemFault] = Field(description="Why the sample answers would not complete an assessment.")
    scores: list[ScoreOut] = Field(description="What they would score.")
    suggestions: list[TrialSuggestionOut] = Field(description="What they would suggest.")
    sensitivity: list[Sensitivity] = Field(description="The labels that the assessment would bear.")
