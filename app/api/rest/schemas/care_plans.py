"""Care plans as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.concepts import ConceptIn, ConceptOut
from app.api.rest.schemas.crisis_plans import CrisisPlanIn, CrisisPlanOut, Lines
from app.api.rest.schemas.goals import GoalIn
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, LanguageTag, Name, Shape
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import REASON_LENGTH, Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.care_plan import MOST_GOALS, PlanBlocker
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.plan_content import (
    MOST_CATEGORIES,
    MOST_IDENTIFIERS,
    MOST_NEEDS,
    MOST_TEAMS,
    TEXT_LENGTH,
    PlanContent,
)
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import (
    MOST_UNITS,
    Cadence,
    CadenceUnit,
    ReviewOutcome,
)
from app.domain.codes import Sensitivity
from app.domain.identity import CareTeamId, ClientId, GoalId, Identifier, NeedId, WorkerId

Text = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH)]
Why = Annotated[str, Field(min_length=1, max_length=REASON_LENGTH)]
TITLE = "Food and a safe home"
PARTS = (
    "Which of `activities`, `goals` and `needs` are not all here: what you may not read by itself is left out, "
    "and so is what is done for nothing else."
)


class CadenceOut(Shape):
    """How often a plan is reviewed."""

    every: int = Field(description="How many.", ge=1, le=MOST_UNITS, examples=[3])
    unit: CadenceUnit = Field(description="Of what.", examples=["months"])


class CadenceIn(Input, CadenceOut):
    """How often a plan is reviewed."""

    def cadence(self) -> Cadence:
        """Return it as the domain takes it."""
        return Cadence(every=self.every, unit=self.unit)


class CarePlanIn(Input):
    """A care plan, described as a whole; its goals and activities have paths of their own."""

    title: Name = Field(description="What it is called.", examples=[TITLE])
    description: Text | None = Field(description="What it is about.")
    categories: list[ConceptIn] = Field(description="What kind of plan it is.", max_length=MOST_CATEGORIES)
    starts: CalendarDay | None = Field(description="Its first day.", examples=["2027-01-11"])
    ends: CalendarDay | None = Field(description="Its last day.", examples=["2027-07-11"])
    language: LanguageTag | None = Field(description="In which language it is talked through.")
    worker_id: UUID | None = Field(description="Who answers for it, and gets its reviews to do.")
    need_ids: list[UUID] = Field(description="The needs that it addresses.", max_length=MOST_NEEDS)
    team_ids: list[UUID] = Field(
        description="The care teams that work on it; the client's own has the client's id.", max_length=MOST_TEAMS
    )
    strengths: Lines = Field(default_factory=list, description="What the client is good at and has.")
    preferences: Lines = Field(default_factory=list, description="How the client wants to be helped.")
    cultural_considerations: Lines = Field(default_factory=list, description="What matters of culture and belief.")
    crisis_plan: CrisisPlanIn | None = Field(description="What helps in a crisis.")
    review_every: CadenceIn | None = Field(description="How often it is reviewed.")
    next_review: CalendarDay | None = Field(
        description="When it is reviewed next. Left out, it is counted from activation by the cadence.",
        examples=["2027-04-11"],
    )
    notes: Text | None = Field(description="More about it.")
    identifiers: list[ExternalIdentifier] = Field(
        description="What other systems call it.", max_length=MOST_IDENTIFIERS
    )

    def content(self) -> PlanContent:
        """Return it as the use cases take it."""
        return PlanContent(
            title=self.title,
            description=self.description,
            categories=tuple(category.concept() for category in self.categories),
            starts=self.starts,
            ends=self.ends,
            language=self.language,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            needs=tuple(NeedId(need) for need in self.need_ids),
            teams=tuple(CareTeamId(team) for team in self.team_ids),
            strengths=tuple(self.strengths),
            preferences=tuple(self.preferences),
            cultural_considerations=tuple(self.cultural_considerations),
            crisis_plan=self.crisis_plan.plan() if self.crisis_plan else None,
            review_every=self.review_every.cadence() if self.review_every else None,
            next_review=self.next_review,
            notes=self.notes,
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class NewCarePlanIn(CarePlanIn):
    """A care plan to be drafted."""

    client_id: UUID = Field(description="Whose plan it is.")
    goal_ids: list[UUID] = Field(description="Goals of the client that it pursues.", max_length=MOST_GOALS)

    def client(self) -> ClientId:
        """Return whose it is."""
        return ClientId(self.client_id)

    def goals(self) -> tuple[GoalId, ...]:
        """Return what it pursues."""
        return tuple(GoalId(goal) for goal in self.goal_ids)


class PlanGoalIn(Input):
    """A goal for a plan: one that is there, or a new one; exactly one of both."""

    goal_id: UUID | None = Field(description="A goal of the client.")
    goal: GoalIn | None = Field(description="A new goal, put forward with it.")


class PlanReasonIn(Input):
    """Why."""

    reason: Why | None = Field(
        description="Why; required to revoke or to enter in error.", examples=["The client moved away."]
    )


class AgreementIn(Input):
    """What the client said of a plan: agreed, when and how; or not, and why."""

    answer: AgreementAnswer = Field(description="What the client said.", examples=["agreed"])
    on: CalendarDay | None = Field(description="When.", examples=["2027-01-11"])
    method: AgreementMethod | None = Field(description="How.", examples=["signed"])
    name: Name | None = Field(description="Who spoke or signed for the client.")
    reason: Why | None = Field(description="Why there is no agreement.")

    def agreement(self) -> Agreement:
        """Return it as the domain takes it."""
        return Agreement(answer=self.answer, on=self.on, method=self.method, name=self.name, reason=self.reason)


class AgreementOut(Shape):
    """What the client said of a plan."""

    answer: AgreementAnswer = Field(description="What the client said.", examples=["agreed"])
    on: date | None = Field(description="When.", examples=["2027-01-11"])
    method: AgreementMethod | None = Field(description="How.", examples=["signed"])
    name: str | None = Field(description="Who spoke or signed for the client.")
    reason: str | None = Field(description="Why there is no agreement.")


class PlanNeedOut(Shape):
    """A need that a plan addresses."""

    id: UUID = Field(description="Its identifier.")
    words: str = Field(description="What it is.", examples=["Food insecurity"])


class PlanTargetOut(Shape):
    """What would show that a goal is reached, in words."""

    measure: str | None = Field(description="What is measured.", examples=["Days with breakfast"])
    value: str | None = Field(description="What is wanted.", examples=[">= 5 days a week"])
    due: date | None = Field(description="By which day.")


class PlanGoalOut(Shape):
    """A goal as its plan shows it."""

    id: UUID = Field(description="Its identifier; `/v1/goals/{id}` tells more.")
    words: str = Field(description="The goal.", examples=["I want my children to eat breakfast every day."])
    state: GoalState = Field(description="Where it stands.", examples=["active"])
    achievement: Achievement | None = Field(description="How far it has come.", examples=["improving"])
    priority: str | None = Field(description="How much it matters.", examples=["high"])
    start: date | None = Field(description="From when on it is pursued.")
    targets: list[PlanTargetOut] = Field(description="What would show that it is reached.")


class PlanActivityOut(Shape):
    """What is done for the goals of a plan."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    kind: ActivityKind = Field(description="What kind of thing it is.", examples=["referral"])
    title: str = Field(description="What is done.", examples=["Weekly food box"])
    status: ActivityStatus = Field(description="Where it stands.", examples=["scheduled"])
    status_reason: str | None = Field(description="Why it stands there.")
    concept: ConceptOut | None = Field(description="It in codes.")
    details: str | None = Field(description="More about it.")
    goal_ids: list[UUID] = Field(description="The goals that it serves.")
    referral_id: UUID | None = Field(description="The referral that it is; its status follows that.")
    task_id: UUID | None = Field(description="The task that it is; its status follows that.")
    appointment_id: UUID | None = Field(description="The appointment that it is; its status follows that.")
    worker_id: UUID | None = Field(description="Who does it.")
    who: str | None = Field(description="Who does it, in words.", examples=["Ana's sister"])
    starts: date | None = Field(description="From when on.")
    due: date | None = Field(description="Until when.")
    when: str | None = Field(description="How often, in words.", examples=["every Monday"])
    place: str | None = Field(description="Where, in words.")


