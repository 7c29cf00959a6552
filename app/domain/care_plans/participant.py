"""Who speaks about a need or a goal: the client, a worker, an agency, or somebody close to the client."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.domain.faults import Faults


class ParticipantKind(StrEnum):
    """In what capacity somebody takes part."""

    CLIENT = "client"
    WORKER = "worker"
    AGENCY = "agency"
    RELATED_PERSON = "related_person"
    OTHER = "other"


IDENTIFIED = frozenset({ParticipantKind.WORKER, ParticipantKind.AGENCY})
NAMED = frozenset({ParticipantKind.RELATED_PERSON, ParticipantKind.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part: a worker or an agency by `id`, others by `name`; the client needs neither.

    A worker of another system has a name and no id.
    """

    kind: ParticipantKind
    id: UUID | None = None
    name: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is missing to know who it is."""
        if self.kind in IDENTIFIED:
            faults.require(self.id or self.name, f"{pointer}/id", f"must say which {self.kind}, or give a name")
        else:
            faults.require(self.id is None, f"{pointer}/id", "is for workers and agencies")
        if self.kind in NAMED:
            faults.require(self.name, f"{pointer}/name", "must say who it is")
        if self.name is not None:
            faults.name(self.name, f"{pointer}/name")

    @property
    def key(self) -> tuple[ParticipantKind, UUID | str | None]:
        """What tells this participant from others, whatever name is given beside an id."""
        return self.kind, self.id or (None if self.kind is ParticipantKind.CLIENT else self.name)


CLIENT = Participant(kind=ParticipantKind.CLIENT)
