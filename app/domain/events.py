"""What has happened, as one small immutable record that every reader of the log understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.identity import AgencyId, EventId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.records import ClientRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What an aggregate reports of itself: a type such as `handoff.accepted`, ids, and who may hear of it.

    `subject_type` is the noun of the thing that changed (`handoff`), `subject` its id, `version` its new version,
    `stream` the id whose happenings must be delivered in order (the referral, for a handoff).
    `related` holds further ids by noun, never other data. `audience` are the agencies that may hear of it;
    coordinators and network administrators hear everything. `record` is the piece of a client's record that changed:
    the client's timeline shows it to those who may read that. `facts` are status words and codes for the timeline, by
    name, never text that a person wrote.
    """

    type: str
    subject_type: str
    subject: UUID
    version: int
    stream: UUID
    related: dict[str, UUID] = field(default_factory=dict)
    audience: frozenset[AgencyId] = field(default_factory=frozenset)
    record: ClientRecord | None = field(default=None, compare=False, repr=False)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A happening on the record: when, by whom, for whom."""

    id: EventId
    network: NetworkId
    at: datetime
    actor: Actor
    happening: Happening
