"""What the core needs from other people's servers, reached only through the guarded way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """Why no answer came; never more telling than this, so that nobody can map our network with it."""

    REFUSED = "refused"  # the URL breaks a rule, or its host has no public address
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"


class NoAnswer(Exception):
    """The other server gave no answer; `kind` says why."""

    def __init__(self, kind: Trouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other server said: any status, also a redirect, which is never followed.

    `headers` have lower-case names. `body` is as it came, cut at the limit asked for; `truncated` tells.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool


class PublicWeb(Protocol):
    """The way out to URLs that users gave: every call checks the URL anew and reaches only public addresses."""

    async def check(self, url: str) -> None:
        """Refuse with `Invalid` a URL that may never be called: for use at registration."""
        ...

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, seconds: float = 5.0, limit: int = 65_536
    ) -> Answer:
        """Fetch; `seconds` for everything together, `limit` in bytes. Raises `NoAnswer`."""
        ...

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = 10.0, limit: int = 16_384
    ) -> Answer:
        """Send `body`; `seconds` for everything together, `limit` in bytes. Raises `NoAnswer`."""
        ...
