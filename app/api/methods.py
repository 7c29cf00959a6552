"""The Allow header, because the framework names only the methods of the first route of a path."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import Request


def with_all_methods(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a 405 with every method that the path of this request knows."""
    app = request.scope["app"]
    if not isinstance(app, FastAPI):
        return dict(headers)
    path: str = request.scope["path"]
    methods: set[str] = set()
    for context in iter_route_contexts(app.routes):
        pattern = getattr(context.original_route, "path_regex", None)
        if pattern is not None and context.methods and pattern.match(path):
            methods |= context.methods
    return {**headers, "Allow": ", ".join(sorted(methods))} if methods else dict(headers)
