"""Writes the generated modules from the definitions; `--check` says whether they are as they were written."""

import sys
from pathlib import Path

from tools.definitions import codes, digests, search_parameters, summaries
from tools.definitions.published import Published, fetch
from tools.definitions.structures import FOLDER, Structures

REPOSITORY = Path(__file__).parents[2]
PACKAGE = '"""FHIR R4 4.0.1 as tables; written by `make definitions`, all of it."""\n'


def written(published: Published) -> dict[str, str]:
    """Write every generated module, by its path."""
    return {
        f"{FOLDER}__init__.py": PACKAGE,
        search_parameters.FILE: search_parameters.module(published),
        codes.FILE: codes.Codes(published).module(),
        summaries.SUMMARIES: summaries.summaries(published),
        **dict(Structures(published).modules()),
    }


def write() -> None:
    """Write them all."""
    files = written(Published(fetch(REPOSITORY / "build" / "definitions")))
    for name, text in files.items():
        path = REPOSITORY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    digests.keep(files)


def check() -> None:
    """Refuse if the generator or what it wrote has changed since."""
    if changed := list(digests.changes()):
        raise SystemExit("\n".join([*changed, "Run `make definitions`."]))


if __name__ == "__main__":
    check() if sys.argv[1:] == ["--check"] else write()
