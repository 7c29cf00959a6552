"""The question who may see what of a client, and the answer with its reasons."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.moments import Moment
from app.api.rest.schemas.consents import DataCategoryCode
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.access.explanation import AccessRule
from app.domain.clients.access import Basis
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId, ClientId
from app.use_cases.access.access_explanations import Inquiry
from app.use_cases.access.explained_things import Thing, ThingType


class NamedRecordIn(Input):
    """Something on record."""

    type: ThingType = Field(description="What it is.", examples=["care-plan"])
    id: UUID = Field(description="Its identifier.")


class ExplainIn(Input):
    """May this agency see this of this client? Name a record, or say what it would be."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "client_id": "0198c0de-7a11-7000-8000-000000000001",
                    "agency_id": "0198c0de-7a11-7000-8000-000000000002",
                    "categories": ["care-plans"],
                    "sensitivities": ["MH"],
                }
            ],
        }
    )

    client_id: UUID = Field(description="Of whom.")
    agency_id: UUID | None = Field(description="Who is to see it; your own agency unless given.")
    record: NamedRecordIn | None = Field(description="Something on record.")
    discloser_id: UUID | None = Field(description="Without a record: which agency would tell; your own unless given.")
    categories: Annotated[list[DataCategoryCode], Field(max_length=len(DATA_CATEGORIES))] = Field(
        description="Without a record: the kinds of data, all of which must be allowed."
    )
    sensitivities: Annotated[list[Sensitivity], Field(max_length=5)] = Field(
        description="Without a record: the labels that it would bear."
    )
    purpose: Purpose = Field(default=Purpose.CARE_COORDINATION, description="Without a record: what for.")
    direction: Direction = Field(
        default=Direction.SEND, description="Without a record: to a provider, back to the sender, or both."
    )
    at: Moment | None = Field(description="When; now, unless given. Who is on a care team is taken as it is now.")

    def inquiry(self) -> Inquiry:
        """Return the question as the use case takes it."""
        if (self.record is None) is not bool(self.categories):
            fault = Fault(pointer="/record", message="must be given, or categories, and not both")
            raise Invalid("access.invalid", "Say what is to be seen in one way.", faults=(fault,))
        return Inquiry(
            client=ClientId(self.client_id),
            agency=AgencyId(self.agency_id) if self.agency_id else None,
            thing=Thing(type=self.record.type, id=self.record.id) if self.record else None,
            discloser=AgencyId(self.discloser_id) if self.discloser_id else None,
            kinds=frozenset(DATA_CATEGORIES[code] for code in self.categories),
            sensitivities=frozenset(self.sensitivities),
            purpose=self.purpose,
            direction=self.direction,
            at=self.at,
        )


class AccessBasisOut(Shape):
    """On which ground an agency sees, or saw, a client."""

    basis: Basis = Field(description="The ground.")
    since: datetime = Field(description="From when.")
    until: datetime | None = Field(description="Until when; null while nothing ends it.", examples=[None])


class WithheldElementOut(Shape):
    """One element that is kept back."""

    element: str = Field(description="Its name, as in `withheld`.", examples=["contact_points"])
    id: UUID | None = Field(description="Which one, where it is a thing of its own.", examples=[None])
    rule: AccessRule = Field(description="The rule that keeps it back.")
    reason: str = Field(description="The same in words.")


class ExplanationOut(Shape):
    """Whether an agency may see it, and why."""

    client_id: UUID = Field(description="Of whom.")
    agency_id: UUID = Field(description="Who is to see it.")
    at: datetime = Field(description="At which moment.")
    allowed: bool = Field(description="Whether the agency may see it.")
    rule: AccessRule = Field(description="The rule that decided.")
    reason: str = Field(description="The same in words.")
    consent_id: UUID | None = Field(
        description="The consent that decided or came closest; null when none did, or when you may not read it."
    )
    bases: list[AccessBasisOut] = Field(description="On which grounds the agency sees the client, or saw it.")
    elements: list[WithheldElementOut] = Field(description="What of it is kept back all the same.", examples=[[]])