class LastReviewOut(Shape):
    """The last review of a plan."""

    on: date = Field(description="When it was.")
    outcome: ReviewOutcome = Field(description="What was decided.")


class CarePlanPictureOut(Shape):
    """All of a plan that can change, as it stood."""

    title: str = Field(description="What it is called.", examples=[TITLE])
    status: PlanStatus = Field(description="Where it stands.", examples=["active"])
    status_reason: str | None = Field(description="Why it stands there.")
    description: str | None = Field(description="What it is about.")
    categories: list[ConceptOut] = Field(description="What kind of plan it is.")
    starts: date | None = Field(description="Its first day.", examples=["2027-01-11"])
    ends: date | None = Field(description="Its last day.")
    language: str | None = Field(description="In which language it is talked through.", examples=["es"])
    worker_id: UUID | None = Field(description="Who answers for it.")
    team_ids: list[UUID] = Field(description="The care teams that work on it.")
    strengths: list[str] = Field(description="What the client is good at and has.")
    preferences: list[str] = Field(description="How the client wants to be helped.")
    cultural_considerations: list[str] = Field(description="What matters of culture and belief.")
    crisis_plan: CrisisPlanOut | None = Field(description="What helps in a crisis.")
    review_every: CadenceOut | None = Field(description="How often it is reviewed.")
    next_review: date | None = Field(description="When it is reviewed next.", examples=["2027-04-11"])
    last_review: LastReviewOut | None = Field(description="When it was reviewed last.")
    agreement: AgreementOut | None = Field(description="What the client said of it.")
    notes: str | None = Field(description="More about it.")
    needs: list[PlanNeedOut] = Field(description="The needs that it addresses, as far as you may read them.")
    goals: list[PlanGoalOut] = Field(description="The goals that it pursues.")
    activities: list[PlanActivityOut] = Field(description="What is done for them.")


class CarePlanItemOut(Shape):
    """A care plan, in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes, and those of its goals and activities.", examples=[1])
    client_id: UUID = Field(description="Whose plan it is.")
    agency_id: UUID = Field(description="The agency that answers for it.")
    worker_id: UUID | None = Field(description="Who answers for it there.")
    title: str = Field(description="What it is called.", examples=[TITLE])
    status: PlanStatus = Field(description="Where it stands.", examples=["active"])
    starts: date | None = Field(description="Its first day.")
    ends: date | None = Field(description="Its last day.")
    next_review: date | None = Field(description="When it is reviewed next.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")


class CarePlanOut(CarePlanPictureOut):
    """A care plan with its goals and activities."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes, and those of its goals and activities.", examples=[1])
    client_id: UUID = Field(description="Whose plan it is.")
    agency_id: UUID = Field(description="The agency that answers for it.")
    template_id: UUID | None = Field(description="The template that it was made from.")
    template_version: int | None = Field(description="Which version of that.")
    withheld: list[str] = Field(description=PARTS, examples=[["needs"]])
    sensitivity: list[Sensitivity] = Field(description="The labels that it bears.")
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.")
    created_by: UUID = Field(description="Who made it: a worker, or a program.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")
    blockers: list[PlanBlocker] = Field(description="What stands between a draft and its activation.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices
