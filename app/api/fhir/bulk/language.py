"""The lines of exports, and the searches that narrow them: https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response."""

from collections.abc import Sequence
from datetime import datetime

from app.adapters.fhir.search.asking import asked
from app.adapters.fhir.search.criteria import Asker
from app.api.fhir.bundles import Entry, bundle
from app.api.fhir.conditions import query_of
from app.api.fhir.outcomes import not_supported
from app.api.fhir.serving import resource_bytes
from app.api.fhir.subsets import subset
from app.ports.resource_search import AnyOf, Criterion, Search, Without
from app.ports.resources import StoredResource, Target


class FhirLines:
    """Writes resources as FHIR does, and reads searches as the door does; `base` is its address."""

    def __init__(self, base: str) -> None:
        self.base = base

    def line(self, resource: StoredResource, elements: Sequence[str]) -> bytes:
        """Write a resource on one line."""
        part = subset(resource, "false", tuple(elements)) if elements else None
        return resource_bytes(resource) if part is None else part

    def removal(self, targets: Sequence[Target]) -> bytes:
        """Write a transaction that deletes what is gone."""
        requests = ({"method": "DELETE", "url": f"{each.type}/{each.id}"} for each in targets)
        return bundle("transaction", [Entry(extra=(("request", each),)).written() for each in requests])

    def criteria(self, type_: str, queries: Sequence[str], at: datetime) -> tuple[Criterion, ...]:
        """Return what finds the resources that any of the searches finds; nothing where one of them finds all."""
        found = [self._one(type_, query, at) for query in queries]
        if not all(found):
            return ()
        each = tuple(_all_of(criteria) for criteria in found)
        return each if len(each) == 1 else (AnyOf(any_of=each),)

    def _one(self, type_: str, query: str, at: datetime) -> tuple[Criterion, ...]:
        said = query_of(query, "http._typeFilter")
        meant = asked(Asker(now=at, base=self.base), type_, said, strict=True)
        plain = Search(type=type_, criteria=meant.search.criteria)
        if (meant.search.sort, meant.search.includes, meant.search.limit, meant.search.total) != (
            plain.sort,
            plain.includes,
            plain.limit,
            plain.total,
        ):
            raise not_supported("A filter holds criteria, and neither order, inclusions nor counts.", 400)
        return meant.search.criteria


def _all_of(criteria: tuple[Criterion, ...]) -> Criterion:
    """Return one criterion that finds what all of them find."""
    if len(criteria) == 1:
        return criteria[0]
    return Without(criterion=AnyOf(any_of=tuple(Without(criterion=each) for each in criteria)))
