"""Runs a program that measures: in a directory of its own, unless it is only asked what it does."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path


def run(measure: Callable[[Path], Awaitable[None]], words: str | None, *, seconds: float | None = None) -> None:
    """Measure, for at most so many seconds; `--help` prints the module's words and measures nothing."""
    explain(words)
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as directory:
        asyncio.run(_within(measure(Path(directory)), seconds))


def explain(words: str | None) -> None:
    """Print the module's words and end, where `--help` asks for them; everything else is set by variables."""
    shape = argparse.RawDescriptionHelpFormatter
    argparse.ArgumentParser(description=words, formatter_class=shape).parse_args()


async def _within(work: Awaitable[None], seconds: float | None) -> None:
    async with asyncio.timeout(seconds):
        await work
