"""Many requests, one timer: each still has its own time, and a cancellation by others stays theirs."""

import asyncio

from app.api.deadlines import Deadlines

SECONDS = 0.05


async def at_work(deadlines: Deadlines, seconds: float, *, renewing: bool = False) -> str:
    deadline = deadlines.begin()
    try:
        for _ in range(4):
            await asyncio.sleep(seconds / 4)
            if renewing:
                deadlines.renew(deadline)
    except asyncio.CancelledError:
        if not deadline.took_effect():
            raise
        return "late"
    finally:
        deadlines.lift(deadline)
    return "in time"


async def test_who_takes_too_long_is_late_unless_its_time_began_anew() -> None:
    deadlines = Deadlines(SECONDS)
    told = await asyncio.gather(
        at_work(deadlines, SECONDS / 2),
        at_work(deadlines, 3 * SECONDS),
        at_work(deadlines, 3 * SECONDS, renewing=True),
        at_work(deadlines, 0),
    )

    assert told == ["in time", "late", "in time", "in time"]


async def test_a_cancellation_by_somebody_else_is_passed_on() -> None:
    deadlines = Deadlines(SECONDS)
    task = asyncio.create_task(at_work(deadlines, 1))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()


async def test_time_that_is_lifted_never_ends() -> None:
    deadlines = Deadlines(SECONDS)
    deadline = deadlines.begin()
    deadlines.lift(deadline)
    deadlines.renew(deadline)
    await asyncio.sleep(2 * SECONDS)

    assert not deadline.expired
