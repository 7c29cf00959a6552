"""Documents made of the schema alone, which go every way that it offers, with every leaf and every argument.

Of each type that has ids there are documents that begin at one of its things by `node(id:)`, and of each field of the
query there is one that begins there. Each follows all edges to a depth, and each of a list's arguments by an alias.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
)

from app.api.graphql.nouns import Edge
from tests.support.graphql_matrix import GRAPH, as_input
from tests.support.matrix_document import OPERATIONS, Where
from tests.support.matrix_objects import BIRTH_DATE

SCHEMA, NOUNS = GRAPH.schema, GRAPH.nouns.by_name
REST = {str(operation): operation for operation in OPERATIONS}
NAMES, ALIASES = re.compile(r"[A-Za-z_]+"), re.compile(r"[A-Za-z_0-9]+: [A-Za-z]+[({]")
WAYS = re.compile(r"[A-Za-z_0-9]+(?=(?:: [A-Za-z]+)?(?:\([^)]*\))? {)")
"""What fields a document follows, for telling which one it is."""

MOST_NAMES, MOST_DEAR = 600, 60
FIRST = 3
"""How many of a list are told where a document goes on from them."""

SAID: Mapping[str, tuple[str | int | bool, ...]] = {
    "DateTime": ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"),
    "Date": (BIRTH_DATE,),
    "Boolean": (True, False),
    "Int": (1,),
}
"""What is asked of arguments that hold no id and no words."""


Needs = frozenset[tuple[str, str]]
"""Variables, each with its type."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One field, or one list by each of its arguments, and the variables in it."""

    text: str
    needs: Needs = frozenset()

    def __add__(self, other: "Piece") -> "Piece":
        """Ask both."""
        return Piece(f"{self.text} {other.text}", self.needs | other.needs)

    @property
    def small(self) -> bool:
        """Whether it is within what one document may ask."""
        names = NAMES.findall(self.text)
        return len(names) < MOST_NAMES and self.text.count("__") < MOST_DEAR and len(ALIASES.findall(self.text)) < 50


@dataclass(frozen=True, slots=True)
class Document:
    """A query that begins at a thing of a noun, or at none."""

    noun: str | None
    text: str
    needs: Needs

    def __str__(self) -> str:
        return f"{self.noun or 'Query'} {' '.join(WAYS.findall(self.text))[:300]}"

    @classmethod
    def of(cls, noun: str | None, piece: Piece) -> "Document":
        """Ask a piece of a thing."""
        needs = piece.needs | ({("at", "ID!")} if noun else set())
        declared = ", ".join(f"${name}: {kind}" for name, kind in sorted(needs))
        within = f"node(id: $at) {{ __typename id ... on {noun} {{ {piece.text} }} }}" if noun else piece.text
        return cls(noun, f"query Asked{f'({declared})' if declared else ''} {{ {within} }}", needs)

    def values(self, things: Mapping[str, Any], at: str = "") -> dict[str, Any]:
        """Return its variables; `things` has one for each."""
        return {name: global_id(self.noun or "", at) if name == "at" else things[name] for name, _ in self.needs}


def global_id(noun: str, id_: str) -> str:
    """Return what the graph calls a thing."""
    return b64encode(f"{noun}:{id_}".encode()).decode()


def variables(ids: Mapping[str, str], words: str) -> dict[str, Any]:
    """Return a value for every variable of all documents, of somebody's ids by kind and telling words."""
    told: dict[str, Any] = {f"{kind}{end}".replace(" ", "_"): id_ for kind, id_ in ids.items() for end in ("", "_text")}
    told["words"] = words
    for name, edge in GRAPH.nouns.roots.items():
        arguments = SCHEMA.query_type.fields[name].args if SCHEMA.query_type else {}
        if "input" in arguments:
            told[f"in_{name}"] = as_input(arguments["input"].type, REST[edge.operation.name].body(ids))
    return told


def kind_of(noun: str) -> str:
    """Return of which kind of the matrix the things of a noun with ids are."""
    read = NOUNS[noun].read
    assert read is not None
    return str(REST[read.operation.name].path_places[-1].kind)


