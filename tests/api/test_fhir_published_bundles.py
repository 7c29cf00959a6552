"""Published bundles go in by the FHIR door and come back as they were, to the digit."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.doors import Doors

JSON = {"Content-Type": "application/fhir+json"}
SYNTHEA = "synthea-2019-r4-bundles"


@pytest.fixture
async def caller(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    yield await doors.case_manager()


def read(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


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


@pytest.mark.parametrize("number", range(27))
async def test_a_synthea_bundle_comes_back_as_it_was(caller: httpx.AsyncClient, real_data: Path, number: int) -> None:
    bundle = sorted((real_data / SYNTHEA).glob("**/*.json"))[number].read_bytes()

    answer = await caller.post("/fhir", content=bundle, headers=JSON)

    assert answer.status_code == 200, answer.text[:2000]
    posted, answered = read(bundle)["entry"], read(answer.content)["entry"]
    made = [entry["response"]["location"].split("/fhir/")[1].split("/_history")[0] for entry in answered]
    names = {entry["fullUrl"]: name for entry, name in zip(posted, made, strict=True)}
    for entry, name in zip(posted, made, strict=True):
        kept = read((await caller.get(f"/fhir/{name}")).content)
        assert told(kept) == named_anew(told(entry["resource"]), names)
