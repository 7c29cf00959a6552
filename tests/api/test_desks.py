"""How the desk answers twice: by the same answer under one key, and by nothing new to who has it already."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from tests.support.doors import Doors

WORKER = {"given": "Ana", "family": "Reyes", "roles": ["intake"]}


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.administrator()


@pytest.fixture
async def worker(doors: Doors) -> dict[str, object]:
    agency = await doors.world.an_agency("Bayside Clinic")
    return {**WORKER, "agency_id": str(agency.id), "email": f"{uuid4()}@partner.example"}


async def count(caller: httpx.AsyncClient) -> int:
    return len((await caller.get("/v1/workers?limit=200")).json()["items"])


async def test_a_retry_hears_the_same_answer_and_has_no_second_effect(
    caller: httpx.AsyncClient, worker: dict[str, object]
) -> None:
    key = {"Idempotency-Key": "key-0"}
    first = await caller.post("/v1/workers", json=worker, headers=key)
    again = await caller.post("/v1/workers", json=worker, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first.headers["etag"], first.headers["location"]) == (
        again.content,
        again.headers["etag"],
        again.headers["location"],
    )
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert await count(caller) == 1


async def test_a_key_stands_for_one_request(caller: httpx.AsyncClient, worker: dict[str, object]) -> None:
    key = {"Idempotency-Key": "key-1"}
    await caller.post("/v1/workers", json=worker, headers=key)
    other = await caller.post("/v1/workers", json=worker | {"given": "Eva"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key-reused")


async def test_a_refused_request_leaves_its_key_free(caller: httpx.AsyncClient, worker: dict[str, object]) -> None:
    key = {"Idempotency-Key": "key-2"}
    refused = await caller.post("/v1/workers", json=worker | {"agency_id": str(uuid4())}, headers=key)
    assert refused.is_client_error
    assert (await caller.post("/v1/workers", json=worker, headers=key)).status_code == 201


async def test_of_many_retries_at_once_one_has_the_effect(caller: httpx.AsyncClient, worker: dict[str, object]) -> None:
    key = {"Idempotency-Key": "key-3"}
    answers = await asyncio.gather(*(caller.post("/v1/workers", json=worker, headers=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await count(caller) == 1


@pytest.mark.parametrize("key", ["", "with space", "x" * 256, "é"])
async def test_a_key_that_cannot_be_kept_is_refused(
    caller: httpx.AsyncClient, worker: dict[str, object], key: str
) -> None:
    answer = await caller.post("/v1/workers", json=worker, headers=[(b"Idempotency-Key", key.encode("latin-1"))])
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.malformed-key")


async def test_who_has_the_representation_already_is_sent_nothing(
    caller: httpx.AsyncClient, worker: dict[str, object]
) -> None:
    made = await caller.post("/v1/workers", json=worker)
    path, tag = made.headers["location"], made.headers["etag"]
    for asked in (tag, f'W/{tag}, "other"', "*"):
        unchanged = await caller.get(path, headers={"If-None-Match": asked})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    assert (await caller.get(path, headers={"If-None-Match": '"1-00000000"'})).status_code == 200
    endless = await caller.get(path, headers={"If-None-Match": "x" * 1001})
    assert (endless.status_code, endless.json()["code"]) == (400, "precondition.malformed")


async def test_a_change_goes_through_once_for_each_version(
    caller: httpx.AsyncClient, worker: dict[str, object]
) -> None:
    made = await caller.post("/v1/workers", json=worker)
    path, tag = made.headers["location"], made.headers["etag"]
    change = {name: value for name, value in worker.items() if name != "agency_id"} | {"given": "Eva"}
    changes = await asyncio.gather(*(caller.put(path, json=change, headers={"If-Match": tag}) for _ in range(6)))
    assert sorted(change.status_code for change in changes) == [200, 412, 412, 412, 412, 412]
