"""/graphql: GraphQL over HTTP, and live over WebSocket and event streams, for whoever has a token.

https://graphql.github.io/graphql-over-http/draft/: a POST with `query`, `operationName`, `variables`, `extensions`.
What is wrong with the request itself is a problem as over REST; what is wrong with its document is an error in the
answer, whose status follows the media type that was asked for.
"""

import asyncio
import gc
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from app.api.graphql.persisted import allowed_in

if TYPE_CHECKING:
    from app.api.graphql.answering import Answering


QUIET_SECONDS = 2


def set_up_graphql(state: object, documents: Path | None) -> None:
    """Give an application's state the list of the documents that it runs; without one it runs any."""
    state.allowed_documents = allowed_in(documents)  # type: ignore[attr-defined]


class GraphQLDoor:
    """The door over the operations of some routers.

    What answers takes a second to make: it is made beside the requests, soon after the start or with the first of them.
    """

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._routers = tuple(routers)
        self._making = Lock()
        self._made: Answering | None = None
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/graphql", self.answer, methods=["POST"])
        self.router.add_websocket_route("/graphql", self.converse)

    @property
    def answering(self) -> "Answering":
        """What answers; whoever asks first waits until it is made."""
        with self._making:
            if self._made is None:
                from app.api.graphql.answering import Answering  # noqa: PLC0415 - Strawberry is slow to load

                self._made = Answering(self._routers)
                gc.freeze()  # it is no garbage, ever
            return self._made

    async def prepare(self) -> None:
        """Make what answers in a moment without requests: not at once, when others still wait for the start."""
        await asyncio.sleep(QUIET_SECONDS)
        await self._be_ready()

    async def converse(self, websocket: WebSocket) -> None:
        """Speak over one WebSocket."""
        from app.api.graphql.sockets import Socket  # noqa: PLC0415 - as slow, and rarer

        await self._be_ready()
        await Socket(self.answering.preparing, websocket).converse()

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        await self._be_ready()
        return await self.answering.answer(request)

    async def _be_ready(self) -> None:
        """Wait for what answers, without keeping others waiting."""
        if self._made is None:
            await asyncio.to_thread(lambda: self.answering)
