"""Published bundles go in by the FHIR door and come back as they were, to the digit."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.doors import Doors

JSON = {"Content-Type": "application/fhir+json", "Prefer": "return=representation"}
SYNTHEA = "synthea-2019-r4-bundles"


@pytest.fixture
async def caller(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    yield await doors.case_manager()


def read(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


def bundles(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("**/*.json") if b'"Bundle"' in path.read_bytes())


def named_anew(value: Any, names: dict[str, str]) -> Any:
    """Say the same with the references as they are here."""
    if isinstance(value, dict):
        return {name: named_anew(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [named_anew(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def told(resource: dict[str, Any]) -> dict[str, Any]:
    """What a resource says beside its id and its meta."""
    return {name: value for name, value in resource.items() if name not in ("id", "meta")}


def names_of(posted: list[Any], answered: list[Any]) -> dict[str, str]:
    """What each resource was called in the bundle, and is called here."""
    names = {}
    for entry, answer in zip(posted, answered, strict=True):
        here = f"{answer['resource']['resourceType']}/{answer['resource']['id']}"
        there = f"{entry['resource']['resourceType']}/{entry['resource'].get('id')}"
        names |= {there: here, entry.get("fullUrl", there): here}
    return names


async def check_equal(caller: httpx.AsyncClient, posted: list[Any], answered: list[Any]) -> None:
    """What was answered says what was posted; one of each type is read again."""
    names, types = names_of(posted, answered), set()
    for entry, answer in zip(posted, answered, strict=True):
        here = answer["resource"]
        assert told(here) == named_anew(told(entry["resource"]), names)
        if here["resourceType"] not in types:
            types.add(here["resourceType"])
            assert read((await caller.get(f"/fhir/{here['resourceType']}/{here['id']}")).content) == here


@pytest.mark.parametrize("number", range(27))
async def test_a_synthea_bundle_comes_back_as_it_was(caller: httpx.AsyncClient, real_data: Path, number: int) -> None:
    bundle = bundles(real_data / SYNTHEA)[number].read_bytes()

    answer = await caller.post("/fhir", content=bundle, headers=JSON)

    assert answer.status_code == 200, answer.text[:2000]
    await check_equal(caller, read(bundle)["entry"], read(answer.content)["entry"])
