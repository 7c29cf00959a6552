"""Access tokens: fetched once for all who wait, kept until shortly before they end, replaced when refused."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from urllib.parse import quote, urlencode

import httpx

EARLY_SECONDS = 30.0
UNAUTHORIZED = 401
ENDED = frozenset({"token.expired", "token.revoked", "token.unknown"})


class SignInError(Exception):
    """The service did not give a token."""


class SignedIn(httpx.Auth):
    """Signs in as an API client (RFC 6749, section 4.4), for any number of threads and tasks at once."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        scope: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}".encode()
        form = {"grant_type": "client_credentials"} | ({} if scope is None else {"scope": scope})
        self._address = f"{base_url}/oauth/token"
        self._headers = {
            "Authorization": "Basic " + base64.b64encode(pair).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._form = urlencode(form).encode()
        self._clock = clock
        self._token, self._until = "", 0.0
        self._turn, self._async_turn = threading.Lock(), asyncio.Lock()

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with a token; once more with another one, if the first has ended."""
        for again in (True, False):
            with self._turn:
                if not self._holds():
                    response = yield self._ask()
                    response.read()
                    self._take(response)
                token = self._token
            answer = yield _bearing(request, token)
            if not again or answer.status_code != UNAUTHORIZED or not _has_ended(answer.read()):
                return
            self._forget(token)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Do the same between tasks."""
        for again in (True, False):
            async with self._async_turn:
                if not self._holds():
                    response = yield self._ask()
                    await response.aread()
                    self._take(response)
                token = self._token
            answer = yield _bearing(request, token)
            if not again or answer.status_code != UNAUTHORIZED or not _has_ended(await answer.aread()):
                return
            self._forget(token)

    def _holds(self) -> bool:
        return self._clock() < self._until

    def _ask(self) -> httpx.Request:
        return httpx.Request("POST", self._address, headers=self._headers, content=self._form)

    def _take(self, response: httpx.Response) -> None:
        if not response.is_success:
            raise SignInError(f"No token was given: {response.status_code} {response.text[:200]}")
        given = response.json()
        seconds = float(given["expires_in"])
        self._token = str(given["access_token"])
        self._until = self._clock() + max(seconds - EARLY_SECONDS, seconds / 2)

    def _forget(self, token: str) -> None:
        if token == self._token:
            self._until = 0.0


def _bearing(request: httpx.Request, token: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _has_ended(body: bytes) -> bool:
    try:
        return json.loads(body).get("code") in ENDED
    except (ValueError, AttributeError):
        return False
