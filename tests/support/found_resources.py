"""Resources put on the shelf as they come, with the terms that they say of themselves, and searches asked of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import msgspec

from app.adapters.fhir.search.asking import Asked, asked
from app.adapters.fhir.search.criteria import Asker
from app.adapters.fhir.search.extraction import extract, extract_faces
from app.adapters.postgres import resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.queries.resource_search import ResourceSearchQueries
from app.adapters.postgres.session import Session
from app.domain.resources.reading import ResourceReading
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resource_search import Companions, Search
from app.ports.resources import Face, StoredResource

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
BASE = "https://care.example/fhir"
_READ = msgspec.json.Decoder(float_hook=Decimal)
_WRITE = msgspec.json.Encoder(decimal_format="number")


def read(text: str | dict[str, Any]) -> dict[str, Any]:
    """Read JSON as the door does: decimals keep their digits."""
    found: dict[str, Any] = _READ.decode(text if isinstance(text, str) else json.dumps(text))
    return found


def a_resource(type_: str, content: dict[str, Any], **fields: Any) -> Written:
    """A new resource of the directory, unless its fields say otherwise; `other` is what its other face says."""
    whole, other = read(content), fields.pop("other", None)
    meta = whole.pop("meta", {})
    given: dict[str, Any] = {
        "type": type_,
        "id": uuid4(),
        "version": 1,
        "updated_at": NOW,
        "deleted": False,
        "projected": False,
        "agency": None,
        "client": None,
        "reading": ResourceReading.NETWORK,
        "parties": frozenset(),
        "kinds": 0,
        "sensitivity": 0,
        "hidden": False,
        "face": Face(content=_WRITE.encode(whole), meta=_WRITE.encode(meta)),
        "other": None if other is None else Face(content=_WRITE.encode(read(other))),
        "terms": extract_faces(type_, whole, read(other)) if other else extract(type_, {**whole, "meta": meta}),
        "new": True,
    }
    return Written(**{**given, **fields})


def understood(type_: str, query: str) -> Asked:
    """What a query means, written as it stands in an address."""
    return asked(Asker(now=NOW, base=BASE), type_, parse_qsl(query, keep_blank_values=True))


@dataclass(slots=True)
class Shelf:
    """Resources of one network on an open session, each under a name of the test's own."""

    session: Session
    access: Access
    names: dict[UUID, str] = field(default_factory=dict)
    changed: datetime = NOW

    @property
    def queries(self) -> ResourceSearchQueries:
        return ResourceSearchQueries(self.session)

    async def put(self, name: str, type_: str, content: dict[str, Any], **fields: Any) -> UUID:
        """Put one on the shelf, each later than the one before."""
        self.changed += timedelta(seconds=1)
        written = a_resource(type_, content, **{"updated_at": self.changed, **fields})
        await resource_writing.put(self.session, [written])
        self.names[written.id] = name
        return written.id

    async def page(
        self, type_: str, query: str = "", *, after: Cursor | None = None, access: Access | None = None, limit: int = 50
    ) -> Page[StoredResource]:
        search = replace(understood(type_, query).search, limit=limit)
        return await self.queries.page(access or self.access, search, after=after)

    async def finds(self, type_: str, query: str = "", *, access: Access | None = None) -> list[str]:
        """Return the names of what is found, in its order."""
        return self.named((await self.page(type_, query, access=access)).items)

    async def counts(self, type_: str, query: str = "", *, access: Access | None = None) -> int:
        return await self.queries.count(access or self.access, understood(type_, query).search)

    async def brings(
        self, type_: str, query: str, *, access: Access | None = None, types: Sequence[str] | None = None
    ) -> list[str]:
        """Return the names of what comes along, sorted."""
        search: Search = understood(type_, query).search
        page = await self.queries.page(access or self.access, search, after=None)
        found: Companions = await self.queries.companions(access or self.access, page.items, search.includes, types)
        return sorted(self.named(found.items))

    async def walks(self, type_: str, query: str, *, limit: int, access: Access | None = None) -> list[list[str]]:
        """Return the names on every page."""
        pages, after = [], None
        while True:
            page = await self.page(type_, query, after=after, access=access, limit=limit)
            pages.append(self.named(page.items))
            after = page.next
            if after is None:
                return pages

    def named(self, items: Sequence[StoredResource]) -> list[str]:
        return [self.names[each.id] for each in items]
