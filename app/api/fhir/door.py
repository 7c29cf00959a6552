"""The one route below /fhir: finding a type among a hundred routes would cost more than the database.

What answers is loaded with the first request: the tables of FHIR are large, and not every process is asked for them.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from app.api.fhir.paths import Template
from app.api.operation_outcomes import BELOW, is_below

if TYPE_CHECKING:
    from app.api.fhir.answering import Answering

ELSEWHERE = f"{BELOW}/.well-known/"


class FhirDoor(BaseRoute):
    """Takes everything below /fhir."""

    path = BELOW

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    @cached_property
    def answering(self) -> "Answering":
        """What answers."""
        from app.api.fhir.answering import Answering  # noqa: PLC0415 - loaded with the first request

        return Answering(self.base_url)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every address below the base but those of its well-known documents."""
        if scope["type"] == "http" and is_below(scope["path"]) and not scope["path"].startswith(ELSEWHERE):
            return Match.FULL, {"route": Template(BELOW)}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self.answering.answer(Request(scope, receive, send))
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> str:  # type: ignore[override]
        """Have no names."""
        raise NoMatchFound(name, path_params)
