"""What every operation must be, read from the routers themselves."""

import inspect
from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.main import ROUTERS

ROUTES = [
    pytest.param(route, id=f"{min(route.methods)} {route.path}")
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
]


def everything_called(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from everything_called(inner)


@pytest.mark.parametrize("route", ROUTES)
def test_nothing_is_sent_to_a_thread_pool(route: APIRoute) -> None:
    synchronous = [call for call in everything_called(route.dependant) if not inspect.iscoroutinefunction(call)]
    assert synchronous == []
