"""What every request meets before any door: names, limits, deadlines, protections, meters and logs."""

import asyncio
import gzip
import json
import logging
import sys
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message

from app.api import bodies
from app.api.doorway import SHOWN_HEADERS, doorway
from app.api.log_lines import JsonLines
from app.api.observations import Metrics
from app.api.problems import problem_handlers
from tests.support.limits import limits_for
from tests.support.published import DOCUMENT

ORIGIN = "https://frontend.example"
MEBIBYTE = 1024 * 1024


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(metrics: Metrics) -> FastAPI:
    app = FastAPI(
        middleware=doorway(metrics=metrics, limits=limits_for(), origins=(ORIGIN,), deadline_seconds=0.3, most=3)
    )
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)

    @app.post("/weigh")
    @app.post("/fhir")
    async def weigh(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    @app.get("/slow/{name}")
    async def slow(name: str) -> Response:
        await asyncio.sleep(30)
        return PlainTextResponse(name)

    @app.get("/stream")
    async def stream() -> Response:
        async def parts() -> AsyncIterator[str]:
            for number in range(5):
                yield f"{number} "
                await asyncio.sleep(0.1)

        return StreamingResponse(parts())

    return app


@pytest.fixture
async def api(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service.example") as client:
        yield client


async def chunks(count: int, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b" " * size


async def test_a_sane_request_id_is_kept_and_any_other_replaced(api: httpx.AsyncClient) -> None:
    kept = await api.get("/nothing", headers={"X-Request-Id": "partner-4711"})
    assert (kept.headers["x-request-id"], kept.json()["request_id"]) == ("partner-4711", "partner-4711")
    for insane in ("short", "x" * 65, "has spaces in it", "<script>alert(1)</script>"):
        made = await api.get("/nothing", headers={"X-Request-Id": insane})
        assert UUID(made.headers["x-request-id"])


async def test_every_answer_is_protected(api: httpx.AsyncClient) -> None:
    for response in (await api.get("/nothing"), await api.post("/weigh"), await api.get("/slow/x")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["strict-transport-security"].startswith("max-age=")
        assert "unsafe" not in response.headers["content-security-policy"]


async def test_a_body_at_the_limit_is_taken(api: httpx.AsyncClient) -> None:
    assert str(MEBIBYTE) == (await api.post("/weigh", content=b" " * MEBIBYTE)).text
    assert str(MEBIBYTE) == (await api.post("/weigh", content=chunks(16))).text


async def test_a_body_over_the_limit_is_refused_before_it_is_read(api: httpx.AsyncClient) -> None:
    announced = await api.post("/weigh", content=b" ", headers={"Content-Length": str(MEBIBYTE + 1)})
    assert (announced.status_code, announced.json()["code"]) == (413, "request.too-large")
    assert announced.headers["connection"] == "close"


async def test_a_body_that_does_not_tell_its_length_is_cut_at_the_limit(app: FastAPI) -> None:
    received = 0

    async def receive() -> Message:
        nonlocal received
        received += 64 * 1024
        return {"type": "http.request", "body": b" " * 64 * 1024, "more_body": received < 100_000_000}

    answer = await answer_of(app, receive)
    assert answer["status"] == 413
    assert received <= MEBIBYTE + 64 * 1024


async def test_bundles_may_be_larger(api: httpx.AsyncClient) -> None:
    assert str(2 * MEBIBYTE) == (await api.post("/fhir", content=b" " * 2 * MEBIBYTE)).text
    response = await api.post("/fhir", content=b" ", headers={"Content-Length": str(64 * MEBIBYTE + 1)})
    assert response.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "1_0", "٣"])
async def test_a_length_that_is_no_number_is_refused(app: FastAPI, length: str) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    assert (await answer_of(app, receive, (b"content-length", length.encode())))["status"] == 413


async def test_compressed_bodies_are_refused(api: httpx.AsyncClient) -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    response = await api.post("/weigh", content=bomb, headers={"Content-Encoding": "gzip"})
    assert (response.status_code, response.headers["accept-encoding"]) == (415, "identity")


async def test_endless_queries_and_headers_are_refused(api: httpx.AsyncClient) -> None:
    assert (await api.get("/nothing?q=" + "x" * 9_000)).status_code == 414
    assert (await api.get("/nothing", headers={"X-Much": "x" * 40_000})).status_code == 431


async def test_a_body_that_trickles_is_given_up(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.2)

    async def receive() -> Message:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    assert (await asyncio.wait_for(answer_of(app, receive), 5))["status"] == 408


async def test_what_takes_too_long_is_answered_in_time(api: httpx.AsyncClient) -> None:
    response = await asyncio.wait_for(api.get("/slow/x"), 5)
    assert (response.status_code, response.json()["code"]) == (503, "service.deadline")
    assert response.headers["retry-after"] == "2"


async def test_a_stream_that_has_begun_has_no_deadline(api: httpx.AsyncClient) -> None:
    assert (await api.get("/stream")).text == "0 1 2 3 4 "


async def test_too_many_at_once_are_told_to_come_back(api: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(api.get("/slow/x") for _ in range(5)))
    assert sorted(answer.json()["code"] for answer in answers) == ["service.busy"] * 2 + ["service.deadline"] * 3
    assert (await api.get("/nothing")).status_code == 404


async def test_only_the_configured_origins_may_read_from_a_browser(api: httpx.AsyncClient) -> None:
    headers = "If-Match,Authorization,X-Medplum"
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": headers}
    allowed = await api.options("/weigh", headers={"Origin": ORIGIN, **asked})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, ORIGIN)
    refused = await api.options("/weigh", headers={"Origin": "https://elsewhere.example", **asked})
    assert "access-control-allow-origin" not in refused.headers
    shown = await api.post("/weigh", headers={"Origin": ORIGIN})
    assert "ETag" in shown.headers["access-control-expose-headers"]


async def test_meters_and_logs_name_the_route_and_never_the_path(
    api: httpx.AsyncClient, metrics: Metrics, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "throughline.requests")
    await api.get("/slow/jane-doe?name=jane-doe", headers={"X-Request-Id": "partner-4711"})
    await api.get("/jane-doe")
    count = metrics.registry.get_sample_value
    assert count("throughline_requests_total", {"method": "GET", "route": "/slow/{name}", "status": "503"}) == 1
    assert count("throughline_requests_total", {"method": "GET", "route": "unmatched", "status": "404"}) == 1
    assert count("throughline_requests_running") == 0
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert [line["route"] for line in lines] == ["/slow/{name}", "unmatched"]
    assert lines[0]["request_id"] == "partner-4711"
    assert "jane-doe" not in json.dumps(lines)


def test_a_logged_exception_names_its_type_and_place_but_not_its_message() -> None:
    try:
        int("Jane Doe")
    except ValueError:
        record = logging.getLogger().makeRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    line = JsonLines().format(record)
    assert "Jane" not in line
    assert json.loads(line)["error"] == "ValueError"
    assert json.loads(line)["frames"]


async def answer_of(app: FastAPI, receive: object, *headers: tuple[bytes, bytes]) -> Message:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/weigh",
        "raw_path": b"/weigh",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"service.example"), *headers],
        "server": ("service.example", 80),
        "client": ("192.0.2.1", 1234),
    }
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    return sent[0]


def test_a_page_of_another_origin_may_read_every_header_that_is_published() -> None:
    assert sorted(set(DOCUMENT["components"]["headers"]) - set(SHOWN_HEADERS)) == []
