"""What is asked of a search for resources, free of how it was written and of how it is carried out (FHIR R4 search)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.identity import AgencyId, ClientId
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resources import StoredResource

JOINT = " "
"""Stands between two words that are one term together; the first of them names what leads."""


class How(StrEnum):
    """How a word is compared."""

    IS = "is"
    BEGINS = "begins"
    CONTAINS = "contains"
    ENDS = "ends"


class Comparison(StrEnum):
    """The prefixes of dates, numbers and quantities (R4 search, section 3.1.1.4.5)."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    LT = "lt"
    GE = "ge"
    LE = "le"
    SA = "sa"
    EB = "eb"
    AP = "ap"


class Worth(StrEnum):
    """How few resources a word is expected to find: one, those of somebody or something, or a share of all."""

    ONE = "one"
    FEW = "few"
    MANY = "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One word that is looked for."""

    value: str
    how: How = How.IS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Found by any of these words under a key."""

    key: str
    any_of: tuple[Match, ...]
    worth: Worth = Worth.MANY


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanTest:
    """A stretch of time to compare with, from `since` on, before `until`."""

    comparison: Comparison
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Found by a date that passes any of these tests."""

    key: str
    any_of: tuple[SpanTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Last changed at a time that passes any of these tests."""

    any_of: tuple[SpanTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountTest:
    """A number to compare with; `low` and `high` are the bounds of its precision, `unit` the words of its unit."""

    comparison: Comparison
    value: Decimal
    low: Decimal
    high: Decimal
    unit: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Found by a number or quantity that passes any of these tests."""

    key: str
    any_of: tuple[AmountTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """One of these resources; none of them where nothing could be meant."""

    any_of: tuple[UUID, ...]


class Shelf(StrEnum):
    """Where the values of a parameter are kept."""

    WORDS = "words"
    SPANS = "spans"
    AMOUNTS = "amounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Whether there is any value under one of these keys."""

    shelf: Shelf
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfValueSet:
    """Found by a code of a value set, which whoever searches puts in its place."""

    key: str
    value_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Not found by this."""

    criterion: "Criterion"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Found by any of these."""

    any_of: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Refers under `key` to a resource of this type that the asker may read and that every criterion finds."""

    key: str
    type: str
    criteria: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """Is referred to under `key` by a resource of this type that the asker may read and that every criterion finds."""

    key: str
    type: str
    criteria: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmongSeen:
    """Is among what the asker's agency may read of a type: it finds nothing else anyway, and this leads to it."""

    type: str
    agency: AgencyId


Criterion = Words | Spans | Changed | Amounts | Ids | Said | OfValueSet | Without | AnyOf | Linked | Had | AmongSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKey:
    """By what is sorted: values on a shelf, or the last change where there is no shelf."""

    shelf: Shelf | None
    key: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """What is to come along: what `source` refers to under `key`, or, in reverse, the `source` that refers to it.

    `target` leaves out what is of another type; `iterate` goes on from what came along.
    """

    source: str
    key: str
    target: str | None = None
    reverse: bool = False
    iterate: bool = False
    by_address: bool = False


class Total(StrEnum):
    """Whether to count all that is found."""

    NONE = "none"
    ACCURATE = "accurate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched: resources of one type that every criterion finds; `limit` to a page, 0 to count only."""

    type: str
    criteria: tuple[Criterion, ...] = ()
    sort: tuple[SortKey, ...] = ()
    includes: tuple[Include, ...] = ()
    limit: int = 50
    total: Total = Total.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What came along with a page; `complete` unless there was more than one answer holds."""

    items: tuple[StoredResource, ...] = ()
    complete: bool = True


class ResourceSearches(Protocol):
    """Finds the resources of the network that an asker may read; hidden ones are found by nothing."""

    async def page(self, access: Access, search: Search, *, after: Cursor | None) -> Page[StoredResource]:
        """Return one page; raise `Invalid` for an order that would take sorting a large part of all there is."""
        ...

    async def count(self, access: Access, search: Search) -> int:
        """Count all that is found."""
        ...

    async def companions(
        self,
        access: Access,
        found: Sequence[StoredResource],
        includes: Sequence[Include],
        types: Collection[str] | None,
    ) -> Companions:
        """Return what comes along with what was found, of these types or of all, none of it twice."""
        ...

    async def of_client(
        self,
        access: Access,
        client: ClientId,
        *,
        types: Collection[str] | None,
        since: datetime | None,
        after: Cursor | None,
        limit: int,
    ) -> Page[StoredResource]:
        """Return one page of a client's record: the Patient and everything about it, by type and id."""
        ...
