"""The Allow header, because the framework names only the methods of the first route of a path."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import Request


def with_all_methods(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a 405 with every method that this path knows; a fixed path is nobody's id."""
    app = request.scope["app"]
    if not isinstance(app, FastAPI):
        return dict(headers)
    path: str = request.scope["path"]
    fixed: set[str] = set()
    fitting: set[str] = set()
    for context in iter_route_contexts(app.routes):
        pattern = getattr(context.original_route, "path_regex", None)
        if pattern is not None and context.methods and pattern.match(path):
            fitting |= context.methods
            if getattr(context.original_route, "path", None) == path:
                fixed |= context.methods
    methods = fixed or fitting
    return {**headers, "Allow": ", ".join(sorted(methods))} if methods else dict(headers)
