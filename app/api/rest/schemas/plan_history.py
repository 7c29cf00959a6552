"""Versions and reviews of care plans as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.care_plans import PARTS, CarePlanPictureOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.care_plans.diff import Change
from app.domain.care_plans.review import MOST_PARTICIPANTS, NOTES_LENGTH, ReviewContent, ReviewOutcome

Notes = Annotated[str, Field(min_length=1, max_length=NOTES_LENGTH)]


class PlanReviewIn(Input):
    """What a review of a plan found."""

    outcome: ReviewOutcome = Field(description="What was decided.", examples=["continue"])
    on: CalendarDay = Field(description="When it was held.", examples=["2027-04-11"])
    notes: Notes | None = Field(description="What was said.")
    participants: list[Name] = Field(description="Who was there.", max_length=MOST_PARTICIPANTS, examples=[["María"]])
    next_due: CalendarDay | None = Field(description="When the next one is due; null: as the cadence says.")

    def content(self) -> ReviewContent:
        """Return it as the use cases take it."""
        return ReviewContent(
            outcome=self.outcome,
            on=self.on,
            notes=self.notes,
            participants=tuple(self.participants),
            next_due=self.next_due,
        )


class PlanReviewItemOut(Shape):
    """A review of a plan, in a list."""

    id: UUID = Field(description="Its identifier.")
    outcome: ReviewOutcome = Field(description="What was decided.", examples=["continue"])
    on: date = Field(description="When it was held.", examples=["2027-04-11"])
    notes: str | None = Field(description="What was said.")
    participants: list[str] = Field(description="Who was there.")
    next_due: date | None = Field(description="When the next one is due.")
    plan_version: int = Field(description="The version of the plan that it made.", examples=[7])
    recorded_by: UUID = Field(description="Who recorded it: a worker, or a program.")
    agency_id: UUID = Field(description="For which agency.")
    recorded_at: datetime = Field(description="When it was recorded.")


class PlanReviewOut(PlanReviewItemOut):
    """A review of a plan; it never changes."""

    notices: Notices


class PlanVersionItemOut(Shape):
    """A version of a plan, in a list."""

    number: int = Field(description="Which.", examples=[2])
    what: str = Field(description="What made it.", examples=["goal_added"])
    at: datetime = Field(description="When.")
    by: UUID = Field(description="Who: a worker, or a program.")
    agency_id: UUID = Field(description="For which agency.")


class PlanVersionOut(PlanVersionItemOut):
    """A plan as it stood after one of its changes."""

    plan: CarePlanPictureOut = Field(description="The plan as it stood.")
    withheld: list[str] = Field(description=PARTS, examples=[["needs"]])
    notices: Notices


class PlanFieldChangeOut(Shape):
    """One field that differs."""

    pointer: str = Field(description="Where: a JSON pointer into the thing.", examples=["/achievement"])
    before: str | None = Field(description="Its value before, as text.", examples=["in_progress"])
    after: str | None = Field(description="Its value after, as text.", examples=["achieved"])


class PlanDifferenceOut(Shape):
    """One thing that differs between two versions."""

    what: str = Field(description="What kind of thing: plan, need, goal or activity.", examples=["goal"])
    id: UUID | None = Field(description="Which; null for the plan itself.")
    change: Change = Field(description="What happened to it.", examples=["changed"])
    words: str = Field(description="It in a sentence.", examples=["Goal “A job”: state is now “active”."])
    fields: list[PlanFieldChangeOut] = Field(description="Field by field.")


class PlanComparisonOut(Shape):
    """What differs from one version of a plan to another."""

    before: int = Field(description="The older version.", examples=[1])
    after: int = Field(description="The newer version.", examples=[2])
    differences: list[PlanDifferenceOut] = Field(description="What differs; empty when nothing does.")
    withheld: list[str] = Field(description="The same of the two versions that are compared.", examples=[[]])
    notices: Notices
