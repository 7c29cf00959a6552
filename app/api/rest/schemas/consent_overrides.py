"""Overrides of missing consents as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.consents.override import REASON_MOST, OverrideState

Why = Annotated[str, Field(min_length=1, max_length=REASON_MOST)]


class ConsentOverrideIn(Input):
    """Why a referral must go out although the client's consent is missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [{"reason": "The client is in hospital and cannot sign; the shelter holds a bed until noon."}],
        }
    )

    reason: Why = Field(description="Why it cannot wait for the client.")


class OverrideDecisionIn(Input):
    """What the second person says to it."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"note": "Called the ward: it is so."}]}
    )

    note: Why | None = Field(description="Why so.")


class ConsentOverrideOut(Shape):
    """A request to send one referral without the client's consent, and what became of it."""

    id: UUID = Field(description="Its identifier.")
    referral_id: UUID = Field(description="The referral, and no other.")
    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="The agency that sends the referral.")
    reason: Why = Field(description="Why it cannot wait for the client.", examples=["The client cannot sign."])
    asked_by: UUID = Field(description="The worker or API client who asked.")
    state: OverrideState = Field(description="Where it stands.")
    decided_by: UUID | None = Field(description="Who decided: somebody else.", examples=[None])
    decided_at: datetime | None = Field(description="When.", examples=[None])
    note: Why | None = Field(description="What the second person said.", examples=[None])
    until: datetime | None = Field(description="Until when an approved one counts.", examples=[None])
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was asked for.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What may be done with it now, and why not the rest.")
