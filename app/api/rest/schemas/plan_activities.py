"""Activities of care plans as they are sent and shown by themselves."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.care_plans import PlanActivityOut
from app.api.rest.schemas.concepts import ConceptIn
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name
from app.domain.care_plans.activity import (
    DETAILS_LENGTH,
    MOST_GOALS,
    ActivityContent,
    ActivityKind,
    Link,
)
from app.domain.identity import AppointmentId, GoalId, ReferralId, TaskId, WorkerId

Details = Annotated[str, Field(min_length=1, max_length=DETAILS_LENGTH)]


class ActivityIn(Input):
    """What is done for the goals of a plan, described as a whole; linked to one thing at most."""

    kind: ActivityKind = Field(description="What kind of thing it is.", examples=["education"])
    title: Name = Field(description="What is done.", examples=["Class on cooking with little money"])
    concept: ConceptIn | None = Field(description="It in codes.")
    details: Details | None = Field(description="More about it.")
    goal_ids: list[UUID] = Field(description="The goals of the plan that it serves.", max_length=MOST_GOALS)
    referral_id: UUID | None = Field(description="The referral that it is; its status follows that.")
    task_id: UUID | None = Field(description="The task that it is; its status follows that.")
    appointment_id: UUID | None = Field(description="The appointment that it is; its status follows that.")
    worker_id: UUID | None = Field(description="Who does it.")
    who: Name | None = Field(description="Who does it, in words.", examples=["Ana's sister"])
    starts: CalendarDay | None = Field(description="From when on.", examples=["2027-01-18"])
    due: CalendarDay | None = Field(description="Until when.")
    when: Name | None = Field(description="How often, in words.", examples=["every Monday"])
    place: Name | None = Field(description="Where, in words.")

    def content(self) -> ActivityContent:
        """Return it as the use cases take it."""
        return ActivityContent(
            kind=self.kind,
            title=self.title,
            concept=self.concept.concept() if self.concept else None,
            details=self.details,
            goals=tuple(GoalId(goal) for goal in self.goal_ids),
            link=Link(
                referral=ReferralId(self.referral_id) if self.referral_id else None,
                task=TaskId(self.task_id) if self.task_id else None,
                appointment=AppointmentId(self.appointment_id) if self.appointment_id else None,
            ),
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            who=self.who,
            starts=self.starts,
            due=self.due,
            when=self.when,
            place=self.place,
        )


class ActivityItemOut(PlanActivityOut):
    """An activity of a plan, in a list."""

    withheld: list[str] = Field(description="`goal_ids`, where it serves more than you may read.", examples=[[]])


class ActivityOut(ActivityItemOut):
    """An activity of a plan."""

    plan_id: UUID = Field(description="The plan that it belongs to.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices
