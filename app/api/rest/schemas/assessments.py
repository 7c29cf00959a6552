"""Assessments and their suggestions as they are sent and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.api.moments import Moment
from app.api.rest.schemas.answers import (
    AnswerChangesIn,
    AnswerOut,
    AnswersIn,
    CauseOut,
    ScoreOut,
)
from app.api.rest.schemas.concepts import CodingOut
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.instruments import InstrumentKey, InstrumentVersion
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.referrals import DestinationIn
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, LanguageTag, Name, Shape
from app.domain.assessments.assessment import MOST_IDENTIFIERS, REASON_LENGTH
from app.domain.assessments.assessment_moves import AssessmentAction, AssessmentStatus
from app.domain.assessments.circumstances import NOTE_LENGTH, AnsweredBy, Mode
from app.domain.assessments.plain_answers import PlainAnswers
from app.domain.assessments.rules import SuggestionKind
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.identity import CarePlanId, ClientId, Identifier, WorkerId
from app.domain.referrals.routing import Routing
from app.use_cases.assessments.assessment_suggestions import Adjustments
from app.use_cases.assessments.assessments import NewAssessment

Reason = Annotated[str, Field(min_length=1, max_length=REASON_LENGTH, examples=["Item 3 was heard wrong."])]
FREE = frozenset({"respondent", "asked_by", "note"})


class CircumstancesIn(Input):
    """Who was asked, by whom, when, how and in which language."""

    language: LanguageTag = Field(default="en", description="The language in which it was asked.")
    asked_at: Moment | None = Field(description="When; now, unless told.", examples=["2026-11-20T15:00:00Z"])
    answered_by: AnsweredBy = Field(default=AnsweredBy.CLIENT, description="Who gave the answers.")
    respondent: Name | None = Field(description="Who answered in the client's place.", examples=["Her daughter Eva"])
    asked_by: UUID | None = Field(description="The worker who asked; you, unless told.")
    mode: Mode = Field(default=Mode.IN_PERSON, description="How it was asked.")
    note: Annotated[str, Field(min_length=1, max_length=NOTE_LENGTH)] | None = Field(description="More about it.")

    def told(self) -> dict[str, Any]:
        """Return what was given as the use cases take it."""
        given = {name: getattr(self, name) for name in CircumstancesIn.model_fields if name in self.model_fields_set}
        if given.get("asked_by") is not None:
            given["asked_by"] = WorkerId(given["asked_by"])
        return {name: value for name, value in given.items() if value is not None or name in FREE}


class AssessmentIn(CircumstancesIn):
    """An assessment to be begun, or taken in complete."""

    client_id: UUID = Field(description="Of whom it tells.")
    instrument: InstrumentKey = Field(description="The key of the instrument.")
    instrument_version: InstrumentVersion | None = Field(description="Its version; the newest, unless told.")
    answers: AnswersIn = Field(default_factory=dict, description="What is answered already, by link id.")
    identifiers: list[ExternalIdentifier] = Field(
        description="What other systems call it.", max_length=MOST_IDENTIFIERS
    )
    complete: bool = Field(default=False, description="Complete it at once.")

    def new(self) -> NewAssessment:
        """Return it as the use cases take it."""
        return NewAssessment(
            client=ClientId(self.client_id),
            instrument=self.instrument,
            version=self.instrument_version,
            circumstances=self.told(),
            answers={link_id: answer.plain() for link_id, answer in self.answers.items()},
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class AssessmentChangesIn(CircumstancesIn):
    """What changes while it is in progress (JSON Merge Patch): what is left out stays, null takes away."""

    answers: AnswerChangesIn = Field(default_factory=dict, description="Answers by link id; null takes one back.")

    def plain(self) -> PlainAnswers:
        """Return the answers as the use cases take them."""
        return {link_id: answer.plain() if answer else None for link_id, answer in self.answers.items()}


class AmendmentIn(Input):
    """Which answers were wrong, and why."""

    reason: Reason = Field(description="Why; kept in the history.")
    answers: AnswerChangesIn = Field(default_factory=dict, description="Answers by link id; null takes one back.")

    def plain(self) -> PlainAnswers:
        """Return the answers as the use cases take them."""
        return {link_id: answer.plain() if answer else None for link_id, answer in self.answers.items()}


class AssessmentReasonIn(Input):
    """Why."""

    reason: Reason = Field(description="Why; kept in the history.")


class AssessmentItemOut(Shape):
    """An assessment, in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="Of whom it tells.")
    agency_id: UUID = Field(description="The agency that asked.")
    instrument: str = Field(description="The key of the instrument.", examples=["hunger-vital-sign"])
    instrument_version: str = Field(description="Its version.", examples=["1"])
    status: AssessmentStatus = Field(description="Where it stands.", examples=["completed"])
    language: str = Field(description="The language in which it was asked.", examples=["es"])
    answered_by: AnsweredBy = Field(description="Who gave the answers.", examples=["client"])
    asked_by: UUID | None = Field(description="The worker who asked.")
    asked_at: datetime = Field(description="When.")
    mode: Mode = Field(description="How it was asked.", examples=["in_person"])
    completed_at: datetime | None = Field(description="When it was completed.")
    updated_at: datetime = Field(description="When it last changed.")


