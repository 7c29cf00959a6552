"""Households as they are sent and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field

from app.api.rest.schemas.persons import PartialDateText, PostalAddress, PostalAddressIn
from app.api.rest.schemas.shapes import ExternalIdentifier, Input, Name, Shape
from app.domain.clients.contact import Address
from app.domain.clients.household import (
    MOST_MEMBERS,
    HouseholdContent,
    HouseholdKind,
    HouseholdMember,
    Relationship,
)
from app.domain.identity import ClientId, Identifier
from app.domain.partial_date import PartialDate

EXAMPLE: dict[str, Any] = {
    "kind": "family",
    "name": "Núñez family",
    "address": {"lines": ["12 Elm Street"], "city": "Austin", "state": "TX", "postal_code": "78701"},
    "members": [
        {"client_id": "0198c0de-7a11-7000-8000-000000000001", "head": True},
        {"name": "Leo Núñez", "birth_date": "2019", "relationship": "child"},
    ],
}


class HouseholdMemberFields(Shape):
    """Somebody of a household: a client, or another person by name."""

    client_id: UUID | None = Field(description="The client; null for somebody who is none.")
    name: Name | None = Field(description="The name of somebody who is no client.", examples=["Leo Núñez"])
    birth_date: PartialDateText | None = Field(description="The birth date of somebody who is no client.")
    relationship: Relationship = Field(description="What the member is to the head.", examples=["child"])
    head: bool = Field(description="Whether it is the head; at most one is.", examples=[False])
    lives_here: bool = Field(description="Whether the member lives at the address.", examples=[True])
    enrolled: bool = Field(description="Whether the member counts where the household is enrolled.", examples=[True])


class HouseholdMemberIn(Input, HouseholdMemberFields):
    """Somebody of a household: a client, or another person by name."""

    relationship: Relationship = Field(default=Relationship.UNKNOWN, description="What the member is to the head.")
    head: bool = Field(default=False, description="Whether it is the head; at most one is.")
    lives_here: bool = Field(default=True, description="Whether the member lives at the address.")
    enrolled: bool = Field(default=True, description="Whether the member counts where the household is enrolled.")

    def member(self) -> HouseholdMember:
        """Return it as the domain takes it."""
        return HouseholdMember(
            client=ClientId(self.client_id) if self.client_id else None,
            name=self.name,
            birth_date=PartialDate.parse(self.birth_date) if self.birth_date else None,
            relationship=self.relationship,
            head=self.head,
            lives_here=self.lives_here,
            enrolled=self.enrolled,
        )


class HouseholdMemberOut(HouseholdMemberFields):
    """Somebody of a household."""

    display_name: str = Field(description="The name to show, of clients too.", examples=["Leo Núñez"])


class HouseholdIn(Input):
    """A household, described as a whole; members whom you do not see stay."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [EXAMPLE]})

    kind: HouseholdKind = Field(default=HouseholdKind.FAMILY, description="What holds its people together.")
    name: Name | None = Field(description="What it is called.")
    address: PostalAddressIn | None = Field(description="Where it lives.")
    members: list[HouseholdMemberIn] = Field(description="Who belongs to it.", max_length=MOST_MEMBERS)
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.", max_length=50)

    def content(self) -> HouseholdContent:
        """Return it as the use cases take it."""
        told = None if self.address is None else msgspec.convert(self.address.model_dump(mode="json"), Address)
        return HouseholdContent(
            kind=self.kind,
            name=self.name,
            address=told,
            members=tuple(member.member() for member in self.members),
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class HouseholdItemOut(Shape):
    """A household in a list."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency that recorded it.")
    kind: HouseholdKind = Field(description="What holds its people together.")
    name: str | None = Field(description="What it is called.", examples=["Núñez family"])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was recorded.")
    updated_at: datetime = Field(description="When it last changed.")


class HouseholdOut(HouseholdItemOut):
    """A household, with the members whom you may see."""

    address: PostalAddress | None = Field(description="Where it lives.")
    members: list[HouseholdMemberOut] = Field(description="Who belongs to it.")
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.")
