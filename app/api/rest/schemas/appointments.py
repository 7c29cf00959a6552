"""Appointments as they are sent and shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import Moment
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name, Shape, WebAddress
from app.domain.appointments.appointment import (
    COMMENT_LENGTH,
    DETAILS_LENGTH,
    AppointmentContent,
    AppointmentMode,
    CancelReason,
    MeetingTime,
    NewAppointment,
)
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.codes import Sensitivity
from app.domain.identity import ClientId, LocationId, WorkerId

Details = Annotated[str, Field(min_length=1, max_length=DETAILS_LENGTH)]
Comment = Annotated[str, Field(min_length=1, max_length=COMMENT_LENGTH, examples=["Her bus did not come."])]
TimeZone = Annotated[str, Field(min_length=1, max_length=60, examples=["America/New_York"])]
STARTS = "2027-01-18T14:00:00Z"
ENDS = "2027-01-18T14:45:00Z"


class FirstStatus(StrEnum):
    """How an appointment begins: agreed on, or proposed only."""

    BOOKED = "booked"
    PROPOSED = "proposed"


class MeetingTimeIn(Input):
    """When to meet."""

    starts: Moment = Field(description="From when.", examples=[STARTS])
    ends: Moment = Field(description="Until when; at most 7 days later.", examples=[ENDS])
    time_zone: TimeZone = Field(default="UTC", description="The IANA time zone in which the time was agreed.")

    def time(self) -> MeetingTime:
        """Return it as the use cases take it."""
        return MeetingTime(starts=self.starts, ends=self.ends, time_zone=self.time_zone)


class AppointmentIn(Input):
    """A meeting with a client, described as a whole except for its time."""

    title: Name = Field(description="What it is for.", examples=["Go through the housing application"])
    details: Details | None = Field(description="More about it.")
    mode: AppointmentMode = Field(default=AppointmentMode.IN_PERSON, description="How you meet.")
    place: Name | None = Field(description="Where, in words.", examples=["At her home"])
    location_id: UUID | None = Field(description="Where, as a place of the directory; for meetings in person.")
    link: WebAddress | None = Field(description="Where to join; for meetings by video.")
    worker_id: UUID | None = Field(description="Who of your agency meets the client.")
    sensitivities: list[Sensitivity] = Field(
        description="Labels beside those of your agency's programs.", max_length=len(Sensitivity)
    )

    def content(self) -> AppointmentContent:
        """Return it as the use cases take it."""
        return AppointmentContent(
            title=self.title,
            details=self.details,
            mode=self.mode,
            place=self.place,
            location=LocationId(self.location_id) if self.location_id else None,
            link=self.link,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            sensitivities=frozenset(self.sensitivities),
        )


class NewAppointmentIn(AppointmentIn, MeetingTimeIn):
    """A meeting to be made with a client."""

    client_id: UUID = Field(description="The client.")
    status: FirstStatus = Field(default=FirstStatus.BOOKED, description="Whether the client has agreed to the time.")

    def client(self) -> ClientId:
        """Return whom to meet."""
        return ClientId(self.client_id)

    def new(self) -> NewAppointment:
        """Return it as the use cases take it."""
        booked = self.status is FirstStatus.BOOKED
        return NewAppointment(content=self.content(), time=self.time(), booked=booked)


class AppointmentCommentIn(Input):
    """What may be said about an action."""

    comment: Comment | None = Field(description="More about it; required where it was entered in error.")


class CancelAppointmentIn(AppointmentCommentIn):
    """Why it does not take place."""

    reason: CancelReason = Field(description="On whose side it lies; `other` needs a comment.", examples=["client"])


class AppointmentItemOut(Shape):
    """A meeting with a client, in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="The agency that answers for it.")
    worker_id: UUID | None = Field(description="Who meets the client.")
    title: str = Field(description="What it is for.", examples=["Go through the housing application"])
    mode: AppointmentMode = Field(description="How they meet.")
    status: AppointmentStatus = Field(description="Where it stands.")
    starts: datetime = Field(description="From when.", examples=[STARTS])
    ends: datetime = Field(description="Until when.", examples=[ENDS])
    time_zone: str = Field(description="The time zone in which the time was agreed.", examples=["America/New_York"])
    updated_at: datetime = Field(description="When it last changed.")


class AppointmentOut(AppointmentItemOut):
    """A meeting with a client."""

    details: str | None = Field(description="More about it.")
    place: str | None = Field(description="Where, in words.", examples=["At her home"])
    location_id: UUID | None = Field(description="Where, as a place of the directory.")
    link: str | None = Field(description="Where to join.")
    sensitivities: list[Sensitivity] = Field(description="The labels that it bears.")
    cancel_reason: CancelReason | None = Field(description="On whose side it lies that it does not take place.")
    comment: str | None = Field(description="What was said when it was cancelled, missed or entered in error.")
    in_plan: bool = Field(description="Whether an activity of a care plan follows it.")
    overlapping_ids: list[UUID] = Field(
        description="Other appointments of the same worker at that time: a warning, for your agency only."
    )
    do_not_contact: bool = Field(description="Whether nobody may send the client anything, reminders included.")
    created_at: datetime = Field(description="When it was made.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices
