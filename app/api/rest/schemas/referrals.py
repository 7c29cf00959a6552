"""Referrals as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.concepts import CodingIn, CodingOut
from app.api.rest.schemas.handoffs import (
    ActionOut,
    HandoffItemOut,
    OutcomeIn,
    OutcomeOut,
    ReasonIn,
    ReasonOut,
)
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.codes import Category, Priority
from app.domain.codings import Coding
from app.domain.identity import AgencyId, ClientId, ReferralId, ServiceId, WorkerId
from app.domain.referrals.blockers import BlockerCode, Weight
from app.domain.referrals.content import Content, Destination, NewReferral, ReferralChanges
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import ReferralState

Details = Annotated[str, Field(min_length=1, max_length=10_000, examples=["Two children, no stove."])]
Note = Annotated[str, Field(min_length=1, max_length=2_000, examples=["Spoke with the client by phone."])]
OverrideReason = Annotated[
    str, Field(min_length=1, max_length=2_000, examples=["The other referral is for a sibling."])
]


class DestinationIn(Input):
    """Where the referral goes: a service, or an agency, or a service of that agency."""

    service_id: UUID | None = Field(description="A service of the directory.")
    agency_id: UUID | None = Field(description="An agency of the network.")

    def wanted(self) -> Destination:
        """Return it as the use cases take it."""
        return Destination(
            agency=AgencyId(self.agency_id) if self.agency_id else None,
            service=ServiceId(self.service_id) if self.service_id else None,
        )


Destinations = Annotated[list[DestinationIn], Field(max_length=50, description="Providers, in their order.")]


class ReferralIn(Input):
    """A referral to be drafted, or sent at once."""

    client_id: UUID = Field(description="Whom it is for.")
    category: Category = Field(description="The need (SDOHCC category).", examples=["food-insecurity"])
    priority: Priority = Field(default=Priority.ROUTINE, description="How soon an answer is needed.")
    code: CodingIn | None = Field(description="What is asked for, in a code of your choice.")
    details: Details | None = Field(description="The need in words; providers read it once they know the client.")
    worker_id: UUID | None = Field(description="Your case manager for it.")
    authorization_required: bool = Field(default=False, description="Whether a payer must allow it first.")
    authorization_number: Name | None = Field(description="The payer's authorization.")
    routing: Routing = Field(default=Routing.DIRECT, description="direct, sequential, first_accept or pool.")
    handoffs: Destinations
    parent_id: UUID | None = Field(description="The referral that you accepted and refer on.")
    replaces_id: UUID | None = Field(description="The closed referral that this one takes up again.")
    override_reason: OverrideReason | None = Field(description="Why to send in spite of a warning.")
    send: bool = Field(default=False, description="Send it at once.")
    note: Note | None = Field(description="A note for the history.")

    def described(self) -> NewReferral:
        """Return it as the use cases take it."""
        return NewReferral(
            client=ClientId(self.client_id),
            content=Content(
                category=self.category,
                priority=self.priority,
                code=self.code.into(Coding) if self.code else None,
                details=self.details,
                worker=WorkerId(self.worker_id) if self.worker_id else None,
                authorization_required=self.authorization_required,
                authorization_number=self.authorization_number,
            ),
            routing=self.routing,
            destinations=tuple(each.wanted() for each in self.handoffs),
            parent=ReferralId(self.parent_id) if self.parent_id else None,
            replaces=ReferralId(self.replaces_id) if self.replaces_id else None,
            override_reason=self.override_reason,
        )


class ReferralChangesIn(Input):
    """What changes in a draft (JSON Merge Patch): what is left out stays, null takes away."""

    category: Category = Field(default=Category.UNSPECIFIED, description="The need (SDOHCC category).")
    priority: Priority = Field(default=Priority.ROUTINE, description="How soon an answer is needed.")
    code: CodingIn | None = Field(description="What is asked for, in a code of your choice.")
    details: Details | None = Field(description="The need in words.")
    worker_id: UUID | None = Field(description="Your case manager for it.")
    authorization_required: bool = Field(default=False, description="Whether a payer must allow it first.")
    authorization_number: Name | None = Field(description="The payer's authorization.")
    routing: Routing = Field(default=Routing.DIRECT, description="direct, sequential, first_accept or pool.")
    handoffs: Destinations
    override_reason: OverrideReason | None = Field(description="Why to send in spite of a warning.")

    def described(self) -> ReferralChanges:
        """Return what was given as the use cases take it."""
        given = self.model_fields_set
        content = {
            "category": self.category,
            "priority": self.priority,
            "code": self.code.into(Coding) if self.code else None,
            "details": self.details,
            "worker_id": WorkerId(self.worker_id) if self.worker_id else None,
            "authorization_required": self.authorization_required,
            "authorization_number": self.authorization_number,
        }
        return ReferralChanges(
            content={name.removesuffix("_id"): value for name, value in content.items() if name in given},
            routing=self.routing if "routing" in given else None,
            destinations=tuple(each.wanted() for each in self.handoffs) if "handoffs" in given else None,
            override_reason=self.override_reason,
        )


class NoteIn(Input):
    """What may be said about an action."""

    note: Note | None = Field(description="A note for the history.")


class SendReferralIn(NoteIn):
    """The sending of a draft."""

    override_reason: OverrideReason | None = Field(description="Why to send in spite of a warning.")


class RerouteIn(NoteIn):
    """Where a referral goes after everybody said no."""

    handoffs: Annotated[list[DestinationIn], Field(max_length=50, description="Providers, in order; none for a pool.")]
    routing: Routing = Field(default=Routing.DIRECT, description="direct, sequential, first_accept or pool.")
    override_reason: OverrideReason | None = Field(description="Why to send in spite of a warning.")


class CloseReferralIn(NoteIn):
    """The closing of a referral with what came of it."""

    outcome: OutcomeIn = Field(description="What came of it.")


class EndReferralIn(NoteIn):
    """The end of a referral, and why."""

    reason: ReasonIn = Field(description="Why.")


class CommentIn(Input):
    """A comment that must be given."""

    note: Note = Field(description="What was wrong.")


class BlockerOut(Shape):
    """Something between a draft and its sending."""

    code: BlockerCode = Field(description="What.", examples=["consent_missing"])
    weight: Weight = Field(description="A wall, a warning that a reason overrides, or only a notice.")
    message: str = Field(description="In words.")
    handoff_id: UUID | None = Field(description="The provider's share that it concerns, if only one.")


class ReferralFields(Shape):
    """What lists and single referrals have in common."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[2])
    client_id: UUID = Field(description="Whom it is for.")
    sender_id: UUID = Field(description="The agency that asks.")
    worker_id: UUID | None = Field(description="The sender's case manager.")
    category: Category = Field(description="The need (SDOHCC category).")
    priority: Priority = Field(description="How soon an answer is needed.")
    code: CodingOut | None = Field(description="What is asked for, in a code.")
    details: str | None = Field(description="The need in words.")
    routing: Routing = Field(description="How it looks for its provider.")
    state: ReferralState = Field(description="Where it stands.")
    service_request_status: str = Field(description="The same as FHIR's ServiceRequest.status.", examples=["active"])
    before: ReferralState | None = Field(description="The state to which a referral on hold returns.")
    authorization_required: bool = Field(description="Whether a payer must allow it.")
    authorization_number: str | None = Field(description="The payer's authorization.")
    override_reason: str | None = Field(description="Why it was sent in spite of a warning.")
    reason: ReasonOut | None = Field(description="Why it ended unmet or was cancelled.")
    outcome: OutcomeOut | None = Field(description="What came of it.")
    comment: str | None = Field(description="Why it was entered in error.")
    parent_id: UUID | None = Field(description="The referral out of which it came.")
    replaces_id: UUID | None = Field(description="The closed referral that it takes up again.")
    reroutes: int = Field(description="How often it was re-routed.", examples=[0])
    sent_at: datetime | None = Field(description="When it was sent.")
    closed_at: datetime | None = Field(description="When it was closed.")
    created_at: datetime = Field(description="When it was begun.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class ReferralItemOut(ReferralFields):
    """A referral in a list."""


class ReferralOut(ReferralFields):
    """A referral, as its sender sees it."""

    handoffs: list[HandoffItemOut] = Field(description="Every provider's share.")
    blockers: list[BlockerOut] = Field(description="What stands between the draft and its sending.")
    notices: Notices


class HistoryEntryOut(Shape):
    """One line of history."""

    number: int = Field(description="Its place, from 1.", examples=[1])
    handoff_id: UUID | None = Field(description="The handoff that moved; null for the referral itself.")
    at: datetime = Field(description="When.")
    actor_id: UUID = Field(description="Who.")
    agency_id: UUID = Field(description="Of which agency.")
    principal_id: UUID | None = Field(description="In whose name, when a coordinator recorded it.")
    action: str = Field(description="What was done.", examples=["accept"])
    source: str = Field(description="The state before.", examples=["sent"])
    target: str = Field(description="The state after.", examples=["accepted"])
    reason: str | None = Field(description="Why.")
    note: str | None = Field(description="What was noted.")
    withheld: list[str] = Field(description="Of these words, those that you may not be told.", examples=[[]])
