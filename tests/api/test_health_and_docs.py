"""What supervisors and readers are shown."""

import json
import re
from pathlib import Path

import httpx
import pytest

from app.api import docs
from app.api.openapi import describe
from app.api.openapi_for_docs import as_3_0
from tests.support.doors import Doors


@pytest.fixture
async def anyone(doors: Doors) -> httpx.AsyncClient:
    return await doors.nobody()


async def test_a_living_process_says_so(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/healthz")).json() == {"status": "ok"}


async def test_a_service_is_ready_when_its_database_answers_and_is_migrated(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/readyz")).json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok"}}


async def test_without_a_metrics_token_there_are_no_metrics(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/metrics")).status_code == 404


async def test_metrics_are_for_whoever_has_the_token(doors: Doors, anyone: httpx.AsyncClient) -> None:
    doors.app.state.metrics_token = "a token"
    await anyone.get("/healthz")
    assert (await anyone.get("/metrics", headers={"Authorization": "Bearer another"})).status_code == 401
    shown = await anyone.get("/metrics", headers={"Authorization": "Bearer a token"})
    assert 'throughline_requests_total{method="GET",route="/healthz",status="200"} 1.0' in shown.text


async def test_the_docs_need_nothing_from_other_hosts_and_no_inline_script(anyone: httpx.AsyncClient) -> None:
    page = await anyone.get("/docs")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert re.findall(r"https?://", page.text) == []
    assert re.findall(r"<script(?![^>]* src=)|<style|style=| on[a-z]+=", page.text) == []
    for path in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert (await anyone.get(path)).status_code == 200, path


async def test_the_bare_address_leads_to_the_docs(anyone: httpx.AsyncClient) -> None:
    answer = await anyone.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")


async def test_the_assets_are_those_of_the_page_and_nothing_else(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/docs/assets/..%2f__init__.py")).status_code == 404
    assert {"text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/png"} == {
        (await anyone.get(f"/docs/assets/{name}")).headers["content-type"] for name in docs.ASSETS
    }


async def test_every_kind_of_problem_has_a_page(anyone: httpx.AsyncClient) -> None:
    problem = (await anyone.get("/nothing")).json()
    page = await anyone.get(problem["type"])
    assert page.status_code == 200
    assert "route.not-found" in page.text
    assert (await anyone.get("/problems/<script>")).status_code == 404


async def test_the_document_is_served_as_the_code_says_it(doors: Doors, anyone: httpx.AsyncClient) -> None:
    served = (await anyone.get("/openapi.json")).json()
    assert served["openapi"] == "3.1.0"
    assert json.loads(json.dumps(describe(doors.app))) == served


async def test_where_no_document_came_with_the_code_it_is_made(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    published = docs.PUBLISHED.read_bytes()
    monkeypatch.setattr(docs, "PUBLISHED", tmp_path / "openapi.json")
    served = (await (await doors.nobody()).get("/openapi.json")).json()
    assert json.loads(published) == served


async def test_the_page_reads_a_document_of_the_version_that_it_knows(anyone: httpx.AsyncClient) -> None:
    older = (await anyone.get("/docs/openapi-3.0.json")).json()
    assert older["openapi"] == "3.0.3"
    assert "webhooks" not in older
    assert '"null"' not in json.dumps(older)


def test_what_3_0_says_otherwise_is_said_its_way() -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"summary": "x", "license": {"name": "x", "identifier": "x"}},
        "webhooks": {},
        "components": {
            "schemas": {
                "A": {"type": ["string", "null"], "examples": ["a", "b"]},
                "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
                "C": {"const": 1},
                "D": {"type": "number", "exclusiveMinimum": 0},
            }
        },
    }
    expected = {
        "A": {"type": "string", "nullable": True, "example": "a"},
        "B": {"anyOf": [{"$ref": "#/components/schemas/A"}], "nullable": True},
        "C": {"enum": [1]},
        "D": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
    }
    assert expected == as_3_0(document)["components"]["schemas"]
