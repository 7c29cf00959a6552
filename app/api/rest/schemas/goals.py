"""Goals as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay, Moment
from app.api.rest.schemas.concepts import ConceptIn, ConceptOut
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.participants import ParticipantIn, ParticipantOut
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, Shape
from app.api.rest.schemas.targets import ValueIn, ValueOut
from app.domain.care_plans.acceptance import AcceptanceStatus, GoalPriority
from app.domain.care_plans.goal import (
    MOST_IDENTIFIERS,
    MOST_NEEDS,
    MOST_TARGETS,
    NOTE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
    GoalContent,
)
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.participant import CLIENT
from app.domain.care_plans.progress import MOST_MEASURED, Measurement, Progress, ProgressSource
from app.domain.care_plans.targets import Target
from app.domain.codes import Category, Sensitivity
from app.domain.identity import ClientId, Identifier, NeedId

OwnWords = Annotated[str, Field(min_length=1, max_length=WORDS_LENGTH)]
Note = Annotated[str, Field(min_length=1, max_length=NOTE_LENGTH)]
Why = Annotated[str, Field(min_length=1, max_length=REASON_LENGTH)]
THE_CLIENT = {"kind": "client"}
WORDS = "I want my children to eat breakfast every day."


class TargetIn(Input):
    """One sign that a goal is reached: a measure, a value or a due date at least."""

    measure: ConceptIn | None = Field(description="What is measured.")
    value: ValueIn | None = Field(description="What is wanted.")
    due: CalendarDay | None = Field(description="By which day.", examples=["2027-03-01"])

    def target(self) -> Target:
        """Return it as the domain takes it."""
        return Target(
            measure=self.measure.concept() if self.measure else None,
            value=self.value.value() if self.value else None,
            due=self.due,
        )


class TargetOut(Shape):
    """One sign that a goal is reached, and what was found last."""

    measure: ConceptOut | None = Field(description="What is measured.")
    value: ValueOut | None = Field(description="What is wanted.")
    due: date | None = Field(description="By which day.", examples=["2027-03-01"])
    found: ValueOut | None = Field(description="What was found last.")
    found_at: datetime | None = Field(description="When it was found.")
    met: bool | None = Field(description="Whether what was found is what is wanted; null: that cannot be told.")


class GoalIn(Input):
    """A goal, described as a whole; words or a concept at least."""

    words: OwnWords | None = Field(description="The goal in the client's own words.", examples=[WORDS])
    concept: ConceptIn | None = Field(description="The goal in codes; SNOMED CT and ICD-10-CM codes are checked.")
    category: Category | None = Field(description="Which social need it is about.", examples=["food-insecurity"])
    priority: GoalPriority | None = Field(description="How much it matters.")
    start: CalendarDay | None = Field(description="From when on it is pursued.", examples=["2027-01-11"])
    targets: list[TargetIn] = Field(description="What would show that it is reached.", max_length=MOST_TARGETS)
    need_ids: list[UUID] = Field(description="The needs that it addresses.", max_length=MOST_NEEDS)
    expressed_by: ParticipantIn = Field(
        default_factory=lambda: ParticipantIn.model_validate(THE_CLIENT), description="Whose goal it is."
    )
    notes: Note | None = Field(description="More about it.")
    labels: list[Sensitivity] = Field(
        description="Labels beside those of its needs, its codes and your agency's programs.",
        max_length=len(Sensitivity),
    )
    identifiers: list[ExternalIdentifier] = Field(
        description="What other systems call it.", max_length=MOST_IDENTIFIERS
    )

    def content(self) -> GoalContent:
        """Return it as the use cases take it."""
        return GoalContent(
            words=self.words,
            concept=self.concept.concept() if self.concept else None,
            category=self.category,
            priority=self.priority,
            start=self.start,
            targets=tuple(target.target() for target in self.targets),
            needs=tuple(NeedId(need) for need in self.need_ids),
            expressed_by=self.expressed_by.participant() if self.expressed_by else CLIENT,
            notes=self.notes,
            labels=frozenset(self.labels),
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class NewGoalIn(GoalIn):
    """A goal to be put forward."""

    client_id: UUID = Field(description="Whose goal it is.")
    state: GoalState = Field(
        default=GoalState.PROPOSED, description="Where it stands: proposed, planned, accepted or active."
    )

    def client(self) -> ClientId:
        """Return whose it is."""
        return ClientId(self.client_id)


class GoalReasonIn(Input):
    """Why."""

    reason: Why | None = Field(
        description="Why; required to cancel, reject or enter in error.", examples=["She moved away."]
    )


class GoalCompletionIn(GoalReasonIn):
    """How far it came."""

    achievement: Achievement | None = Field(description="How far it came.", examples=["achieved"])


class AcceptanceIn(Input):
    """What a participant says to a goal."""

    participant: ParticipantIn = Field(description="Who says it.")
    status: AcceptanceStatus = Field(description="Whether the participant agrees.", examples=["agree"])
    priority: GoalPriority | None = Field(description="How much the goal matters to the participant.")
    reason: Why | None = Field(description="Why; required to disagree.")


class AcceptanceOut(Shape):
    """What a participant says to a goal."""

    participant: ParticipantOut = Field(description="Who says it.")
    status: AcceptanceStatus = Field(description="Whether the participant agrees.", examples=["agree"])
    priority: GoalPriority | None = Field(description="How much the goal matters to the participant.")
    reason: str | None = Field(description="Why.")
    at: datetime = Field(description="When it was recorded.")
    recorded_by: UUID = Field(description="Who recorded it: a worker, or a program.")


class GoalItemOut(Shape):
    """A goal, in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="Whose goal it is.")
    agency_id: UUID = Field(description="The agency that follows it.")
    title: str = Field(description="The goal, in the client's words or in those of its code.", examples=[WORDS])
    priority: GoalPriority | None = Field(description="How much it matters.")
    state: GoalState = Field(description="Where it stands.", examples=["active"])
    achievement: Achievement | None = Field(description="How far it has come.", examples=["improving"])
    due: date | None = Field(description="The last day of its targets.", examples=["2027-03-01"])
    updated_at: datetime = Field(description="When it last changed.")


