"""Calls to URLs that users gave: to the checked address only, under the original name, within bounds."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

import httpx

from app.adapters.outbound.address import Address
from app.adapters.outbound.guard import Guard, Target
from app.domain.errors import Invalid
from app.ports.gateways import Answer, NoAnswer, Trouble

CONNECT_TIMEOUT = 5.0
MAX_CONNECTIONS = 64
MAX_TRIED = 4
OWN_HEADERS = {"User-Agent": "Throughline/1", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


class GuardedWeb:
    """`PublicWeb` over httpx's transport alone: no redirects, no cookies, no environment, no reuse.

    A connection opened for one name must never carry another name's request to the same address, so none is kept.
    """

    def __init__(self, guard: Guard, *, context: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        limits = httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=0)
        context = context or ssl.create_default_context()
        self._transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits)

    async def check(self, url: str) -> None:
        """Refuse with `Invalid` a URL that may never be called."""
        await self._guard.target(url)

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, seconds: float = 5.0, limit: int = 65_536
    ) -> Answer:
        """Fetch within `seconds` and `limit` bytes."""
        return await self._call("GET", url, headers or {}, None, seconds, limit)

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = 10.0, limit: int = 16_384
    ) -> Answer:
        """Send `body` within `seconds`; keep `limit` bytes of the answer."""
        return await self._call("POST", url, headers, body, seconds, limit)

    async def close(self) -> None:
        """Close what is still open."""
        await self._transport.aclose()

    async def _call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, seconds: float, limit: int
    ) -> Answer:
        try:
            async with asyncio.timeout(seconds) as bound:
                target = await self._guard.target(url)
                message = Message(method=method, headers=headers, body=body, until=bound.when() or 0.0)
                return await _read(await self._send(target, message), limit)
        except Invalid as refusal:
            raise NoAnswer(Trouble.REFUSED, refusal.message) from None
        except (TimeoutError, httpx.TimeoutException):
            raise NoAnswer(Trouble.TIMEOUT, f"No full answer within {seconds:g} seconds.") from None
        except httpx.ConnectError as error:
            raise _no_connection(error) from None
        except (httpx.HTTPError, OSError):
            raise NoAnswer(Trouble.PROTOCOL, "The connection broke or did not speak HTTP.") from None

    async def _send(self, target: Target, message: "Message") -> httpx.Response:
        tried = alternating(target.addresses)[:MAX_TRIED]
        for address in tried[:-1]:
            try:
                return await self._transport.handle_async_request(message.to(target, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._transport.handle_async_request(message.to(target, tried[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be sent before the loop's clock shows `until`, to whichever address answers."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None
    until: float

    def to(self, target: Target, address: Address) -> httpx.Request:
        """Address it: connect to the number, but speak to the name."""
        name = target.url.copy_with(host=target.host).netloc.decode("ascii")
        return httpx.Request(
            self.method,
            target.url.copy_with(host=str(address)),
            headers={**OWN_HEADERS, **self.headers, "Host": name},
            content=self.body,
            extensions={"sni_hostname": target.host, "timeout": {"connect": self._patience()}},
        )

    def _patience(self) -> float:
        """Share what is left between connecting and the handshake, so that both end and close by themselves."""
        left = self.until - asyncio.get_running_loop().time()
        return max(0.05, min(CONNECT_TIMEOUT, left * 0.45))


def alternating(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """Take turns between IPv6 and IPv4, so that a machine with only one of them soon meets it (RFC 8305, section 4)."""
    families = [[address for address in addresses if address.version == version] for version in (6, 4)]
    turns = zip_longest(*families)
    return tuple(address for turn in turns for address in turn if address is not None)


async def _read(response: httpx.Response, limit: int) -> Answer:
    kept = bytearray()
    try:
        async for part in response.aiter_raw():
            kept += part
            if len(kept) > limit:
                break
    finally:
        await response.aclose()
    return Answer(
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=bytes(kept[:limit]),
        truncated=len(kept) > limit,
    )


def _no_connection(error: httpx.ConnectError) -> NoAnswer:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return NoAnswer(Trouble.TLS, "The certificate or the TLS handshake was not acceptable.")
        cause = cause.__cause__ or cause.__context__
    return NoAnswer(Trouble.CONNECT, "No connection could be made.")
