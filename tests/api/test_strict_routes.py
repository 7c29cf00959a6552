"""How every route treats requests that say more, less or other than the operation declares."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.api.doorway import doorway
from app.api.observations import Metrics
from app.api.pages import Cursors, Paged
from app.api.preconditions import Expected
from app.api.problems import Problem, problem_handlers
from app.api.rendering import answer, respond
from app.api.routes import StrictRoute
from app.domain.errors import Forbidden, NotFound, Throttled
from app.ports.queries import Page
from tests.support.limits import limits_for

THING = "0198c0de-7a11-7000-8000-000000000001"
JSON = {"Content-Type": "application/json"}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=10)]


class ThingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=10)]
    parts: list[Part] = []
    size: int | Literal["large"] = 1


def an_application() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        middleware=doorway(metrics=Metrics(), limits=limits_for(), origins=(), deadline_seconds=5, most=100),
    )
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)
    app.state.cursors = Cursors(b"a key")
    app.router.route_class = StrictRoute

    @app.post("/things")
    async def create_thing(thing: ThingIn) -> Response:
        return respond(answer(thing.model_dump()))

    @app.get("/things")
    async def list_things(
        paging: Paged, sort: Literal["name", "-name"] = "name", tag: Annotated[list[str] | None, Query()] = None
    ) -> Response:
        del sort, tag
        first = 0 if paging.after is None else int(str(paging.after[0]))
        items = tuple(range(first, first + paging.limit))
        return respond(paging.answer(Page(items=items, next=(items[-1] + 1, UUID(THING))), lambda item: item))

    @app.get("/things/{thing_id}")
    async def read_thing(thing_id: UUID) -> Response:
        raise NotFound("thing", id=thing_id)

    @app.patch("/things/{thing_id}")
    async def change_thing(thing_id: UUID, expected: Expected, thing: ThingIn) -> Response:
        return respond(answer({"expected": expected, "id": thing_id, "name": thing.name}, version=4))

    @app.delete("/things/{thing_id}")
    async def break_thing(thing_id: UUID) -> Response:
        raise ValueError(f"a name that nobody may read, of {thing_id}")

    @app.get("/busy")
    async def read_busy() -> Response:
        raise Throttled("rate.exceeded", "Too many.", retry_after=7)

    @app.get("/closed")
    async def read_closed() -> Response:
        raise Forbidden("scope.insufficient", "This needs the scope system/Task.r.", scope="system/Task.r")

    return app


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(an_application())
    async with httpx.AsyncClient(transport=transport, base_url="http://service.example") as client:
        yield client


def problem_of(response: httpx.Response, status: int, code: str) -> Problem:
    assert (status, code) == (response.status_code, response.json()["code"])
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(response.json())
    assert f"/problems/{code}" == problem.type
    assert response.headers["x-request-id"] == problem.request_id
    return problem


def faults_of(problem: Problem) -> dict[str, str]:
    return {fault.pointer: fault.message for fault in problem.errors}


async def test_what_is_declared_is_taken(api: httpx.AsyncClient) -> None:
    response = await api.post("/things", json={"name": "Bo", "parts": [{"name": "a"}]})
    assert response.json() == {"name": "Bo", "parts": [{"name": "a"}], "size": 1}


async def test_faults_are_named_by_pointers_into_what_was_sent(api: httpx.AsyncClient) -> None:
    body = {"name": "far too long a name", "parts": [{"name": "a"}, {"nome": "b"}], "size": {}, "a/b": 1}
    problem = problem_of(await api.post("/things", json=body), 422, "request.invalid")
    assert {"/name", "/parts/1/name", "/parts/1/nome", "/size", "/a~1b"} == set(faults_of(problem))
    assert "far too long" not in str(problem)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
)
async def test_other_media_types_are_refused(api: httpx.AsyncClient, content_type: str) -> None:
    response = await api.post("/things", content=b'{"name": "Bo"}', headers={"Content-Type": content_type})
    problem_of(response, 415, "request.media-type")


async def test_json_by_another_name_is_json(api: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/merge-patch+json; charset=UTF-8"}
    response = await api.post("/things", content=b'{"name": "Bo"}', headers=headers)
    assert response.status_code == 200


async def test_an_empty_body_is_named_as_such(api: httpx.AsyncClient) -> None:
    problem_of(await api.post("/things"), 422, "request.empty-body")


async def test_lenient_json_is_refused(api: httpx.AsyncClient) -> None:
    response = await api.post("/things", content=b'{"name": "Bo", "name": "Bob"}', headers=JSON)
    assert faults_of(problem_of(response, 422, "json.refused")) == {"/name": "Given twice."}


async def test_unknown_query_parameters_are_refused(api: httpx.AsyncClient) -> None:
    problem = problem_of(await api.get("/things?colour=red&limit=2"), 400, "query.unknown-parameter")
    assert {"/query/colour"} == set(faults_of(problem))
    problem_of(await api.get(f"/things/{THING}?limit=2"), 400, "query.unknown-parameter")


async def test_a_parameter_given_twice_is_refused_unless_it_is_a_list(api: httpx.AsyncClient) -> None:
    problem_of(await api.get("/things?limit=2&limit=3"), 400, "query.repeated-parameter")
    assert (await api.get("/things?tag=a&tag=b")).status_code == 200


@pytest.mark.parametrize("query", ["tag=%00", "tag=%ff", "tag=%ed%a0%80"])
async def test_text_that_the_database_would_not_take_is_refused_in_queries(api: httpx.AsyncClient, query: str) -> None:
    problem_of(await api.get(f"/things?{query}"), 400, "query.malformed")


async def test_a_path_with_control_characters_is_refused(api: httpx.AsyncClient) -> None:
    problem_of(await api.get("/things/a%00b"), 400, "request.malformed-path")


async def test_a_garbage_id_is_named(api: httpx.AsyncClient) -> None:
    problem = problem_of(await api.get("/things/garbage"), 422, "request.invalid")
    assert {"/path/thing_id"} == set(faults_of(problem))


async def test_a_media_type_that_the_answer_has_not_is_refused(api: httpx.AsyncClient) -> None:
    problem_of(await api.get("/things", headers={"Accept": "text/csv"}), 406, "request.not-acceptable")
    accept = "text/csv, application/json;q=0.5"
    assert (await api.get("/things", headers={"Accept": accept})).status_code == 200


async def test_every_page_leads_to_the_next(api: httpx.AsyncClient) -> None:
    first = await api.get("/things?limit=2&sort=-name&tag=ä b")
    second = await api.get(first.links["next"]["url"])
    assert (first.json()["items"], second.json()["items"]) == ([0, 1], [2, 3])
    assert first.json()["next_cursor"] in first.links["next"]["url"]


async def test_a_cursor_is_good_for_its_own_list_only(api: httpx.AsyncClient) -> None:
    cursor = (await api.get("/things?limit=2&sort=name")).json()["next_cursor"]
    assert (await api.get(f"/things?limit=1&sort=name&cursor={cursor}")).json()["items"] == [2]
    other = "B" if cursor[20] == "A" else "A"
    tampered = f"{cursor[:20]}{other}{cursor[21:]}"
    for query in (f"cursor={cursor}", f"sort=-name&cursor={cursor}", f"sort=name&cursor={tampered}", "cursor=abc"):
        problem_of(await api.get(f"/things?{query}"), 400, "page.cursor")


@pytest.mark.parametrize("limit", ["0", "-1", "201", "9223372036854775808", "1.5", "many", ""])
async def test_limits_are_bounded(api: httpx.AsyncClient, limit: str) -> None:
    problem = problem_of(await api.get(f"/things?limit={limit}"), 422, "request.invalid")
    assert {"/query/limit"} == set(faults_of(problem))


async def test_a_change_names_the_version_that_it_changes(api: httpx.AsyncClient) -> None:
    path, body = f"/things/{THING}", {"name": "Bo"}
    problem_of(await api.patch(path, json=body), 428, "precondition.required")
    for tag in ("3", '"three"', '"3-1a2b3c4d", "4-1a2b3c4d"', 'W/"3"', '"0"', '"99999999999"'):
        response = await api.patch(path, json=body, headers={"If-Match": tag})
        problem_of(response, 400, "precondition.malformed")
    for tag, expected in (('"3-1a2b3c4d"', 3), ('"3"', 3), ("*", None)):
        response = await api.patch(path, json=body, headers={"If-Match": tag})
        assert expected == response.json()["expected"]


async def test_an_address_without_a_page_says_so(api: httpx.AsyncClient) -> None:
    problem_of(await api.get("/nothing"), 404, "route.not-found")
    problem_of(await api.get(f"/things/{THING}"), 404, "thing.not-found")


async def test_a_wrong_method_is_told_all_right_ones(api: httpx.AsyncClient) -> None:
    response = await api.put("/things")
    problem = problem_of(response, 405, "method.not-allowed")
    assert (response.headers["allow"], problem.detail) == ("GET, HEAD, POST", "Send GET or POST to this address.")


@pytest.mark.parametrize("body", ["null", "[]", "1", '"a name"'])
async def test_a_body_that_is_no_object_is_asked_to_be_one(api: httpx.AsyncClient, body: str) -> None:
    response = await api.post("/things", content=body, headers={"Content-Type": "application/json"})
    assert faults_of(problem_of(response, 422, "request.invalid")) == {"": "Expected an object."}


async def test_who_must_wait_is_told_how_long(api: httpx.AsyncClient) -> None:
    response = await api.get("/busy")
    problem_of(response, 429, "rate.exceeded")
    assert response.headers["retry-after"] == "7"


async def test_a_missing_scope_is_challenged(api: httpx.AsyncClient) -> None:
    response = await api.get("/closed")
    problem = problem_of(response, 403, "scope.insufficient")
    assert problem.context == {"scope": "system/Task.r"}
    assert 'error="insufficient_scope", scope="system/Task.r"' in response.headers["www-authenticate"]


async def test_a_failure_of_ours_tells_nothing_but_its_request_id(
    api: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = await api.delete(f"/things/{THING}", headers={"X-Request-Id": "a-request-of-mine"})
    problem = problem_of(response, 500, "internal")
    assert problem.request_id == "a-request-of-mine"
    assert "nobody may read" not in response.text
    assert [r.request_id for r in caplog.records if r.name == "throughline.failures"] == ["a-request-of-mine"]  # type: ignore[attr-defined]