class GoalOut(GoalItemOut):
    """A goal."""

    words: str | None = Field(description="The goal in the client's own words.", examples=[WORDS])
    concept: ConceptOut | None = Field(description="The goal in codes.")
    category: Category | None = Field(description="Which social need it is about.")
    start: date | None = Field(description="From when on it is pursued.")
    targets: list[TargetOut] = Field(description="What would show that it is reached.")
    need_ids: list[UUID] = Field(description="The needs that it addresses, as far as you may read them.")
    withheld: list[str] = Field(description="`need_ids`, where there are more than you may read.", examples=[[]])
    expressed_by: ParticipantOut = Field(description="Whose goal it is.")
    notes: str | None = Field(description="More about it.")
    state_since: datetime = Field(description="Since when it stands there.")
    state_reason: str | None = Field(description="Why it stands there.")
    achievement_at: datetime | None = Field(description="When that was seen.")
    acceptances: list[AcceptanceOut] = Field(description="What the participants say to it.")
    sensitivity: list[Sensitivity] = Field(description="The labels that it bears.")
    labels: list[Sensitivity] = Field(description="Those of them that were given by hand.")
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.")
    recorded_by: UUID = Field(description="Who recorded it: a worker, or a program.")
    created_at: datetime = Field(description="When it was recorded.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices


class MeasurementIn(Input):
    """A value that was found for a measure."""

    measure: ConceptIn = Field(description="What was measured; the same code as in a target.")
    value: ValueIn = Field(description="What was found.")

    def measurement(self) -> Measurement:
        """Return it as the domain takes it."""
        return Measurement(measure=self.measure.concept(), value=self.value.value())


class MeasurementOut(Shape):
    """A value that was found for a measure."""

    measure: ConceptOut = Field(description="What was measured.")
    value: ValueOut = Field(description="What was found.")


class ProgressIn(Input):
    """How a goal goes: a note, an achievement or a measured value at least."""

    at: Moment | None = Field(description="When it was seen; null: now.", examples=["2027-01-25T15:00:00Z"])
    note: Note | None = Field(description="What was seen.", examples=["Breakfast on five days of the last week."])
    achievement: Achievement | None = Field(description="How far it has come.", examples=["improving"])
    measured: list[MeasurementIn] = Field(description="What was measured.", max_length=MOST_MEASURED)

    def progress(self, now: datetime) -> Progress:
        """Return it as the use cases take it."""
        return Progress(
            at=self.at or now,
            note=self.note,
            achievement=self.achievement,
            measured=tuple(each.measurement() for each in self.measured),
        )


class ProgressItemOut(Shape):
    """What was seen of a goal's way, in a list."""

    id: UUID = Field(description="Its identifier.")
    goal_id: UUID = Field(description="The goal.")
    at: datetime = Field(description="When it was seen.")
    note: str | None = Field(description="What was seen.", examples=["Breakfast on five days of the last week."])
    achievement: Achievement | None = Field(description="How far it has come.", examples=["improving"])
    measured: list[MeasurementOut] = Field(description="What was measured.")
    source: ProgressSource = Field(description="A person wrote it, or something that a plan links to the goal ended.")
    origin_id: UUID | None = Field(description="The referral, task or appointment that ended.")
    recorded_by: UUID = Field(description="Who recorded it: a worker, or a program.")
    agency_id: UUID = Field(description="For which agency.")
    recorded_at: datetime = Field(description="When it was recorded.")


class ProgressOut(ProgressItemOut):
    """What was seen of a goal's way."""

    notices: Notices
