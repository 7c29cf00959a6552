"""The ASGI factory: mounts the doors over a service that is already wired."""

from fastapi import APIRouter, FastAPI

from app.api.desks import Recognise, set_up_desks
from app.api.problems import problem_handlers
from app.wiring import Service

VERSION = "0.1.0"
ROUTERS: tuple[APIRouter, ...] = ()


def create_app(service: Service, recognise: Recognise) -> FastAPI:
    """Build the application; `recognise` tells who sends a request."""
    app = FastAPI(
        title="Throughline",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)
    set_up_desks(app.state, core=service.core, recognise=recognise, cursor_key=service.secret)
    for router in ROUTERS:
        app.include_router(router)
    return app
