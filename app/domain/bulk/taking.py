"""A bulk import of resources: what was sent, in parts that are taken one after the other, and what became of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.errors import Gone, NotFound
from app.domain.identity import AgencyId, NetworkId, ResourceImportId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

KEPT = timedelta(days=2)
LEASE = timedelta(seconds=60)
"""How long a part is left to the worker that began it, which may have been killed."""
LONGEST = timedelta(days=1)
MOST_RUNNING = 3
TOO_LONG = "It took longer than a day; send what was not taken again."


class ImportStatus(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


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
class BulkImport:
    """One import; `asker` is the API client in whose name it is taken, with the roles and scopes that it had then."""

    id: ResourceImportId
    network: NetworkId
    agency: AgencyId
    asker: UUID
    roles: frozenset[Role]
    scopes: Scopes
    request: str
    status: ImportStatus
    failure: str | None
    parts: int
    done: int
    fates: dict[str, int]
    leased_until: datetime | None
    completed_at: datetime | None
    expires_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def percent(self) -> int:
        """How much of it is taken."""
        return 100 * self.done // max(1, self.parts)

    def lease(self, at: datetime) -> bool:
        """Leave the next part to whoever asks first; False while it is left to somebody else."""
        if self.leased_until is not None and at < self.leased_until:
            return False
        self.leased_until = at + LEASE
        return True

    def took(self, told: Told, at: datetime) -> None:
        """Note what became of the next part; with the last, it is done."""
        self.done += 1
        self.leased_until = None
        self.fates = dict(Counter(self.fates) + Counter({str(fate): count for fate, count in told.fates.items()}))
        self.updated_at = at
        if self.done >= self.parts:
            self._end(ImportStatus.READY, at)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it has taken too long."""
        return at > self.created_at + LONGEST

    def fail(self, why: str, at: datetime) -> None:
        """Note that it cannot go on; what was taken stays."""
        self.failure = why
        self._end(ImportStatus.FAILED, at)

    def cancel(self, at: datetime) -> None:
        """Note that the rest is not wanted any more; what was taken stays."""
        self._end(ImportStatus.CANCELLED, at)

    def _end(self, status: ImportStatus, at: datetime) -> None:
        self.status = status
        self.completed_at = self.updated_at = at
        self.expires_at = at + KEPT

    def check_there(self, asker: UUID, at: datetime) -> None:
        """Refuse whoever did not send it, as if it were not there, and everybody when its time is over."""
        if self.asker != asker or self.status is ImportStatus.CANCELLED:
            raise NotFound("bulk-import")
        if self.status is not ImportStatus.RUNNING and at >= self.expires_at:
            raise Gone("bulk-import.expired", "What became of the import was kept for two days and is gone.")


def sent(  # noqa: PLR0913 - the facts of one import
    *,
    id: ResourceImportId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    asker: UUID,
    roles: frozenset[Role],
    scopes: Scopes,
    request: str,
    parts: int,
    at: datetime,
) -> BulkImport:
    """Begin an import, which the worker takes part by part."""
    return BulkImport(
        id=id,
        network=network,
        agency=agency,
        asker=asker,
        roles=roles,
        scopes=scopes,
        request=request,
        status=ImportStatus.RUNNING,
        failure=None,
        parts=parts,
        done=0,
        fates={},
        leased_until=None,
        completed_at=None,
        expires_at=at + LONGEST + KEPT,
        version=1,
        created_at=at,
        updated_at=at,
    )
