"""What one transaction changed, gathered until its resources are written: each thing once, as it was left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.resources.authorship import Authorship
from app.domain.resources.reading import ResourceReading
from app.ports.resources import Face, Target, Terms


class Identified(Protocol):
    """Anything that has an id."""

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


Key = tuple[type, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row of a resource as it shall be; `terms` are None where they stay.

    `supersedes`: what the row says now becomes a version, and its terms go.
    """

    type: str
    id: UUID
    version: int
    updated_at: datetime
    deleted: bool
    projected: bool
    agency: UUID | None
    client: UUID | None
    reading: ResourceReading
    parties: frozenset[UUID]
    kinds: int
    sensitivity: int
    hidden: bool
    face: Face
    other: Face | None = None
    other_agency: UUID | None = None
    source: Face | None = None
    rendered: Face | None = None
    terms: Terms | None = None
    new: bool = False
    supersedes: bool = False


@dataclass(slots=True)
class Changes:
    """What was touched.

    `things` are aggregates in their last state, `new` those of them that nobody can have seen before; `ids` those that
    were changed without being read, by noun; `gone` the resources of what is there no more. `sources` are what was
    posted, `kept` the resources of types that the domain does not own, `taken` those kept that the domain owns now;
    `authored` says who wrote what is kept; `labelled` are those kept that bear further labels, unread.
    """

    things: dict[Key, object] = field(default_factory=dict)
    new: set[Key] = field(default_factory=set)
    ids: dict[str, set[UUID]] = field(default_factory=dict)
    gone: set[Target] = field(default_factory=set)
    sources: dict[Target, Face] = field(default_factory=dict)
    kept: list[Written] = field(default_factory=list)
    authored: dict[object, Authorship] = field(default_factory=dict)
    taken: set[Target] = field(default_factory=set)
    labelled: set[Target] = field(default_factory=set)

    def touch(self, things: Iterable[Identified], *, new: bool) -> None:
        """Note aggregates that were written."""
        for thing in things:
            key = (type(thing), thing.id)
            if new:
                self.new.add(key)
            self.things[key] = thing

    def touch_ids(self, noun: str, ids: Iterable[UUID]) -> None:
        """Note what was changed without being read."""
        self.ids.setdefault(noun, set()).update(ids)

    @property
    def any(self) -> bool:
        """Whether anything was."""
        told = self.authored or self.sources or self.labelled
        return bool(self.things or self.ids or self.gone or self.kept or told)
