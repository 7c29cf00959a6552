"""The network as it is sent and shown."""

from datetime import datetime
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field

from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.networks.calendar import SpanUnit
from app.domain.networks.network import Policies
from app.domain.networks.quotas import LEAST, MOST


class SpanShape(Shape):
    """A length of time on an agency's calendar; 0 means never."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    amount: int = Field(ge=0, le=1000, description="How many.", examples=[2])
    unit: SpanUnit = Field(description="Of what.")


class ResponseClocksShape(Shape):
    """How long a provider may take to answer, by priority."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    routine: SpanShape = Field(description="For routine referrals.")
    urgent: SpanShape = Field(description="For urgent ones.")
    asap: SpanShape = Field(description="For those needed as soon as possible.")
    stat: SpanShape = Field(description="For those needed at once.")
    grace: SpanShape = Field(description="How much longer until the handoff expires.")


class RateLimitsShape(Shape):
    """How much programs may ask for, in units for each minute; null leaves it to the service, whose ceiling holds."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    client_per_minute: int | None = Field(ge=LEAST, le=MOST, description="One API client.", examples=[3000])
    agency_per_minute: int | None = Field(ge=LEAST, le=MOST, description="All of one agency.", examples=[9000])


class MinorAgesShape(Shape):
    """From which age a minor's own signature counts for data of a label; null: not before the age of majority."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    SUD: int | None = Field(ge=0, le=21, description="Substance use.", examples=[12])
    MH: int | None = Field(ge=0, le=21, description="Mental health.", examples=[14])
    HIV: int | None = Field(ge=0, le=21, description="HIV.", examples=[12])
    SDV: int | None = Field(ge=0, le=21, description="Violence; here a parent or guardian signs too.", examples=[12])
    STD: int | None = Field(ge=0, le=21, description="Sexually transmitted diseases.", examples=[12])


class ConsentPoliciesShape(Shape):
    """What holds for consents."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    verbal_days: int = Field(ge=1, le=90, description="How many days a verbal consent lasts at most.")
    vsp_days: int = Field(ge=1, le=366, description="How many days a release of victim services lasts at most.")
    renewal_days: int = Field(ge=0, le=365, description="How many days before its end renewal is asked for; 0: never.")
    override_hours: int = Field(ge=1, le=720, description="How long an approved override of a consent counts.")
    majority_age: int = Field(ge=18, le=21, description="From which age clients sign for themselves.")
    minor_ages: MinorAgesShape = Field(description="From which age minors do, by label.")


class RetentionShape(Shape):
    """For how many years after the last activity a client's record is kept; 0 keeps it for ever."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    adult_years: int = Field(ge=0, le=100, description="Of adults.", examples=[7])
    minor_years: int = Field(ge=0, le=100, description="Of children, from the day on which they come of age.")
    deceased_years: int = Field(ge=0, le=100, description="Of clients who have died.", examples=[7])


class PoliciesShape(Shape):
    """What the network's agencies have agreed on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    max_concurrent_handoffs: int = Field(ge=1, le=1000, description="How many providers are asked at once, at most.")
    max_reroutes: int = Field(ge=0, le=1000, description="How often a referral is sent on, at most.")
    one_active_referral_per_category: bool = Field(description="Whether a second referral of a kind needs a reason.")
    clocks: ResponseClocksShape = Field(description="How long a provider may take to answer.")
    schedule_within: SpanShape = Field(description="From accepting to an appointment.")
    stalled_after: SpanShape = Field(description="How long nothing may happen.")
    cancel_confirm_within: SpanShape = Field(description="How long a provider may take to confirm a cancellation.")
    auto_close_after: SpanShape = Field(description="When finished referrals close by themselves.")
    break_glass_minutes: int = Field(ge=1, le=1000, description="How long an emergency access lasts.")
    retention: RetentionShape = Field(description="For how long records are kept.")
    rate_limits: RateLimitsShape = Field(description="How much programs may ask for.")
    consents: ConsentPoliciesShape = Field(description="What holds for consents.")


class NetworkIn(Input):
    """A network's name and policies, complete."""

    name: Name = Field(description="Its name.", examples=["Biscayne Care Network"])
    policies: PoliciesShape = Field(description="What its agencies have agreed on.")

    def agreed(self) -> Policies:
        """Turn the policies into the domain's value."""
        return msgspec.convert(self.policies.model_dump(mode="json"), Policies)


class NetworkOut(Shape):
    """A group of agencies under one agreement."""

    id: UUID = Field(description="Its identifier.")
    name: Name = Field(description="Its name.", examples=["Biscayne Care Network"])
    policies: PoliciesShape = Field(description="What its agencies have agreed on.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was founded.")
    updated_at: datetime = Field(description="When it last changed.")
