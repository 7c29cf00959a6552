"""HEAD tells what GET tells but for the body, on a real socket, and begins no stream."""

import asyncio
import socket
from collections.abc import AsyncIterator
from http import HTTPStatus

import httpx
import pytest
import uvicorn

from app.domain.networks.roles import Role
from tests.support.doors import Doors

PATHS = (
    "/v1/clients?limit=1",
    "/v1/clients/0198c0de-7a11-7000-8000-000000000001",
    "/v1/handoffs?nonsense=1",
    "/fhir/metadata",
    "/fhir/Patient?_count=1",
    "/openapi.json",
    "/healthz",
)
CHANGING = {"date", "x-request-id", "ratelimit", "ratelimit-policy"}


@pytest.fixture
async def caller(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    agency = await doors.world.an_agency("Harbor Food Bank")
    known = await doors.caller(agency.id, Role.AGENCY_ADMIN, Role.CASE_MANAGER)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(doors.app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        headers = {"authorization": known.headers["authorization"]}
        async with httpx.AsyncClient(base_url=base_url, headers=headers, trust_env=False, timeout=10) as client:
            yield client
        server.should_exit = True
        await serving


def told(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in CHANGING}


@pytest.mark.parametrize("path", PATHS)
async def test_head_has_the_status_and_headers_of_get_and_nothing_else(caller: httpx.AsyncClient, path: str) -> None:
    read, head = await caller.get(path), await caller.head(path)
    assert (head.status_code, told(head), head.content) == (read.status_code, told(read), b"")
    again = await caller.get(path)  # on the same connection: nothing was left on it
    assert (again.status_code, again.content != b"") == (read.status_code, True)


async def test_head_of_a_stream_ends_with_its_headers(caller: httpx.AsyncClient, doors: Doors) -> None:
    answer = await caller.head("/v1/events/stream")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (HTTPStatus.OK, "text/event-stream")
    assert doors.app.state.live.followers == 0


async def test_where_nothing_is_read_head_is_refused_and_not_named(caller: httpx.AsyncClient) -> None:
    answer = await caller.head("/v1/clients/match")
    assert (answer.status_code, answer.headers["allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "POST")
    assert (await caller.put("/v1/clients")).headers["allow"] == "GET, HEAD, POST"


async def test_a_json_patch_is_not_taken_for_a_merge(caller: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json-patch+json", "if-match": "*"}
    path = "/v1/clients/0198c0de-7a11-7000-8000-000000000001"
    answer = await caller.patch(path, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "request.media-type")
