"""The last resort: whatever breaks is put on record, and the caller learns only that we failed."""

import logging

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Refusal, problem, request_id_of

INTERNAL = Refusal(status=500, code="internal", detail="The service failed; the request id is on record.")

logger = logging.getLogger("throughline.failures")


class Failures:
    """Middleware: turn an unexpected exception into a 500 that tells nothing, and a log line that tells enough."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except ClientDisconnect:
            return
        except Exception as error:
            logger.exception("unexpected %s", type(error).__name__, extra={"request_id": request_id_of(scope)})
            if begun:
                raise
            await problem(scope, INTERNAL)(scope, receive, send)
