"""Keeps the digests of the generator and of what it wrote, so that a check needs neither the package nor npm."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
GENERATOR = "tools/definitions"
FILE = REPOSITORY / GENERATOR / "digests.txt"
GENERATED = "app/adapters/fhir/r4"


def keep(generated: Iterable[str]) -> None:
    """Write the digests of the generator's modules and of these files."""
    FILE.write_text("".join(f"{_digest(name)}  {name}\n" for name in sorted({*_generator(), *generated})))


def changes() -> Iterator[str]:
    """Say what is not as it was when the modules were written."""
    kept = {name: digest for digest, name in (line.split("  ") for line in FILE.read_text().splitlines())}
    for name in sorted({*kept, *_generator(), *_modules(GENERATED)}):
        if not (REPOSITORY / name).exists():
            yield f"{name} is missing"
        elif name not in kept:
            yield f"{name} is new"
        elif _digest(name) != kept[name]:
            yield f"{name} has changed"


def _generator() -> Iterator[str]:
    return _modules(GENERATOR)


def _modules(folder: str) -> Iterator[str]:
    return (path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / folder).glob("*.py"))


def _digest(name: str) -> str:
    return hashlib.sha256((REPOSITORY / name).read_bytes()).hexdigest()
