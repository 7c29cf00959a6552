"""What is asked and never changed: pages of frozen read models, one statement for each question."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, overload

from app.domain.codes import Sensitivity

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")
W = TypeVar("W")
Asking = Coroutine[Any, Any, T]

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


class AsksAtOnce(Protocol):
    """Asks several things at once."""

    @overload
    async def at_once(self, first: Asking[T], second: Asking[U], /) -> tuple[T, U]: ...
    @overload
    async def at_once(self, first: Asking[T], second: Asking[U], third: Asking[V], /) -> tuple[T, U, V]: ...
    @overload
    async def at_once(
        self, first: Asking[T], second: Asking[U], third: Asking[V], fourth: Asking[W], /
    ) -> tuple[T, U, V, W]: ...
    @overload
    async def at_once(self, *asking: Asking[T]) -> tuple[T, ...]: ...
    async def at_once(self, *asking: Asking[Any]) -> tuple[Any, ...]:
        """Go on with each until it has its result; what they ask meanwhile goes in one message.

        They are given as they are called, without being awaited, and may change nothing.
        """
        ...


class CountsLists(Protocol):
    """Tells how long lists are of which a page is read."""

    def count_lists(self) -> None:
        """Count the whole of each list of which a page is read from now on."""
        ...

    @property
    def counted(self) -> int | None:
        """How many items were counted; None when no list was read."""
        ...
