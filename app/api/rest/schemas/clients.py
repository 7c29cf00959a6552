"""Clients as they are sent and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field

from app.api.moments import Moment
from app.api.pages import COUNT
from app.api.rest.schemas.patches import Patch
from app.api.rest.schemas.persons import (
    ClientAlert,
    ClientAlertIn,
    ContactPoint,
    ContactPointIn,
    HouseholdId,
    Line,
    PartialDateText,
    PersonIdentifier,
    PersonIdentifierIn,
    PersonName,
    PersonNameIn,
    PostalAddress,
    PostalAddressIn,
    SpokenLanguage,
    SpokenLanguageIn,
    Word,
)
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.clients.demographics import Accessibility, AdministrativeSex, Ethnicity, GenderIdentity, Race
from app.domain.clients.duplicates import Grade, Sign
from app.domain.clients.identifiers import Identifier
from app.domain.clients.profile import ClientChanges, Profile
from app.domain.partial_date import PartialDate
from app.ports.clients import ClientFilter, ClientOrder

Paragraph = Annotated[str, Field(min_length=1, max_length=2_000)]
PARTIAL_DATES = ("birth_date", "deceased_on")

NAMES = "Legal, preferred and former names; the preferred one is used."
BIRTH_DATE = "As precisely as it is known: 1984, 1984-03 or 1984-03-09."
IDENTIFIERS = "Numbers by which other systems know the client."
LANGUAGES = "Languages, with the need of an interpreter."
ADDRESSES = "Where the client lives or gets mail."
CONTACT_POINTS = "Telephone numbers and e-mail addresses, each with permissions."
ALERTS = "What everybody who meets the client should know first."

EXAMPLE: dict[str, Any] = {
    "names": [{"use": "legal", "given": ["María", "José"], "family": "Núñez"}],
    "birth_date": "1984-03-09",
    "pronouns": "she/her",
    "administrative_sex": "female",
    "races": ["2106-3"],
    "ethnicities": ["2135-2"],
    "languages": [{"tag": "es-MX", "preferred": True, "interpreter": True}],
    "addresses": [{"lines": ["12 Elm Street"], "city": "Austin", "state": "TX", "postal_code": "78701"}],
    "contact_points": [{"system": "phone", "value": "+1 512 555 0142", "use": "mobile", "permitted": ["call", "sms"]}],
}
EXAMPLE_PERSON = {name: EXAMPLE[name] for name in ("names", "birth_date", "addresses", "contact_points")}


class ClientFields(Shape):
    """What is told about a client."""

    names: list[PersonName] = Field(description=NAMES, max_length=50)
    birth_date: PartialDateText | None = Field(description=BIRTH_DATE)
    identifiers: list[PersonIdentifier] = Field(description=IDENTIFIERS, max_length=50)
    pronouns: Annotated[str, Field(min_length=1, max_length=50)] | None = Field(
        description="In the client's own words.", examples=["she/her"]
    )
    gender_identity: GenderIdentity | None = Field(description="How the client sees her or his gender.")
    gender_identity_text: Word | None = Field(description="The same in the client's own words.", examples=[None])
    administrative_sex: AdministrativeSex | None = Field(description="FHIR administrative-gender.")
    races: list[Race] = Field(description="OMB race categories, CDC codes.", max_length=9)
    ethnicities: list[Ethnicity] = Field(description="OMB ethnicity categories, CDC codes.", max_length=4)
    race_ethnicity_text: Annotated[str, Field(min_length=1, max_length=500)] | None = Field(
        description="Race and ethnicity in the client's own words.", examples=[None]
    )
    languages: list[SpokenLanguage] = Field(description=LANGUAGES, max_length=50)
    accessibility: list[Accessibility] = Field(
        description="What the client needs in order to come and to understand.", max_length=12
    )
    accessibility_text: Paragraph | None = Field(description="More about it.", examples=[None])
    cultural_preferences: Paragraph | None = Field(description="What to respect.", examples=["A woman leads the talk."])
    addresses: list[PostalAddress] = Field(description=ADDRESSES, max_length=50)
    contact_points: list[ContactPoint] = Field(description=CONTACT_POINTS, max_length=50)
    do_not_contact: bool = Field(description="Blocks every message to the client.", examples=[False])
    household: HouseholdId | None = Field(description="The household that the client belongs to.")
    restricted: bool = Field(description="Hidden from every list and search; opened by id only.", examples=[False])
    alerts: list[ClientAlert] = Field(description=ALERTS, max_length=50)
    deceased: bool = Field(description="Whether the client has died.", examples=[False])
    deceased_on: PartialDateText | None = Field(description="When, as precisely as it is known.", examples=[None])


class ClientIn(Input, ClientFields):
    """A client to register; a name is all that is needed."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [EXAMPLE]})

    names: list[PersonNameIn] = Field(description=NAMES, min_length=1, max_length=50)  # type: ignore[assignment]
    identifiers: list[PersonIdentifierIn] = Field(description=IDENTIFIERS, max_length=50)  # type: ignore[assignment]
    languages: list[SpokenLanguageIn] = Field(description=LANGUAGES, max_length=50)  # type: ignore[assignment]
    addresses: list[PostalAddressIn] = Field(description=ADDRESSES, max_length=50)  # type: ignore[assignment]
    contact_points: list[ContactPointIn] = Field(description=CONTACT_POINTS, max_length=50)  # type: ignore[assignment]
    do_not_contact: bool = Field(default=False, description="Blocks every message to the client.")
    restricted: bool = Field(default=False, description="Hidden from every list and search; opened by id only.")
    alerts: list[ClientAlertIn] = Field(description=ALERTS, max_length=50)  # type: ignore[assignment]
    deceased: bool = Field(default=False, description="Whether the client has died.")

    def profile(self) -> Profile:
        """Return what was told as the domain's value."""
        return _profile(self.model_dump(mode="json"))


