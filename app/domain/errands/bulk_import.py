"""A bulk import of resources: what was sent, in parts that are taken one after the other, and what became of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.errands.errand import Errand


class Fate(StrEnum):
    """What became of one line."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class ReportKind(StrEnum):
    """Which lines a report tells of: those that were taken, or those that were not."""

    OUTPUT = "output"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one part: lines of OperationOutcomes, and how many became what."""

    taken: bytes
    refused: bytes
    fates: Mapping[Fate, int]


@dataclass(slots=True, kw_only=True)
class ImportPart:
    """Some lines of what was sent, sealed until they are taken; then what is told of them."""

    number: int
    lines: int
    content: bytes
    taken: int = 0
    refused: int = 0


@dataclass(slots=True, kw_only=True)
class BulkImport(Errand):
    """One import, and what became of the lines of the parts that are done."""

    noun = "bulk-import"
    expired = "What became of the import was kept for two days and is gone."
    overdue = "It took longer than a day; send what was not taken again."

    request: str
    parts: int
    done: int = 0
    fates: dict[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """How much of it is taken."""
        return 100 * self.done // max(1, self.parts)

    def took(self, told: Told, at: datetime) -> None:
        """Note what became of the next part; with the last, it is done."""
        self.done += 1
        self.leased_until = None
        self.fates = dict(Counter(self.fates) + Counter({str(fate): count for fate, count in told.fates.items()}))
        self.updated_at = at
        if self.done >= self.parts:
            self.complete(at)
