"""The parts of what is told about a person: names, contact points, addresses, languages."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.shapes import ClockTime, Input, LanguageTag, Shape
from app.domain.clients.contact import MOST_HOURS, AddressUse, Channel, ContactSystem, ContactUse, Day
from app.domain.clients.names import NameUse
from app.domain.errors import Invalid
from app.domain.partial_date import PartialDate

Word = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$")]


def _in_the_calendar(text: str) -> str:
    try:
        PartialDate.parse(text)
    except Invalid as refusal:
        raise ValueError(refusal.message) from None
    return text


PartialDateText = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", examples=["1984-03-09"]),
    AfterValidator(_in_the_calendar),
]


class PersonName(Shape):
    """One name of a person; somebody with a single name has a family name or a given name only."""

    use: NameUse = Field(description="What the name is for.")
    family: Word | None = Field(description="Family name.", examples=["Núñez"])
    given: list[Word] = Field(description="Given names in order.", max_length=10, examples=[["María", "José"]])
    prefix: Word | None = Field(description="Title before the name.", examples=["Dr."])
    suffix: Word | None = Field(description="What stands after the name.", examples=["Jr."])
    since: CalendarDay | None = Field(description="First day of use.", examples=["2004-06-01"])
    until: CalendarDay | None = Field(description="Last day of use.", examples=[None])


class PersonNameIn(Input, PersonName):
    """One name of a person."""

    use: NameUse = Field(default=NameUse.LEGAL, description="What the name is for.")


class PersonIdentifier(Shape):
    """A number by which another system knows the client."""

    system: Annotated[str, Field(min_length=1, max_length=250)] = Field(
        description="URI of the system.", examples=["https://hmis.example/persons"]
    )
    value: Word = Field(description="The number there.", examples=["H-20417"])
    type: Annotated[str, Field(max_length=8, pattern="^[A-Z]{1,8}$")] | None = Field(
        description="Code of HL7 v2 table 0203, such as MR, SS, MA, DL.", examples=["MR"]
    )


class PersonIdentifierIn(Input, PersonIdentifier):
    """A number by which another system knows the client."""


class SpokenLanguage(Shape):
    """A language that the client speaks."""

    tag: LanguageTag = Field(description="BCP-47 tag.", examples=["es-MX"])
    preferred: bool = Field(description="Whether to use it; at most one is preferred.", examples=[True])
    interpreter: bool = Field(description="Whether an interpreter is needed.", examples=[True])


class SpokenLanguageIn(Input, SpokenLanguage):
    """A language that the client speaks."""

    preferred: bool = Field(default=False, description="Whether to use it; at most one is preferred.")
    interpreter: bool = Field(default=False, description="Whether an interpreter is needed.")


class SafeHours(Shape):
    """When it is safe to reach the client, in the client's local time."""

    day: Day = Field(description="The day of the week.", examples=["mon"])
    opens: ClockTime = Field(description="From.", examples=["09:00:00"])
    closes: ClockTime = Field(description="Until, later on the same day.", examples=["17:00:00"])


class SafeHoursIn(Input, SafeHours):
    """When it is safe to reach the client, in the client's local time."""


class ContactPoint(Shape):
    """A telephone number or e-mail address, with the client's permission for each channel."""

    system: ContactSystem = Field(description="What it is.")
    value: Line = Field(description="The number or address.", examples=["+1 512 555 0142"])
    use: ContactUse | None = Field(description="Which line it is.")
    permitted: list[Channel] = Field(
        description="The channels that may be used; an empty list means none.",
        max_length=5,
        examples=[["call", "sms"]],
    )
    safe_hours: list[SafeHours] = Field(description="When; without any, at all hours.", max_length=MOST_HOURS)
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = Field(
        description="What to know before using it.", examples=["Say that you call from the library."]
    )


class ContactPointIn(Input, ContactPoint):
    """A telephone number or e-mail address, with the client's permission for each channel."""

    safe_hours: list[SafeHoursIn] = Field(  # type: ignore[assignment]
        description="When; without any, at all hours.", max_length=MOST_HOURS
    )


class PostalAddress(Shape):
    """A place where the client lives or gets mail, or that there is no fixed abode."""

    use: AddressUse = Field(description="What the address is for.")
    lines: list[Line] = Field(description="Street lines.", max_length=6, examples=[["12 Elm Street", "Apt 4"]])
    city: Word | None = Field(description="City.", examples=["Austin"])
    state: Word | None = Field(description="State, province or region.", examples=["TX"])
    postal_code: Word | None = Field(description="ZIP or postal code.", examples=["78701"])
    country: CountryCode = Field(description="ISO 3166 code.", examples=["US"])
    no_fixed_abode: bool = Field(description="Whether the client has no fixed abode.", examples=[False])
    safe: bool = Field(description="Whether the address may be told to a provider.", examples=[True])
    post_permitted: bool = Field(description="Whether mail may be sent there.", examples=[False])
    since: CalendarDay | None = Field(description="First day.", examples=["2024-02-01"])
    until: CalendarDay | None = Field(description="Last day.", examples=[None])


class PostalAddressIn(Input, PostalAddress):
    """A place where the client lives or gets mail, or that there is no fixed abode."""

    use: AddressUse = Field(default=AddressUse.HOME, description="What the address is for.")
    country: CountryCode = Field(default="US", description="ISO 3166 code.", examples=["US"])
    no_fixed_abode: bool = Field(default=False, description="Whether the client has no fixed abode.")
    safe: bool = Field(default=True, description="Whether the address may be told to a provider.")
    post_permitted: bool = Field(default=False, description="Whether mail may be sent there.")


class ClientAlert(Shape):
    """Something that everybody who meets the client should know first."""

    text: Annotated[str, Field(min_length=1, max_length=500)] = Field(
        description="The alert.", examples=["Allergic to dogs."]
    )


class ClientAlertIn(Input, ClientAlert):
    """Something that everybody who meets the client should know first."""


HouseholdId = Annotated[UUID, Field(examples=["0198c0de-7a11-7000-8000-000000000009"])]
