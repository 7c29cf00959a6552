"""How a server on a real socket treats callers who hold connections for nothing."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.api import connections as held


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body() or b"hello")


async def much(_request: Request) -> Response:
    return PlainTextResponse(b"x" * 50_000_000)


@pytest.fixture
def room() -> held.Room:
    return held.Room(most=3)


@pytest.fixture
async def port(room: held.Room, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(held, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(held, "READER_SECONDS", 0.3)
    app = Starlette(routes=[Route("/echo", echo, methods=["GET", "POST"]), Route("/much", much)])
    config = uvicorn.Config(app, port=0, http=held.connections(room), lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    await serving


async def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def code_of(answer: bytes) -> str:
    return str(json.loads(answer.partition(b"\r\n\r\n")[2])["code"])


async def test_ordinary_requests_are_served_on_one_connection(port: int) -> None:
    answer = await said(
        port,
        b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        pause=0.2,
    )
    assert answer.count(b"HTTP/1.1 200") == 3
    assert b"abc" in answer


async def test_a_connection_that_never_asks_is_closed(port: int) -> None:
    assert await said(port) == b""


async def test_headers_that_trickle_are_not_waited_for(port: int) -> None:
    assert await said(port, b"GET /echo HTTP/1.1\r\n", *[b"X: y\r\n"] * 10, pause=0.1) == b""


async def test_a_second_request_must_come_in_time_too(port: int) -> None:
    answer = await said(port, b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /echo", pause=0.1)
    assert answer.count(b"HTTP/1.1 200") == 1


async def test_headers_without_end_are_refused(port: int) -> None:
    answer = await said(port, b"GET /echo HTTP/1.1\r\nX: ", b"x" * 70_000)
    assert answer[:12] == b"HTTP/1.1 431"
    assert code_of(answer) == "request.headers-too-large"


async def test_what_is_not_http_is_refused_like_everything_else(port: int) -> None:
    for noise in (b"\x16\x03\x01\x02\x00", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"EHLO x\r\n\r\n"):
        answer = await said(port, noise)
        assert (answer[:12], code_of(answer)) == (b"HTTP/1.1 400", "http.malformed")


async def test_one_connection_too_many_is_told_to_come_back(port: int) -> None:
    others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
    answer = await said(port)
    assert (answer[:12], code_of(answer)) == (b"HTTP/1.1 503", "service.busy")
    for _, writer in others:
        writer.close()


async def test_a_reader_who_does_not_read_is_let_go(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(1.0)
    received = 0
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):  # noqa: PT012  reads until the end
        while True:
            received += len(await reader.readexactly(1024))
    assert received < 50_000_000
    writer.close()


async def test_one_address_holds_no_more_than_its_part(port: int, room: held.Room) -> None:
    room.most_from_address = 2
    others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
    answer = await said(port)
    assert (answer[:12], code_of(answer)) == (b"HTTP/1.1 429", "limit.connections")
    for _, writer in others:
        writer.close()
        await writer.wait_closed()
    assert await said(port, b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", pause=0.1) != b""
    assert sum(room.held.values()) <= 1


async def test_trusted_proxies_hold_as_many_as_they_need(port: int, room: held.Room) -> None:
    room.most_from_address, room.trusts = 1, lambda address: address == "127.0.0.1"
    others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
    answer = await said(port, b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", pause=0.1)
    assert answer[:12] == b"HTTP/1.1 200"
    for _, writer in others:
        writer.close()


async def test_who_idles_gives_way_to_who_asks(port: int) -> None:
    idlers = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
    for reader, writer in idlers:
        writer.write(b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
        await reader.readuntil(b"hello")
    answer = await said(port, b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", pause=0.1)
    assert answer[:12] == b"HTTP/1.1 200"
    assert await asyncio.wait_for(idlers[0][0].read(), 1) == b""
    idlers[1][1].write(b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"200" in await idlers[1][0].readuntil(b"hello")
    for _, writer in idlers:
        writer.close()
