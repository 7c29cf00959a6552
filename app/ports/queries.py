"""What is asked and never changed: pages of frozen read models, one statement for each question."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.domain.codes import Sensitivity

T = TypeVar("T")

MOST_COUNTED = 10_000
Cursor = tuple[object, ...]  # the sort values of the last item: text, int, bool, UUID, date, datetime or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a list, and where the next page begins, when there is one.

    `labels` are those of what it tells of other agencies' records: some want a notice to go with them. `total` is how
    many items the whole list has, where that was asked for; more than `MOST_COUNTED` are not counted on. `places` are
    those from which the list goes on after each item.
    """

    items: tuple[T, ...]
    next: Cursor | None = None
    labels: frozenset[Sensitivity] = frozenset()
    total: int | None = None
    places: tuple[Cursor, ...] = ()


class CountsLists(Protocol):
    """Tells how long lists are of which a page is read."""

    def count_lists(self) -> None:
        """Count the whole of each list of which a page is read from now on."""
        ...

    @property
    def counted(self) -> int | None:
        """How many items were counted; None when no list was read."""
        ...