def with_ids() -> list[str]:
    """Return the nouns of whose things each can be found by `node(id:)`."""
    return [name for name, noun in NOUNS.items() if noun.read is not None]


def documents() -> Iterator[Document]:
    """Go every way that begins at a thing or at the query, and tell all that is there."""
    for noun in (None, *with_ids()):
        kind = _kind(noun)
        own = [] if noun is None else [whole(kind, 0)]
        yield from packed(noun, [*own, *(_followed(name, kind, each, 1) for name, each in _edges(kind).items())])
    yield Document.of(None, _within("viewer", whole(SCHEMA.type_map["Viewer"], 1)))
    yield Document.of(None, Piece("nodes(ids: $all) { __typename id }", Needs({("all", "[ID!]!")})))


def deeper() -> Iterator[Document]:
    """Go every way from what the first ways lead to."""
    for noun in (None, *with_ids()):
        kind = _kind(noun)
        for name, edge in _edges(kind).items():
            if edge.noun is not None and _has_ids(edge.noun.name):
                then = _kind(edge.noun.name)
                further = [_followed(each, then, way, 1) for each, way in _edges(then).items()]
                yield from packed(noun, [_through(name, kind, edge, each) for each in joined(further)])


def filtering() -> Iterator[Document]:
    """Ask every list by each of its arguments."""
    for noun in (None, *with_ids()):
        kind = _kind(noun)
        pieces = [each for name, edge in _edges(kind).items() for each in _by_arguments(name, kind, edge)]
        yield from packed(noun, pieces)