class AssessmentOut(AssessmentItemOut):
    """A filled-in instrument."""

    title: str = Field(description="The name of the instrument.", examples=["Hunger Vital Sign"])
    respondent: str | None = Field(description="Who answered in the client's place.", examples=[None])
    note: str | None = Field(description="More about it.")
    reason: str | None = Field(description="Why it was last amended, stopped or entered in error.", examples=[None])
    answers: dict[str, AnswerOut] = Field(description="What was answered, by link id.")
    scores: list[ScoreOut] = Field(description="Its scores, once it is completed.")
    open_suggestions: int = Field(description="How many suggestions nobody has decided about.", examples=[1])
    sensitivity: list[Sensitivity] = Field(description="Labels that only a consent naming them opens.", examples=[[]])
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.")
    created_at: datetime = Field(description="When it was begun.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices


class AssessmentVersionOut(Shape):
    """An assessment as it stood after a step."""

    number: int = Field(description="Which step; from 1.", examples=[1])
    at: datetime = Field(description="When.")
    action: AssessmentAction = Field(description="What was done.", examples=["complete"])
    status: AssessmentStatus = Field(description="Where it stood then.", examples=["completed"])
    actor_id: UUID = Field(description="The worker or program that did it.")
    agency_id: UUID = Field(description="Of this agency.")
    reason: str | None = Field(description="Why.")
    answers: dict[str, AnswerOut] = Field(description="What was answered then, by link id.")
    scores: list[ScoreOut] = Field(description="What it scored then.")


class ScorePointOut(Shape):
    """One score of one assessment."""

    assessment_id: UUID = Field(description="The assessment.")
    instrument: str = Field(description="The key of its instrument.", examples=["phq-9"])
    instrument_version: str = Field(description="Its version.", examples=["1"])
    score: str = Field(description="The key of the score.", examples=["total"])
    value: float = Field(description="It.", examples=[12])
    band: str | None = Field(description="The key of the range that it falls into.", examples=["moderate"])
    at: datetime = Field(description="When it was asked.")


class MadeOut(Shape):
    """What was made of a suggestion."""

    noun: str = Field(description="A need, a goal, a referral or a task.", examples=["need"])
    id: UUID = Field(description="Its identifier.")
    href: str = Field(description="Where it is.", examples=["/v1/needs/0198c0de-7a11-7000-8000-000000000001"])


class SuggestionItemOut(Shape):
    """A suggestion in a list."""

    id: UUID = Field(description="Its identifier.")
    kind: SuggestionKind = Field(description="What it becomes when it is accepted.")
    state: SuggestionState = Field(description="Where it stands.", examples=["open"])
    automatic: bool = Field(description="Whether it was made without asking anybody.")
    words: str = Field(description="It in words.", examples=["Food insecurity"])
    details: str | None = Field(description="More about it; of tasks.")
    category: Category | None = Field(description="Of needs and referrals.", examples=["food-insecurity"])
    priority: Priority | None = Field(description="Of referrals and tasks.")
    codings: list[CodingOut] = Field(description="Of needs and goals: in outside vocabularies.")
    serves: UUID | None = Field(description="The suggestion of a need that this one serves.")
    causes: list[CauseOut] = Field(description="The answers and scores that caused it.")
    made: MadeOut | None = Field(description="What was made of it.")
    decided_by: UUID | None = Field(description="Who decided.")
    decided_at: datetime | None = Field(description="When.")
    reason: str | None = Field(description="Why it was dismissed.")
    withheld: list[str] = Field(description="`made`, where you may not read what was made by itself.", examples=[[]])
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class SuggestionOut(SuggestionItemOut):
    """What the answers suggest, why, and what became of it."""

    notices: Notices


class SuggestionAcceptanceIn(Input):
    """What shall be otherwise than suggested; nothing needs to be."""

    words: Annotated[str, Field(min_length=1, max_length=REASON_LENGTH)] | None = Field(
        description="In place of the suggested words: title of a task, words of a goal.", examples=["Food every week"]
    )
    priority: Priority | None = Field(description="Of a referral or task.", examples=[None])
    worker_id: UUID | None = Field(description="Your worker for the referral or task.", examples=[None])
    due: Moment | None = Field(description="Until when the task is to be done.", examples=[None])
    routing: Routing | None = Field(description="How the referral shall go.", examples=[None])
    handoffs: list[DestinationIn] = Field(description="Providers for the referral.", max_length=50, examples=[[]])

    plan_id: UUID | None = Field(description="The care plan that shall have it; not for needs.", examples=[None])

    def adjustments(self) -> Adjustments:
        """Return it as the use cases take it."""
        return Adjustments(
            words=self.words,
            priority=self.priority,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            due=self.due,
            routing=self.routing,
            destinations=tuple(each.wanted() for each in self.handoffs),
            plan=CarePlanId(self.plan_id) if self.plan_id else None,
        )
