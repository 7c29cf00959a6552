"""The questions of the matrix, put to the graph: each operation of REST by the field that stands for it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInt,
    GraphQLList,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
)

from app.api.graphql.nouns import Edge
from app.main import GRAPHQL
from tests.support.graphql import source_of
from tests.support.matrix import ANY_TWO_DIFFER, Pair, Question, leaks
from tests.support.matrix_objects import Holding

GRAPH = GRAPHQL.answering.graph
FIELDS = {
    **{edge.operation.name: ("Query", name, edge) for name, edge in GRAPH.nouns.roots.items()},
    **{
        edge.operation.name: (noun.name, name, edge)
        for noun in GRAPH.nouns.by_name.values()
        for name, edge in noun.edges.items()
        if edge.operation.name not in {root.operation.name for root in GRAPH.nouns.roots.values()}
    },
    **{name: ("Mutation", name, change.edge) for name, change in GRAPH.changes.items()},
}
"""Of which type the field of an operation is, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQuestion:
    """An operation with certain ids, as a document."""

    asked: Question

    def __str__(self) -> str:
        return str(self.asked)

    async def ask(self, caller: httpx.AsyncClient) -> httpx.Response:
        query, values = self.document()
        return await caller.post("/graphql", json={"query": query, "variables": values})

    def document(self) -> tuple[str, dict[str, Any]]:
        """Return the text that asks it, and the values of its variables."""
        kind, name, edge = FIELDS[str(self.asked.operation)]
        values = dict(self._values(kind, name, edge))
        field = _field(kind, name)
        declared = "".join(f"${each}: {field.args[each].type}, " for each in values)
        given = ", ".join(f"{each}: ${each}" for each in values)
        text = f"{name}{f'({given})' if given else ''} {_whole(field)}"
        if kind not in ("Query", "Mutation"):
            [parameter] = edge.given
            values["parent"] = b64encode(f"{kind}:{self.asked.path[parameter]}".encode()).decode()
            text, declared = f"node(id: $parent) {{ ... on {kind} {{ {text} }} }}", f"$parent: ID!, {declared}"
        verb = "mutation" if kind == "Mutation" else "query"
        query = f"{verb} Asked{f'({declared})' if declared else ''} {{ {text} }}"
        return query, values

    def _values(self, kind: str, name: str, edge: Edge) -> Iterator[tuple[str, Any]]:
        arguments, asked = _field(kind, name).args, self.asked
        told = {**asked.path, **asked.query}
        for argument, parameter in edge.arguments.items():
            aliased = (edge.operation.ids | edge.operation.filters)[parameter].alias
            if (value := told.get(parameter, told.get(aliased))) is not None:
                yield argument, as_input(arguments[argument].type, value)
        if "input" in arguments and asked.body is not None:
            yield "input", as_input(arguments["input"].type, asked.body)
        if "expectedVersion" in arguments:
            yield "expectedVersion", None if asked.tag == "*" else int(asked.tag.strip('"'))


def as_documents(pair: Pair) -> tuple[GraphQuestion, GraphQuestion]:
    """Return both questions of a pair as documents."""
    return GraphQuestion(asked=pair.theirs), GraphQuestion(asked=pair.nobodys)


async def differing(caller: httpx.AsyncClient, pair: Pair, unseen: Holding, open_kinds: frozenset[str]) -> list[str]:
    """Ask both, the one of nothing first; tell how the answers differ and what they tell."""
    theirs, nobodys = as_documents(pair)
    none, answer = await nobodys.ask(caller), await theirs.ask(caller)
    wrong = [f"tells {what}" for what in leaks(answer, unseen, f"{theirs}", open_kinds)]
    if scrubbed(answer) != scrubbed(none):
        wrong.append(f"{scrubbed(answer)[:300]} but of nothing {scrubbed(none)[:300]}")
    return [f"{pair}: {each}" for each in wrong]


def scrubbed(answer: httpx.Response) -> str:
    """Take from an answer what differs between any two."""
    return without_chance(answer.json())


def without_chance(told: Any) -> str:
    """Take from what is told what differs between any two."""
    return ANY_TWO_DIFFER.sub("…", json.dumps(_without(told, {"requestId", "instance", "nextCursor"})))


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, names) for name, each in value.items() if name not in names}
    return [_without(each, names) for each in value] if isinstance(value, list) else value


def _field(kind: str, name: str) -> GraphQLField:
    of = GRAPH.schema.type_map[kind]
    assert isinstance(of, GraphQLObjectType)
    field: GraphQLField = of.fields[name]
    return field


def _whole(field: GraphQLField) -> str:
    """Select all that a field tells by itself."""
    kind = get_named_type(field.type)
    if isinstance(kind, GraphQLUnionType):
        return "{ " + " ".join(f"... on {each.name} {_members(each, 3)}" for each in kind.types) + " }"
    assert isinstance(kind, GraphQLObjectType)
    if kind.name.endswith("Connection"):
        return f"{{ nodes {_members(get_named_type(kind.fields['nodes'].type), 2)} pageInfo {{ hasNextPage }} }}"
    return _members(kind, 3)


def _members(kind: Any, depth: int) -> str:
    noun = GRAPH.nouns.by_name.get(kind.name)
    names = kind.fields if noun is None else [name for name in kind.fields if name in noun.members]
    told = ["__typename"]
    for name in names:
        of = get_named_type(kind.fields[name].type)
        if not isinstance(of, GraphQLObjectType):
            told.append(f"t{len(told)}_{name}: {name}" if noun is None and kind.name.endswith("Payload") else name)
        elif depth:
            told.append(f"{name}_of_{kind.name}: {name} {_members(of, depth - 1)}")
    return f"{{ {' '.join(told)} }}"


def as_input(kind: GraphQLInputType, value: Any) -> Any:
    """Return what a value of REST is as an input."""
    kind = get_nullable_type(kind)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        return [as_input(kind.of_type, each) for each in (value if isinstance(value, list) else [value])]
    if isinstance(kind, GraphQLEnumType):
        return next((name for name, each in kind.values.items() if each.value == value), value)
    if isinstance(kind, GraphQLInputObjectType):
        named = {source_of(name): name for name in kind.fields}
        return {named[name]: as_input(kind.fields[named[name]].type, each) for name, each in value.items()}
    if kind is GraphQLInt and isinstance(value, str):
        return int(value)
    return value
