"""Writes the generated modules from the definitions."""

from pathlib import Path

from tools.definitions import codes, search_parameters, summaries
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


def main() -> None:
    """Write them all."""
    for name, text in written(Published(fetch(REPOSITORY / "build" / "definitions"))).items():
        path = REPOSITORY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
