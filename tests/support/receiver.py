"""A webhook receiver on a real socket, because retries are only shown by a server that fails, hangs and comes back."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.canaries import LISTENING

HANG = 0
BREAK = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say: a status, `HANG` to say nothing, or `BREAK` to cut the connection."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Receiver:
    """Answers as `behaviour` says and keeps everything that came."""

    behaviour: Callable[[Received], Reply] = lambda _request: Reply()
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, status: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.behaviour = lambda _request: Reply(status, named)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await self._read(reader)
            self.received.append(request)
            LISTENING.check("a webhook", f"{request.path} {request.headers} {request.body.decode(errors='replace')}")
            reply = self.behaviour(request)
            if reply.status == HANG:
                await asyncio.sleep(3600)
            if reply.status != BREAK:
                lines = [f"HTTP/1.1 {reply.status} Said", "content-length: 0", "connection: close"]
                lines += [f"{name}: {value}" for name, value in reply.headers.items()]
                writer.write("\r\n".join([*lines, "", ""]).encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Received:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Received(path=head[0].split(" ")[1], headers=headers, body=body)


@asynccontextmanager
async def a_receiver(again: Receiver | None = None) -> AsyncIterator[Receiver]:
    """Listen on a free port of this machine until the block ends, or `again` where one that has gone listened."""
    receiver = again or Receiver()
    calls: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.create_task(receiver.serve(reader, writer))
        calls.add(call)
        call.add_done_callback(calls.discard)

    server = await asyncio.start_server(begin, "127.0.0.1", receiver.port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


def verifies(headers: Mapping[str, str], body: bytes, key: str | None, *, now: int, tolerance: int = 300) -> bool:
    """What a receiver does, written from the text of Standard Webhooks 1.0, section 'Verifying signatures'.

    `key` is the shared secret (`whsec_…`), or the sender's public key (`whpk_…`).
    """
    assert key is not None
    if abs(now - int(headers["webhook-timestamp"])) > tolerance:
        return False
    content = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    asymmetric = key.startswith("whpk_")
    given = [entry.partition(",") for entry in headers["webhook-signature"].split(" ")]
    fitting = [base64.b64decode(value) for version, _, value in given if version == ("v1a" if asymmetric else "v1")]
    if asymmetric:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix("whpk_")))
        return any(_verifies(public, value, content) for value in fitting)
    wanted = hmac.new(base64.b64decode(key.removeprefix("whsec_")), content, hashlib.sha256).digest()
    return any(hmac.compare_digest(wanted, value) for value in fitting)


def _verifies(public: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        public.verify(signature, content)
    except InvalidSignature:
        return False
    return True
