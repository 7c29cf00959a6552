"""What a document may ask for, decided before anything is done: one walk over its text, each fragment once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from app.api.graphql.graph import PAGE, Graph
from app.api.problems import Refusal, Refused
from app.api.request_costs import READ

TOKENS, CHARACTERS = 4_000, 50_000
MOST = {"depth": 32, "operations": 20, "fields": 800, "aliases": 60, "directives": 60, "fragments": 100}
"""What a text may hold; the braces of fragments within fields count to its depth, other than to an operation's."""
DEEPEST, WIDEST, COSTLIEST = 16, 3_000, 5_000
"""How deep and how wide an operation may be with its fragments written out, and what it may cost."""
ENOUGH = 10**9


@dataclass(frozen=True, slots=True)
class Size:
    """How deep and wide a selection is, and what it costs: a unit for each thing that is looked up or told."""

    depth: int = 0
    width: int = 0
    cost: int = 0

    def __add__(self, other: "Size") -> "Size":
        """Put another beside it."""
        width, cost = self.width + other.width, self.cost + other.cost
        return Size(max(self.depth, other.depth), min(width, ENOUGH), min(cost, ENOUGH))


def check_text(document: DocumentNode, graph: Graph) -> None:
    """Refuse a text that is too much to be validated; say what it would cost, as far as the text tells."""
    counts = dict.fromkeys(MOST, 0)
    ahead: list[Any] = [(each, 0) for each in document.definitions]
    while ahead:
        node, depth = ahead.pop()
        counts["depth"] = max(counts["depth"], depth)
        counts["operations"] += isinstance(node, OperationDefinitionNode)
        counts["fragments"] += isinstance(node, FragmentSpreadNode | InlineFragmentNode | FragmentDefinitionNode)
        counts["fields"] += isinstance(node, FieldNode)
        counts["aliases"] += isinstance(node, FieldNode) and node.alias is not None
        counts["directives"] += len(node.directives or ())
        inner = node.selection_set.selections if getattr(node, "selection_set", None) else ()
        ahead += [(each, depth + 1) for each in inner]
    for name, count in counts.items():
        if count > MOST[name]:
            _check(name, count, MOST[name], **costs_of(document, graph, counts["depth"]))


def costs_of(document: DocumentNode, graph: Graph, depth: int = 0) -> dict[str, int]:
    """Return what the operations of a text cost together, with the usual pages; nothing, where that has no end."""
    if depth > MOST["depth"]:
        return {}
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    measure = Measure(graph, fragments, {})
    try:
        sizes = [measure.size(each) for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    except Refused:
        return {}
    return {"cost": sum(sizes, Size()).cost}


class Measure:
    """Measures the operations of a document, as the values of its variables make them."""

    def __init__(
        self, graph: Graph, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
    ) -> None:
        self._graph = graph
        self._types = graph.schema.type_map
        self._fragments = fragments
        self._variables = variables
        self._known: dict[str, Size | None] = {}

    def cost(self, operation: OperationDefinitionNode) -> int:
        """Return what an operation costs; refuse one that is too deep, too wide or too dear."""
        size = self.size(operation)
        _check("depth", size.depth, DEEPEST, cost=size.cost)
        _check("width", size.width, WIDEST, cost=size.cost)
        _check("cost", size.cost, COSTLIEST, cost=size.cost)
        return size.cost

    def size(self, operation: OperationDefinitionNode) -> Size:
        """Return how deep, wide and dear an operation is."""
        return self._selected(operation.selection_set, self._types.get(operation.operation.value.capitalize()))

    def _selected(self, selected: SelectionSetNode | None, kind: GraphQLNamedType | None) -> Size:
        nodes = () if selected is None else selected.selections
        details = self._graph.details.get(kind.name, ()) if kind else ()
        detailed = any(isinstance(node, FieldNode) and node.name.value in details for node in nodes)
        return sum((self._one(node, kind) for node in nodes), Size(cost=READ if detailed else 0))

    def _one(self, node: SelectionNode, kind: GraphQLNamedType | None) -> Size:
        if isinstance(node, FieldNode):
            return self._field(node, kind)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        assert isinstance(node, InlineFragmentNode)  # noqa: S101  there are these three
        condition = node.type_condition
        return self._selected(node.selection_set, self._types.get(condition.name.value) if condition else kind)

    def _field(self, node: FieldNode, kind: GraphQLNamedType | None) -> Size:
        fields = kind.fields if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else {}
        definition = fields.get(node.name.value)
        inner = self._selected(node.selection_set, None if definition is None else get_named_type(definition.type))
        weight = self._graph.weights.get((kind.name, node.name.value)) if kind else None
        if weight is None:
            return Size(inner.depth + 1, inner.width + 1, inner.cost)
        times = weight.times if weight.counted is None else self._count(node, weight.counted)
        return Size(inner.depth + 1, inner.width + 1, min(weight.units + times * (weight.each + inner.cost), ENOUGH))

    def _fragment(self, name: str) -> Size:
        fragment = self._fragments.get(name)
        if fragment is None:
            return Size()
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self._selected(
                fragment.selection_set, self._types.get(fragment.type_condition.name.value)
            )
        if (known := self._known[name]) is None:
            detail = "A fragment spreads itself."
            raise Refused(Refusal(status=400, code="graphql.circular", detail=detail, context={"fragment": name}))
        return known

    def _count(self, node: FieldNode, counted: str) -> int:
        """Return how many things an argument asks for."""
        given = next((each.value for each in node.arguments or () if each.name.value == counted), None)
        value = PAGE if given is None else self._value(given)
        if isinstance(value, list):
            return len(value)
        return max(value, 0) if isinstance(value, int) else PAGE

    def _value(self, node: ValueNode) -> Any:
        if isinstance(node, VariableNode):
            return self._variables.get(node.name.value)
        if isinstance(node, ListValueNode):
            return list(node.values)
        return int(node.value) if isinstance(node, IntValueNode) else None


def _check(name: str, count: int, most: int, **context: int) -> None:
    if count > most:
        raise too_much(name, most, **{name: count, **context})


def too_much(name: str, most: int, **context: int) -> Refused:
    """Return the refusal of a document of which something is too much."""
    detail = f"The document is too much for one request: its {name} must not be above {most:,}."
    told = {"limit": most, **context}
    return Refused(Refusal(status=400, code=f"graphql.too-much-{name}", detail=detail, context=told))
