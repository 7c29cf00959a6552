"""GraphQL over WebSocket, many operations on one connection: the protocol `graphql-transport-ws`.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. The token comes with `connection_init`, since browsers
let no script set a header of the handshake: `{"authorization": "Bearer …"}`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.api.graphql.conversations import Conversation
from app.api.graphql.documents import NotADocument
from app.api.graphql.preparing import Preparing, errors_of
from app.api.graphql.refusals import REFUSALS
from app.api.json_reader import read_json
from app.api.problems import Refusal, Refused, request_id_of
from app.api.request_costs import STREAM, Kind
from app.api.security import token_of
from app.domain.errors import DomainError, Forbidden, Throttled, Unauthenticated
from app.domain.networks.actor import Actor
from app.use_cases.core import Call
from app.use_cases.events.followers import Bearer
from app.use_cases.events.live import Live

SUBPROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 10.0
LONGEST_ID, LONGEST_REASON = 200, 120
GOING_AWAY, TRY_AGAIN = 1001, 1013
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NO_SUBPROTOCOL = 4400, 4401, 4403, 4406
INIT_TIMEOUT, SUBSCRIBER_EXISTS, TOO_MANY_INITS = 4408, 4409, 4429
_INTERNAL = Refusal(status=500, code="internal", detail="The service failed; the request id is on record.")

Message = Mapping[str, Any]
logger = logging.getLogger("throughline.sockets")


@dataclass(slots=True)
class Closed(Exception):
    """That the connection is to be closed, and why."""

    code: int
    reason: str


class Socket:
    """One WebSocket, from its handshake to its end."""

    def __init__(self, preparing: Preparing, websocket: WebSocket) -> None:
        self._preparing, self._websocket = preparing, websocket
        self._running: dict[str, asyncio.Task[None]] = {}
        self._closing: asyncio.Task[None] | None = None
        self._over = False

    async def converse(self) -> None:
        """Speak until either side has enough."""
        spoken = SUBPROTOCOL in self._websocket.scope["subprotocols"]
        await self._websocket.accept(SUBPROTOCOL if spoken else None)
        try:
            authorization = await self._initialised(spoken=spoken)
            async with self._admitted(authorization) as conversation:
                await self._send({"type": "connection_ack"})
                await self._listen(conversation)
        except Closed as closed:
            await self._close(closed)
        except DomainError as refusal:
            await self._close(_why(refusal))
        except WebSocketDisconnect:
            self._over = True
        finally:
            await self._stop()

    async def _initialised(self, *, spoken: bool) -> str:
        """Wait for `connection_init`, and return the authorization that it brings."""
        if not spoken:
            raise Closed(NO_SUBPROTOCOL, "Subprotocol not acceptable")
        try:
            async with asyncio.timeout(INIT_SECONDS):
                while (message := await self._receive())["type"] != "connection_init":
                    if message["type"] == "subscribe":
                        raise Closed(UNAUTHORIZED, "Unauthorized")
                    await self._maintain(message)
        except TimeoutError:
            raise Closed(INIT_TIMEOUT, "Connection initialisation timeout") from None
        payload = message.get("payload") or {}
        given = payload.get("authorization", payload.get("Authorization"))
        if not isinstance(given, str):
            raise Closed(UNAUTHORIZED, "Send an access token: connection_init with payload.authorization")
        return given

    @asynccontextmanager
    async def _admitted(self, authorization: str) -> AsyncIterator[Conversation]:
        """Recognise the caller, and count the connection as one of its streams while it is open."""
        state, request = self._websocket.app.state, _as_request(self._websocket, authorization)
        actor: Actor = await self._recognised(request)
        visit = state.limits.hold(actor, Kind.STREAM, STREAM)
        try:
            live: Live = state.live
            call = Call(actor=actor, request_id=request_id_of(request.scope))
            async with live.connected(token_of([authorization]), call) as (wire, bearer):
                bearer.on_end = partial(self._ended, bearer)
                if bearer.ended is not None:
                    raise bearer.ended
                yield Conversation(
                    app=self._websocket.app,
                    preparing=self._preparing,
                    account=visit.account,
                    wire=wire,
                    bearer=bearer,
                )
        finally:
            visit.end()

    async def _recognised(self, request: Request) -> Actor:
        state = self._websocket.app.state
        try:
            actor: Actor = await state.recognise(request)
        except Unauthenticated:
            state.limits.charge_stranger(request)
            raise
        return actor

    async def _listen(self, conversation: Conversation) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "connection_init":
                raise Closed(TOO_MANY_INITS, "Too many initialisation requests")
            if message["type"] == "subscribe":
                self._subscribe(conversation, message)
            else:
                await self._maintain(message)

    async def _maintain(self, message: Message) -> None:
        if message["type"] == "ping":
            payload = message.get("payload")
            await self._send({"type": "pong"} if payload is None else {"type": "pong", "payload": payload})
        elif message["type"] == "complete" and (task := self._running.pop(message["id"], None)) is not None:
            task.cancel()

    def _subscribe(self, conversation: Conversation, message: Message) -> None:
        id_ = message["id"]
        if id_ in self._running:
            raise Closed(SUBSCRIBER_EXISTS, f"Subscriber for {id_} already exists")
        self._running[id_] = asyncio.create_task(self._tell(conversation, id_, message["payload"]))

    async def _tell(self, conversation: Conversation, id_: str, asked: Message) -> None:
        """Tell the results of one operation, then that they are complete, or why there are none."""
        told = msgspec.json.encode(id_)
        try:
            async with aclosing(conversation.results(asked)) as results:
                async for result in results:
                    await self._write(b'{"id":%b,"type":"next","payload":%b}' % (told, result or b"null"))
            await self._finish(id_, {"id": id_, "type": "complete"})
        except WebSocketDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, the other operations go on
            if conversation.bearer.ended is None:
                errors = self._errors(error, conversation.bearer)
                await self._finish(id_, {"id": id_, "type": "error", "payload": errors})

    def _errors(self, error: Exception, bearer: Bearer) -> list[dict[str, Any]]:
        known: Exception = error
        if not isinstance(error, (NotADocument, *REFUSALS)):
            logger.error("unexpected %s", type(error).__name__, exc_info=error)
            known = Refused(_INTERNAL)
        return errors_of(known, bearer.call.request_id)

    async def _finish(self, id_: str, message: Message) -> None:
        if self._running.pop(id_, None) is not None:
            await self._send(message)

    async def _receive(self) -> Message:
        """Return the next message; raises `Closed` for what is none of this protocol."""
        received = await self._websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        try:
            message = read_json((received.get("text") or "").encode())
        except REFUSALS:
            message = None
        if not isinstance(message, dict) or not _is_one(message):
            raise Closed(BAD_REQUEST, "Invalid message received")
        return message

    async def _send(self, message: Message) -> None:
        await self._write(msgspec.json.encode(message, enc_hook=str))

    async def _write(self, message: bytes) -> None:
        if self._over:
            raise WebSocketDisconnect
        await self._websocket.send_text(message.decode())

    def _ended(self, bearer: Bearer) -> None:
        """Close for a bearer who may hear no more; the next that is received is then the end."""
        assert bearer.ended is not None  # noqa: S101  that is what is told
        self._closing = asyncio.create_task(self._close(_why(bearer.ended)))

    async def _close(self, closed: Closed) -> None:
        if self._over:
            return
        self._over = True
        try:
            await self._websocket.close(closed.code, closed.reason.encode()[:LONGEST_REASON].decode(errors="ignore"))
        except WebSocketDisconnect:
            return

    async def _stop(self) -> None:
        """End what still runs."""
        self._over = True
        tasks = list(self._running.values())
        self._running.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *([self._closing] if self._closing else []), return_exceptions=True)


def _why(refusal: DomainError) -> Closed:
    if isinstance(refusal, Unauthenticated | Forbidden):
        return Closed(FORBIDDEN, refusal.message)
    if refusal.code == "service.stopping":
        return Closed(GOING_AWAY, refusal.message)
    wait = f" Retry after {refusal.retry_after} s." if isinstance(refusal, Throttled) else ""
    return Closed(TRY_AGAIN, f"{refusal.message}{wait}")


def _as_request(websocket: WebSocket, authorization: str) -> Request:
    """Return the handshake as a request that bears the token: callers are recognised alike at every door."""
    scope = websocket.scope
    headers = [each for each in scope["headers"] if each[0] != b"authorization"]
    sent = (b"authorization", authorization.encode("latin-1", "replace"))
    return Request({**scope, "type": "http", "method": "GET", "headers": [*headers, sent]})


def _is_one(message: Message) -> bool:
    known = _MESSAGES.get(message.get("type", "")) if isinstance(message.get("type"), str) else None
    return known is not None and known(message)


def _carries(message: Message) -> bool:
    return isinstance(message.get("payload"), dict | None)


def _named(message: Message) -> bool:
    id_ = message.get("id")
    return isinstance(id_, str) and 0 < len(id_) <= LONGEST_ID


def _asks(message: Message) -> bool:
    payload = message.get("payload")
    if not _named(message) or not isinstance(payload, dict):
        return False
    texts, objects = ("query", "operationName"), ("variables", "extensions")
    return all(isinstance(payload.get(name), str | None) for name in texts) and all(
        isinstance(payload.get(name), dict | None) for name in objects
    )


_MESSAGES: Mapping[str, Callable[[Message], bool]] = {
    "connection_init": _carries,
    "ping": _carries,
    "pong": _carries,
    "subscribe": _asks,
    "complete": _named,
}
