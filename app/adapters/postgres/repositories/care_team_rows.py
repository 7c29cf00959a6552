"""Members of care teams to rows and back."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.concepts import concept_json, concept_of
from app.domain.care_teams.member import Member, MemberKind, Person
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, CareTeamId, ClientId, HandoffId, Identifier, MemberId, WorkerId


def member_values(member: Member) -> dict[str, Any]:
    """Write a member as a row, without its network."""
    return {
        "id": member.id,
        "team_id": member.team,
        "client_id": member.client,
        "agency_id": member.agency,
        "kinds": kind_bits(member.kinds),
        "sensitivity": label_bits(member.sensitivities),
        "kind": member.kind,
        "status": member.status,
        "worker_id": member.worker,
        "handoff_id": member.handoff,
        "brought_by_id": member.brought_by,
        "role": concept_json(member.role),
        "person": None if member.person is None else msgspec.to_builtins(member.person),
        "identifiers": msgspec.to_builtins(member.identifiers),
        "is_primary": member.primary,
        "since": member.since,
        "until": member.until,
        "version": member.version,
        "created_at": member.created_at,
        "updated_at": member.updated_at,
    }


def member_of(row: asyncpg.Record | Mapping[str, Any]) -> Member:
    """Read a member back."""
    return Member(
        id=MemberId(row["id"]),
        team=CareTeamId(row["team_id"]),
        client=ClientId(row["client_id"]),
        agency=None if row["agency_id"] is None else AgencyId(row["agency_id"]),
        kind=MemberKind(row["kind"]),
        status=MemberStatus(row["status"]),
        worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        handoff=None if row["handoff_id"] is None else HandoffId(row["handoff_id"]),
        brought_by=None if row["brought_by_id"] is None else AgencyId(row["brought_by_id"]),
        role=concept_of(row["role"]),
        person=None if row["person"] is None else msgspec.convert(row["person"], Person),
        identifiers=msgspec.convert(row["identifiers"], tuple[Identifier, ...]),
        primary=row["is_primary"],
        sensitivities=labels_in(row["sensitivity"]),
        since=row["since"],
        until=row["until"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        stored=True,
    )
