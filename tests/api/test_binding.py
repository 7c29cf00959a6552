"""Requests in order are bound by what was worked out at start, all others by the framework, and both mean the same."""

from enum import StrEnum
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from app.api import routes
from app.api.binding import bound
from app.api.problems import problem_handlers
from app.api.routes import StrictRoute
from app.main import ROUTERS


class Colour(StrEnum):
    RED = "red"


class ThingIn(BaseModel):
    size: int


async def counted(limit: Annotated[int, Query(le=9)] = 5) -> int:
    return limit


Counted = Annotated[int, Depends(counted)]


async def things(
    number: int,
    counted: Counted,
    again: Counted,
    colour: Colour = Colour.RED,
    word: Annotated[list[str] | None, Query()] = None,
    tag: Annotated[str | None, Header(alias="If-Match")] = None,
    thing: ThingIn | None = None,
) -> Response:
    size = None if thing is None else thing.size
    return JSONResponse([number, counted, again, colour, word, tag, size])


def an_app(monkeypatch: pytest.MonkeyPatch, *, plainly: bool) -> FastAPI:
    if plainly:
        monkeypatch.setattr(routes, "bound", lambda _route: None)
    router = APIRouter(route_class=StrictRoute)
    router.add_api_route("/things/{number}", things, methods=["GET", "POST"], response_model=None)
    app = FastAPI()
    app.router.routes.extend(router.routes)
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)
    return app


ASKED: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("GET", "/things/7", {}),
    ("GET", "/things/7?limit=3&colour=red&word=a&word=b", {"headers": {"If-Match": "x"}}),
    ("GET", "/things/seven?limit=30&colour=blue", {}),
    ("GET", "/things/7?limit=&word=", {}),
    ("POST", "/things/7", {"json": {"size": 4}}),
    ("POST", "/things/7", {"json": {"size": "large"}}),
    ("POST", "/things/7", {"json": None}),
)


@pytest.mark.parametrize(("method", "path", "more"), ASKED)
async def test_a_request_means_the_same_however_it_is_bound(
    method: str, path: str, more: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for plainly in (False, True):
        app = an_app(monkeypatch, plainly=plainly)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            answer = await client.request(method, path, **more)  # type: ignore[arg-type]
        told.append((answer.status_code, answer.json()))

    assert told[0] == told[1]


def test_every_operation_is_bound_at_start() -> None:
    left = [route for router in ROUTERS for route in router.routes if not _is_bound(route)]

    assert left == []


def _is_bound(route: object) -> bool:
    return isinstance(route, APIRoute) and bound(route) is not None


async def test_what_only_the_framework_knows_is_left_to_it() -> None:
    async def with_a_response(response: Response) -> Response:
        return response

    async def with_a_list(words: Annotated[list[str], Query(default_factory=list)]) -> Response:
        return JSONResponse(words)

    def at_once() -> Response:
        return Response()

    routes_left = [APIRoute("/", each, response_model=None) for each in (with_a_response, with_a_list, at_once)]

    assert [bound(route) for route in routes_left] == [None, None, None]
