"""Agencies as they are sent and shown."""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.clocks import OwnClocksIn, OwnClocksOut
from app.api.rest.schemas.shapes import (
    ClockTime,
    Email,
    ExternalIdentifier,
    Input,
    LanguageTag,
    Name,
    Shape,
    WebAddress,
    Words,
)
from app.domain.networks.agency import AgencyStatus, Membership, ProgramType
from app.domain.networks.calendar import Weekday

TimeZone = Annotated[str, Field(max_length=64, examples=["America/New_York"], description="IANA time zone.")]


class OpeningHours(Shape):
    """One opening on one weekday; closing at or before the opening time means the next day."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    weekday: Weekday = Field(description="The day on which it opens.")
    opens: ClockTime = Field(description="Local time.", examples=["09:00:00"])
    closes: ClockTime = Field(description="Local time.", examples=["17:00:00"])


class HolidayOut(Shape):
    """Days on which an agency is closed, first and last included."""

    first: CalendarDay = Field(description="The first day.")
    last: CalendarDay = Field(description="The last day.")
    name: Name | None = Field(description="What is celebrated.")


class HolidayIn(Input, HolidayOut):
    """Days on which an agency is closed, first and last included."""


class AgencyCalendarOut(Shape):
    """When an agency works; without stated hours it works Monday to Friday from nine to five."""

    time_zone: TimeZone
    hours: list[OpeningHours] = Field(description="Opening hours.", max_length=70)
    holidays: list[HolidayOut] = Field(description="Days on which it is closed.", max_length=400)


class AgencyCalendarIn(Input, AgencyCalendarOut):
    """When an agency works; without stated hours it works Monday to Friday from nine to five."""

    holidays: list[HolidayIn] = Field(description="Days on which it is closed.", max_length=400)  # type: ignore[assignment]


class AgencyFields(Shape):
    """How an agency describes itself."""

    name: Name = Field(description="Its name.", examples=["Harbor Food Bank"])
    alternate_name: Name | None = Field(description="Another name in use.")
    description: Words | None = Field(description="What it does.")
    email: Email | None = Field(description="Where it reads mail.")
    phone: Name | None = Field(description="Its main number.")
    url: WebAddress | None = Field(description="Its web site.")
    tax_id: Name | None = Field(description="Its tax identification number.")
    calendar: AgencyCalendarOut = Field(description="When it works.")
    clocks: OwnClocksOut = Field(description="How long it may take, where that differs from the network.")
    languages: list[LanguageTag] = Field(description="Languages spoken.", max_length=100)
    program_types: list[ProgramType] = Field(
        description="Kinds of programs; some bring a sensitivity label to all that they touch.", max_length=10
    )
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.", max_length=100)


class AgencyIn(Input, AgencyFields):
    """The description of an agency, complete: what is left out is empty."""

    calendar: AgencyCalendarIn = Field(
        default_factory=partial(AgencyCalendarIn.model_validate, {"time_zone": "UTC"}), description="When it works."
    )
    clocks: OwnClocksIn = Field(
        default_factory=partial(OwnClocksIn.model_validate, {}),
        description="How long it may take, where that differs from the network.",
    )


class NewAgencyIn(AgencyIn):
    """An agency that joins."""

    membership: Membership = Field(description="How far it takes part.", examples=["full"])


class MembershipIn(Input):
    """How far an agency takes part."""

    membership: Membership = Field(description="How far it takes part.", examples=["light"])


class AgencyOut(AgencyFields):
    """An organization that takes part in the network."""

    id: UUID = Field(description="Its identifier.")
    membership: Membership = Field(
        description="full: works in the service; light: answers by e-mailed link; listed: directory only."
    )
    status: AgencyStatus = Field(description="Whether it takes part now.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it joined.")
    updated_at: datetime = Field(description="When it last changed.")
