"""Bulk exports and imports: where they are kept, the way through all resources, and what puts them into words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.errands.bulk_export import BulkExport, ExportFile, FileKind
from app.domain.errands.bulk_import import BulkImport, ImportPart, ReportKind, Told
from app.domain.identity import ClientId, ErrandId
from app.ports.access import Access
from app.ports.errands import Errands
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A resource as the asker is shown it, and in which of its faces."""

    resource: StoredResource
    face: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A stretch of all resources: of one type, in the order of their ids, after one of them.

    `clients` are the only ones of whom it tells, `of_clients` says that it tells of some. `gone` asks for those that
    were deleted since; `before` leaves out what was made later.
    """

    type: str
    before: datetime
    after: UUID | None = None
    since: datetime | None = None
    clients: Collection[ClientId] | None = None
    of_clients: bool = False
    gone: bool = False
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What of a stretch the asker may read, and the last resource that was looked at; None at the end."""

    items: tuple[Shown, ...]
    last: UUID | None


class ResourceWalk(Protocol):
    """Goes through all resources, a bounded piece at a time, by the rule of who may read what."""

    async def window(self, access: Access, walk: Walk) -> Window:
        """Look at the next piece."""
        ...

    async def still_shown(self, access: Access, file: ExportFile) -> bool:
        """Whether the asker may read now, in the same faces, everything of which a file tells."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHead:
    """A file of an export, without what it says."""

    number: int
    kind: FileKind
    type: str
    lines: int


class ResourceExports(Errands[BulkExport], Protocol):
    """The bulk exports of the network, and their files."""

    async def put(self, file: ExportFile, until: datetime) -> None:
        """Keep a file, in the place of the one of its number."""
        ...

    async def file(self, export: ErrandId, number: int) -> ExportFile | None:
        """Return a file."""
        ...

    async def files(self, export: ErrandId) -> Sequence[FileHead]:
        """Name the files of an export, in order."""
        ...


class ResourceImports(Errands[BulkImport], Protocol):
    """The bulk imports of the network, and their parts."""

    async def put(self, taken: BulkImport, parts: Sequence[ImportPart]) -> None:
        """Keep what was sent."""
        ...

    async def part(self, taken: ErrandId, number: int) -> ImportPart | None:
        """Return a part that is not taken yet."""
        ...

    async def settle(self, taken: ErrandId, part: ImportPart, told: Told) -> None:
        """Keep what is told of a part in the place of what was sent."""
        ...

    async def parts(self, taken: ErrandId) -> Sequence[ImportPart]:
        """Return how many lines each part has, and how many of them were taken; without what was sent."""
        ...

    async def told(self, taken: ErrandId, number: int, kind: ReportKind) -> bytes | None:
        """Return what is told of a part."""
        ...


class ExportLanguage(Protocol):
    """Writes the lines of files, and reads the searches by which an export is narrowed."""

    def line(self, resource: StoredResource, elements: Sequence[str]) -> bytes:
        """Write a resource, whole or as far as some elements go."""
        ...

    def removal(self, targets: Sequence[Target]) -> bytes:
        """Write that resources were deleted."""
        ...

    def criteria(self, type_: str, queries: Sequence[str], at: datetime) -> tuple[Criterion, ...]:
        """Return what finds the resources that any of the searches finds."""
        ...


class BulkTables(Protocol):
    """What a unit of work reaches of bulk exports and imports."""

    @property
    def resource_exports(self) -> ResourceExports:
        """The bulk exports."""
        ...

    @property
    def resource_imports(self) -> ResourceImports:
        """The bulk imports."""
        ...

    @property
    def resource_walk(self) -> ResourceWalk:
        """The way through all resources."""
        ...
