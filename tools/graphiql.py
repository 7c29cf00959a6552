"""Writes the files of GraphiQL that the service shows at /graphql/ui, from packages pinned by version and by digest."""

import gzip
import hashlib
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
ASSETS = REPOSITORY / "app" / "api" / "graphql" / "assets"
SHOWN: Mapping[str, tuple[str, ...]] = {
    "graphiql@2.4.7": ("graphiql.min.js", "graphiql.min.css"),
    "react@18.3.1": ("umd/react.production.min.js",),
    "react-dom@18.3.1": ("umd/react-dom.production.min.js",),
}
"""What of each package is shown."""
DIGESTS: Mapping[str, str] = {
    "graphiql@2.4.7": "e6c0dda45cd5a7988e95e1eca45eae0df678d93b10e917d4d40f37374a9e56a7",
    "react@18.3.1": "8d9bed01a672e7eaf387942d781ad47c6a43089a30a0306060f9fd5ac7870347",
    "react-dom@18.3.1": "031d4427a99f2f3f6cac18bbbf308594a67e4f47d10f4896fdec446505b040e0",
}
"""The SHA-256 of the archives that were looked at."""


def write() -> None:
    """Write them all, pressed, with the terms under which they may be passed on."""
    ASSETS.mkdir(parents=True, exist_ok=True)
    terms = []
    for package, names in SHOWN.items():
        with tarfile.open(_fetched(package)) as archive:
            terms.append(f"{package}\n\n{_read(archive, 'LICENSE').decode().strip()}\n")
            for name in names:
                pressed = gzip.compress(_read(archive, name), compresslevel=9, mtime=0)
                (ASSETS / f"{Path(name).name}.gz").write_bytes(pressed)
    (ASSETS / "LICENSES").write_text("\n\n".join(terms), encoding="utf-8")


def _fetched(package: str) -> Path:
    """Have npm fetch a package; refuse one that is not the one that was looked at."""
    folder = REPOSITORY / "build" / "graphiql"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, cwd=folder)  # noqa: S603 - words of our own
    archive = folder / f"{package.replace('@', '-')}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != DIGESTS[package]:
        raise SystemExit(f"{package} has the SHA-256 {found}, not {DIGESTS[package]}.")
    return archive


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"There is no {name} in {archive.name!r}.")
    return member.read()


if __name__ == "__main__":
    write()
