"""Consents as they are sent and shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.moments import Moment
from app.api.rest.schemas.shapes import Input, LanguageTag, Shape
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
from app.domain.consents.renewal import Renewal
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass, Statement
from app.domain.identity import AgencyId, ProxyId

PersonalName = Annotated[str, Field(min_length=1, max_length=300, examples=["Ana Lima"])]
Reason = Annotated[str, Field(min_length=1, max_length=300)]

DataCategoryCode = StrEnum(  # type: ignore[misc]
    "DataCategoryCode", {code.upper().replace("-", "_"): code for code in DATA_CATEGORIES}
)
DataCategoryCode.__doc__ = "A kind of data: a social category (SDOHCC) or a section of the clinical record."


class ConsentSignature(Shape):
    """The client's mark, or that of the person who may sign for the client."""

    name: PersonalName = Field(description="Who signed.")
    signer: Signer = Field(description="Who that is to the client.")
    method: SigningMethod = Field(description="How it was signed.")
    signed_at: Moment = Field(description="When.")
    proxy_id: UUID | None = Field(
        description="Which of the client's proxies signed, when it was not the client.", examples=[None]
    )


class ConsentSignatureIn(Input, ConsentSignature):
    """The client's mark, or that of the person who may sign for the client."""

    def signature(self) -> Signature:
        """Return it as the domain's value."""
        return Signature(
            name=self.name,
            signer=self.signer,
            method=self.method,
            signed_at=self.signed_at,
            proxy=None if self.proxy_id is None else ProxyId(self.proxy_id),
        )


class ConsentWitness(Shape):
    """The person who heard a spoken consent."""

    name: PersonalName = Field(description="Who heard it.")
    witnessed_at: Moment = Field(description="When.")


class ConsentWitnessIn(Input, ConsentWitness):
    """The person who heard a spoken consent."""


