"""Every operation is found by its shape, and by no other."""

import pytest
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.api.switchboard import Switchboard
from app.main import ROUTERS

BOARD = Switchboard(ROUTERS)
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
AN_ID = "0198c0de-7a11-7000-8000-000000000001"


def a_scope(method: str, path: str) -> dict[str, object]:
    return {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_an_operation_is_found(route: APIRoute) -> None:
    path = "/".join(AN_ID if part.startswith("{") else part for part in route.path.split("/"))
    match, scope = BOARD.matches(a_scope(min(route.methods or ()), path))
    assert (Match.FULL, route) == (match, scope["route"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", ""),
        ("GET", "/v1"),
        ("GET", "/v1/clients/a/b/c/d"),
        ("GET", "//"),
    ],
)
def test_what_is_no_operation_is_left_to_others(method: str, path: str) -> None:
    assert BOARD.matches(a_scope(method, path)) == (Match.NONE, {})


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/v1/clients/search"), ("DELETE", "/v1/clients")])
def test_a_fixed_path_is_never_taken_for_somebodys_id(method: str, path: str) -> None:
    with pytest.raises(HTTPException) as refused:
        BOARD.matches(a_scope(method, path))
    assert (refused.value.status_code, "POST" in (refused.value.headers or {})["Allow"]) == (405, True)
