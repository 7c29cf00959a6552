"""Reads the files of a folder or a zip archive into memory, within bounds, so that translators need no disk."""

import zipfile
import zlib
from pathlib import Path

from app.domain.errors import Invalid

MEBIBYTE = 1024 * 1024
TOTAL_LIMIT = 512 * MEBIBYTE
FILES_LIMIT = 10_000
_NOISE = ("__MACOSX", ".DS_Store", "Thumbs.db")


def read_files(path: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder or a zip archive, by its path there; `Invalid` says why not."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise Invalid("import.no-such-path", f"There is nothing at {path}.")
    if not zipfile.is_zipfile(path):
        raise Invalid("import.no-package", f"{path.name} is neither a folder nor a zip archive.")
    return _archive(path)


def find_files(paths: list[Path], endings: tuple[str, ...]) -> list[Path]:
    """Return files, and those in folders (at any depth) with one of the endings, in a fixed order, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.casefold() in endings)
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise Invalid("import.no-such-path", f"There is nothing at {path}.")
    if not found:
        raise Invalid("import.nothing", f"There is no file that ends in {', '.join(endings)} there.")
    return list(found)


def read_file(path: Path) -> bytes:
    """Return the content of one file, if it is not too large to be read as a whole."""
    _check_size(path.stat().st_size)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid("import.unreadable", f"{path.name} cannot be read: {error.strerror}.") from error


def _folder(path: Path) -> dict[str, bytes]:
    inside = sorted(one for one in path.rglob("*") if one.is_file() and not _is_noise(str(one.relative_to(path))))
    _check_count(len(inside))
    _check_size(sum(one.stat().st_size for one in inside))
    return {one.relative_to(path).as_posix(): read_file(one) for one in inside}


def _archive(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir() and not _is_noise(one.filename)]
            _check_count(len(inside))
            _check_size(sum(one.file_size for one in inside))
            return {one.filename: archive.read(one) for one in inside}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise Invalid("import.bad-archive", f"The archive {path.name} cannot be read: {error}") from error


def _is_noise(name: str) -> bool:
    return any(part in _NOISE or part.startswith("._") for part in name.split("/"))


def _check_count(count: int) -> None:
    if count > FILES_LIMIT:
        raise Invalid("import.too-many-files", f"There are more than {FILES_LIMIT} files.")


def _check_size(size: int) -> None:
    if size > TOTAL_LIMIT:
        raise Invalid("import.too-large", f"That is more than {TOTAL_LIMIT // MEBIBYTE} MiB: import it in parts.")
