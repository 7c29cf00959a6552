"""What translators hand to the imports: drafts of entries under the keys of their source, and remarks on every row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.clients.profile import Profile
from app.domain.directory.location import LocationProfile
from app.domain.directory.service import ServiceProfile
from app.domain.identity import Identifier
from app.domain.networks.agency import AgencyProfile


class Severity(StrEnum):
    """What became of the place remarked on."""

    REJECTED = "rejected"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a source something stands: a file, and in it a line and column, or an element."""

    file: str
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to know of one place in a source: a stable `code` to count by, and the reason in words."""

    severity: Severity
    code: str
    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A reference as a source writes it: the key there, an identifier, or only words; at least one of them."""

    key: str | None = None
    identifier: Identifier | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDraft:
    """An agency as a source describes it."""

    key: str
    place: Place
    profile: AgencyProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationDraft:
    """A location as a source describes it; `agency` is the agency's key there."""

    key: str
    place: Place
    agency: str
    profile: LocationProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """A service as a source describes it; `agency` and `locations` are keys there."""

    key: str
    place: Place
    agency: str
    locations: tuple[str, ...]
    profile: ServiceProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPackage:
    """A whole directory from one source, under the identifier system `system`."""

    system: str
    agencies: tuple[AgencyDraft, ...]
    locations: tuple[LocationDraft, ...]
    services: tuple[ServiceDraft, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDraft:
    """A person as a source describes them, known there by `key` in `system`; its records refer to it by `names`."""

    key: str
    system: str
    place: Place
    profile: Profile
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of something that a source calls by a key; `said` is a digest of what it said of it last."""

    subject: UUID
    said: bytes | None = None


class SourceKeys(Protocol):
    """What sources call the things that were taken over from them."""

    async def learn(self, noun: str, source: str, keys: Mapping[str, Taken]) -> None:
        """Remember what a source calls things; what a key meant before is forgotten."""
        ...

    async def learn_all(self, source: str, keys: Mapping[tuple[str, str], Taken]) -> None:
        """Do the same for things of several nouns: by noun and key."""
        ...

    async def find(self, noun: str, source: str, keys: Collection[str]) -> dict[str, Taken]:
        """Return what is known under these keys."""
        ...

    async def find_all(self, source: str, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Taken]:
        """Do the same for several nouns: by noun and key."""
        ...


class Outcome(StrEnum):
    """What an import did with one entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one draft, and why when it was not simply taken over."""

    noun: str
    key: str
    place: Place
    outcome: Outcome
    reason: str | None = None
    subject: UUID | None = None
