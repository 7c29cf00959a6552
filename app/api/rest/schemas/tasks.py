"""Tasks as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import Moment
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.codes import Priority
from app.domain.identity import WorkerId
from app.domain.work.task import TaskContent, TaskKind, TaskStatus

Details = Annotated[str, Field(min_length=1, max_length=10_000)]


class TaskIn(Input):
    """A to-do, described as a whole."""

    title: Name = Field(description="What is to be done.", examples=["Call the client about the appointment"])
    details: Details | None = Field(description="More about it.")
    priority: Priority = Field(default=Priority.ROUTINE, description="How soon.")
    worker_id: UUID | None = Field(description="Whose it is; null: your agency's.")
    due: Moment | None = Field(description="Until when.")

    def content(self) -> TaskContent:
        """Return it as the use cases take it."""
        return TaskContent(
            title=self.title,
            details=self.details,
            priority=self.priority,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            due=self.due,
        )


class NewTaskIn(TaskIn):
    """A to-do to be put on your agency's list."""

    client_id: UUID | None = Field(description="The client whom it concerns.")


class TaskItemOut(Shape):
    """A to-do in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    agency_id: UUID = Field(description="Whose list it is on.")
    kind: TaskKind = Field(description="What it is about; all but general are made by a rule.")
    title: str = Field(description="What is to be done.")
    details: str | None = Field(description="More about it.")
    priority: Priority = Field(description="How soon.")
    worker_id: UUID | None = Field(description="Whose it is.")
    due: datetime | None = Field(description="Until when.")
    client_id: UUID | None = Field(description="The client whom it concerns.")
    referral_id: UUID | None = Field(description="The referral that it concerns.")
    handoff_id: UUID | None = Field(description="The handoff that it concerns.")
    assessment_id: UUID | None = Field(description="The assessment that called for it.")
    plan_id: UUID | None = Field(description="The care plan that it concerns.")
    break_glass_id: UUID | None = Field(description="The emergency access that is to be reviewed.")
    consent_id: UUID | None = Field(description="The consent that ends soon.", examples=[None])
    status: TaskStatus = Field(description="Where it stands.")
    ended_at: datetime | None = Field(description="When it was done or cancelled.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class TaskOut(TaskItemOut):
    """A to-do."""

    notices: Notices
