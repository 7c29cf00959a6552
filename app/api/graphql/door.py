"""/graphql: GraphQL over HTTP, and live over WebSocket and event streams, for whoever has a token.

https://graphql.github.io/graphql-over-http/draft/: a POST with `query`, `operationName`, `variables`, `extensions`.
What is wrong with the request itself is a problem as over REST; what is wrong with its document is an error in the
answer, whose status follows the media type that was asked for.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from app.api.graphql.persisted import allowed_in

if TYPE_CHECKING:
    from app.api.graphql.answering import Answering


def set_up_graphql(state: object, documents: Path | None) -> None:
    """Give an application's state the list of the documents that it runs; without one it runs any."""
    state.allowed_documents = allowed_in(documents)  # type: ignore[attr-defined]


class GraphQLDoor:
    """The door over the operations of some routers; what answers is made with the first request."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._routers = tuple(routers)
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/graphql", self.answer, methods=["POST"])
        self.router.add_websocket_route("/graphql", self.converse)

    @cached_property
    def answering(self) -> "Answering":
        """What answers."""
        from app.api.graphql.answering import Answering  # noqa: PLC0415 - Strawberry is slow to load

        return Answering(self._routers)

    async def converse(self, websocket: WebSocket) -> None:
        """Speak over one WebSocket."""
        from app.api.graphql.sockets import Socket  # noqa: PLC0415 - as slow, and rarer

        await Socket(self.answering.preparing, websocket).converse()

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        return await self.answering.answer(request)
