"""Reads answers: what was told, or the problem as an error."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from throughline_client.generated.models.problem import Problem
from throughline_client.generated.types import UNSET, Response, Unset

Told = TypeVar("Told")
Item_co = TypeVar("Item_co", covariant=True)

STALE = 412


class ProblemError(Exception):
    """What was asked was refused; `code` never changes and is what programs look at."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail}")
        self.problem = problem
        self.status = problem.status
        self.code = problem.code
        self.context = problem.context.additional_properties
        self.faults = problem.errors
        self.retry_after = retry_after

    @property
    def is_stale(self) -> bool:
        """Whether the thing has changed since it was read: read it again and decide anew."""
        return self.status == STALE


def told(response: Response[Told | Problem]) -> Told:
    """Return what an operation told, or raise why it was refused."""
    if isinstance(response.parsed, Problem):
        said = response.headers.get("Retry-After", "")
        raise ProblemError(response.parsed, float(said) if said.isdigit() else None)
    return response.parsed  # type: ignore[return-value]  # None is what is told by 204


def etag(response: Response[Told]) -> str:
    """Return the ETag of what was told: give it as `if_match` with the next change."""
    return response.headers.get("ETag", "*")


class Page(Protocol[Item_co]):
    """A page of any list."""

    @property
    def items(self) -> Sequence[Item_co]:
        """What is on it."""

    @property
    def next_cursor(self) -> str | None:
        """Where the next one begins; None on the last."""


def each(read: Callable[[str | Unset], Page[Item_co]]) -> Iterator[Item_co]:
    """Go through a list: `each(lambda cursor: told(list_tasks.sync_detailed(client=care, cursor=cursor)))`."""
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = read(cursor)
        yield from page.items
        cursor = page.next_cursor


async def each_async(read: Callable[[str | Unset], Awaitable[Page[Item_co]]]) -> AsyncIterator[Item_co]:
    """Go through a list with a coroutine that reads one page."""
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = await read(cursor)
        for item in page.items:
            yield item
        cursor = page.next_cursor
