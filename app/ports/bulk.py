"""Bulk exports and imports: where they are kept, the way through all resources, and what puts them into words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.bulk.export import BulkExport, ExportFile, FileKind
from app.domain.bulk.taking import BulkImport, ImportPart, ReportKind, Told
from app.domain.identity import AgencyId, ClientId, NetworkId, ResourceExportId, ResourceImportId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.access import Access
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Work that an API client left to the worker, and in whose name it is done."""

    id: UUID
    network: NetworkId
    agency: AgencyId
    asker: UUID
    roles: frozenset[Role]
    scopes: Scopes


class BulkWatch(Protocol):
    """What the worker asks before it begins anything."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        ...

    async def next_export(self, network: NetworkId) -> Waiting | None:
        """Name the export whose turn it is."""
        ...

    async def next_import(self, network: NetworkId, now: datetime) -> Waiting | None:
        """Name the import whose turn it is, and of which nobody takes a part right now."""
        ...


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


class ResourceExports(Protocol):
    """The bulk exports of the network, and their files."""

    async def get(self, export: ResourceExportId) -> BulkExport | None:
        """Return an export."""
        ...

    async def lock(self, export: ResourceExportId) -> BulkExport | None:
        """Return an export and keep others from changing it until the transaction ends."""
        ...

    async def lock_free(self, export: ResourceExportId) -> BulkExport | None:
        """Do so, unless somebody else has it."""
        ...

    async def add(self, export: BulkExport) -> None:
        """Keep a new export."""
        ...

    async def save(self, export: BulkExport) -> None:
        """Keep a changed export; its files stay as long as it does."""
        ...

    async def running(self, asker: UUID) -> int:
        """Count the exports that are being made for an API client."""
        ...

    async def put(self, file: ExportFile, until: datetime) -> None:
        """Keep a file, in the place of the one of its number."""
        ...

    async def file(self, export: ResourceExportId, number: int) -> ExportFile | None:
        """Return a file."""
        ...

    async def files(self, export: ResourceExportId) -> Sequence[FileHead]:
        """Name the files of an export, in order."""
        ...

    async def drop_files(self, export: ResourceExportId) -> None:
        """Throw the files of an export away."""
        ...


class ResourceImports(Protocol):
    """The bulk imports of the network, and their parts."""

    async def get(self, taken: ResourceImportId) -> BulkImport | None:
        """Return an import."""
        ...

    async def lock(self, taken: ResourceImportId) -> BulkImport | None:
        """Return an import and keep others from changing it until the transaction ends."""
        ...

    async def lock_free(self, taken: ResourceImportId) -> BulkImport | None:
        """Do so, unless somebody else has it."""
        ...

    async def add(self, taken: BulkImport, parts: Sequence[ImportPart]) -> None:
        """Keep a new import with what was sent."""
        ...

    async def save(self, taken: BulkImport) -> None:
        """Keep a changed import."""
        ...

    async def running(self, asker: UUID) -> int:
        """Count the imports of an API client that are being taken."""
        ...

    async def part(self, taken: ResourceImportId, number: int) -> ImportPart | None:
        """Return a part that is not taken yet."""
        ...

    async def settle(self, taken: ResourceImportId, part: ImportPart, told: Told | None) -> None:
        """Keep what is told of a part in the place of what was sent."""
        ...

    async def parts(self, taken: ResourceImportId) -> Sequence[ImportPart]:
        """Return how many lines each part has, and how many of them were taken; without what was sent."""
        ...

    async def told(self, taken: ResourceImportId, number: int, kind: ReportKind) -> bytes | None:
        """Return what is told of a part."""
        ...

    async def drop_parts(self, taken: ResourceImportId) -> None:
        """Throw away what was sent and what is told of it."""
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
