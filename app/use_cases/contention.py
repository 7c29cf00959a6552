"""Work done again when others were in the way: only the outermost call knows all that there is to do again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.domain.errors import Unavailable
from app.ports.transactions import TransactionConflict

T = TypeVar("T")

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.01


async def until_nobody_is_in_the_way(work: Callable[[], Awaitable[T]]) -> T:
    """Do a unit of work, again when another transaction was in the way; raises `Unavailable` when that goes on."""
    for attempt in range(ATTEMPTS):
        try:
            return await work()
        except TransactionConflict:
            await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
    raise Unavailable("transaction.contended", "Others are changing the same things; try again.")
