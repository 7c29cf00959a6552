"""Finds a request's operation by method and shape of path: trying a hundred routes cost more than the database."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

Shape = tuple[str, int, str]


class Switchboard(BaseRoute):
    """One route that stands for many; what it does not know is left to the routes behind it, and so are refusals."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._routes: dict[Shape, list[APIRoute]] = defaultdict(list)
        self._fixed: dict[str, set[str]] = defaultdict(set)
        for router in routers:
            for route in router.routes:
                if isinstance(route, APIRoute):
                    for method in route.methods or ():
                        self._routes[_shape(method, route.path_format)].append(route)
                    if "{" not in route.path_format:
                        self._fixed[route.path_format].update(route.methods or ())

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the operation, where method and path both fit; a fixed path is never taken for somebody's id."""
        if scope["type"] == "http":
            known = self._fixed.get(scope["path"])
            if known is not None and scope["method"] not in known:
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(sorted(known))})
            for route in self._routes.get(_shape(scope["method"], scope["path"]), ()):
                match, child_scope = route.matches(scope)
                if match is Match.FULL:
                    return match, child_scope
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the operation that `matches` has named."""
        route: APIRoute = scope["route"]
        await route.handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> str:  # type: ignore[override]
        """Leave names to the routes themselves."""
        raise NoMatchFound(name, path_params)


def _shape(method: str, path: str) -> Shape:
    parts = path.split("/", 3)
    return method, path.count("/"), parts[2] if len(parts) > 2 else parts[-1]  # noqa: PLR2004 - "", "v1", "referrals"