class ConsentFields(Shape):
    """What a client allows; an empty list means nothing, never everything."""

    client_id: UUID = Field(description="The client.")
    type: ConsentType = Field(description="The legal kind.")
    recipients: list[UUID] = Field(description="Agencies that may know.", max_length=200)
    recipient_classes: list[RecipientClass] = Field(
        description="Classes of agencies: every one of the `network`, the client's `care_team`, or a type of program.",
        max_length=len(RecipientClass),
        examples=[["network"]],
    )
    disclosers: list[UUID] = Field(
        description="Agencies that may tell; none: the agency that recorded it.", max_length=200, examples=[[]]
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
    ends_when: Annotated[str, Field(min_length=1, max_length=300)] | None = Field(
        description="What else ends it, in words.", examples=["The end of treatment"]
    )
    signature: ConsentSignature | None = Field(description="Needed, unless the consent is verbal.")
    cosignature: ConsentSignature | None = Field(description="A second mark, where two must sign.", examples=[None])
    witness: ConsentWitness | None = Field(description="Needed for a verbal consent.", examples=[None])
    read_out: Annotated[str, Field(min_length=1, max_length=10_000)] | None = Field(
        description="What was read to the client before a verbal consent.", examples=[None]
    )
    statements: list[Statement] = Field(
        description="What the paper tells the client, where the law wants it said.",
        max_length=len(Statement),
        examples=[["right_to_revoke"]],
    )
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
                    "recipient_classes": ["network"],
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
    cosignature: ConsentSignatureIn | None = Field(description="A second mark, where two must sign.")
    witness: ConsentWitnessIn | None = Field(description="Needed for a verbal consent.")

    def terms(self) -> Terms:
        """Return the terms as the domain's value."""
        signature, cosignature, witness = self.signature, self.cosignature, self.witness
        return Terms(
            type=self.type,
            recipients=tuple(AgencyId(agency) for agency in self.recipients),
            recipient_classes=tuple(self.recipient_classes),
            disclosers=tuple(AgencyId(agency) for agency in self.disclosers),
            purposes=tuple(self.purposes),
            categories=tuple(DATA_CATEGORIES[code] for code in self.categories),
            sensitivities=tuple(self.sensitivities),
            direction=self.direction,
            starts=self.starts,
            ends=self.ends,
            ends_when=self.ends_when,
            signature=None if signature is None else signature.signature(),
            cosignature=None if cosignature is None else cosignature.signature(),
            witness=None if witness is None else witness.into(Witness),
            read_out=self.read_out,
            statements=tuple(self.statements),
            language=self.language,
            note=self.note,
        )


class RevocationIn(Input):
    """How the client took the consent back."""

    how: RevocationMethod = Field(description="How it was said.")
    reason: Reason | None = Field(description="Why, if the client said so.", examples=["Wants no more calls."])


class RevocationOut(Shape):
    """How the consent ended before its time."""

    at: datetime = Field(description="When.")
    by: UUID = Field(description="The worker or API client who recorded it.")
    how: RevocationMethod = Field(description="How it was said.")
    reason: Reason | None = Field(description="Why, if the client said so.", examples=[None])


class ConsentTemplateUseOut(Shape):
    """The form that was signed."""

    id: UUID = Field(description="The form.")
    version: int = Field(description="In which version.", examples=[1])


class SignedDocumentOut(Shape):
    """What is known of the signed paper; `/v1/consents/{id}/document` is the paper itself."""

    media_type: str = Field(description="What it is.", max_length=40, examples=["application/pdf"])
    sha256: str = Field(description="Its digest.", max_length=64, examples=["e3b0c44298fc1c149afbf4c8996fb924"])
    size: int = Field(description="Its bytes.", examples=[48211])
    attached_at: datetime = Field(description="When it was uploaded.")
    attached_by: UUID = Field(description="The worker or API client who uploaded it.")


class ConsentOut(ConsentFields):
    """What a client allows, and where it stands now."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency that recorded it.")
    template: ConsentTemplateUseOut | None = Field(description="The form that was signed.", examples=[None])
    document: SignedDocumentOut | None = Field(description="The signed paper that is kept with it.", examples=[None])
    renews: UUID | None = Field(description="The consent that it follows.", examples=[None])
    recorded_by: UUID = Field(description="The worker or API client who recorded it.")
    state: ConsentState = Field(description="Where it stands now.")
    revocation: RevocationOut | None = Field(description="How it ended before its time.", examples=[None])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was recorded.")
    updated_at: datetime = Field(description="When it last changed.")


class ConsentRenewalIn(Input):
    """How the client agreed to the same again."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "signature": {
                        "name": "Ana Lima",
                        "signer": "client",
                        "method": "paper",
                        "signed_at": "2027-01-05T09:30:00Z",
                    },
                    "language": "es",
                }
            ],
        }
    )

    starts: Moment | None = Field(description="From when; from now on, unless given.")
    ends: Moment | None = Field(description="Until when, exclusive; as long as before, unless given.")
    signature: ConsentSignatureIn | None = Field(description="Needed, unless the consent is verbal.")
    cosignature: ConsentSignatureIn | None = Field(description="A second mark, where two must sign.")
    witness: ConsentWitnessIn | None = Field(description="Needed for a verbal consent.")
    read_out: Annotated[str, Field(min_length=1, max_length=10_000)] | None = Field(
        description="What was read to the client before a verbal consent; as before, unless given."
    )
    language: LanguageTag | None = Field(description="The language in which it was read; as before, unless given.")
    note: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(description="What else was said.")

    def renewal(self) -> Renewal:
        """Return it as the domain's value."""
        return Renewal(
            starts=self.starts,
            ends=self.ends,
            signature=None if self.signature is None else self.signature.signature(),
            cosignature=None if self.cosignature is None else self.cosignature.signature(),
            witness=None if self.witness is None else self.witness.into(Witness),
            read_out=self.read_out,
            language=self.language,
            note=self.note,
        )
