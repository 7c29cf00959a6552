"""Builders of invented clients and consents, so that a test says only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from app.domain.clients.client import Client
from app.domain.clients.contact import (
    Address,
    AddressUse,
    Channel,
    ContactPoint,
    ContactSystem,
    ContactUse,
    Day,
    SafeHours,
)
from app.domain.clients.demographics import (
    Accessibility,
    AdministrativeSex,
    Alert,
    Ethnicity,
    GenderIdentity,
    Language,
    Race,
)
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import Profile
from app.domain.codes import Category
from app.domain.consents.consent import (
    Consent,
    ConsentType,
    Signature,
    Signer,
    SigningMethod,
    Terms,
)
from app.domain.consents.scope import Direction, Purpose, RecipientClass
from app.domain.identity import AgencyId, ClientId, ConsentId, HouseholdId, NetworkId
from app.domain.partial_date import PartialDate

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NETWORK = NetworkId(UUID(int=1))
AGENCY = AgencyId(UUID(int=2))


def a_name(given: str = "Ana", family: str = "Lima", **more: Any) -> Name:
    return Name(given=(given,), family=family, **more)


def a_profile(**fields: Any) -> Profile:
    """A person with a name and a birth date only."""
    return replace(Profile(names=(a_name(),), birth_date=PartialDate.parse("1984-03-09")), **fields)


def a_full_profile() -> Profile:
    """A person of whom every field is told."""
    return Profile(
        names=(
            Name(
                given=("María", "José"),
                family="Núñez-Łopez",
                prefix="Dr.",
                suffix="III",
                since=date(2004, 6, 1),
            ),
            Name(use=NameUse.PREFERRED, given=("Majo",)),
            Name(use=NameUse.FORMER, given=("María",), family="Vidal", until=date(2004, 5, 31)),
        ),
        birth_date=PartialDate.parse("1984-03"),
        identifiers=(
            Identifier(system="urn:oid:2.16.840.1.113883.4.1", value="900-11-2233", type="SS"),
            Identifier(system="https://hmis.example/persons", value="H-77"),
        ),
        pronouns="ella / she",
        gender_identity=GenderIdentity.OTHER,
        gender_identity_text="muxe",
        administrative_sex=AdministrativeSex.FEMALE,
        races=(Race.AMERICAN_INDIAN_OR_ALASKA_NATIVE, Race.WHITE),
        ethnicities=(Ethnicity.HISPANIC_OR_LATINO,),
        race_ethnicity_text="Zapotec",
        languages=(Language(tag="zap"), Language(tag="es-MX", preferred=True, interpreter=True)),
        accessibility=(Accessibility.WHEELCHAIR, Accessibility.LARGE_PRINT),
        accessibility_text="Comes with her own chair.",
        cultural_preferences="A woman should lead the talk.",
        addresses=(
            Address(
                lines=("12 Elm Street", "Apt 4"),
                city="Austin",
                state="TX",
                postal_code="78701",
                safe=False,
                since=date(2020, 1, 1),
            ),
            Address(
                use=AddressUse.MAILING,
                lines=("PO Box 9",),
                city="Austin",
                state="TX",
                postal_code="78702-0009",
                post_permitted=True,
                until=date(2030, 1, 1),
            ),
            Address(use=AddressUse.TEMPORARY, no_fixed_abode=True, state="TX"),
        ),
        contact_points=(
            ContactPoint(
                system=ContactSystem.PHONE,
                value="+1 512 555 0142",
                use=ContactUse.MOBILE,
                permitted=(Channel.CALL, Channel.SMS),
                safe_hours=(
                    SafeHours(day=Day.MONDAY, opens=time(9), closes=time(16, 30)),
                    SafeHours(day=Day.FRIDAY, opens=time(9), closes=time(12)),
                ),
                note="Ask for Majo.",
            ),
            ContactPoint(system=ContactSystem.EMAIL, value="majo@mail.example", permitted=(Channel.EMAIL,)),
        ),
        do_not_contact=True,
        household=HouseholdId(UUID(int=8)),
        restricted=True,
        alerts=(Alert(text="Allergic to dogs."),),
        deceased=True,
        deceased_on=PartialDate.parse("2026"),
    )


def a_client(profile: Profile | None = None, **fields: Any) -> Client:
    """A client as kept; every field of `Client` can be given."""
    whole = {
        "id": ClientId(uuid4()),
        "network": NETWORK,
        "profile": profile or a_profile(),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Client(**{**whole, **fields})


def some_terms(**fields: Any) -> Terms:
    """Terms that allow to coordinate a food referral with everybody in the network, both ways."""
    return replace(
        Terms(
            type=ConsentType.GENERAL,
            recipient_classes=(RecipientClass.NETWORK,),
            purposes=(Purpose.CARE_COORDINATION,),
            categories=(Category.FOOD,),
            direction=Direction.BOTH,
            starts=NOW,
            signature=Signature(name="Ana Lima", signer=Signer.CLIENT, method=SigningMethod.PAPER, signed_at=NOW),
        ),
        **fields,
    )


def a_consent(terms: Terms | None = None, **fields: Any) -> Consent:
    """A consent as kept; every field of `Consent` can be given."""
    whole = {
        "id": ConsentId(uuid4()),
        "network": NETWORK,
        "client": ClientId(UUID(int=3)),
        "agency": AGENCY,
        "terms": terms or some_terms(),
        "recorded_by": UUID(int=5),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Consent(**{**whole, **fields})
