"""Consents as they are sent and shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.api.moments import Moment
from app.api.rest.schemas.shapes import Input, LanguageTag
from app.domain.codes import Sensitivity
from app.domain.consents.consent import (
    ConsentState,
    ConsentType,
    RevocationMethod,
    Signature,
    Signer,
    SigningMethod,
    Terms,
    Witness,
)
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass
from app.domain.identity import AgencyId

PersonalName = Annotated[str, Field(min_length=1, max_length=300, examples=["Ana Lima"])]
Reason = Annotated[str, Field(min_length=1, max_length=300)]

DataCategoryCode = StrEnum(  # type: ignore[misc]
    "DataCategoryCode", {code.upper().replace("-", "_"): code for code in DATA_CATEGORIES}
)
DataCategoryCode.__doc__ = "A kind of data: a social category (SDOHCC) or a section of the clinical record."


class ConsentSignature(BaseModel):
    """The client's mark, or that of the person who may sign for the client."""

    name: PersonalName = Field(description="Who signed.")
    signer: Signer = Field(description="Who that is to the client.")
    method: SigningMethod = Field(description="How it was signed.")
    signed_at: Moment = Field(description="When.")


class ConsentSignatureIn(Input, ConsentSignature):
    """The client's mark, or that of the person who may sign for the client."""


class ConsentWitness(BaseModel):
    """The person who heard a spoken consent."""

    name: PersonalName = Field(description="Who heard it.")
    witnessed_at: Moment = Field(description="When.")


class ConsentWitnessIn(Input, ConsentWitness):
    """The person who heard a spoken consent."""


class ConsentFields(BaseModel):
    """What a client allows; an empty list means nothing, never everything."""

    client_id: UUID = Field(description="The client.")
    type: ConsentType = Field(description="The legal kind; general and verbal can be recorded now.")
    recipients: list[UUID] = Field(description="Agencies that may know.", max_length=200)
    recipient_class: RecipientClass | None = Field(
        description="Or a class of agencies: `network` is every agency of the network.", examples=["network"]
    )
    purposes: list[Purpose] = Field(description="What the data may be used for.", min_length=1, max_length=9)
    categories: list[DataCategoryCode] = Field(
        description="Kinds of data: social categories (SDOHCC) and sections of the clinical record.",
        min_length=1,
        max_length=len(DATA_CATEGORIES),
        examples=[["food-insecurity"]],
    )
    sensitivities: list[Sensitivity] = Field(
        description="Labels that it opens: SUD needs a part2, SDV a vsp_release consent, the others a written one.",
        max_length=5,
        examples=[[]],
    )
    direction: Direction = Field(
        description="send: to the provider; feedback: back to the sender; consent to one is no consent to the other."
    )
    starts: Moment | None = Field(description="From when; when it is recorded, unless given.")
    ends: Moment | None = Field(description="Until when, exclusive; null: until revoked.", examples=[None])
    signature: ConsentSignature | None = Field(description="Needed, unless the consent is verbal.")
    witness: ConsentWitness | None = Field(description="Needed for a verbal consent.", examples=[None])
    language: LanguageTag = Field(description="The language in which it was read to the client.", examples=["es"])
    note: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(
        description="What else was said.", examples=[None]
    )


class ConsentIn(Input, ConsentFields):
    """What a client allows; an empty list means nothing, never everything."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "client_id": "0198c0de-7a11-7000-8000-000000000001",
                    "type": "general",
                    "recipient_class": "network",
                    "purposes": ["care_coordination"],
                    "categories": ["food-insecurity", "housing-instability"],
                    "direction": "both",
                    "signature": {
                        "name": "Ana Lima",
                        "signer": "client",
                        "method": "paper",
                        "signed_at": "2026-01-15T09:30:00Z",
                    },
                    "language": "es",
                }
            ],
        }
    )

    signature: ConsentSignatureIn | None = Field(description="Needed, unless the consent is verbal.")
    witness: ConsentWitnessIn | None = Field(description="Needed for a verbal consent.")

    def terms(self) -> Terms:
        """Return the terms as the domain's value."""
        signature, witness = self.signature, self.witness
        return Terms(
            type=self.type,
            recipients=tuple(AgencyId(agency) for agency in self.recipients),
            recipient_class=self.recipient_class,
            purposes=tuple(self.purposes),
            categories=tuple(DATA_CATEGORIES[code] for code in self.categories),
            sensitivities=tuple(self.sensitivities),
            direction=self.direction,
            starts=self.starts,
            ends=self.ends,
            signature=None if signature is None else signature.into(Signature),
            witness=None if witness is None else witness.into(Witness),
            language=self.language,
            note=self.note,
        )


class RevocationIn(Input):
    """How the client took the consent back."""

    how: RevocationMethod = Field(description="How it was said.")
    reason: Reason | None = Field(description="Why, if the client said so.", examples=["Wants no more calls."])


class RevocationOut(BaseModel):
    """How the consent ended before its time."""

    at: datetime = Field(description="When.")
    by: UUID = Field(description="The worker or API client who recorded it.")
    how: RevocationMethod = Field(description="How it was said.")
    reason: Reason | None = Field(description="Why, if the client said so.", examples=[None])


class ConsentOut(ConsentFields):
    """What a client allows, and where it stands now."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency that recorded it.")
    recorded_by: UUID = Field(description="The worker or API client who recorded it.")
    state: ConsentState = Field(description="Where it stands now.")
    revocation: RevocationOut | None = Field(description="How it ended before its time.", examples=[None])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was recorded.")
    updated_at: datetime = Field(description="When it last changed.")
