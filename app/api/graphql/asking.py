"""Operations asked in the name of a caller, by the same desk and with the same handlers as over REST."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import Desk
from app.api.graphql.declared import Asked, Operation
from app.api.pages import Cursors, Paging, binding
from app.domain.sensitivity.notices import HEADER
from app.ports.transactions import Answer
from app.use_cases.core import Call, Core
from app.use_cases.together import Together


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which page of a list is asked for, and what is asked of it: its length, the places of its items, its end."""

    first: int
    after: str | None
    counts: bool
    placed: bool
    ended: bool


class Told(Response):
    """An answer that is not sent: a response of HTTP would be made only to be taken apart."""

    def __init__(self, _request: Request, told: Answer) -> None:
        self.told = told


class Asker:
    """Asks in the name of one caller; `notices` is what must be said with what it was told.

    What is the same for all things of which an operation is asked, is made once for them.
    """

    def __init__(self, app: FastAPI, core: Core | Together, call: Call) -> None:
        self._app = app
        self._core = core
        self._call = call
        self._counting = replace(call, counts=True)
        self._cursors: Cursors = app.state.cursors
        self._desks: dict[tuple[str, bool], Desk] = {}
        self._pages: dict[Part, Paging] = {}
        self.notices: set[str] = set()

    async def ask(
        self,
        operation: Operation,
        parameters: Mapping[str, Any],
        part: Part | None = None,
        expected: int | None = None,
    ) -> Any:
        """Return what an operation answers; raises what it refuses with."""
        page = None if part is None else self._page(operation, parameters, part)
        desk = self._desk(operation, page)
        response = await operation.answer(Asked(desk=desk, parameters=parameters, page=page, expected=expected))
        assert isinstance(response, Told)  # noqa: S101  the desk responds so
        for name, notice in response.told.headers:
            if name == HEADER:
                self.notices.add(notice)
        return msgspec.json.decode(response.told.body) if response.told.body else {}

    def _desk(self, operation: Operation, page: Paging | None) -> Desk:
        """Return the desk for an operation: one is enough where nobody looks at the request."""
        counts = page is not None and page.counts
        known = None if operation.reads_requests else self._desks.get((operation.name, counts))
        if known is not None:
            return known
        call = self._counting if counts else self._call
        desk = Desk(core=self._core, request=self._request(operation, page), call=call, respond=Told)
        self._desks[operation.name, counts] = desk
        return desk

    def _request(self, operation: Operation, page: Paging | None) -> Request:
        """Return a request for an operation: what it would have been over REST, as far as anybody looks."""
        scope = {"type": "http", "app": self._app, "path": operation.path, "headers": [], "state": {"paging": page}}
        return Request(scope | {"method": "GET" if operation.reads else "POST", "query_string": b""})

    def _page(self, operation: Operation, parameters: Mapping[str, Any], part: Part) -> Paging:
        """Return which page is asked for: that of one list is that of another, where no cursor tells them apart."""
        if part.ended or part.placed or part.after is not None:
            filters = tuple((name, _text(value)) for name, value in parameters.items() if value is not None)
            return self._paging(f"/graphql#{operation.name}", filters, part)
        if part not in self._pages:
            self._pages[part] = self._paging("/graphql", (), part)
        return self._pages[part]

    def _paging(self, path: str, filters: tuple[tuple[str, str], ...], part: Part) -> Paging:
        return Paging(
            limit=part.first,
            after=None if part.after is None else self._cursors.open(part.after, binding(path, filters)),
            path=path,
            filters=filters,
            cursors=self._cursors,
            linked=False,
            counts=part.counts,
            placed=part.placed,
            ended=part.ended,
            closed=part.ended,
        )


def _text(value: object) -> str:
    return value.model_dump_json() if isinstance(value, BaseModel) else str(value)


def page_of(answer: Mapping[str, Any], part: Part | None) -> dict[str, Any]:
    """Put a page of REST into the words of a connection; a list that is always told whole is no part of one."""
    items, following = answer["items"], answer["next_cursor"]
    cursors, edges = answer.get("cursors"), []
    if part is None or part.placed:
        cursors = cursors or [None] * len(items)
        edges = [{"node": item, "cursor": cursor} for item, cursor in zip(items, cursors, strict=False)]
    return {
        "items": items,
        "edges": edges,
        "hasNextPage": following is not None,
        "hasPreviousPage": part is not None and part.after is not None,
        "startCursor": cursors[0] if cursors else None,
        "endCursor": (cursors[-1] if cursors else None) or following or answer.get("end_cursor"),
        "totalCount": answer.get("total"),
        "totalCountIsAtLeast": answer.get("total_is_at_least"),
    }
