"""Emergency access as it is asked for and looked back on."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.persons import PartialDateText
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.access.break_glass import (
    BreakGlassReason,
    BreakGlassState,
    ExactIdentity,
    FoundBy,
    ReviewOutcome,
    Why,
)
from app.domain.clients.identifiers import Identifier
from app.domain.errors import Fault, Invalid
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate

Part = Annotated[str, Field(min_length=1, max_length=100)]
Told = Annotated[str, Field(min_length=1, max_length=2_000)]
ONE = "must be given, or identity, and not both"


class KnownIdentifierIn(Input):
    """A number by which another system knows the person."""

    system: Annotated[str, Field(min_length=1, max_length=250)] = Field(description="A URI of that system.")
    value: Part = Field(description="The number there.")


class ExactIdentityIn(Input):
    """Who somebody is: all three must fit exactly, apart from case and accents."""

    family: Part = Field(description="The family name.", examples=["Lima"])
    given: Part = Field(description="The first given name, or all of them.", examples=["Ana"])
    birth_date: PartialDateText = Field(description="The whole birth date.", examples=["1984-03-09"])
    identifier: KnownIdentifierIn | None = Field(description="Tells people of the same name and birth date apart.")

    def identity(self) -> ExactIdentity:
        """Return it as the domain's value."""
        known = self.identifier
        return ExactIdentity(
            family=self.family,
            given=self.given,
            birth_date=PartialDate.parse(self.birth_date),
            identifier=Identifier(system=known.system, value=known.value) if known else None,
        )


class BreakGlassIn(Input):
    """Whose record must be opened, and why it cannot wait."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "identity": {"family": "Lima", "given": "Ana", "birth_date": "1984-03-09"},
                    "reason": "medical_emergency",
                    "words": "Found unconscious at the shelter; the ambulance asks what she takes.",
                }
            ],
        }
    )

    client_id: UUID | None = Field(description="The client, when the id is known.")
    identity: ExactIdentityIn | None = Field(description="Or who it is, when it is not.")
    reason: BreakGlassReason = Field(description="Why it cannot wait.")
    words: Told = Field(description="The same in your own words; whoever reviews it reads them.")

    def whom(self) -> ClientId | ExactIdentity:
        """Return whose record it is; `Invalid` unless exactly one way to name the client was used."""
        if self.client_id is not None and self.identity is None:
            return ClientId(self.client_id)
        if self.identity is not None and self.client_id is None:
            return self.identity.identity()
        fault = Fault(pointer="/client_id", message=ONE)
        raise Invalid("break-glass.invalid", "Name the client in one way.", faults=(fault,))

    def why(self) -> Why:
        """Return the reason as the domain's value."""
        return Why(reason=self.reason, words=self.words)


class BreakGlassReviewIn(Input):
    """What you found."""

    outcome: ReviewOutcome = Field(description="Whether it was right.")
    note: Told | None = Field(description="What you found; needed unless it was justified.")


class BreakGlassReviewOut(Shape):
    """What somebody else found."""

    outcome: ReviewOutcome = Field(description="Whether it was right.")
    note: str | None = Field(description="What was found.", examples=["The hospital confirmed the call."])
    by: UUID = Field(description="The worker or API client who said so.")
    agency_id: UUID = Field(description="Of which agency.")
    at: datetime = Field(description="When.")


class BreakGlassOut(Shape):
    """One time that the glass was broken: for one agency, to one client's record."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="Whose record was opened.")
    agency_id: UUID = Field(description="The agency that may see it.")
    opened_by: UUID = Field(description="The worker or API client who broke the glass.")
    reason: BreakGlassReason = Field(description="Why it could not wait.")
    words: str = Field(description="The same in words.")
    found_by: FoundBy = Field(description="How the client was named.")
    state: BreakGlassState = Field(description="Where it stands now.")
    until: datetime = Field(description="When it ends by itself.")
    ended_at: datetime | None = Field(description="When it was closed before that.", examples=[None])
    review: BreakGlassReviewOut | None = Field(description="What somebody else found.", examples=[None])
    created_at: datetime = Field(description="When the glass was broken.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