class ClientPatch(Patch, ClientFields):
    """A merge patch of a client: absent stays, null is taken away, a list is replaced as a whole."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [{"pronouns": "they/them", "deceased_on": None, "do_not_contact": True}],
        }
    )

    names: list[PersonNameIn] = Field(description=NAMES, min_length=1, max_length=50)  # type: ignore[assignment]
    identifiers: list[PersonIdentifierIn] = Field(description=IDENTIFIERS, max_length=50)  # type: ignore[assignment]
    languages: list[SpokenLanguageIn] = Field(description=LANGUAGES, max_length=50)  # type: ignore[assignment]
    addresses: list[PostalAddressIn] = Field(description=ADDRESSES, max_length=50)  # type: ignore[assignment]
    contact_points: list[ContactPointIn] = Field(description=CONTACT_POINTS, max_length=50)  # type: ignore[assignment]
    alerts: list[ClientAlertIn] = Field(description=ALERTS, max_length=50)  # type: ignore[assignment]

    def changes(self) -> ClientChanges:
        """Return what was asked for as the domain's value."""
        told = self.model_dump(mode="json", include=self.model_fields_set)
        given = {name: value for name, value in told.items() if value is not None}
        profile = _profile(given)
        return ClientChanges(**{name: getattr(profile, name) if name in given else None for name in told})


class ClientOut(ClientFields):
    """A person served."""

    id: UUID = Field(description="Its identifier.")
    display_name: str = Field(description="The name to call the client by, in one line.", examples=["María José Núñez"])
    withheld: list[str] = Field(
        description="Fields that say more than you are shown: without the client on your caseload you see identity "
        "and permitted contact.",
        examples=[[]],
    )
    linked_to: UUID | None = Field(
        description="The record that stands for this one, when both are the same person.", examples=[None]
    )
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was registered.")
    updated_at: datetime = Field(description="When it last changed.")


class ClientItemOut(Shape):
    """A client in a list: enough to recognise the person and to open the record."""

    id: UUID = Field(description="Its identifier.")
    display_name: str = Field(description="The name to call the client by, in one line.", examples=["María José Núñez"])
    names: list[PersonName] = Field(description=NAMES)
    birth_date: PartialDateText | None = Field(description=BIRTH_DATE)
    administrative_sex: AdministrativeSex | None = Field(description="FHIR administrative-gender.")
    pronouns: str | None = Field(description="In the client's own words.", examples=["she/her"])
    languages: list[SpokenLanguage] = Field(description=LANGUAGES)
    do_not_contact: bool = Field(description="Blocks every message to the client.", examples=[False])
    household: HouseholdId | None = Field(description="The household that the client belongs to.")
    deceased: bool = Field(description="Whether the client has died.", examples=[False])
    withheld: list[str] = Field(description="Of these fields, those that say more than you are shown.", examples=[[]])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was registered.")
    updated_at: datetime = Field(description="When it last changed.")


