"""Needs as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.concepts import ConceptIn, ConceptOut
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.participants import ParticipantIn, ParticipantOut
from app.api.rest.schemas.persons import PartialDateText
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, Shape
from app.domain.care_plans.need import (
    LAST_PLACE,
    MOST_IDENTIFIERS,
    NOTE_LENGTH,
    WORDS_LENGTH,
    NeedContent,
    NeedKind,
    Severity,
)
from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.care_plans.participant import CLIENT
from app.domain.codes import Category, Sensitivity
from app.domain.identity import ClientId, Identifier
from app.domain.partial_date import PartialDate

OwnWords = Annotated[str, Field(min_length=1, max_length=WORDS_LENGTH)]
Note = Annotated[str, Field(min_length=1, max_length=NOTE_LENGTH)]
THE_CLIENT = {"kind": "client"}
WORDS = "At the end of the month there is nothing to eat."


class NeedIn(Input):
    """A need, described as a whole; a category, a concept or words at least."""

    category: Category | None = Field(description="Which social need it is.", examples=["food-insecurity"])
    kind: NeedKind = Field(default=NeedKind.HEALTH_CONCERN, description="What sort of concern.")
    concept: ConceptIn | None = Field(
        description="What it is: SNOMED CT and ICD-10-CM codes are checked.",
    )
    words: OwnWords | None = Field(description="What the client says.", examples=[WORDS])
    priority: int | None = Field(
        ge=1, le=LAST_PLACE, description="The client's own order of needs, 1 first.", examples=[1]
    )
    severity: Severity | None = Field(description="How bad it is.")
    onset: PartialDateText | None = Field(description="Since when: a year, a month or a day.", examples=["2026-11"])
    abatement: PartialDateText | None = Field(description="When it ended; for needs that are not open.")
    asserted_by: ParticipantIn = Field(
        default_factory=lambda: ParticipantIn.model_validate(THE_CLIENT), description="Who says so."
    )
    notes: Note | None = Field(description="More about it.")
    labels: list[Sensitivity] = Field(
        description="Labels beside those of its category, its codes and your agency's programs.",
        max_length=len(Sensitivity),
    )
    identifiers: list[ExternalIdentifier] = Field(
        description="What other systems call it.", max_length=MOST_IDENTIFIERS
    )

    def content(self) -> NeedContent:
        """Return it as the use cases take it."""
        return NeedContent(
            category=self.category,
            kind=self.kind,
            concept=self.concept.concept() if self.concept else None,
            words=self.words,
            priority=self.priority,
            severity=self.severity,
            onset=PartialDate.parse(self.onset) if self.onset else None,
            abatement=PartialDate.parse(self.abatement) if self.abatement else None,
            asserted_by=self.asserted_by.participant() if self.asserted_by else CLIENT,
            notes=self.notes,
            labels=frozenset(self.labels),
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class NewClientNeedIn(NeedIn):
    """A need to be recorded of the client in the address."""

    verification: Verification = Field(default=Verification.UNCONFIRMED, description="How sure anybody is of it.")


class NewNeedIn(NewClientNeedIn):
    """A need to be recorded."""

    client_id: UUID = Field(description="Whose need it is.")

    def client(self) -> ClientId:
        """Return whose it is."""
        return ClientId(self.client_id)


class NeedMoveIn(Input):
    """Why, and from when on."""

    note: OwnWords | None = Field(description="Why.", examples=["She has food stamps now."])
    on: PartialDateText | None = Field(description="When it ended; for resolve, remit and inactivate.")


class NeedJudgementIn(Input):
    """Why."""

    note: OwnWords | None = Field(description="Why.", examples=["Screened again at the visit."])


class NeedItemOut(Shape):
    """A need, in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="Whose need it is.")
    agency_id: UUID = Field(description="The agency that keeps it.")
    category: Category | None = Field(description="Which social need it is.", examples=["food-insecurity"])
    title: str = Field(description="What it is, in a few words.", examples=["Food insecurity"])
    priority: int | None = Field(description="The client's own order of needs, 1 first.", examples=[1])
    severity: Severity | None = Field(description="How bad it is.")
    status: NeedStatus = Field(description="How it goes.", examples=["active"])
    verification: Verification = Field(description="How sure anybody is of it.")
    updated_at: datetime = Field(description="When it last changed.")


class NeedOut(NeedItemOut):
    """A need."""

    kind: NeedKind = Field(description="What sort of concern.")
    concept: ConceptOut | None = Field(description="What it is, in codes.")
    words: str | None = Field(description="What the client says.", examples=[WORDS])
    onset: PartialDateText | None = Field(description="Since when.", examples=["2026-11"])
    abatement: PartialDateText | None = Field(description="When it ended.")
    asserted_by: ParticipantOut = Field(description="Who says so.")
    notes: str | None = Field(description="More about it.")
    assessment_id: UUID | None = Field(description="The assessment that found it.")
    link_ids: list[str] = Field(description="The items of the assessment whose answers found it.")
    withheld: list[str] = Field(
        description="`assessment_id` and `link_ids`, where you may not read the assessment by itself.", examples=[[]]
    )
    sensitivity: list[Sensitivity] = Field(description="The labels that it bears.")
    labels: list[Sensitivity] = Field(description="Those of them that were given by hand.")
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.")
    recorded_by: UUID = Field(description="Who recorded it: a worker, or a program.")
    created_at: datetime = Field(description="When it was recorded.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices


class NeedStepOut(Shape):
    """One line of a need's history: how it stood from then on."""

    number: int = Field(description="The version of the need that it made.", examples=[1])
    at: datetime = Field(description="When.")
    actor_id: UUID = Field(description="Who did it: a worker, or a program.")
    agency_id: UUID = Field(description="For which agency.")
    action: str = Field(description="What was done.", examples=["resolved"])
    status: NeedStatus = Field(description="How it went from then on.")
    verification: Verification = Field(description="How sure anybody was of it from then on.")
    note: str | None = Field(description="Why.")
