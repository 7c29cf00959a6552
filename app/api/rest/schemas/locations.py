"""Locations as they are sent and shown."""

from datetime import datetime
from functools import partial
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.agencies import OpeningHours
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, LanguageTag, Name, Shape, WebAddress, Words
from app.domain.directory.location import LocationKind, PhoneKind


class PhoneOut(Shape):
    """A telephone number as published."""

    number: Name = Field(description="The number.", examples=["305-555-0100"])
    extension: Name | None = Field(description="What to dial after it.")
    kind: PhoneKind = Field(description="What answers.")
    description: Words | None = Field(description="What it is for.")


class PhoneIn(Input, PhoneOut):
    """A telephone number as published."""

    kind: PhoneKind = Field(default=PhoneKind.VOICE, description="What answers.")


class PlaceAddressOut(Shape):
    """A postal or street address."""

    lines: list[Name] = Field(description="Street and what comes with it.", max_length=6)
    city: Name | None = Field(description="City or town.")
    region: Name | None = Field(description="County, where known.")
    state: Name | None = Field(description="State or province.")
    postal_code: Name | None = Field(description="Postal code.")
    country: Name | None = Field(description="Country.")


class PlaceAddressIn(Input, PlaceAddressOut):
    """A postal or street address."""


class ScheduleOut(Shape):
    """Opening hours as stated."""

    hours: list[OpeningHours] = Field(description="Openings by weekday.", max_length=70)
    original_text: Words | None = Field(description="What the source said in its own words.")


class ScheduleIn(Input, ScheduleOut):
    """Opening hours as stated."""


class LocationFields(Shape):
    """How a place is described."""

    name: Name = Field(description="Its name.", examples=["Main office"])
    alternate_name: Name | None = Field(description="Another name in use.")
    description: Words | None = Field(description="What one finds there.")
    kind: LocationKind = Field(description="Whether one goes there, writes there, or connects.")
    address: PlaceAddressOut | None = Field(description="Where it is.")
    latitude: float | None = Field(ge=-90, le=90, description="Degrees north.", examples=[25.8043])
    longitude: float | None = Field(ge=-180, le=180, description="Degrees east.", examples=[-80.3342])
    phones: list[PhoneOut] = Field(description="Numbers of the place.", max_length=100)
    accessibility: list[Words] = Field(description="Who can enter, and how.", max_length=100)
    languages: list[LanguageTag] = Field(description="Languages spoken.", max_length=100)
    transportation: Words | None = Field(description="How to get there.")
    url: WebAddress | None = Field(description="Its web page.")
    schedule: ScheduleOut = Field(description="When it is open.")
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.", max_length=100)


class LocationIn(Input, LocationFields):
    """The description of a location, complete: what is left out is empty."""

    kind: LocationKind = Field(
        default=LocationKind.PHYSICAL, description="Whether one goes there, writes there, or connects."
    )
    address: PlaceAddressIn | None = Field(description="Where it is.")
    phones: list[PhoneIn] = Field(description="Numbers of the place.", max_length=100)  # type: ignore[assignment]
    schedule: ScheduleIn = Field(default_factory=partial(ScheduleIn.model_validate, {}), description="When it is open.")


class NewLocationIn(LocationIn):
    """A place to be entered."""

    agency_id: UUID = Field(description="The agency whose place it is.")


class LocationOut(LocationFields):
    """A place at which services are offered."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency whose place it is.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was entered.")
    updated_at: datetime = Field(description="When it last changed.")
