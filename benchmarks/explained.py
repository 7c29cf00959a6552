"""What a request costs the database, by the database's own account: every statement explained in its log."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
}
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] ", re.MULTILINE)
PLAN = re.compile(r"LOG:  duration: \S+ ms  plan:\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The pages of memory that were read, the rows that were read in vain, and the dearest statement."""

    pages: int
    removed: int
    dearest: str


class Log:
    """The log of a server of our own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def forget(self) -> None:
        """Look only at what comes from here on."""
        self._read = self._path.stat().st_size

    def cost(self) -> Cost:
        """Add up what came since."""
        plans = list(self._plans())
        pages = [_pages(each["Plan"]) for each in plans]
        removed = sum(_removed(each["Plan"]) for each in plans)
        dearest = plans[pages.index(max(pages))]["Query Text"] if plans else ""
        return Cost(pages=sum(pages), removed=removed, dearest=dearest)

    def _plans(self) -> Iterator[dict[str, Any]]:
        with self._path.open(encoding="utf-8", errors="replace") as file:
            file.seek(self._read)
            text = file.read()
        for entry in ENTRY.split(text):
            if found := PLAN.match(entry):
                with suppress(json.JSONDecodeError):  # two connections wrote at the same moment
                    yield json.JSONDecoder().raw_decode(entry[found.end() :])[0]


async def explain_everything(superuser: asyncpg.Connection) -> None:
    """Let the connections that are made from now on explain what they carry out."""
    await superuser.execute("LOAD 'auto_explain'")
    for name, value in SETTINGS.items():
        await superuser.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    await superuser.execute("SELECT pg_reload_conf()")


async def explain_nothing(superuser: asyncpg.Connection) -> None:
    """Take the settings back."""
    for name in SETTINGS:
        await superuser.execute(f"ALTER SYSTEM RESET {name}")
    await superuser.execute("SELECT pg_reload_conf()")


def _pages(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _removed(plan: dict[str, Any]) -> int:
    here = sum(plan.get(f"Rows Removed by {what}", 0) for what in ("Filter", "Index Recheck", "Join Filter"))
    parts: Sequence[dict[str, Any]] = plan.get("Plans", ())
    return int(here * plan.get("Actual Loops", 1)) + sum(map(_removed, parts))
