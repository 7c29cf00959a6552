"""How long and how many: a caller hears 503 in time instead of waiting for a service that has no room."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.deadlines import Deadlines
from app.api.problems import Refusal, problem

RETRY_SECONDS = "2"
_BUSY = Refusal(
    status=503, code="service.busy", detail="Too many requests at once.", headers={"Retry-After": RETRY_SECONDS}
)
_LATE = Refusal(
    status=503,
    code="service.deadline",
    detail="The answer was not ready in time; a write may or may not have happened, so retry with its Idempotency-Key.",
    headers={"Retry-After": RETRY_SECONDS},
)


class Overload:
    """Middleware: at most `most` requests at once, each begun to be answered within `seconds`.

    The clock starts anew with each part of a body that arrives, and stops when the answer begins, so that
    uploads have their own limit and streams have none.
    """

    def __init__(self, app: ASGIApp, *, seconds: float, most: int) -> None:
        self.app = app
        self.deadlines = Deadlines(seconds)
        self.most = most
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.running >= self.most:
            await problem(scope, _BUSY)(scope, receive, send)
            return
        self.running += 1
        try:
            await self._in_time(scope, receive, send)
        finally:
            self.running -= 1

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        deadlines, is_answered = self.deadlines, False
        deadline = deadlines.begin()

        async def received() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                deadlines.renew(deadline)
            return message

        async def begun(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            deadlines.lift(deadline)
            await send(message)

        try:
            await self.app(scope, received, begun)
        except asyncio.CancelledError:
            if not deadline.took_effect() or is_answered:
                raise
            await problem(scope, _LATE)(scope, receive, send)
        finally:
            deadlines.lift(deadline)
