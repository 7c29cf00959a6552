"""FHIR resources as they are kept and served: faces, search terms, projections of aggregates, and where they stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol
from uuid import UUID

from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.own_instrument import Definition
from app.domain.codes import Sensitivity
from app.domain.codings import Coding
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.resources.authorship import Authorship
from app.domain.resources.reading import ResourceReading
from app.ports.access import Access
from app.ports.queries import Cursor, Page

LONGEST_WORD = 400
"""How many characters of a value are kept for searching; a search cuts what it looks for alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which resource is meant."""

    type: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A resource of ours that another one names, and where: `Observation.subject`."""

    target: Target
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What one kind of reader is shown: JSON objects without resourceType and id; meta without version and date."""

    content: bytes
    meta: bytes = b"{}"


class Word(NamedTuple):
    """A token (`code|system`), string, reference (`Type/id`) or address under `Type.parameter`.

    `face`: 0 found by everybody, 1 by those who are shown the whole, 2 by those who are shown the other face.
    """

    key: str
    value: str
    face: int = 0


class Span(NamedTuple):
    """A date or period: from `since` on, before `until`."""

    key: str
    since: datetime
    until: datetime
    face: int = 0


class Amount(NamedTuple):
    """A number or quantity with the bounds of its precision; `unit` is empty where it has none."""

    key: str
    low: Decimal
    high: Decimal
    unit: str = ""
    face: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything by which a resource is found."""

    words: tuple[Word, ...] = ()
    spans: tuple[Span, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A resource as a door read and validated it.

    `client` is the Patient that it is about. `references` are those to resources of ours: the client's too.
    `codings` are all of its codes, `categories` those of its category, `security` the labels that its meta states.
    """

    type: str
    face: Face
    terms: Terms = field(default_factory=Terms)
    client: Reference | None = None
    references: tuple[Reference, ...] = ()
    codings: tuple[Coding, ...] = ()
    categories: tuple[Coding, ...] = ()
    security: frozenset[Sensitivity] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What an aggregate looks like as one resource: who reads it, its faces, and the terms of each.

    `other` is what the agency `other_agency` reads of it, or, where `reading` is `client`, whoever does not see the
    client whole. `others_own` says that what was posted of it is that agency's, and told to nobody else. Two
    projections of one resource in one go are two versions, in their order.
    """

    type: str
    id: UUID
    client: ClientId | None
    agency: AgencyId | None
    reading: ResourceReading
    face: Face
    terms: Terms
    parties: frozenset[AgencyId] = frozenset()
    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
    hidden: bool = False
    deleted: bool = False
    other: Face | None = None
    other_agency: AgencyId | None = None
    others_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResource:
    """One version of a resource in the face that the asker may read; deleted, it has neither content nor meta."""

    type: str
    id: UUID
    version: int
    updated_at: datetime
    deleted: bool
    content: bytes
    meta: bytes
    client: ClientId | None
    agency: AgencyId | None
    sensitivities: frozenset[Sensitivity]


@dataclass(slots=True, kw_only=True)
class KeptResource:
    """A resource of a type that the domain does not own, as it is now; `agency` answers for it."""

    type: str
    id: UUID
    agency: AgencyId
    client: ClientId | None
    reading: ResourceReading
    kinds: frozenset[DataCategory]
    sensitivities: frozenset[Sensitivity]
    face: Face
    version: int = 1
    updated_at: datetime
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a resource that another one names, and that the asker may read."""

    client: ClientId | None
    sensitivities: frozenset[Sensitivity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Of which resources the history is asked: all of a type or one, changed at or after `since`, or as of `at`."""

    type: str
    id: UUID | None = None
    since: datetime | None = None
    at: datetime | None = None


class Resources(Protocol):
    """The resources of the network."""

    async def read(self, access: Access, target: Target) -> StoredResource | None:
        """Return a resource as the asker may read it now; a deleted one too, to those who could read it."""
        ...

    async def read_version(self, access: Access, target: Target, version: int) -> StoredResource | None:
        """Return what a resource said in one version, to those who may read it now."""
        ...

    async def history(self, access: Access, past: Past, *, after: Cursor | None, limit: int) -> Page[StoredResource]:
        """Return one page of versions, the newest first."""
        ...

    async def standing(self, access: Access, targets: Collection[Target]) -> Mapping[Target, Standing]:
        """Return what is known of those that are there, not deleted, and may be read by the asker."""
        ...

    async def lock(self, target: Target) -> KeptResource | None:
        """Return a resource that is only kept, and keep others from changing it until the transaction ends."""
        ...

    async def add(self, resource: KeptResource, terms: Terms) -> None:
        """Keep a new one; it is written with what the call leaves on record, or before the next question."""
        ...

    async def save(self, resource: KeptResource, terms: Terms, at: datetime) -> None:
        """Write what changed, one version on, with its new terms; what it said before stays readable as a version."""
        ...

    async def delete(self, resource: KeptResource, at: datetime) -> None:
        """Take it out of every list, one version on; what it said before stays readable as a version."""
        ...

    def labelled(self, draft: Draft, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Return what is kept of a draft that bears labels: its meta names them, and they are found."""
        ...

    def credit(self, authorship: Authorship) -> None:
        """Say who wrote what is kept; what is told alike in one call is told as one."""
        ...

    async def label_authorship(self, target: Target, labels: Collection[Sensitivity]) -> None:
        """Let what says who wrote a resource bear further labels with it."""
        ...

    def remember(self, target: Target, source: Face) -> None:
        """Say what was posted for an aggregate that this transaction writes, so that what we do not own comes back."""
        ...

    def take_over(self, resource: KeptResource) -> None:
        """Say that a kept resource becomes an aggregate's with its id, made in this transaction; it was posted so."""
        ...

    async def project(self, at: datetime) -> None:
        """Write the projections of what was changed so far, for who answers with them in the same transaction."""
        ...


class Projector(Protocol):
    """Makes resources of aggregates."""

    def lacks(self, thing: object) -> InstrumentName | None:
        """Return which instrument of its network must be learnt before a thing is drawn."""
        ...

    def learn(self, network: NetworkId, name: InstrumentName, definition: Definition) -> None:
        """Learn an instrument that a network has published, and never changes."""
        ...

    def project(self, thing: object) -> tuple[Projection, ...]:
        """Return what an aggregate looks like; nothing for what is no resource."""
        ...

    def merge(self, projection: Projection, source: Face, rendered: Face) -> Projection:
        """Put back what was posted: each member that the aggregate renders as it did right then is as it was posted.

        The terms follow. The other face holds nothing of what was posted that the first shows and it does not.
        """
        ...

    def labelled(self, type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Return a face whose meta names the labels that a kept resource bears, and its terms."""
        ...

    def relabelled(self, type_: str, face: Face, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Do the same to what is kept already; its terms are taken from it anew."""
        ...
