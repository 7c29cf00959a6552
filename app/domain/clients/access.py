"""On which basis an agency may see a client: each basis is one record that begins and ends."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from app.domain.identity import AgencyId, ClientId


class Basis(StrEnum):
    """Why an agency may see a client."""

    CASELOAD = "caseload"
    HANDOFF = "handoff"
    CARE_TEAM = "care_team"
    COORDINATOR = "coordinator"
    BREAK_GLASS = "break_glass"


class Tier(IntEnum):
    """How much may be seen: no person, a summary without identity, identity and contact, consented attachments too."""

    CAPACITY = 0
    SUMMARY = 1
    IDENTITY = 2
    FULL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGrant:
    """One basis: `source` is the id of what gives it (the client for a caseload, the handoff for a handoff)."""

    agency: AgencyId
    client: ClientId
    basis: Basis
    source: UUID
    since: datetime
    tier: Tier = Tier.IDENTITY
    until: datetime | None = None
