"""Proxies of clients as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.shapes import Email, Input, Shape
from app.domain.codes import Sensitivity
from app.domain.consents.proxy import Authority, ProxyContent, ProxyKind

Short = Annotated[str, Field(min_length=1, max_length=300)]
Long = Annotated[str, Field(min_length=1, max_length=2_000)]


class ProxyFields(Shape):
    """Who may speak for a client, on what ground, about what; an empty list means nothing."""

    kind: ProxyKind = Field(description="On what ground.")
    name: Short = Field(description="Who.", examples=["Rosa Lima"])
    relationship: Short | None = Field(description="What they are to the client.", examples=["Mother"])
    phone: Short | None = Field(description="How to call.", examples=["305-555-0134"])
    email: Email | None = Field(description="Where to write.", examples=[None])
    authority: list[Authority] = Field(
        description="What they may decide.",
        min_length=1,
        max_length=len(Authority),
        examples=[["release_of_information"]],
    )
    sensitivities: list[Sensitivity] = Field(
        description="Of which labels they may speak.", max_length=len(Sensitivity), examples=[[]]
    )
    since: date = Field(description="From which day on.", examples=["2026-01-15"])
    until: date | None = Field(description="Until which day, that day too; null: until ended.", examples=[None])
    evidence: Long | None = Field(
        description="Which paper shows it; needed for all but parents.", examples=["Order 26-114 of the county court"]
    )
    note: Long | None = Field(description="What else is to be known.", examples=[None])


class ProxyIn(Input, ProxyFields):
    """Who may speak for a client, on what ground, about what; an empty list means nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "kind": "parent",
                    "name": "Rosa Lima",
                    "relationship": "Mother",
                    "authority": ["release_of_information", "health_care"],
                    "since": "2026-01-15",
                }
            ],
        }
    )

    def content(self) -> ProxyContent:
        """Return it as the domain's value."""
        return self.into(ProxyContent)


class ProxyEndIn(Input):
    """Since when somebody no longer speaks for the client."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"reason": "The court lifted the order."}]}
    )

    on: date | None = Field(description="The first day without; today, unless given.")
    reason: Short | None = Field(description="Why.")


class ProxyEndOut(Shape):
    """Since when somebody no longer speaks for the client."""

    on: date = Field(description="The first day without.")
    by: UUID = Field(description="The worker or API client who recorded it.")
    reason: Short | None = Field(description="Why.", examples=[None])


class ProxyOut(ProxyFields):
    """Who may speak for a client, and whether it has ended."""

    id: UUID = Field(description="Its identifier.")
    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="The agency that recorded it.")
    ended: ProxyEndOut | None = Field(description="Since when it has ended.", examples=[None])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was recorded.")
    updated_at: datetime = Field(description="When it last changed.")
