"""What GraphQL should tell, worked out from what REST tells and from the schema alone."""

import re
from base64 import b64encode
from typing import Any

import httpx
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
)

SAID_OTHERWISE = {"householdId": "household", "linkedToId": "linked_to"}


async def ask(caller: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """Return the whole answer to a document that is none to be refused."""
    answer = await caller.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == httpx.codes.OK, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def told(caller: httpx.AsyncClient, query: str, **variables: Any) -> Any:
    """Return the data of an answer that is without errors."""
    body = await ask(caller, query, **variables)
    assert "errors" not in body, body["errors"]
    return body["data"]


def members(kind: GraphQLNamedType, examples: list[dict[str, Any]]) -> str:
    """Return a selection of everything that REST says of some things, and nothing to which that only leads."""
    assert isinstance(kind, GraphQLObjectType)
    known = {name: _values(examples, source_of(name)) for name in kind.fields}
    return " ".join(_member(name, kind.fields[name], values) for name, values in known.items() if values is not None)


def _values(examples: list[dict[str, Any]], source: str) -> list[Any] | None:
    values = [each[source] for each in examples if source in each]
    return [one for value in values for one in (value if isinstance(value, list) else [value])] if values else None


def _member(name: str, field: GraphQLField, values: list[Any]) -> str:
    kind = get_named_type(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return name
    return f"{name} {{ __typename {members(kind, [value for value in values if value is not None])} }}"


def expected(kind: GraphQLOutputType, value: Any) -> Any:
    """Return what is told of a value of REST."""
    kind = get_nullable_type(kind)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        return [expected(kind.of_type, each) for each in value]
    if isinstance(kind, GraphQLEnumType):
        return next(name for name, each in kind.values.items() if each.value == value)
    if not isinstance(kind, GraphQLObjectType):
        return value
    shown = {name: source for name in kind.fields if (source := source_of(name)) in value}
    return {name: _told(kind, name, value[source]) for name, source in shown.items()}


def source_of(name: str) -> str:
    """Return under which name REST says what a field tells."""
    if name == "uuid":
        return "id"
    return SAID_OTHERWISE.get(name) or re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def _told(kind: GraphQLObjectType, name: str, value: Any) -> Any:
    if name == "id" and kind.interfaces:
        return b64encode(f"{kind.name}:{value}".encode()).decode()
    return expected(kind.fields[name].type, value)


def without_typenames(value: Any) -> Any:
    """Return what was told, without the names of types."""
    if isinstance(value, list):
        return [without_typenames(each) for each in value]
    if isinstance(value, dict):
        return {key: without_typenames(each) for key, each in value.items() if key != "__typename"}
    return value
