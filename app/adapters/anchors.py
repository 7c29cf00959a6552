"""The newest checkpoint of each log in a file: whoever has only the database cannot take it back."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from app.domain.audit.checkpoint import SignedNote
from app.domain.identity import NetworkId

ENDING = ".checkpoint"


class FileAnchors:
    """`Anchors` in a folder, one file for each network; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def read(self, network: NetworkId) -> str | None:
        """Return the note that is kept."""
        if self._folder is None:
            return None
        return await asyncio.to_thread(_read, self._folder / f"{network}{ENDING}")

    async def write(self, network: NetworkId, note: str) -> None:
        """Keep a note, unless a later one is there already."""
        if self._folder is not None:
            await asyncio.to_thread(_write, self._folder / f"{network}{ENDING}", note)


def _read(path: Path) -> str | None:
    with suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8")
    return None


def _write(path: Path, note: str) -> None:
    kept = _read(path)
    if kept is not None and SignedNote.parse(kept).checkpoint.size > SignedNote.parse(note).checkpoint.size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
