"""Documents as people write them, at random: aliases, fragments, directives, variables, and the same field twice."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from app.api.graphql.graph import Graph

DEEPEST, WIDEST = 5, 6
ANEW = frozenset({"startCursor", "endCursor", "nextCursor", "cursor"})
"""What is sealed anew each time."""

OF_READING = frozenset({"AuditEntryConnection", "AuditEntry", "AuditCheckpointConnection"})
"""Types of what there is more of for having been read."""


@dataclass(slots=True)
class Writer:
    """Writes queries of a graph; `things` are nouns with ids, of what there is and of what there is not."""

    graph: Graph
    random: Random
    things: Sequence[tuple[str, str]]
    fragments: list[str] = field(default_factory=list)
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    aliases: int = 0

    def document(self, roots: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
        """Return a query of some of these fields, and the values of its variables."""
        query = self.graph.schema.query_type
        assert query is not None
        body = " ".join(self._field(query, name, 0) for name in roots)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        text = f"query Asked{f'({declared})' if declared else ''} {{ {body} }} {' '.join(self.fragments)}"
        return text, {name: value for name, (_, value) in self.variables.items()}

    def _field(self, kind: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        definition = kind.fields[name]
        alias = f"{self._new('a')}: " if self.random.random() < 0.2 else ""
        given = ", ".join(self._arguments(definition))
        text = f"{alias}{name}{f'({given})' if given else ''}{self._directive()}"
        of = get_named_type(definition.type)
        if is_leaf_type(of):
            return text
        if isinstance(of, GraphQLInterfaceType):
            return f"{text} {{ __typename id {self._on_some(depth + 1)} }}"
        assert isinstance(of, GraphQLObjectType)
        return f"{text} {{ {self._selected(of, depth + 1)} }}"

    def _selected(self, kind: GraphQLObjectType, depth: int) -> str:
        names = [name for name in kind.fields if name not in ANEW and self._may(kind.fields[name], depth)]
        chosen = self.random.sample(names, min(len(names), self.random.randint(2, WIDEST)))
        if kind.name.endswith("Connection"):
            chosen = ["nodes" if "nodes" not in chosen else "pageInfo", *chosen]
        texts = [self._field(kind, name, depth) for name in chosen]
        texts.append("__typename")
        if self.random.random() < 0.3:
            return " ".join([*texts[1:], self._fragment(kind, texts[0])])
        leaves = [text for text in texts if text in kind.fields and not kind.fields[text].args]
        return " ".join([*texts, *(leaves[:1] if self.random.random() < 0.2 else ())])

    def _fragment(self, kind: GraphQLObjectType, text: str) -> str:
        if self.random.random() < 0.5:
            condition = self.random.choice([f" on {kind.name}", ""])
            return f"...{condition}{self._directive()} {{ {text} }}"
        name = self._new("F")
        self.fragments.append(f"fragment {name} on {kind.name} {{ {text} }}")
        return f"...{name}{self._directive()} ...{name}"

    def _on_some(self, depth: int) -> str:
        """Select of several kinds of things that an id may be of."""
        parts = []
        for noun in self.random.sample(sorted({noun for noun, _ in self.things}), 4):
            kind = self.graph.schema.type_map[noun]
            assert isinstance(kind, GraphQLObjectType)
            names = [name for name in kind.fields if self._may(kind.fields[name], depth)]
            told = self._field(kind, self.random.choice(names), depth)
            aliased = told if told.partition(" ")[0].endswith(":") else f"{self._new('o')}: {told}"
            parts.append(f"... on {noun} {{ {aliased} }}")
        return " ".join(parts)

    def _arguments(self, definition: GraphQLField) -> Iterator[str]:
        for name, each in definition.args.items():
            if name == "first":
                yield f"first: {self._given('Int!', self.random.randint(1, 3))}"
            elif name == "id":
                yield f"id: {self._given('ID!', self._id())}"
            elif name == "ids":
                yield f"ids: {self._given('[ID!]!', [self._id() for _ in range(4)])}"
            else:
                assert not is_required_argument(each), name

    def _id(self) -> str:
        noun, id_ = self.random.choice(self.things)
        return b64encode(f"{noun}:{id_}".encode()).decode()

    def _given(self, kind: str, value: Any) -> str:
        if isinstance(value, int) and self.random.random() < 0.5:
            return str(value)
        name = self._new("v")
        self.variables[name] = (kind, value)
        return f"${name}"

    def _directive(self) -> str:
        if self.random.random() > 0.15:
            return ""
        told, value = self.random.choice(["include", "skip"]), self.random.random() < 0.5
        if self.random.random() < 0.5:
            return f" @{told}(if: {str(value).lower()})"
        name = self._new("v")
        self.variables[name] = ("Boolean!", value)
        return f" @{told}(if: ${name})"

    def _may(self, definition: GraphQLField, depth: int) -> bool:
        of = get_named_type(definition.type)
        if of.name in OF_READING or any(is_required_argument(each) for each in definition.args.values()):
            return False
        return depth < DEEPEST or is_leaf_type(of)

    def _new(self, prefix: str) -> str:
        self.aliases += 1
        return f"{prefix}{self.aliases}"
