"""Forms of consent as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from app.api.moments import Moment
from app.api.rest.schemas.consents import ConsentSignatureIn, ConsentWitnessIn, DataCategoryCode
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.shapes import Input, LanguageTag, Shape, Words
from app.domain.assessments import words as said
from app.domain.codes import Sensitivity
from app.domain.consent_templates.template import MOST_DAYS, MOST_LANGUAGES, FormContent, FormStatus, FormUse
from app.domain.consents.consent import ConsentType, Witness
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass, Statement
from app.domain.identity import AgencyId

TITLE: dict[str, JsonValue] = {"en": "Sharing with food agencies", "es": "Compartir con agencias de comida"}
TEXT: dict[str, JsonValue] = {
    "en": "I let the agencies of the network know what I need, so that they can help me. I can take this back.",
    "es": "Permito que las agencias de la red sepan lo que necesito para ayudarme. Puedo retirarlo cuando quiera.",
}
Tag = Annotated[str, Field(max_length=40)]
Texts = Annotated[dict[Tag, Words], Field(min_length=1, max_length=MOST_LANGUAGES)]


class ConsentTemplateFields(Shape):
    """What a form says, by language, and what signing it allows."""

    title: Texts = Field(description="Its name, by language.", examples=[TITLE])
    text: Texts = Field(description="What is read to the client, by language.", examples=[TEXT])
    language: LanguageTag = Field(description="The language in which it was written first.")
    type: ConsentType = Field(description="The legal kind of the consents made of it.")
    recipients: list[UUID] = Field(description="Agencies that may know.", max_length=200, examples=[[]])
    recipient_classes: list[RecipientClass] = Field(
        description="Classes of agencies that may know.", max_length=len(RecipientClass), examples=[["network"]]
    )
    purposes: list[Purpose] = Field(description="What the data may be used for.", min_length=1, max_length=9)
    categories: list[DataCategoryCode] = Field(
        description="Kinds of data.", min_length=1, max_length=len(DATA_CATEGORIES), examples=[["food-insecurity"]]
    )
    sensitivities: list[Sensitivity] = Field(description="Labels that it opens.", max_length=5, examples=[[]])
    statements: list[Statement] = Field(
        description="What it tells the client, where the law wants it said.",
        max_length=len(Statement),
        examples=[["right_to_revoke"]],
    )
    direction: Direction = Field(description="Which way data may go.")
    days: int | None = Field(
        ge=1, le=MOST_DAYS, description="How many days a consent made of it lasts.", examples=[365]
    )
    ends_when: Annotated[str, Field(min_length=1, max_length=300)] | None = Field(
        description="What else ends it, in words.", examples=[None]
    )


class ConsentTemplateIn(Input, ConsentTemplateFields):
    """What a form says, by language, and what signing it allows."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "title": TITLE,
                    "text": TEXT,
                    "language": "en",
                    "type": "general",
                    "recipient_classes": ["network"],
                    "purposes": ["care_coordination"],
                    "categories": ["food-insecurity", "housing-instability"],
                    "direction": "both",
                    "days": 365,
                }
            ],
        }
    )

    def content(self) -> FormContent:
        """Return it as the domain's value."""
        return FormContent(
            title=self._words(self.title),
            text=self._words(self.text),
            language=self.language,
            type=self.type,
            recipients=tuple(AgencyId(agency) for agency in self.recipients),
            recipient_classes=tuple(self.recipient_classes),
            purposes=tuple(self.purposes),
            categories=tuple(DATA_CATEGORIES[code] for code in self.categories),
            sensitivities=tuple(self.sensitivities),
            statements=tuple(self.statements),
            direction=self.direction,
            days=self.days,
            ends_when=self.ends_when,
        )

    def _words(self, texts: dict[str, str]) -> said.Words:
        return said.Words(tuple(sorted(texts.items(), key=lambda item: (item[0] != self.language, item[0]))))


class ConsentTemplateItemOut(Shape):
    """A form, in brief."""

    id: UUID = Field(description="Its identifier.")
    name: Words = Field(description="Its title in the language in which it was written.", examples=[TITLE["en"]])
    type: ConsentType = Field(description="The legal kind of the consents made of it.")
    languages: list[LanguageTag] = Field(description="In which it can be read to a client.", examples=[["en", "es"]])
    status: FormStatus = Field(description="Whether clients are given it to sign.")
    version: int = Field(description="Counts its versions.", examples=[1])
    updated_at: datetime = Field(description="When it last changed.")


class ConsentTemplateOut(ConsentTemplateFields):
    """A form of consent of the network."""

    id: UUID = Field(description="Its identifier.")
    status: FormStatus = Field(description="Whether clients are given it to sign.")
    version: int = Field(description="Counts its versions: consents name the one that was signed.", examples=[1])
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What may be done with it now, and why not the rest.")


class FormSigningIn(Input):
    """Who signed a form, in which language it was read, and what the signing adds."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "client_id": "0198c0de-7a11-7000-8000-000000000001",
                    "language": "es",
                    "signature": {
                        "name": "Ana Lima",
                        "signer": "client",
                        "method": "paper",
                        "signed_at": "2026-01-15T09:30:00Z",
                    },
                }
            ],
        }
    )

    client_id: UUID = Field(description="The client.")
    language: LanguageTag = Field(description="In which it was read to the client: one of the form's.")
    recipients: list[UUID] = Field(description="Agencies that may know, beside those of the form.", max_length=200)
    disclosers: list[UUID] = Field(description="Agencies that may tell; none: yours.", max_length=200)
    starts: Moment | None = Field(description="From when; from now on, unless given.")
    ends: Moment | None = Field(description="Until when, exclusive; as the form says, unless given.")
    signature: ConsentSignatureIn | None = Field(description="Needed, unless the form is for verbal consents.")
    cosignature: ConsentSignatureIn | None = Field(description="A second mark, where two must sign.")
    witness: ConsentWitnessIn | None = Field(description="Needed for a verbal consent.")
    note: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(description="What else was said.")

    def use(self) -> FormUse:
        """Return it as the domain's value."""
        return FormUse(
            language=self.language,
            recipients=tuple(AgencyId(agency) for agency in self.recipients),
            disclosers=tuple(AgencyId(agency) for agency in self.disclosers),
            starts=self.starts,
            ends=self.ends,
            signature=None if self.signature is None else self.signature.signature(),
            cosignature=None if self.cosignature is None else self.cosignature.signature(),
            witness=None if self.witness is None else self.witness.into(Witness),
            note=self.note,
        )
