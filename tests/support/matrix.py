"""Asks every operation twice, of what is another's and of what is not there, and tells where the answers differ."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from tests.support.matrix_document import COUNTED, IN_STATE, RAW, Operation, Place, Where
from tests.support.matrix_objects import Holding, nothing

ANY_TWO_DIFFER = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"
    r'|(?<="next_cursor": ")[^"]+'
    r"|(?<=\nid: )[^\n]+"  # the place in a stream
)
CHANGING = {"x-request-id", "date", "content-length", "ratelimit", "ratelimit-policy", "server-timing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An operation with certain ids."""

    operation: Operation
    path: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    tag: str = "*"
    headers: Mapping[str, str] = field(default_factory=dict)

    async def ask(self, caller: httpx.AsyncClient) -> httpx.Response:
        return await caller.send(self.request(caller))

    def request(self, caller: httpx.AsyncClient) -> httpx.Request:
        operation, headers = self.operation, dict(self.headers)
        if operation.guarded:
            headers["If-Match"] = self.tag
        url = operation.path
        for name in operation.named("path"):
            url = url.replace(f"{{{name}}}", self.path[name])
        content = self._content(headers)
        return caller.build_request(operation.method, url, params=self.query, content=content, headers=headers)

    def _content(self, headers: dict[str, str]) -> bytes | None:
        if self.body is not None:
            headers["Content-Type"] = "application/json"
            return json.dumps(self.body).encode()
        for kind in self.operation.content:
            if kind in RAW:
                headers["Content-Type"] = kind
                return RAW[kind]
        return None


def scrubbed(answer: httpx.Response) -> tuple[int, tuple[tuple[str, str], ...], str]:
    """Take from an answer what differs between any two: ids, the time, and the address that was asked."""
    body = answer.text
    if "json" in answer.headers.get("content-type", "") and body:
        told = answer.json()
        if isinstance(told, dict):
            told = {name: value for name, value in told.items() if name not in {"request_id", "instance"}}
        body = json.dumps(told)
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in CHANGING)
    same = tuple((name, ANY_TWO_DIFFER.sub("…", value)) for name, value in headers)
    return answer.status_code, same, ANY_TWO_DIFFER.sub("…", body)


def short(answer: httpx.Response) -> str:
    told = answer.text
    if answer.is_error and "json" in answer.headers.get("content-type", ""):
        problem = answer.json()
        told = f"{problem['code']} {problem['context'] or ''} {problem['errors'] or ''}"
    return f"{answer.status_code} {ANY_TWO_DIFFER.sub('…', told)[:300]}"


def ids_of(places: list[Place], ids: Mapping[str, str]) -> dict[str, str]:
    return {str(each.steps[0]): ids.get(each.kind or "") or nothing(each.kind) for each in places}


def nobodys(places: list[Place]) -> dict[str, str]:
    return {str(each.steps[0]): nothing(each.kind) for each in places}


