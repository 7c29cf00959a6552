"""The check before each call to a URL that a user gave, because a URL is a wish to connect from inside our network."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from app.adapters.outbound.address import Address, Network, is_near, is_public
from app.domain.errors import Fault, Invalid

MAX_URL = 2048
MAX_NAME = 253
MAX_ADDRESSES = 16
HTTPS_PORTS = frozenset({443, 8443})
RESOLVE_TIMEOUT = 5.0

# What another parser might read as the end of the host or skip: controls, space, backslash, quotes and brackets.
_TROUBLESOME = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^\u2028\u2029\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_PORT = re.compile(r":[0-9]*[^0-9\]:]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

Resolve = Callable[[str, int], Awaitable[Iterable[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that may be called, with the addresses it was checked for: nothing else may be connected to."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[Address, ...]


class SystemResolver:
    """Ask the system for a name's addresses, on threads of its own so that slow names block nobody else."""

    def __init__(self, threads: int = 8) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> Iterable[str]:
        """Return every address of `host`; `OSError` when there is none."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port)
        return dict.fromkeys(str(row[4][0]) for row in found)


def _look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


class Guard:
    """Turn a URL into a pinned target, or refuse it."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        ports: frozenset[int] = HTTPS_PORTS,
        forbidden: tuple[Network, ...] = (),
        allow_private_targets: bool = False,
    ) -> None:
        self._resolve = resolve or SystemResolver()
        self._ports = ports
        self._forbidden = forbidden
        self._development = allow_private_targets

    async def target(self, url: str) -> Target:
        """Resolve the host once and return where to connect; `Invalid` when any rule or any address forbids it."""
        parsed = self._parse(url)
        host = _host(parsed)
        port = self._port(parsed)
        addresses = await self._addresses(host, port)
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise _refused("url.not-public", "The host has no public address, or not only public ones.")
        return Target(url=parsed, host=host, port=port, addresses=addresses)

    def _parse(self, url: str) -> httpx.URL:
        if len(url) > MAX_URL:
            raise _refused("url.too-long", f"A URL has at most {MAX_URL} characters.")
        if _TROUBLESOME.search(url):
            raise _refused("url.malformed", "The URL has a character that must be percent-encoded.")
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError):
            raise _refused("url.malformed", "This is not a URL.") from None
        schemes = ("https", "http") if self._development else ("https",)
        if parsed.scheme not in schemes:
            raise _refused("url.scheme", "The URL must begin with https://.")
        if b"@" in parsed.netloc or parsed.userinfo or "@" in _authority(url):
            raise _refused("url.userinfo", "The URL must not carry a user name or password.")
        if not _authority(url).isascii() and _PORT.search(_authority(url)):
            raise _refused("url.port", "The URL's port is not a number.")
        if "#" in url:
            raise _refused("url.fragment", "The URL must not have a fragment.")
        return parsed

    def _port(self, parsed: httpx.URL) -> int:
        port = (443 if parsed.scheme == "https" else 80) if parsed.port is None else parsed.port
        if port not in self._ports and not self._development:
            allowed = ", ".join(str(number) for number in sorted(self._ports))
            raise _refused("url.port", f"The URL's port must be one of {allowed}.")
        return port

    async def _addresses(self, host: str, port: int) -> tuple[Address, ...]:
        literal = _literal(host)
        if literal is not None:
            return (literal,)
        # The final dot keeps a search domain of our own network out of it.
        name = host if self._development else f"{host}."
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT):
                found = list(await self._resolve(name, port))
            return tuple(ip_address(text) for text in found[:MAX_ADDRESSES])
        except (OSError, ValueError, UnicodeError):
            return ()

    def _allowed(self, address: Address) -> bool:
        if any(address in network for network in self._forbidden if network.version == address.version):
            return False
        return is_public(address) or (self._development and is_near(address))


def _authority(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].partition("?")[0]


def _host(parsed: httpx.URL) -> str:
    """Return the host as ASCII (IDNA) without a final dot; refuse what is neither a name nor a plain address."""
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    if _literal(host) is not None:
        return host
    labels = host.split(".")
    if len(host) > MAX_NAME or not all(_LABEL.fullmatch(label) for label in labels) or _NUMBER.fullmatch(labels[-1]):
        raise _refused("url.host", "The URL's host is not a name.")
    return host


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _refused(code: str, message: str) -> Invalid:
    return Invalid(code, message, faults=(Fault(pointer="/url", message=message),))
