"""Care plans with their goals and activities, every version of them, and their reviews."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, Index, Integer, SmallInteger, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import ReviewOutcome


def _day() -> Any:
    return Field(default=None, sa_type=Date, nullable=True)


class CarePlanRow(Row, table=True):
    """A plan; `review_clock` is the day on which somebody must be told to review it."""

    __tablename__ = "care_plans"
    __table_args__ = (
        one_of("care_plans", "status", PlanStatus),
        belongs("care_plans", "client_id", "clients"),
        belongs("care_plans", "agency_id", "agencies"),
        belongs("care_plans", "worker_id", "workers"),
        Index("ix_care_plans_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_care_plans_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_care_plans_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_care_plans_status", "network_id", "status", "updated_at", "id"),
        Index("ix_care_plans_worker", "network_id", "worker_id", "updated_at", "id"),
        Index("ix_care_plans_updated", "network_id", "updated_at", "id"),
        Index(
            "ix_care_plans_review",
            "network_id",
            "review_clock",
            "id",
            postgresql_where=text("review_clock IS NOT NULL"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    worker_id: UUID | None = reference(nullable=True)
    title: str = words()
    status: str = words()
    status_reason: str | None = words(nullable=True)
    starts: date | None = _day()
    ends: date | None = _day()
    next_review: date | None = _day()
    review_told: date | None = _day()
    review_clock: date | None = _day()
    need_ids: list[UUID] = references()
    content: dict[str, Any] = document()
    agreement: dict[str, Any] | None = document(nullable=True)
    last_review: dict[str, Any] | None = document(nullable=True)
    template_id: UUID | None = reference(nullable=True)
    template_version: int | None = Field(default=None, sa_type=Integer, nullable=True)
    created_by: UUID = reference()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CarePlanGoalRow(Row, table=True):
    """That a plan pursues a goal."""

    __tablename__ = "care_plan_goals"
    __table_args__ = (
        belongs("care_plan_goals", "plan_id", "care_plans"),
        belongs("care_plan_goals", "goal_id", "goals"),
        Index("ix_care_plan_goals_goal", "network_id", "goal_id"),
    )
    network_id: UUID = key()
    plan_id: UUID = key()
    goal_id: UUID = key()
    position: int = Field(sa_type=Integer)


class CarePlanActivityRow(Row, table=True):
    __tablename__ = "care_plan_activities"
    __table_args__ = (
        one_of("care_plan_activities", "kind", ActivityKind),
        one_of("care_plan_activities", "status", ActivityStatus),
        belongs("care_plan_activities", "plan_id", "care_plans"),
        belongs("care_plan_activities", "referral_id", "referrals"),
        belongs("care_plan_activities", "task_id", "tasks"),
        belongs("care_plan_activities", "appointment_id", "appointments"),
        belongs("care_plan_activities", "worker_id", "workers"),
        Index("ix_care_plan_activities_plan", "network_id", "plan_id", "position"),
        *(
            Index(
                f"ix_care_plan_activities_{noun}",
                "network_id",
                f"{noun}_id",
                postgresql_where=text(f"{noun}_id IS NOT NULL"),
            )
            for noun in ("referral", "task", "appointment")
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    plan_id: UUID = reference()
    position: int = Field(sa_type=Integer)
    kind: str = words()
    title: str = words()
    status: str = words()
    status_reason: str | None = words(nullable=True)
    concept: dict[str, Any] | None = document(nullable=True)
    details: str | None = words(nullable=True)
    goal_ids: list[UUID] = references()
    referral_id: UUID | None = reference(nullable=True)
    task_id: UUID | None = reference(nullable=True)
    appointment_id: UUID | None = reference(nullable=True)
    worker_id: UUID | None = reference(nullable=True)
    who: str | None = words(nullable=True)
    starts: date | None = _day()
    due: date | None = _day()
    when: str | None = words(nullable=True)
    place: str | None = words(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CarePlanVersionRow(Row, table=True):
    """A plan as it stood after one change; `agency_id` answers for the plan, `author_agency_id` changed it."""

    __tablename__ = "care_plan_versions"
    __table_args__ = (belongs("care_plan_versions", "plan_id", "care_plans"),)
    network_id: UUID = key()
    plan_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    at: datetime = moment()
    by: UUID = reference()
    author_agency_id: UUID = reference()
    what: str = words()
    picture: dict[str, Any] = document()


class CarePlanReviewRow(Row, table=True):
    __tablename__ = "care_plan_reviews"
    __table_args__ = (
        one_of("care_plan_reviews", "outcome", ReviewOutcome),
        belongs("care_plan_reviews", "plan_id", "care_plans"),
        Index("ix_care_plan_reviews_plan", "network_id", "plan_id", "plan_version", unique=True),
    )
    network_id: UUID = key()
    id: UUID = key()
    plan_id: UUID = reference()
    at: datetime = moment()
    by: UUID = reference()
    agency_id: UUID = reference()
    outcome: str = words()
    content: dict[str, Any] = document()
    plan_version: int = Field(sa_type=Integer)
