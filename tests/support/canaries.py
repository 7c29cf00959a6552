"""Words about people must stay where they were written: no log, error, number, webhook or address may tell them.

During the whole suite, in every process that runs tests, this listens: to every record that is logged, every HTTP
answer that a test gets, every webhook that is sent, and what the processes and the database that tests start have
logged. Canaries are what `canary` marks, what the builders of people say, and whatever a test sends in a member of a
body that is about somebody. A test during which one is heard where it may not be fails.
"""

import json
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import httpx
import pytest

from app.api.log_lines import JsonLines
from tests.support.builders_clients import a_full_profile
from tests.support.builders_goals import a_full_need, some_goal, some_need

MARK = "kestrelq"
ABOUT_SOMEBODY = frozenset(
    {
        *("accessibility_text", "alerts", "answer", "comment", "cultural_considerations", "cultural_preferences"),
        *("details", "evidence", "family", "given", "lines", "name", "note", "notes", "preferences", "pronouns"),
        *("question", "reason", "respondent", "strengths", "text", "title", "value", "values", "when", "who", "words"),
    }
)
OF_NOBODY = ("agencies", "api-clients", "care-plan-templates", "consent-templates", "instruments", "locations")
OF_NOBODY += ("networks", "services", "webhooks", "workers")  # type: ignore[assignment]
SHORTEST = 12
KEPT = 400
LOGGERS = ("app", "throughline")
PROBLEM = "application/problem+json"


def canary(words: str) -> str:
    """Mark words about somebody."""
    return f"{words} {MARK}"


class Listening:
    """What must not be heard, and where it was heard all the same."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.told: deque[str] = deque(maxlen=KEPT)
        self.always = frozenset({MARK, *_said_in((a_full_profile(), a_full_need(), some_need(), some_goal()))})

    def check(self, where: str, text: str, *, but: str = "") -> None:
        """Keep what is told there; what the caller said itself, at the same place, is no leak."""
        for words in (*self.always, *self.told):
            if words in text and words not in but:
                self.heard.append(f"{where} tells {words!r}: {text[:500]}")
                return

    def learn(self, request: httpx.Request) -> None:
        """Remember what a caller tells of somebody."""
        segments = request.url.path.split("/")
        if len(segments) < 3 or segments[1] != "v1" or segments[2] in OF_NOBODY:
            return
        if request.headers.get("content-type", "").startswith("application/json"):
            try:
                self.told.extend(set(_told_in(json.loads(request.content))) - {*self.told})
            except (ValueError, RecursionError, httpx.RequestNotRead):
                return

    def answer(self, request: httpx.Request, response: httpx.Response) -> None:
        """Look through what a caller was answered."""
        asked, url = f"{request.method} {request.url.path}", unquote_plus(str(request.url))
        for name in ("location", "link", "content-location"):
            if name in response.headers:
                self.check(f"{name} of {asked}", unquote_plus(response.headers[name]), but=url)
        if response.is_stream_consumed and response.headers.get("content-type", "").startswith(PROBLEM):
            self.check(f"a problem of {asked}", response.text, but=url)
        if response.is_stream_consumed and request.url.path == "/metrics":
            self.check("/metrics", response.text)

    def webhook(self, request: httpx.Request) -> None:
        self.check(f"a webhook to {request.url.host}", f"{request.url} {request.headers} {request.content.decode()}")


def _distinct(words: str) -> bool:
    """Tell whether words are somebody's: common ones stand everywhere."""
    return len(words) >= SHORTEST and len(words) < 1_000 and words.count(" ") > 0 and any(map(str.isalpha, words))


def _told_in(value: Any, member: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _told_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _told_in(inner, member)
    elif isinstance(value, str) and member in ABOUT_SOMEBODY and _distinct(value):
        yield value


def _said_in(value: Any) -> Iterator[str]:
    if is_dataclass(value):
        for each in fields(value):
            yield from _said_in(getattr(value, each.name))
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _said_in(inner)
    elif type(value) is str and _distinct(value) and not value.startswith(("http", "urn:")):
        yield value


LISTENING = Listening()


class Ear(logging.Handler):
    """Hears every record, with all its facts."""

    def emit(self, record: logging.LogRecord) -> None:
        LISTENING.check(f"the log {record.name}", JsonLines().format(record))


EAR = Ear()


def heard_in(log: Path) -> None:
    """Look through what a program has logged to a file."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        LISTENING.check(f"the log {log.name}", line)


def pytest_configure() -> None:
    """Begin to listen."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    _overhear(httpx.AsyncClient)
    _overhear_at_once(httpx.Client)


def _overhear(client: type[httpx.AsyncClient]) -> None:
    send = client.send

    async def overheard(self: httpx.AsyncClient, request: httpx.Request, **how: Any) -> httpx.Response:
        _before(request)
        response = await send(self, request, **how)
        LISTENING.answer(request, response)
        return response

    client.send = overheard  # type: ignore[method-assign]


def _overhear_at_once(client: type[httpx.Client]) -> None:
    send = client.send

    def overheard(self: httpx.Client, request: httpx.Request, **how: Any) -> httpx.Response:
        _before(request)
        response = send(self, request, **how)
        LISTENING.answer(request, response)
        return response

    client.send = overheard  # type: ignore[method-assign]


def _before(request: httpx.Request) -> None:
    if "webhook-id" in request.headers:
        LISTENING.webhook(request)
    else:
        LISTENING.learn(request)


@pytest.fixture(autouse=True)
def no_canary_is_heard() -> Iterator[None]:
    """Fail a test during which words about somebody came out where they may not."""
    root = logging.getLogger()
    if EAR not in root.handlers:
        root.addHandler(EAR)
    yield
    heard, LISTENING.heard = LISTENING.heard, []
    assert not heard, "\n".join(heard)