COUNTS = dict.fromkeys(COUNTED, "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same question twice: of another's thing, and of nothing."""

    place: Place
    theirs: Question
    nobodys: Question

    @property
    def kind(self) -> str:
        return self.place.kind or ""

    def __str__(self) -> str:
        return f"{self.theirs.operation} {self.place.pointer}"

    def tagged(self, tag: str) -> "Pair":
        """Ask both as if one had read the thing at this version."""
        headers = {"If-None-Match": tag} if self.theirs.operation.method == "GET" else {}
        theirs = replace(self.theirs, tag=tag, headers=headers)
        return replace(self, theirs=theirs, nobodys=replace(self.nobodys, tag=tag, headers=headers))


def by_path(operation: Operation, own: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    """Ask for another's things by the address."""
    places, body = operation.path_places, operation.body(own)
    if places:
        yield Pair(
            place=places[0],
            theirs=Question(operation=operation, path=COUNTS | ids_of(places, theirs), body=body),
            nobodys=Question(operation=operation, path=COUNTS | nobodys(places), body=body),
        )


def by_part_of_path(operation: Operation, own: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    """Ask for another's things below one's own, and for one's own below another's."""
    places, body = operation.path_places, operation.body(own)
    for place in places if len(places) > 1 else ():
        mine = COUNTS | ids_of(places, own)
        yield Pair(
            place=place,
            theirs=Question(operation=operation, path=mine | ids_of([place], theirs), body=body),
            nobodys=Question(operation=operation, path=mine | nobodys([place]), body=body),
        )


def by_query(operation: Operation, own: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    """Filter by another's things."""
    path, body = COUNTS | ids_of(operation.path_places, own), operation.body(own)
    for place in operation.places:
        if place.where is Where.QUERY:
            told, none = ids_of([place], theirs), nobodys([place])
            yield Pair(
                place=place,
                theirs=Question(operation=operation, path=path, query=told, body=body),
                nobodys=Question(operation=operation, path=path, query=none, body=body),
            )


def by_member(operation: Operation, own: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    """Name another's things in a body, of one's own in the address."""
    states = {kind: own.get(state, "") for kind, state in IN_STATE.get(str(operation), {}).items()}
    path = COUNTS | ids_of(operation.path_places, own | states)
    for place in operation.places:
        if place.where is Where.BODY:
            told = operation.body(own, place, theirs.get(place.kind or "") or nothing(place.kind))
            none = operation.body(own, place, nothing(place.kind))
            yield Pair(
                place=place,
                theirs=Question(operation=operation, path=path, body=told),
                nobodys=Question(operation=operation, path=path, body=none),
            )


def pairs(operation: Operation, own: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    """Ask for another's things in every way that the operation offers."""
    for way in (by_path, by_part_of_path, by_query, by_member):
        yield from way(operation, own, theirs)


async def differing(caller: httpx.AsyncClient, pair: Pair, unseen: Holding, open_kinds: frozenset[str]) -> list[str]:
    """Ask both, the one of nothing first; tell how the answers differ and what they tell."""
    none = await pair.nobodys.ask(caller)
    answer = await pair.theirs.ask(caller)
    wrong = [f"tells {what}" for what in leaks(answer, unseen, str(pair.theirs), open_kinds)]
    if scrubbed(answer) != scrubbed(none):
        wrong.append(f"{short(answer)} but of nothing {short(none)}")
    return [f"{pair}: {each}" for each in wrong]


def unreached(pair: Pair, none: httpx.Response) -> str | None:
    """Tell why the answer about nothing does not show that the operation looked for it."""
    place, status = pair.place, none.status_code
    if status == 404 or (status == 200 and place.where is not Where.PATH and pair.nobodys.operation.reads):
        return None
    if status == 422 and place.where is Where.BODY:
        pointers = [each["pointer"] for each in none.json()["errors"]]
        if any(each and (place.pointer.startswith(each) or place.pointer.endswith(each)) for each in pointers):
            return None
    return f"{pair} is not reached: {short(none)}"


async def listed(caller: httpx.AsyncClient, operation: Operation, ids: dict[str, str], **query: str) -> httpx.Response:
    """Ask for a list, or for a page of it."""
    body = operation.body(ids)
    if operation.method == "POST":
        body, query = body | query, {}
    path = COUNTS | ids_of(operation.path_places, ids)
    return await Question(operation=operation, path=path, query=query, body=body).ask(caller)


def leaks(answer: httpx.Response, unseen: Holding, sent: str, open_kinds: frozenset[str]) -> list[str]:
    """Return what of another's stands in an answer, beside what was sent."""
    text = answer.text + str(answer.headers)
    told = [f"the words {words!r}" for words in unseen.words if words in text and words not in sent]
    for ids in (unseen.plain, unseen.quiet):
        told += [
            f"the id of the {kind}"
            for kind, value in ids.items()
            if kind not in open_kinds and len(value) == 36 and value in text and value not in sent
        ]
    return told
