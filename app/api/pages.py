"""Pages of lists: bounded, and continued by a sealed cursor that can be neither read, altered nor used elsewhere."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from os import urandom
from typing import Annotated, TypeVar, cast
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Depends, Query
from starlette.requests import Request

from app.api.problems import bad_request
from app.api.rendering import answer
from app.domain.errors import Fault
from app.ports.queries import MOST_COUNTED, Cursor, Page
from app.ports.transactions import Answer

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_CURSOR = 1_000
PAGE_MEMBERS = ("limit", "cursor", "count")
COUNT = (
    f"Tell with the first page how long the whole list is: `total`, exact up to {MOST_COUNTED:,}; beyond, "
    "`total_is_at_least` is true."
)
NONCE_BYTES = 12
UUID_TAG, DATE_TAG = 1, 2

T = TypeVar("T")


class Cursors:
    """Seals the sort values at which a page ended, bound to the list that they belong to."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(sha256(b"cursors" + key).digest())

    def seal(self, cursor: Cursor, binding: bytes) -> str:
        """Make the text that a caller hands back."""
        nonce = urandom(NONCE_BYTES)
        plain = msgspec.msgpack.encode([_tagged(value) for value in cursor])
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, binding)).decode().rstrip("=")

    def open(self, text: str, binding: bytes, at: str = "/query/cursor") -> Cursor:
        """Read a text that `seal` made for the same list; a 400 for anything else, which says where it stood."""
        try:
            sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], binding)
        except (ValueError, InvalidTag):
            fault = Fault(pointer=at, message="Use next_cursor of the same list, unchanged.")
            raise bad_request("page.cursor", "The cursor does not belong to this list.", fault) from None
        return tuple(_untagged(value) for value in msgspec.msgpack.decode(plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """One page asked for: how many items, after which; `path` and `filters` say of which list.

    `placed` asks for the cursor of each item, beside that of the next page; without `ended` nobody wants even that, and
    an empty one says that there is a next page. `closed` asks for the cursor behind the last item of the last page.
    """

    limit: int
    after: Cursor | None
    path: str
    filters: tuple[tuple[str, str], ...]
    cursors: Cursors
    linked: bool = True
    counts: bool = False
    placed: bool = False
    ended: bool = True
    closed: bool = False

    def answer(self, page: Page[T], view: Callable[[T], object]) -> Answer:
        """Render `{items, next_cursor}` with its `Link: rel="next"`; `total` only where it was asked for."""
        cursor = None if page.next is None else self._sealed(page.next)
        body: dict[str, object] = {"items": [view(item) for item in page.items], "next_cursor": cursor}
        if self.counts and page.total is not None:
            body |= {"total": min(page.total, MOST_COUNTED), "total_is_at_least": page.total > MOST_COUNTED}
        if self.placed:
            bound = binding(self.path, self.filters)
            body["cursors"] = [self.cursors.seal(place, bound) for place in page.places]
        elif self.closed and cursor is None and page.places:
            body["end_cursor"] = self._sealed(page.places[-1])
        return answer(body, headers={"Link": self._link(cursor)} if cursor is not None and self.linked else {})

    def _sealed(self, place: Cursor) -> str:
        return self.cursors.seal(place, binding(self.path, self.filters)) if self.ended else ""

    def _link(self, cursor: str) -> str:
        query = urlencode([*self.filters, ("limit", self.limit), ("cursor", cursor)])
        return f'<{self.path}?{query}>; rel="next"'


async def paging(
    request: Request,
    limit: Annotated[int, Query(description="How many items at most.", ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None,
        Query(description="`next_cursor` of the page before.", max_length=MAX_CURSOR, pattern=r"^[A-Za-z0-9_-]+$"),
    ] = None,
    count: Annotated[bool, Query(description=COUNT)] = False,  # noqa: FBT002 - a parameter of the address
) -> Paging:
    """Read which page is asked for; for a search by POST, call it with the body's `limit`, `cursor` and `count`.

    A door that pages in words of its own has put it into the request's state.
    """
    if (asked := getattr(request.state, "paging", None)) is not None:
        return cast("Paging", asked)
    if count and cursor is not None:
        fault = Fault(pointer="/query/count", message="Ask for the total with the first page.")
        raise bad_request("page.count", "The total is told with the first page.", fault)
    request.state.counts = count
    cursors: Cursors = request.app.state.cursors
    path = request.scope["path"]
    filters = await _filters(request)
    linked = request.method == "GET"  # the next page of a search by POST has no address of its own
    at = "/query/cursor" if linked else "/cursor"
    after = None if cursor is None else cursors.open(cursor, binding(path, filters), at)
    return Paging(limit=limit, after=after, path=path, filters=filters, cursors=cursors, linked=linked, counts=count)


Paged = Annotated[Paging, Depends(paging)]


async def _filters(request: Request) -> tuple[tuple[str, str], ...]:
    """Return what else is asked for: a cursor is of no use to another question."""
    query = parse_qsl(request.scope["query_string"].decode("ascii"), keep_blank_values=True)
    asked = [(name, value) for name, value in query if name not in PAGE_MEMBERS]
    if request.method == "POST":
        body = await request.json()
        members = {name: value for name, value in body.items() if name not in PAGE_MEMBERS}
        asked.append(("body", msgspec.json.encode(members, order="sorted").decode()))
    return tuple(asked)


def binding(path: str, filters: tuple[tuple[str, str], ...]) -> bytes:
    """Return to what a cursor is bound: a list at an address, and what it is filtered by."""
    return msgspec.json.encode([path, sorted(filters)])


def _tagged(value: object) -> object:
    if isinstance(value, UUID):
        return msgspec.msgpack.Ext(UUID_TAG, value.bytes)
    if type(value) is date:
        return msgspec.msgpack.Ext(DATE_TAG, value.isoformat().encode())
    return value


def _untagged(value: object) -> object:
    if not isinstance(value, msgspec.msgpack.Ext):
        return value
    data = bytes(value.data)
    return UUID(bytes=data) if value.code == UUID_TAG else date.fromisoformat(data.decode())
