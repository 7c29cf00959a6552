"""Care teams and their members; each member is a record of its own, since what brought it about may bear a label."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, flag, key, moment, one_of, reference
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.care_teams.member import MemberKind
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.care_teams.team import TeamKind
from app.domain.care_teams.team_moves import TeamStatus

OF_AN_AGENCY = text("agency_id IS NOT NULL")  # the teams that are clients' own are written often
NOT_ACTIVE = text(f"status <> '{TeamStatus.ACTIVE}'")  # nearly all are, and are read in the order of all


class CareTeamRow(Row, table=True):
    """A team; the client's own bears the client's id and has no agency."""

    __tablename__ = "care_teams"
    __table_args__ = (
        one_of("care_teams", "kind", TeamKind),
        one_of("care_teams", "status", TeamStatus),
        belongs("care_teams", "client_id", "clients"),
        belongs("care_teams", "agency_id", "agencies"),
        Index("ix_care_teams_updated", "network_id", "updated_at", "id"),
        Index("ix_care_teams_status", "network_id", "status", "updated_at", "id", postgresql_where=NOT_ACTIVE),
        *(
            Index(name, "network_id", "agency_id", *more, "updated_at", "id", postgresql_where=OF_AN_AGENCY)
            for name, more in (("ix_care_teams_agency", ()), ("ix_care_teams_agency_status", ("status",)))
        ),
        Index("ix_care_teams_client", "network_id", "client_id", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID | None = reference(nullable=True)
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    kind: str = words()
    status: str = words()
    content: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CareTeamMemberRow(Row, table=True):
    """A membership, active or former; an agency has at most one primary case manager for a client."""

    __tablename__ = "care_team_members"
    __table_args__ = (
        one_of("care_team_members", "kind", MemberKind),
        one_of("care_team_members", "status", MemberStatus),
        belongs("care_team_members", "team_id", "care_teams"),
        belongs("care_team_members", "client_id", "clients"),
        belongs("care_team_members", "agency_id", "agencies"),
        belongs("care_team_members", "worker_id", "workers"),
        belongs("care_team_members", "handoff_id", "handoffs"),
        Index("ix_care_team_members_team", "network_id", "team_id", "id"),
        Index("ix_care_team_members_client", "network_id", "client_id", postgresql_where=text("status = 'active'")),
        Index(
            "ix_care_team_members_handoff", "network_id", "handoff_id", postgresql_where=text("handoff_id IS NOT NULL")
        ),
        Index(
            "ux_care_team_members_primary",
            "network_id",
            "client_id",
            "agency_id",
            unique=True,
            postgresql_where=text("is_primary"),
        ),
        Index(
            "ix_care_team_members_worker", "network_id", "worker_id", "client_id", postgresql_where=text("is_primary")
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    team_id: UUID = reference()
    client_id: UUID = reference()
    agency_id: UUID | None = reference(nullable=True)
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    kind: str = words()
    status: str = words()
    worker_id: UUID | None = reference(nullable=True)
    handoff_id: UUID | None = reference(nullable=True)
    brought_by_id: UUID | None = reference(nullable=True)
    role: dict[str, Any] | None = document(nullable=True)
    person: dict[str, Any] | None = document(nullable=True)
    identifiers: list[dict[str, Any]] = document()
    is_primary: bool = flag()
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