class MatchFactorOut(Shape):
    """One reason for or against two records being one person."""

    sign: Sign = Field(description="What was compared.", examples=["birth_date"])
    points: int = Field(description="What it adds to the score, or takes from it.", examples=[20])
    explanation: str = Field(description="The reason in words, without personal data.", examples=["Same birth date"])


class LikelyDuplicateOut(Shape):
    """A client who may be the same person, with the reasons."""

    client: ClientOut = Field(description="The client as it stands.")
    score: int = Field(description="0 to 100; from 50 on a duplicate is likely.", ge=0, le=100, examples=[70])
    grade: Grade = Field(description="The same in words, as FHIR match-grade.")
    factors: list[MatchFactorOut] = Field(description="Why.")


class RegisteredClientOut(ClientOut):
    """A client just registered, with whom to compare it."""

    likely_duplicates: list[LikelyDuplicateOut] = Field(
        description="Clients that you may see and that are likely the same person; a warning, nothing is blocked."
    )


KNOWN = {name: EXAMPLE[name] for name in ("names", "birth_date", "addresses", "contact_points")}


class MatchIn(Input):
    """What is known of a person who may be a client already."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [KNOWN]})

    names: list[PersonNameIn] = Field(description="Names.", max_length=10)
    birth_date: PartialDateText | None = Field(description=BIRTH_DATE)
    identifiers: list[PersonIdentifierIn] = Field(description=IDENTIFIERS, max_length=20)
    addresses: list[PostalAddressIn] = Field(description="Addresses.", max_length=10)
    contact_points: list[ContactPointIn] = Field(description="Telephone numbers and e-mail addresses.", max_length=10)

    def profile(self) -> Profile:
        """Return what is known as the domain's value."""
        return _profile(self.model_dump(mode="json"))


class MatchesOut(Shape):
    """Clients who may be the person described, best first."""

    items: list[LikelyDuplicateOut] = Field(description="At most 50, each with a score of 35 or more.")


class SearchedIdentifierIn(Input):
    """An identifier to search for."""

    system: Annotated[str, Field(min_length=1, max_length=250)] = Field(
        description="URI of the system.", examples=["https://hmis.example/persons"]
    )
    value: Word = Field(description="The number there.", examples=["H-20417"])


class ClientSearchIn(Input):
    """Whom to look for; everything given must hold."""

    name: Line | None = Field(
        description="How a name, or a word of it and what follows, begins; case and accents do not matter. "
        "The clients come in the order of the names found.",
        examples=["nun"],
    )
    identifier: SearchedIdentifierIn | None = Field(description="An identifier.")
    birth_date: PartialDateText | None = Field(description="The birth date exactly as recorded.")
    updated_since: Moment | None = Field(description="Only clients changed since then.")
    sort: ClientOrder = Field(default=ClientOrder.RECENT, description="The order, unless a name is searched.")
    limit: int = Field(default=50, ge=1, le=200, description="How many items at most.")
    cursor: Annotated[str, Field(max_length=1_000, pattern="^[A-Za-z0-9_-]+$")] | None = Field(
        description="`next_cursor` of the page before.", examples=[None]
    )
    count: bool = Field(default=False, description=COUNT)

    def filter(self) -> ClientFilter:
        """Return whom to look for."""
        number = self.identifier
        return ClientFilter(
            name=self.name,
            identifier=None if number is None else Identifier(system=number.system, value=number.value).key,
            birth_date=None if self.birth_date is None else PartialDate.parse(self.birth_date),
            updated_since=self.updated_since,
        )


class LinkIn(Input):
    """The record that shall stand for both."""

    target_id: UUID = Field(description="Its identifier.", examples=["0198c0de-7a11-7000-8000-000000000002"])


def _profile(told: dict[str, Any]) -> Profile:
    for name in PARTIAL_DATES:
        if told.get(name) is not None:
            told[name] = msgspec.to_builtins(PartialDate.parse(told[name]))
    return msgspec.convert(told, Profile)
