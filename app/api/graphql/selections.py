"""What a document selects: its fields by their keys, with fragments spread and what is skipped left out."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionNode,
    VariableNode,
)

Fields = dict[str, list[FieldNode]]


class Selections:
    """Reads the selections of a valid document; `flags` are the variables on which `@skip` and `@include` depend."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], flags: Mapping[str, bool]
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._flags = flags

    def collected(self, kind: str, nodes: Iterable[SelectionNode]) -> Fields:
        """Return the fields that are selected of a type, those with the same key together."""
        fields: Fields = {}
        for each in self._spread(kind, nodes, set()):
            fields.setdefault(key_of(each), []).append(each)
        return fields

    def _spread(self, kind: str, nodes: Iterable[SelectionNode], seen: set[str]) -> Iterator[FieldNode]:
        for each in nodes:
            if not self._is_included(each.directives or ()):
                continue
            if isinstance(each, FieldNode):
                yield each
            elif isinstance(each, InlineFragmentNode):
                if each.type_condition is None or self._is(kind, each.type_condition.name.value):
                    yield from self._spread(kind, each.selection_set.selections, seen)
            elif isinstance(each, FragmentSpreadNode) and each.name.value not in seen:
                seen.add(each.name.value)
                fragment = self._fragments[each.name.value]
                if self._is(kind, fragment.type_condition.name.value):
                    yield from self._spread(kind, fragment.selection_set.selections, seen)

    def _is(self, kind: str, condition: str) -> bool:
        if kind == condition:
            return True
        other, own = self._schema.type_map[condition], self._schema.type_map[kind]
        if not isinstance(other, GraphQLInterfaceType | GraphQLUnionType) or not isinstance(own, GraphQLObjectType):
            return False
        return self._schema.is_sub_type(other, own)

    def _is_included(self, directives: Iterable[DirectiveNode]) -> bool:
        return all(
            self._flag(each) is (each.name.value == "include")
            for each in directives
            if each.name.value in ("include", "skip")
        )

    def _flag(self, directive: DirectiveNode) -> bool:
        [argument] = directive.arguments or ()
        value = argument.value
        if isinstance(value, VariableNode):
            return self._flags[value.name.value]
        assert isinstance(value, BooleanValueNode)  # noqa: S101  the document is valid
        return value.value


def key_of(node: FieldNode) -> str:
    """Return under which key a field is told."""
    return node.alias.value if node.alias else node.name.value


def inner_of(found: Iterable[FieldNode]) -> list[SelectionNode]:
    """Return what is selected within some fields of the same key."""
    return [each for node in found if node.selection_set for each in node.selection_set.selections]