def packed(noun: str | None, pieces: Iterable[Piece]) -> Iterator[Document]:
    """Put as many pieces into each document as it may hold."""
    yield from (Document.of(noun, each) for each in joined(pieces))


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join pieces that are small together."""
    held: Piece | None = None
    for each in pieces:
        more = each if held is None else held + each
        if held is not None and not more.small:
            yield held
            more = each
        held = more
    if held is not None:
        yield held


def whole(kind: GraphQLNamedType, depth: int, path: tuple[str, ...] = ()) -> Piece:
    """Select all that a type tells; things of other nouns whole up to a depth, and then by their ids."""
    assert isinstance(kind, GraphQLObjectType)
    told, inside = Piece("__typename"), (*path, kind.name)
    for name, field in kind.fields.items():
        of, edge = get_named_type(field.type), _edges(kind).get(name)
        if is_leaf_type(of):
            told += Piece(name)
        elif kind.name.endswith("Edge"):
            told += Piece(f"{name} {{ __typename }}")  # told whole among the nodes
        elif edge is None:
            told += _within(name, whole(of, depth, inside) if of.name not in path else Piece("__typename"))
        elif depth or not _has_ids(kind.name):
            told += _followed(name, kind, edge, depth, inside)
    return told


def _within(head: str, piece: Piece) -> Piece:
    return Piece(f"{head} {{ {piece.text} }}", piece.needs)


def _followed(name: str, kind: GraphQLObjectType, edge: Edge, depth: int, path: tuple[str, ...] = ()) -> Piece:
    """Follow one way, with what it must be given."""
    assert edge.noun is not None
    field = kind.fields[name]
    of = get_named_type(field.type)
    given, needs = _required(field, edge, name)
    given += ['language: "en"'] if "language" in field.args else []
    if not _has_ids(edge.noun.name):
        inner = whole(of, max(depth - 1, 0), path) if of.name not in path else Piece("__typename")
    elif depth:
        inner = whole(of, depth - 1, path)
    else:
        inner = Piece(_short(of))
    given += [f"first: {FIRST}"] if "first" in field.args else []
    return _within(f"{name}({', '.join(given)})" if given else name, inner) + Piece("", needs)


def _short(kind: GraphQLNamedType) -> str:
    """Select what tells of which things something is, and how many they are."""
    assert isinstance(kind, GraphQLObjectType)
    if "nodes" in kind.fields:
        return f"totalCount pageInfo {{ hasNextPage }} nodes {{ {_short(get_named_type(kind.fields['nodes'].type))} }}"
    return " ".join(["__typename", *(each for each in ("id", "uuid") if each in kind.fields)])


def _required(field: GraphQLField, edge: Edge, name: str) -> tuple[list[str], Needs]:
    known = [
        (each, *_value(each, argument, edge, name)[0])
        for each, argument in field.args.items()
        if is_required_argument(argument)
    ]
    return [f"{each}: {value}" for each, value, _ in known], frozenset().union(*(needs for *_, needs in known))


def _by_arguments(name: str, kind: GraphQLObjectType, edge: Edge) -> Iterator[Piece]:
    """Ask a list by one argument after the other, and by each value that an argument has."""
    field = kind.fields[name]
    required, needs = _required(field, edge, name)
    for argument, what in field.args.items():
        if is_required_argument(what):
            continue
        values = _value(argument, what, edge, name)
        if argument == "after":
            after = f"after_{kind.name}_{name}"
            values = [(f"${after}", Needs({(after, "String!")}))]
        for number, (value, more) in enumerate(values):
            given = ", ".join([*required, f"{argument}: {value}"])
            alias = f"{name}_{argument}_{number}"
            yield _within(f"{alias}: {name}({given})", Piece(_short(get_named_type(field.type)), needs | more))


def _value(name: str, argument: GraphQLArgument, edge: Edge, field: str) -> list[tuple[str, Needs]]:
    """Return what an argument may be given: variables that hold ids or words, and all there is of anything else."""
    of = get_named_type(argument.type)
    if isinstance(of, GraphQLEnumType):
        values = [(each, Needs()) for each in (next(iter(of.values)), list(of.values)[-1])]
    elif name == "input":
        values = [(f"$in_{field}", Needs({(f"in_{field}", str(argument.type))}))]
    elif (held := _holds(name, edge)) is not None:
        variable = held.replace(" ", "_") + ("_text" if of.name == "String" else "")
        values = [(f"${variable}", Needs({(variable, f"{of.name}!")}))]
    elif name in {"number", "version"} or of.name not in {"String", "ID"}:
        said = SAID[of.name] if name != "version" else ("1",)
        values = [(json.dumps(each), Needs()) for each in said]
    else:
        values = [("$words", Needs({("words", "String!")}))]
    several = isinstance(get_nullable_type(argument.type), GraphQLList)
    return [(f"[{value}]", needs) for value, needs in values] if several else values


def _holds(name: str, edge: Edge) -> str | None:
    """Return of which kind the id is that an argument holds."""
    operation = REST[edge.operation.name]
    kinds = {str(each.steps[0]): each.kind for each in operation.places if each.where is not Where.BODY}
    parameter = edge.arguments.get(name)
    if parameter is None:
        return None
    return kinds.get(parameter) or kinds.get((edge.operation.ids | edge.operation.filters)[parameter].alias)


def _through(name: str, kind: GraphQLObjectType, edge: Edge, further: Piece) -> Piece:
    """Follow one way, and go on from the things there."""
    field = kind.fields[name]
    given, needs = _required(field, edge, name)
    given += [f"first: {FIRST}"] if "first" in field.args else []
    head = f"{name}({', '.join(given)})" if given else name
    text = f"__typename id uuid {further.text}"
    inner = f"nodes {{ {text} }}" if edge.operation.listed else text
    return Piece(f"{head} {{ {inner} }}", needs | further.needs)


def _kind(noun: str | None) -> GraphQLObjectType:
    kind = SCHEMA.query_type if noun is None else SCHEMA.type_map[noun]
    assert isinstance(kind, GraphQLObjectType)
    return kind


def _edges(kind: GraphQLNamedType) -> Mapping[str, Edge]:
    if kind is SCHEMA.query_type:
        return GRAPH.nouns.roots
    return NOUNS[kind.name].edges if kind.name in NOUNS else {}


def _has_ids(noun: str) -> bool:
    return noun in NOUNS and NOUNS[noun].read is not None
