"""What of the schema documents ask for, by name, and what of it there is to ask."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    parse,
    type_from_ast,
    visit,
)

from tests.support.graphql_matrix import GRAPH

SCHEMA = GRAPH.schema


def there_is() -> Iterator[str]:
    """Return every field of every type that answers can be of, every argument, and every member of an input."""
    for name, kind in SCHEMA.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, each in kind.fields.items():
                yield f"{name}.{field}"
                yield from (f"{name}.{field}({argument}:)" for argument in each.args)
        elif isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{field}" for field in kind.fields)


def asked(text: str, values: Mapping[str, Any]) -> set[str]:
    """Return what a document asks, with the values of its variables."""
    named, variables = _read(text)
    return named.union(*(_given(kind, values.get(name)) for name, kind in variables))


@cache
def _read(text: str) -> tuple[frozenset[str], tuple[tuple[str, Any], ...]]:
    """Return which fields and arguments stand in a document, and its variables with their types."""
    found, variables, types = set[str](), list[tuple[str, Any]](), TypeInfo(SCHEMA)

    class Each(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            parent = types.get_parent_type()
            assert parent is not None
            name = f"{parent.name}.{node.name.value}"
            found.add(name)
            found.update(f"{name}({argument.name.value}:)" for argument in node.arguments or ())

        def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
            variables.append((node.variable.name.value, type_from_ast(SCHEMA, node.type)))

    visit(parse(text), TypeInfoVisitor(types, Each()))
    return frozenset(found), tuple(variables)


def _given(kind: Any, value: Any) -> Iterator[str]:
    kind = get_named_type(kind)
    if isinstance(value, list):
        for each in value:
            yield from _given(kind, each)
    elif isinstance(value, dict) and isinstance(kind, GraphQLInputObjectType):
        for name, each in value.items():
            yield f"{kind.name}.{name}"
            yield from _given(kind.fields[name].type, each)


def objects(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Go through all objects of an answer, each with the names that lead to it."""
    if isinstance(value, list):
        for each in value:
            yield from objects(each, way)
    elif isinstance(value, dict):
        yield way, value
        for name, each in value.items():
            yield from objects(each, (*way, name))


def miscounted(data: Any) -> Iterable[str]:
    """Tell which lists say that they are longer than what they show to the end."""
    for way, each in objects(data):
        total, nodes, page = each.get("totalCount"), each.get("nodes"), each.get("pageInfo")
        if total is not None and nodes is not None and page is not None:
            on = page["hasNextPage"]
            if (total <= len(nodes)) if on else (total != len(nodes)):
                yield f"{'.'.join(way)} tells {total} of {len(nodes)}{' and more' if on else ''}"


def cursors(data: Any) -> dict[str, str]:
    """Return where the lists of an answer end, by the type and the field that they are of."""
    found = {}
    for _, each in objects(data):
        for name, one in each.items():
            if isinstance(one, dict) and (one.get("pageInfo") or {}).get("endCursor"):
                found[f"after_{each.get('__typename', 'Query')}_{name}"] = one["pageInfo"]["endCursor"]
    return found


def reached(data: Any) -> set[str]:
    """Return which fields of an answer are not empty."""
    return {
        f"{each.get('__typename', 'Query')}.{name}"
        for _, each in objects(data)
        for name, one in each.items()
        if one not in (None, []) and not (isinstance(one, dict) and one.get("nodes") == [])
    }
