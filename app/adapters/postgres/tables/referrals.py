"""Referrals, their handoffs and their history; the indexes are the lists that are read, in their order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Index, Integer, SmallInteger, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.codes import Category, Priority
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState, ReferralState


class ReferralRow(Row, table=True):
    __tablename__ = "referrals"
    __table_args__ = (
        one_of("referrals", "state", ReferralState),
        one_of("referrals", "routing", Routing),
        one_of("referrals", "category", Category),
        one_of("referrals", "priority", Priority),
        belongs("referrals", "client_id", "clients"),
        belongs("referrals", "sender_id", "agencies"),
        belongs("referrals", "worker_id", "workers"),
        belongs("referrals", "parent_id", "referrals"),
        belongs("referrals", "replaces_id", "referrals"),
        Index("ix_referrals_updated", "network_id", "updated_at", "id"),
        Index("ix_referrals_sender", "network_id", "sender_id", "updated_at", "id"),
        Index("ix_referrals_sender_state", "network_id", "sender_id", "state", "updated_at", "id"),
        Index("ix_referrals_sender_category", "network_id", "sender_id", "category", "updated_at", "id"),
        Index("ix_referrals_state", "network_id", "state", "updated_at", "id"),
        Index("ix_referrals_category", "network_id", "category", "updated_at", "id"),
        Index("ix_referrals_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_referrals_parent", "network_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("ix_referrals_replaces", "network_id", "replaces_id", postgresql_where=text("replaces_id IS NOT NULL")),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    sender_id: UUID = reference()
    worker_id: UUID | None = reference(nullable=True)
    category: str = words()
    priority: str = words()
    code: dict[str, Any] | None = document(nullable=True)
    details: str | None = words(nullable=True)
    authorization_required: bool = Field(sa_type=Boolean)
    authorization_number: str | None = words(nullable=True)
    routing: str = words()
    state: str = words()
    before: str | None = words(nullable=True)
    sensitivity: int = Field(sa_type=SmallInteger)
    summary: dict[str, Any] | None = document(nullable=True)
    override_reason: str | None = words(nullable=True)
    reason: dict[str, Any] | None = document(nullable=True)
    outcome: dict[str, Any] | None = document(nullable=True)
    comment: str | None = words(nullable=True)
    parent_id: UUID | None = reference(nullable=True)
    replaces_id: UUID | None = reference(nullable=True)
    depth: int = Field(sa_type=SmallInteger)
    reroutes: int = Field(sa_type=Integer)
    line_from: int = Field(sa_type=Integer)
    in_plan: bool = Field(sa_type=Boolean)
    recorded: int = Field(sa_type=Integer)
    sent_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class HandoffRow(Row, table=True):
    __tablename__ = "handoffs"
    __table_args__ = (
        one_of("handoffs", "state", HandoffState),
        one_of("handoffs", "before", HandoffState),
        one_of("handoffs", "routing", Routing),
        one_of("handoffs", "category", Category),
        one_of("handoffs", "priority", Priority),
        belongs("handoffs", "referral_id", "referrals"),
        belongs("handoffs", "client_id", "clients"),
        belongs("handoffs", "sender_id", "agencies"),
        belongs("handoffs", "provider_id", "agencies"),
        belongs("handoffs", "service_id", "services"),
        Index("ix_handoffs_referral", "network_id", "referral_id", "position"),
        Index("ix_handoffs_provider", "network_id", "provider_id", "updated_at", "id"),
        Index("ix_handoffs_provider_state", "network_id", "provider_id", "state", "updated_at", "id"),
        Index("ix_handoffs_sender", "network_id", "sender_id", "updated_at", "id"),
        Index("ix_handoffs_sender_state", "network_id", "sender_id", "state", "updated_at", "id"),
        Index("ix_handoffs_updated", "network_id", "updated_at", "id"),
        Index("ix_handoffs_state", "network_id", "state", "updated_at", "id"),
        Index("ix_handoffs_clock", "network_id", "clock_at", "id", postgresql_where=text("clock_at IS NOT NULL")),
    )
    network_id: UUID = key()
    id: UUID = key()
    referral_id: UUID = reference()
    client_id: UUID = reference()
    sender_id: UUID = reference()
    provider_id: UUID = reference()
    offered_to: list[UUID] = references()
    service_id: UUID | None = reference(nullable=True)
    routing: str = words()
    category: str = words()
    priority: str = words()
    position: int = Field(sa_type=Integer)
    state: str = words()
    before: str | None = words(nullable=True)
    tier: int = Field(sa_type=SmallInteger)
    feedback: bool = Field(sa_type=Boolean)
    silenced: bool = Field(sa_type=Boolean)
    sensitivity: int = Field(sa_type=SmallInteger)
    reason: dict[str, Any] | None = document(nullable=True)
    withdrawal: str | None = words(nullable=True)
    outcome: dict[str, Any] | None = document(nullable=True)
    question: str | None = words(nullable=True)
    answer: str | None = words(nullable=True)
    meeting: dict[str, Any] | None = document(nullable=True)
    waitlist: dict[str, Any] | None = document(nullable=True)
    clocks: dict[str, Any] = document()
    clock_at: datetime | None = moment(nullable=True)
    stopped_at: datetime | None = moment(nullable=True)
    holds_place: bool = Field(sa_type=Boolean)
    nudged: bool = Field(sa_type=Boolean)
    messages: int = Field(sa_type=Integer)
    sent_at: datetime | None = moment(nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class HandoffOfferRow(Row, table=True):
    """That an agency may take a pooled handoff; gone once somebody took it or it ended. It repeats the order of lists.

    An index of `handoffs.offered_to` could not be used: row-level security does not trust the operators of arrays.
    """

    __tablename__ = "handoff_offers"
    __table_args__ = (
        belongs("handoff_offers", "handoff_id", "handoffs"),
        belongs("handoff_offers", "agency_id", "agencies"),
        Index("ix_handoff_offers_agency", "network_id", "agency_id", "updated_at", "handoff_id"),
    )
    network_id: UUID = key()
    handoff_id: UUID = key()
    agency_id: UUID = key()
    updated_at: datetime = moment()


class ReferralHistoryRow(Row, table=True):
    __tablename__ = "referral_history"
    __table_args__ = (
        belongs("referral_history", "referral_id", "referrals"),
        Index("ix_referral_history_handoff", "network_id", "handoff_id", "number"),
    )
    network_id: UUID = key()
    referral_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    handoff_id: UUID | None = reference(nullable=True)
    at: datetime = moment()
    actor_id: UUID = reference()
    agency_id: UUID = reference()
    principal_id: UUID | None = reference(nullable=True)
    action: str = words()
    source: str = words()
    target: str = words()
    reason: str | None = words(nullable=True)
    note: str | None = words(nullable=True)
