"""From the files of an HSDS 1.x data package (or its near relatives) to drafts of directory entries."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from app.adapters.hsds.drafts import Drafting
from app.adapters.hsds.sources import DESCRIPTOR, Source
from app.adapters.hsds.tabular import Remarks
from app.ports.imports import DirectoryPackage

SYSTEM_PREFIX = "urn:hsds:"
SLUG_LENGTH = 100


def read_package(files: Mapping[str, bytes], *, system: str, time_zone: str) -> DirectoryPackage:
    """Read a package whose ids are names in `system`; agencies keep time in `time_zone`, which HSDS 1.x does not say.

    `Invalid` when there are no organizations to be read; everything smaller is a remark.
    """
    remarks = Remarks()
    drafting = Drafting(Source(files, remarks), system, time_zone)
    agencies, locations, services = drafting.agencies, drafting.locations, drafting.services
    return DirectoryPackage(
        system=system,
        agencies=tuple(agencies.values()),
        locations=tuple(locations.values()),
        services=tuple(services.values()),
        remarks=tuple(dict.fromkeys(remarks.found)),
    )


def system_of(files: Mapping[str, bytes], fallback: str) -> str:
    """Name the source of a package: by its own title, else by what its folder or archive is called."""
    for path, data in files.items():
        if PurePosixPath(path).name == DESCRIPTOR:
            try:
                descriptor = json.loads(data)
            except (ValueError, RecursionError):
                continue
            name = descriptor.get("name") if isinstance(descriptor, dict) else None
            if isinstance(name, str) and _slug(name) not in ("", "human-services-data"):
                return SYSTEM_PREFIX + _slug(name)
    return SYSTEM_PREFIX + (_slug(fallback) or "directory")


def _slug(text: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return "-".join(kept.split())[:SLUG_LENGTH]
