"""The guides as programs: their blocks run in order in one shell, and what they show is compared with what came."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.forking import REPOSITORY
from tests.support.shell import a_program

GUIDES = REPOSITORY / "docs" / "guides"
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVED = re.compile(r"^# (?P<name>\w+\.py): ")
MARK = "<<< the end of block {} >>>"
ANYTHING = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block of a guide."""

    number: int
    kind: str
    text: str

    def commands(self) -> str:
        """Write the block as shell: Python is run, or saved under the name in its first line."""
        if self.kind == "bash":
            return self.text
        if self.kind == "python":
            saved = _SAVED.match(self.text)
            verb = f"cat > {saved['name']}" if saved else "python3 -"
            return f"{verb} <<'PYTHON_BLOCK'\n{self.text}PYTHON_BLOCK\n"
        return ""


def blocks(guide: Path) -> list[Block]:
    found = _BLOCK.finditer(guide.read_text(encoding="utf-8"))
    return [Block(number=number, kind=each["kind"], text=each["text"]) for number, each in enumerate(found)]


def run(guide: Path, workplace: Path, environment: dict[str, str]) -> None:
    """Run a guide as a reader would, in a directory where only the repository's documentation lies."""
    parts = blocks(guide)
    script = "".join(f"{part.commands()}\necho; echo '{MARK.format(part.number)}'\n" for part in parts)
    (workplace / "docs").symlink_to(REPOSITORY / "docs")
    programs = workplace / "programs"
    programs.mkdir()
    _program(programs / "python3", f'exec "{sys.executable}" "$@"')
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with a_program(programs / "throughline"):
        done = subprocess.run(  # noqa: S603 - our own pages
            ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607 - the reader's shell
            cwd=workplace,
            env=environment | {"PATH": path, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, f"{guide.name}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    for part, before in zip(parts[1:], parts, strict=False):
        if part.kind == "json":
            came = _between(done.stdout, before.number)
            assert _differences(json.loads(part.text), came) == [], came


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def _between(output: str, number: int) -> Any:
    """Read the last JSON that a block wrote."""
    before, _, _ = output.partition(MARK.format(number))
    text = before.rpartition(MARK.format(number - 1))[2].strip()
    decoder, last, place = json.JSONDecoder(), None, 0
    while place < len(text):
        start = text.find("{", place)
        if start < 0:
            break
        last, place = decoder.raw_decode(text, start)
    assert last is not None, f"block {number} wrote no JSON: {text}"
    return last


def _differences(shown: Any, came: Any, at: str = "") -> list[str]:
    """Name the places at which what a guide shows is not part of what came."""
    if shown == ANYTHING:
        return []
    if isinstance(shown, dict) and isinstance(came, dict):
        missing = [f"{at}/{name} is missing" for name in shown if name not in came]
        return missing + [
            wrong
            for name, value in shown.items()
            if name in came
            for wrong in _differences(value, came[name], f"{at}/{name}")
        ]
    if isinstance(shown, list) and isinstance(came, list):
        whole = shown if ANYTHING not in shown else shown[: shown.index(ANYTHING)]
        if len(came) < len(whole) or (whole is shown and len(came) != len(whole)):
            return [f"{at} has {len(came)} items"]
        return [
            wrong
            for place, (value, item) in enumerate(zip(whole, came, strict=False))
            for wrong in _differences(value, item, f"{at}/{place}")
        ]
    return [] if shown == came else [f"{at} is {came!r}"]
