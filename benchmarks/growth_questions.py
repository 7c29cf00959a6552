"""What is asked while growth is looked at: every operation that reads, as its own document declares it.

Each list is asked as it comes, in every order, for its second page, for its total, and once for each value of each of
its filters: a value of many, one of few, one of none. Each thing is read that stands first in its list.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import asyncpg
import httpx

from benchmarks.generate import Generated

OPENAPI = Path(__file__).parent.parent / "openapi" / "openapi.json"
LIVE = frozenset({"streamEvents"})
PAGING = frozenset({"limit", "cursor", "count"})
NOBODY = "00000000-0000-7000-8000-000000000000"
TIMES: Mapping[str, timedelta] = {"long ago": -timedelta(days=900), "now": timedelta(), "later": timedelta(days=900)}
VALUES: Mapping[str, tuple[str, ...]] = {
    "category": ("food-insecurity", "utility-insecurity", "legal"),
    "name": ("ba", "b", "bababa", "zz", "agency"),
    "identifier": ("https://records.example/people|B-00000000", "https://records.example/people|none"),
    "words": ("service", "nothing"),
    "postal_code": ("78701", "00000"),
    "language": ("en", "vi"),
    "instrument": ("phq-9",),
    "action": ("client.read", "referral.send"),
    "types": ("referral.sent", "agency.created"),
    "after": ("0",),
    "to": ("me",),
    "from": ("me",),
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document of the service."""
    read: dict[str, Any] = json.loads(OPENAPI.read_bytes())
    return read


class Questions:
    """What one caller asks, with the ids of what this caller finds."""

    def __init__(self, client: httpx.AsyncClient, generated: Generated, known: Mapping[str, tuple[str, ...]]) -> None:
        self._client, self._generated, self._known = client, generated, known
        self._firsts: dict[str, str | None] = {}

    async def all(self) -> AsyncIterator[tuple[str, str]]:
        """Yield what each question is called, and its path."""
        for template, methods in document()["paths"].items():
            operation = methods.get("get")
            if operation is None or operation["operationId"] in LIVE or not template.startswith("/v1"):
                continue
            path = await self._resolved(template)
            if path is None:
                continue
            name = operation["operationId"]
            plain = await self._client.get(path)
            if plain.status_code != httpx.codes.OK:
                continue
            for what, query in _queries(operation, self._known):
                yield f"{name} {what}".strip(), f"{path}?{urlencode(query)}" if query else path
            if "cursor" in _names(operation) and (cursor := plain.json()["next_cursor"]):
                yield f"{name} next page", f"{path}?{urlencode({'cursor': cursor})}"

    async def _resolved(self, template: str) -> str | None:
        """Put the id of the first of each list into a path."""
        path = ""
        for part in template.removeprefix("/").split("/"):
            if not part.startswith("{"):
                path += f"/{part}"
                continue
            first = await self._first(path)
            if first is None:
                return None
            path += f"/{first}"
        return path

    async def _first(self, path: str) -> str | None:
        if path not in self._firsts:
            answer = await self._client.get(path, params={"limit": 1})
            items = answer.json().get("items") if answer.status_code == httpx.codes.OK else None
            self._firsts[path] = _id(items[0]) if items else None
        return self._firsts[path]


async def known(superuser: asyncpg.Connection, generated: Generated) -> Mapping[str, tuple[str, ...]]:
    """Return values for the parameters that are ids: one of the many, and nobody's."""
    mine = generated.partners[0]
    need = await superuser.fetchval("SELECT id FROM needs WHERE network_id = $1 LIMIT 1", generated.network)
    some = {
        "client_id": generated.clients[0],
        "agency_id": mine.agency,
        "sender_id": mine.agency,
        "worker_id": mine.workers[0],
        "to_worker_id": mine.workers[0],
        "actor_id": mine.program,
        "need_id": need,
        "subject": generated.clients[0],
        "subject_id": generated.clients[0],
    }
    return {name: (str(id_), NOBODY) for name, id_ in some.items()}


def _id(item: Mapping[str, Any]) -> str | None:
    found = next((item[name] for name in ("id", "key", "number") if name in item), None)
    if found is None and "worker" in item:
        found = item["worker"]["id"]
    return None if found is None else str(found)


def _queries(operation: Mapping[str, Any], ids: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, dict[str, str]]]:
    yield "", {}
    if "count" in _names(operation):
        yield "count", {"count": "true"}
    for parameter in _parameters(operation):
        name = parameter["name"]
        if name in PAGING:
            continue
        for called, value in _values(parameter, ids).items():
            yield f"{name}={called}", {name: value}


def _values(parameter: Mapping[str, Any], ids: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Return values of a parameter, each by what it is called in networks of any size."""
    name, schema = parameter["name"], _whole(parameter["schema"])
    if name in ids:
        return dict(zip(("somebody", "nobody"), ids[name], strict=True))
    if schema.get("format") in ("date-time", "date"):
        form = "%Y-%m-%d" if schema["format"] == "date" else "%Y-%m-%dT%H:%M:%SZ"
        return {when: (datetime.now(UTC) + away).strftime(form) for when, away in TIMES.items()}
    if schema.get("type") == "boolean":
        return {"true": "true", "false": "false"}
    values = VALUES.get(name) or schema.get("enum", ())
    return {value: value for value in values}


def _names(operation: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(parameter["name"] for parameter in _parameters(operation))


def _parameters(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [whole for each in operation.get("parameters", ()) if (whole := _whole(each))["in"] == "query"]


def _whole(part: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and one choice among a value and null."""
    while "$ref" in part:
        found: Any = document()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    for choice in part.get("anyOf", ()):
        if choice.get("type") != "null":
            return _whole(choice)
    return _whole(part["items"]) if part.get("type") == "array" else part
