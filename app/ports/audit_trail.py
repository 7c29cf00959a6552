"""The audit log as it is searched, proved and accounted for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.audit.accounting import Disclosure
from app.domain.identity import AgencyId, ApiClientId, ClientId, WorkerId
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEntry:
    """One entry; `seq` is its place in the sealed log, if it has one yet.

    `written` is the text that its leaf hashes: canonical JSON, so that anybody can hash it.
    """

    id: UUID
    at: datetime
    agency: AgencyId
    actor: UUID
    worker: WorkerId | None
    api_client: ApiClientId | None
    principal: AgencyId | None
    roles: tuple[str, ...]
    action: str
    permission: str
    subject_type: str
    subjects: tuple[UUID, ...]
    clients: tuple[UUID, ...]
    request_id: str
    leaf: bytes
    seq: int | None
    written: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """Which entries are wanted; `own` is the one agency whose entries the asker may read, None for every.

    `actor` is whoever acted, `worker` and `api_client` are it only as what they are; `permission` is the letter of
    what was done (`cruds`), `entries` are the entries themselves.
    """

    own: AgencyId | None
    entries: tuple[UUID, ...] | None = None
    client: ClientId | None = None
    subject: UUID | None = None
    agency: AgencyId | None = None
    actor: UUID | None = None
    worker: WorkerId | None = None
    api_client: ApiClientId | None = None
    permission: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCheckpoint:
    """A checkpoint of the network's log."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A checkpoint of another log that this network keeps."""

    id: UUID
    origin: str
    size: int
    root: bytes
    key: str
    note: str
    agency: AgencyId
    at: datetime


class AuditTrail(Protocol):
    """The entries of one network."""

    async def page(
        self, which: Sequence[TrailFilter], order: Order = Order.NEWEST, *, after: Cursor | None, limit: int
    ) -> Page[RecordedEntry]:
        """Return one page of what any of the filters finds, none of which finds what another does."""
        ...

    async def get(self, own: AgencyId | None, entry: UUID) -> RecordedEntry | None:
        """Return an entry, of one agency where one is given."""
        ...

    async def disclosures(
        self, client: ClientId, since: datetime | None, until: datetime | None, *, after: Cursor | None, limit: int
    ) -> Page[Disclosure]:
        """Return what was shown and changed of a client, the newest first, once it is sealed."""
        ...


class AuditTree(Protocol):
    """The tree over the entries of one network."""

    async def newest(self) -> PublishedCheckpoint | None:
        """Return the newest checkpoint; None before the first sealing."""
        ...

    async def checkpoints(self, *, after: Cursor | None, limit: int) -> Page[PublishedCheckpoint]:
        """Return one page of checkpoints, the newest first."""
        ...

    async def hashes(self, subtrees: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        """Return the hashes of complete subtrees by level and index; those of single leaves have level 0."""
        ...


class AuditAnchors(Protocol):
    """Checkpoints of other logs."""

    async def get(self, anchor: UUID) -> Anchor | None:
        """Return one."""
        ...

    async def contradicting(self, origin: str, key: str, size: int, root: bytes) -> Anchor | None:
        """Return what the same log, signed with the same key, said of its first entries that cannot be as well."""
        ...

    async def add(self, anchor: Anchor) -> None:
        """Keep one."""
        ...


class AuditAnchorList(Protocol):
    """Lists of checkpoints of other logs."""

    async def page(self, origin: str | None, *, after: Cursor | None, limit: int) -> Page[Anchor]:
        """Return one page, the newest first."""
        ...


class AuditFindings(Protocol):
    """Entries that the service did not write, set apart."""

    async def add(self, entry: UUID, fault: str, at: datetime) -> bool:
        """Set an entry apart; False when it was already."""
        ...


class Audit(Protocol):
    """Everything about the audit log of one network."""

    @property
    def trail(self) -> AuditTrail:
        """Its entries, to be searched."""
        ...

    @property
    def tree(self) -> AuditTree:
        """The tree over them."""
        ...

    @property
    def anchors(self) -> AuditAnchors:
        """Checkpoints of other logs."""
        ...

    @property
    def anchor_list(self) -> AuditAnchorList:
        """Lists of them."""
        ...

    @property
    def findings(self) -> AuditFindings:
        """Entries that the service did not write."""
        ...
