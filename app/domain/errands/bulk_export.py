"""A bulk export of resources: what was asked for, how far it has come, and until when it may be fetched."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.errands.errand import Errand
from app.domain.identity import ClientId, ErrandId

SETTLING = timedelta(seconds=60)
"""What began before may still be written for so long: an export vouches for nothing that is younger."""
SLICE = 20
"""How many clients are read together, where an export is of named ones."""


class ExportLevel(StrEnum):
    """Of what an export is: of everything, of what belongs to clients, or of what belongs to the members of a group."""

    SYSTEM = "system"
    PATIENT = "patient"
    GROUP = "group"


class FileKind(StrEnum):
    """What the lines of a file are: resources, what was deleted, or what is to be said of the question."""

    OUTPUT = "output"
    DELETED = "deleted"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the way: all resources of a type, or those of the type that are gone."""

    kind: FileKind
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuestion:
    """What is exported: `clients` are the only ones of whom it tells, where they are named.

    `filters` are searches as they were written, each with the type that it is of.
    """

    level: ExportLevel
    types: tuple[str, ...]
    request: str
    since: datetime | None = None
    elements: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    clients: tuple[ClientId, ...] | None = None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole way: type by type what is there, and, since a moment, what is gone."""
        there = tuple(Stretch(kind=FileKind.OUTPUT, type=type_) for type_ in self.types)
        gone = tuple(Stretch(kind=FileKind.DELETED, type=type_) for type_ in self.types)
        return there if self.since is None else there + gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far an export has come: in which stretch, from which client on, and after which resource."""

    stretch: int = 0
    client: int = 0
    after: UUID | None = None


@dataclass(slots=True, kw_only=True)
class BulkExport(Errand):
    """One export, and how far it has come."""

    noun = "bulk-export"
    expired = "The export was kept for two days and is gone; ask for another."
    overdue = "It took longer than a day; ask for less at once."

    question: ExportQuestion
    place: Place = Place()
    files: int = 0
    lines: int = 0

    @property
    def transaction_time(self) -> datetime:
        """Whatever was changed until then is in it, if the asker may read it."""
        return self.created_at - SETTLING

    @property
    def stretch(self) -> Stretch | None:
        """Where it goes on; None at the end of the way."""
        stretches = self.question.stretches
        return stretches[self.place.stretch] if self.place.stretch < len(stretches) else None

    @property
    def clients(self) -> tuple[ClientId, ...] | None:
        """The named clients of whom it is the turn; None where none are named."""
        named = self.question.clients
        return None if named is None else named[self.place.client : self.place.client + SLICE]

    @property
    def percent(self) -> int:
        """How much of the way is behind it."""
        return 100 * self.place.stretch // max(1, len(self.question.stretches))

    def passed(self, last: UUID | None) -> None:
        """Go on after a resource; None says that there is no more of this stretch and these clients."""
        if last is not None:
            self.place = replace(self.place, after=last)
        elif self.question.clients is not None and self.place.client + SLICE < len(self.question.clients):
            self.place = replace(self.place, client=self.place.client + SLICE, after=None)
        else:
            self.skip()

    def skip(self) -> None:
        """Go on with the next stretch."""
        self.place = Place(stretch=self.place.stretch + 1)


@dataclass(slots=True, kw_only=True)
class ExportFile:
    """Lines that were put out: `ids` of which resources, `faces` in which face of each, and of which clients.

    `labels` are those of what others answer for; `content` is the lines, sealed.
    """

    export: ErrandId
    number: int
    kind: FileKind
    type: str
    lines: int
    size: int
    ids: tuple[UUID, ...]
    faces: tuple[int, ...]
    clients: frozenset[ClientId]
    labels: frozenset[Sensitivity]
    content: bytes
