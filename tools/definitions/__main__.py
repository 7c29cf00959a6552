"""Writes the generated modules from the definitions, or says whether they are as they were written."""

from pathlib import Path

from tools.definitions import search_parameters
from tools.definitions.published import Published, fetch

REPOSITORY = Path(__file__).parents[2]


def write() -> None:
    """Write every generated module."""
    published = Published(fetch(REPOSITORY / "build" / "definitions"))
    files = {search_parameters.FILE: search_parameters.module(published)}
    for name, text in files.items():
        path = REPOSITORY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
