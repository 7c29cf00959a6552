"""Operations asked in the name of a caller, by the same desk and with the same handlers as over REST."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """Which page of a list is asked for."""

    first: int
    after: str | None
    counts: bool
    placed: bool


class Told(Response):
    """An answer that is not sent: a response of HTTP would be made only to be taken apart."""

    def __init__(self, _request: Request, told: Answer) -> None:
        self.told = told


class Asker:
    """Asks in the name of one caller; `notices` is what must be said with what it was told."""

    def __init__(self, app: FastAPI, core: Core | Together, call: Call) -> None:
        self._app = app
        self._core = core
        self._call = call
        self._cursors: Cursors = app.state.cursors
        self.notices: set[str] = set()

    async def ask(
        self,
        operation: Operation,
        parameters: Mapping[str, Any],
        part: Part | None = None,
        expected: int | None = None,
    ) -> Any:
        """Return what an operation answers; raises what it refuses with."""
        page = None if part is None else self._paging(operation, parameters, part)
        desk = Desk(core=self._core, request=self._request(operation, page), call=self._call, respond=Told)
        response = await operation.answer(Asked(desk=desk, parameters=parameters, page=page, expected=expected))
        assert isinstance(response, Told)  # noqa: S101  the desk responds so
        self.notices.update(notice for name, notice in response.told.headers if name == HEADER)
        return msgspec.json.decode(response.told.body) if response.told.body else {}

    def _request(self, operation: Operation, page: Paging | None) -> Request:
        """Return a request for an operation: what it would have been over REST, as far as anybody looks."""
        state = {"counts": page is not None and page.counts, "paging": page}
        scope = {"type": "http", "app": self._app, "path": operation.path, "headers": [], "state": state}
        return Request(scope | {"method": "GET" if operation.reads else "POST", "query_string": b""})

    def _paging(self, operation: Operation, parameters: Mapping[str, Any], part: Part) -> Paging:
        path = f"/graphql#{operation.name}"
        filters = tuple((name, _text(value)) for name, value in parameters.items() if value is not None)
        return Paging(
            limit=part.first,
            after=None if part.after is None else self._cursors.open(part.after, binding(path, filters)),
            path=path,
            filters=filters,
            cursors=self._cursors,
            linked=False,
            counts=part.counts,
            placed=part.placed,
        )


def _text(value: object) -> str:
    return value.model_dump_json() if isinstance(value, BaseModel) else str(value)


def page_of(answer: Mapping[str, Any], *, continued: bool) -> dict[str, Any]:
    """Put a page of REST into the words of a connection."""
    items, following = answer["items"], answer["next_cursor"]
    cursors = answer.get("cursors") or [None] * len(items)
    return {
        "items": items,
        "edges": [{"node": item, "cursor": cursor} for item, cursor in zip(items, cursors, strict=False)],
        "hasNextPage": following is not None,
        "hasPreviousPage": continued,
        "startCursor": cursors[0] if items else None,
        "endCursor": (cursors[-1] if items else None) or following,
        "totalCount": answer.get("total"),
        "totalCountIsAtLeast": answer.get("total_is_at_least"),
    }
