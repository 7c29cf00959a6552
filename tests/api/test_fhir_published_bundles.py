"""Published bundles go in by the FHIR door and come back as they were, to the digit."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.fhir.drafting import encoded
from tests.support.doors import Doors

JSON = {"Content-Type": "application/fhir+json", "Prefer": "return=representation"}
SYNTHEA = "synthea-2019-r4-bundles"
OTHERS = sorted(set(range(27)) - {0, 13})
SOUGHT = ("Location", "Organization", "Practitioner")
"""What bundles refer to by what identifies it."""


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


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
        if entry["resource"]["resourceType"] in SOUGHT:
            sought = (f"{each.get('system')}|{each.get('value')}" for each in entry["resource"].get("identifier", ()))
            names |= {f"{entry['resource']['resourceType']}?identifier={each}": here for each in sought}
    return names


async def check_equal(
    caller: httpx.AsyncClient, posted: list[Any], answered: list[Any], names: dict[str, str] | None = None
) -> None:
    """What was answered says what was posted; one of each type is read again.

    `names` are those that the source has given so far.
    """
    names = {} if names is None else names
    names |= names_of(posted, answered)
    types = set()
    for entry, answer in zip(posted, answered, strict=True):
        here = answer["resource"]
        assert named_anew(told(here), names) == named_anew(told(entry["resource"]), names)
        if here["resourceType"] not in types:
            types.add(here["resourceType"])
            assert read((await caller.get(f"/fhir/{here['resourceType']}/{here['id']}")).content) == here


@pytest.mark.parametrize("number", [0, 13, *(pytest.param(each, marks=pytest.mark.long) for each in OTHERS)])
async def test_a_synthea_bundle_comes_back_as_it_was(caller: httpx.AsyncClient, real_data: Path, number: int) -> None:
    bundle = bundles(real_data / SYNTHEA)[number].read_bytes()

    answer = await caller.post("/fhir", content=bundle, headers=JSON)

    assert answer.status_code == 200, answer.text[:2000]
    await check_equal(caller, read(bundle)["entry"], read(answer.content)["entry"])


async def test_synthea_bundles_of_2022_come_back_as_they_were(caller: httpx.AsyncClient, real_data: Path) -> None:
    directories = {path: "Information" not in path.name for path in bundles(real_data / "synthea-2022-uscore-bundles")}
    names: dict[str, str] = {}

    for path in sorted(directories, key=lambda path: (directories[path], path.name)):
        answer = await caller.post("/fhir", content=path.read_bytes(), headers=JSON)

        assert answer.status_code == 200, answer.text[:2000]
        answered = read(answer.content)["entry"]
        assert {entry["response"]["status"] for entry in answered} == {"201 Created"}
        await check_equal(caller, read(path.read_bytes())["entry"], answered, names)


async def test_a_posted_entry_without_address_is_posted_to_its_type(caller: httpx.AsyncClient) -> None:
    entries = [{"request": {"method": "POST"}, "resource": {"resourceType": "Medication", "status": "active"}}]

    for kind in ("transaction", "batch"):
        answer = await caller.post("/fhir", json={"resourceType": "Bundle", "type": kind, "entry": entries})

        assert answer.json()["entry"][0]["response"]["status"] == "201 Created"


PERSONAS = [("ecare-personas/ckd", 18), ("ecare-personas/mae", 18)]


@pytest.mark.parametrize(("directory", "count"), PERSONAS)
async def test_personas_that_come_in_pieces_are_one_and_come_again_as_the_same(
    caller: httpx.AsyncClient, real_data: Path, directory: str, count: int
) -> None:
    pieces, names, tags = bundles(real_data / directory), dict[str, str](), list[str]()
    assert len(pieces) == count

    for piece in pieces:
        answer = await caller.post("/fhir", content=piece.read_bytes(), headers=JSON)
        assert answer.status_code == 200, (piece.name, answer.text[:2000])
        tags += [entry["response"]["etag"] for entry in answer.json()["entry"]]
        await check_equal(caller, read(piece.read_bytes())["entry"], read(answer.content)["entry"], names)
    for piece in pieces:
        answer = await caller.post("/fhir", content=piece.read_bytes(), headers=JSON)
        answered = answer.json()["entry"]
        assert [entry["response"]["status"] for entry in answered] == ["200 OK"] * len(answered)
        assert [entry["response"]["etag"] for entry in answered] == [tags.pop(0) for _ in answered]


@pytest.mark.parametrize("directory", ["gravity-sdohcc", "us-core"])
async def test_published_examples_come_back_as_they_were(
    caller: httpx.AsyncClient, real_data: Path, directory: str
) -> None:
    examples = [read(path.read_bytes()) for path in sorted((real_data / directory).glob("*.json"))]
    singles = [each for each in examples if each["resourceType"] != "Bundle"]
    names: dict[str, str] = {}

    for resource in sorted(singles, key=lambda each: each["resourceType"] != "Patient"):
        entry = {"request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"}}
        whole = {"resourceType": "Bundle", "type": "transaction", "entry": [entry | {"resource": resource}]}
        answer = await caller.post("/fhir", content=encoded(whole), headers=JSON)

        assert answer.status_code == 200, (entry, answer.text[:2000])
        await check_equal(caller, whole["entry"], read(answer.content)["entry"], names)


@pytest.mark.parametrize(
    ("member", "name", "status"),
    [
        ("performer", "Practitioner/dr-of-elsewhere", 200),
        ("performer", "Practitioner/5f3e0c1a-0000-4000-8000-00000000abcd", 422),
        ("subject", "Patient/somebody-elsewhere", 422),
    ],
)
async def test_a_name_of_a_source_stays_and_what_could_be_ours_must_be_here(
    caller: httpx.AsyncClient, member: str, name: str, status: int
) -> None:
    named = {"reference": name}
    resource = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
    resource |= {member: [named] if member == "performer" else named}
    entry = {"request": {"method": "POST", "url": "Observation"}, "resource": resource}

    answer = await caller.post("/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": [entry]})

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["entry"][0]["resource"][member] == [named]
