"""Pages of the parts of one thing, which are read with it and bounded by it."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from app.api.pages import Paging
from app.ports.queries import Page


class Part(Protocol):
    """Anything that has an id."""

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


P = TypeVar("P", bound=Part)


def part(whole: Sequence[P], page: Paging) -> Page[P]:
    """Return one page of them, in their order; it goes on after the one named, or ends when that is gone."""
    first = 0
    if page.after is not None:
        after = (place for place, each in enumerate(whole, 1) if each.id == page.after[0])
        first = next(after, len(whole))
    items = tuple(whole[first : first + page.limit])
    more = first + page.limit < len(whole)
    places = tuple((each.id,) for each in items)
    return Page(items=items, next=places[-1] if more else None, total=len(whole), places=places)
