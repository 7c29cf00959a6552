"""Assessments, what they were before, the scores that trends are read from, and the network's own instruments."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, Numeric, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from app.adapters.postgres.tables.columns import (
    belongs,
    document,
    key,
    moment,
    one_of,
    reference,
    sortable,
    text,
)
from app.adapters.postgres.tables.row import Row
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Mode
from app.domain.assessments.instrument import InstrumentStatus


class AssessmentRow(Row, table=True):
    __tablename__ = "assessments"
    __table_args__ = (
        one_of("assessments", "status", AssessmentStatus),
        one_of("assessments", "answered_by", AnsweredBy),
        one_of("assessments", "mode", Mode),
        belongs("assessments", "client_id", "clients"),
        belongs("assessments", "agency_id", "agencies"),
        belongs("assessments", "asked_by", "workers"),
        Index("ix_assessments_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_assessments_client_instrument", "network_id", "client_id", "instrument_key", "updated_at", "id"),
        Index("ix_assessments_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_assessments_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_assessments_agency_instrument", "network_id", "agency_id", "instrument_key", "updated_at", "id"),
        Index("ix_assessments_updated", "network_id", "updated_at", "id"),
        Index("ix_assessments_status", "network_id", "status", "updated_at", "id"),
        Index("ix_assessments_instrument", "network_id", "instrument_key", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    instrument_key: str = text()
    instrument_version: str = text()
    status: str = text()
    language: str = text()
    answered_by: str = text()
    respondent: str | None = text(nullable=True)
    asked_by: UUID | None = reference(nullable=True)
    asked_at: datetime = moment()
    mode: str = text()
    note: str | None = text(nullable=True)
    reason: str | None = text(nullable=True)
    answers: list[Any] = document()
    scores: list[Any] = document()
    suggestions: list[Any] = document()
    identifiers: list[Any] = document()
    completed_at: datetime | None = moment(nullable=True)
    revision: int = Field(sa_type=Integer)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class AssessmentVersionRow(Row, table=True):
    """An assessment as it stood after it was completed, amended, stopped or entered in error."""

    __tablename__ = "assessment_versions"
    __table_args__ = (belongs("assessment_versions", "assessment_id", "assessments"),)
    network_id: UUID = key()
    assessment_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    at: datetime = moment()
    actor_id: UUID = reference()
    agency_id: UUID = reference()
    action: str = text()
    status: str = text()
    reason: str | None = text(nullable=True)
    answers: list[Any] = document()
    scores: list[Any] = document()


class AssessmentScoreRow(Row, table=True):
    """One computed score of an assessment that stands; says itself who may read it, so that a trend is one read."""

    __tablename__ = "assessment_scores"
    __table_args__ = (
        belongs("assessment_scores", "assessment_id", "assessments"),
        belongs("assessment_scores", "client_id", "clients"),
        Index("ix_assessment_scores_client", "network_id", "client_id", "at", "assessment_id", "score"),
        Index(
            "ix_assessment_scores_client_instrument",
            "network_id",
            "client_id",
            "instrument_key",
            "at",
            "assessment_id",
            "score",
        ),
    )
    network_id: UUID = key()
    assessment_id: UUID = key()
    score: str = Field(primary_key=True, sa_type=Text(collation="C"))
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    instrument_key: str = text()
    instrument_version: str = text()
    at: datetime = moment()
    value: Decimal = Field(sa_type=Numeric)
    band: str | None = text(nullable=True)


class InstrumentRow(Row, table=True):
    """One edition of an instrument that a network published for itself."""

    __tablename__ = "instruments"
    __table_args__ = (
        one_of("instruments", "status", InstrumentStatus),
        belongs("instruments", "agency_id", "agencies"),
        UniqueConstraint("network_id", "key", "edition", name="uq_instruments_key_edition"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    key: str = sortable()
    edition: str = sortable()
    title: str = text()
    status: str = text()
    questionnaire: dict[str, Any] = document()
    scoring: Any = document()
    rules: Any = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
