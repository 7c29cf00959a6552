"""HEAD (RFC 9110, section 9.3.2): whatever is told of with GET is told of without its body, by the same rules."""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOW = b"allow"


class Heads:
    """Middleware: ask as for GET, and stop at the headers, so that not even a stream is begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._without_body(scope, receive, send)
        else:
            await self.app(scope, receive, _naming_head(send))

    async def _without_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        tell = _naming_head(send)

        async def until_the_body(message: Message) -> None:
            await tell(message)
            if message["type"] == "http.response.start":
                await tell({"type": "http.response.body"})
                raise ClientDisconnect

        scope["method"] = "GET"
        try:
            await self.app(scope, receive, until_the_body)
        except ClientDisconnect:
            return
        finally:
            scope["method"] = "HEAD"


def _naming_head(send: Send) -> Send:
    """Let `Allow` name HEAD wherever it names GET."""

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, _with_head(value) if name.lower() == ALLOW else value) for name, value in message["headers"]
            ]
        await send(message)

    return named


def _with_head(allowed: bytes) -> bytes:
    methods = {each.strip() for each in allowed.split(b",")}
    return b", ".join(sorted(methods | {b"HEAD"} if b"GET" in methods else methods))
