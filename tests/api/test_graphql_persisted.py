"""Documents known by their hash, and services that run no others than those on their list."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from app.domain.networks.roles import Role
from app.serving import application
from app.wiring import Service
from tests.support.doors import Doors
from tests.support.graphql import told
from tests.support.scenes_referrals import Scene

DOCUMENT = "query Tasks { tasks { nodes { title } } }"
HASH = sha256(DOCUMENT.encode()).hexdigest()


def by_hash(hashed: str = HASH) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashed}}}


async def code_of(caller: httpx.AsyncClient, body: dict[str, Any]) -> str | None:
    answer = (await caller.post("/graphql", json=body)).json()
    return answer["errors"][0]["extensions"]["code"] if answer.get("errors") else answer.get("code")


async def test_a_document_that_was_sent_once_is_asked_for_by_its_hash(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    never = sha256(b"never sent").hexdigest()
    assert await code_of(caller, by_hash(never)) == "PERSISTED_QUERY_NOT_FOUND"
    assert await code_of(caller, {"query": DOCUMENT, **by_hash()}) is None
    answer = await caller.post("/graphql", json=by_hash())
    assert answer.json()["data"] == {"tasks": {"nodes": []}}
    assert await code_of(caller, {"query": "{ __typename }", **by_hash()}) == "graphql.wrong-hash"
    assert await code_of(caller, {"extensions": {"persistedQuery": {"version": 2}}}) == "graphql.malformed"
    assert await code_of(caller, {}) == "graphql.malformed"


async def test_where_there_is_a_list_no_other_document_is_run(
    doors: Doors, scene: Scene, service: Service, tmp_path: Path
) -> None:
    listed = tmp_path / "documents.json"
    listed.write_text(json.dumps({HASH: DOCUMENT}))
    app = application(service)
    app.state.allowed_documents = json.loads(listed.read_text())
    strict = Doors(app=app, world=doors.world, callers=doors.callers)
    caller = await strict.caller(scene.sender.id, Role.CASE_MANAGER)
    assert await told(caller, DOCUMENT) == {"tasks": {"nodes": []}}
    assert (await caller.post("/graphql", json=by_hash())).json()["data"] == {"tasks": {"nodes": []}}
    assert await code_of(caller, {"query": "{ __typename }"}) == "graphql.not-listed"
    assert await code_of(caller, by_hash("0" * 64)) == "graphql.not-listed"
    assert await code_of(caller, {"query": "{ __schema { types { name } } }"}) == "graphql.not-listed"
