"""What must not stand in any tracked file: unfinished marks, one machine's paths, addresses of package registries."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import REPOSITORY, name, tracked

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|raise NotImplemented" r"Error|pragma: no " r"cover")
MACHINE = re.compile(r"(?:^|[^a-zA-Z0-9_.~/{}$-])/(?:ho" r"me|ro" r"ot|wo" r"rk|Us" r"ers)/[A-Za-z]")
REGISTRIES = re.compile(
    r"\b(py"
    r"pi\.org|pythonhosted\.org|registry\.np"
    r"mjs\.org|np"
    r"mjs\.com|proxy\.golang\.org|repo\.maven"
    r"\.apache\.org)\b"
)
BINARY = {".png", ".ico", ".woff2", ".gz", ".zip", ".parquet"}


def places(pattern: re.Pattern[str], *, suffixes: set[str] | None = None) -> Iterator[str]:
    for path in tracked():
        if path.suffix in BINARY or (suffixes and path.suffix not in suffixes):
            continue
        for number, line in enumerate(_lines(path), 1):
            if pattern.search(line):
                yield f"{name(path)}:{number}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_nothing_unfinished_is_committed() -> None:
    assert list(places(UNFINISHED, suffixes={".py", ".md", ".toml", ".yaml", ".js", ".ts", ".html", ".sh"})) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert list(places(MACHINE)) == []


def test_no_file_names_a_package_registry() -> None:
    assert list(places(REGISTRIES)) == []


def test_dependencies_are_locked_by_hash_and_from_no_named_place() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (REPOSITORY / lock).read_text(encoding="utf-8")
        pins = re.findall(
            r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==.*(?:\n    --hash.*)*", text, re.MULTILINE | re.IGNORECASE
        )

        assert [pin.partition(" ")[0] for pin in pins if "--hash=sha256:" not in pin] == []
        assert re.findall(r"^\s*--(?:index-url|extra-index-url|find-links).*|https?://", text, re.MULTILINE) == []
