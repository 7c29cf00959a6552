"""Loops that fail begin anew, and a stop is a stop."""

import asyncio
import time

import pytest

from app.domain.errors import Unavailable
from app.use_cases.supervision import Loop, supervise

MORE, DONE = "there is more", "nothing more"


class Turns:
    """A loop body that does as it is told, turn by turn."""

    def __init__(self, *told: str | Exception) -> None:
        self.told, self.taken, self.enough = list(told), 0, asyncio.Event()

    async def __call__(self) -> bool:
        self.taken += 1
        if not self.told:
            self.enough.set()
            return False
        next_ = self.told.pop(0)
        if isinstance(next_, Exception):
            raise next_
        return next_ == MORE


async def turned(loop: Loop, turns: Turns) -> None:
    stop = asyncio.Event()
    supervised = asyncio.create_task(supervise([loop], stop))
    await asyncio.wait_for(turns.enough.wait(), 5)
    stop.set()
    await asyncio.wait_for(supervised, 5)


async def test_a_loop_goes_on_at_once_while_there_is_more(caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns(MORE, MORE, MORE)
    await turned(Loop(name="busy", turn=turns, pause=60), turns)
    assert (turns.taken, caplog.records) == (4, [])


async def test_a_loop_that_crashes_is_told_of_and_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns(ValueError("a defect"), Unavailable("database.unavailable", "Not now."))
    await turned(Loop(name="fragile", turn=turns, pause=60), turns)
    assert turns.taken == 3
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


async def test_one_loops_trouble_is_not_anothers() -> None:
    well, stop = Turns(MORE, MORE), asyncio.Event()
    loops = [
        Loop(name="ill", turn=Turns(*[ValueError("again")] * 100), pause=0),
        Loop(name="well", turn=well, pause=60),
    ]
    supervised = asyncio.create_task(supervise(loops, stop))
    await asyncio.wait_for(well.enough.wait(), 5)
    stop.set()
    await asyncio.wait_for(supervised, 5)


async def test_a_loop_at_rest_is_woken() -> None:
    turns = Turns(DONE)
    loop = Loop(name="asleep", turn=turns, pause=60)
    woken = asyncio.get_running_loop().call_later(0.1, loop.wake.set)
    await turned(loop, turns)
    woken.cancel()
    assert turns.taken == 2


async def test_a_loop_that_does_not_end_its_turn_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.use_cases.supervision.STOP_SECONDS", 0.2)
    begun, stop = asyncio.Event(), asyncio.Event()

    async def stuck() -> bool:
        begun.set()
        await asyncio.sleep(3600)
        return False

    supervised = asyncio.create_task(supervise([Loop(name="stuck", turn=stuck, pause=1)], stop))
    await begun.wait()
    asked = time.monotonic()
    stop.set()
    await supervised
    assert time.monotonic() - asked < 1
