"""Published resources of other systems keep to FHIR R4 here too, and come back as they came."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.adapters.fhir.validation.json_text import write
from app.adapters.fhir.validation.validating import validate

HOLDS = {
    "synthea-2019-r4-bundles": 4933,
    "synthea-2022-uscore-bundles": 1007,
    "ecare-personas": 154,
    "gravity-sdohcc": 51,
    "us-core": 51,
    "bulk-ndjson-10": 1956,
}
# The only faults of all of it: ten entries of one transaction say {"method": "POST"} and leave out the address.
FAULTS = {"synthea-2022-uscore-bundles": {("required", "Bundle.entry.request.url"): 10}}


def texts(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            yield path.read_bytes()
        elif path.suffix == ".ndjson":
            yield from (line for line in path.read_bytes().splitlines() if line.strip())


def to_the_digit(text: bytes) -> Any:
    return json.loads(text, parse_float=lambda number: ("decimal", *Decimal(number).as_tuple()))


def resources(resource: dict[str, Any]) -> list[dict[str, Any]]:
    entries = resource.get("entry", []) if resource["resourceType"] == "Bundle" else []
    return [entry["resource"] for entry in entries if "resource" in entry] or [resource]


@pytest.mark.parametrize("folder", HOLDS)
def test_every_published_resource_is_valid(real_data: Path, folder: str) -> None:
    faults: Counter[tuple[str, str]] = Counter()
    count = 0
    for text in texts(real_data / folder):
        checked = validate(text)
        count += len(resources(checked.resource))
        faults.update((each.code.value, re.sub(r"\[\d+\]", "", each.expression)) for each in checked.faults)

    assert (dict(faults), count) == (FAULTS.get(folder, {}), HOLDS[folder])


@pytest.mark.parametrize("folder", HOLDS)
def test_what_was_read_is_written_as_it_came_with_each_digit(real_data: Path, folder: str) -> None:
    other = [
        text for text in texts(real_data / folder) if to_the_digit(write(validate(text).resource)) != to_the_digit(text)
    ]

    assert other == []
