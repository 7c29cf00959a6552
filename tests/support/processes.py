"""The service's own processes, started as anybody starts them, and killed as nobody should."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from tests.support.forking import Forked
from tests.support.limits import GENEROUS
from tests.support.postgres import Database

SECRET = "the key that every process of one service shares"
PATIENCE = 30.0
P = TypeVar("P", "subprocess.Popen[str]", Forked, "subprocess.Popen[str] | Forked")


def environment(database: Database, **more: str) -> dict[str, str]:
    """The settings of a process on this database, which may call receivers on this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHLINE_", "DATABASE_"))}
    return kept | {
        "DATABASE_URL": database.app,
        "DATABASE_WORKER_URL": database.worker,
        "THROUGHLINE_SECRET_KEY": SECRET,
        "THROUGHLINE_ALLOW_PRIVATE_TARGETS": "true",
        **{f"THROUGHLINE_{name.upper()}": str(units) for name, units in GENEROUS.items()},
        **more,
    }


@asynccontextmanager
async def a_process(*arguments: str, env: dict[str, str]) -> AsyncIterator[Forked]:
    """Run `throughline COMMAND`; whatever is left of it at the end is killed."""
    with Forked(*arguments, environment=env) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def ending(process: P) -> Iterator[P]:
    """Wait for a process at the end, but kill it when the test has failed: who waits for what hangs, hangs too."""
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


async def ended(process: Forked) -> int:
    """Wait for the end of a process, and return its exit code."""
    await until(lambda: process.poll() is not None, "the process ends")
    return process.wait()


async def stopped(process: Forked) -> int:
    """Ask a process to stop, and return what it says."""
    process.terminate()
    return await ended(process)


async def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what we wait for happens in another process
            await asyncio.sleep(0.02)
    assert holds(), what


async def until_true(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until something holds that has to be asked for."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await holds():  # noqa: ASYNC110 - what we wait for happens in another process
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(what) from None
