"""Documents: read and validated once, then known by their text, each with the plans that were made of it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    parse,
)
from graphql.language import Visitor, visit

from app.api.graphql.graph import Graph
from app.api.graphql.limits import CHARACTERS, MOST, TOKENS, Measure, check_text, too_much
from app.api.graphql.persisted import hash_of
from app.api.graphql.selections import Selections
from app.api.graphql.shows import Act, Query
from app.api.graphql.subscriptions import Follow, SubscriptionCompiler
from app.api.graphql.validating import faults_of
from app.api.problems import bad_request

MOST_KEPT = 4_000_000  # characters of documents, each of which takes some fifty bytes when it is read
MOST_PLANS = 16  # of one document: there are as many as ways to skip and include, and costs as many as page sizes
Plan = Query | list[Act | str] | Follow
FOR_ONE_UNIT = 1_000  # characters that are read
GIVEN_UP = {"more than": ("tokens", TOKENS), "nested too deeply": ("depth", MOST["depth"])}
"""By what the parser says when it gives up: what there was too much of."""


class NotADocument(Exception):
    """A text that is no document of this graph."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(slots=True)
class Document:
    """A valid document."""

    graph: Graph
    text: str
    operations: Mapping[str, OperationDefinitionNode]
    fragments: Mapping[str, FragmentDefinitionNode]
    flags: frozenset[str]
    plans: OrderedDict[tuple[str, frozenset[str]], Plan] = field(default_factory=OrderedDict)
    costs: OrderedDict[tuple[object, ...], int] = field(default_factory=OrderedDict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation that is asked for: it must be named where there are several."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name or "")
        if found is None:
            raise bad_request("graphql.no-operation", "Say in `operationName` which operation of the document to run.")
        return found

    def plan(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Plan:
        """Return the plan of an operation, as variables let it skip and include."""
        key = (_name(operation), frozenset(flag for flag in self.flags if variables.get(flag)))
        if key not in self.plans:
            self.plans[key] = self._compiled(operation, {flag: bool(variables.get(flag)) for flag in self.flags})
            if len(self.plans) > MOST_PLANS:
                self.plans.popitem(last=False)
        return self.plans[key]

    def cost(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
        """Return what an operation costs; refuse what is too much. It depends on the numbers that variables give."""
        numbers = [(name, len(each) if isinstance(each, list) else each) for name, each in variables.items()]
        key = (_name(operation), *(pair for pair in numbers if isinstance(pair[1], int)))
        if key not in self.costs:
            self.costs[key] = Measure(self.graph, self.fragments, variables).cost(operation)
            if len(self.costs) > MOST_PLANS:
                self.costs.popitem(last=False)
        return self.costs[key]

    def _compiled(self, operation: OperationDefinitionNode, flags: Mapping[str, bool]) -> Plan:
        compiler = SubscriptionCompiler(self.graph, Selections(self.graph.schema, self.fragments, flags))
        nodes = operation.selection_set.selections
        if operation.operation is OperationType.SUBSCRIPTION:
            return compiler.subscription(nodes)
        return compiler.mutation(nodes) if operation.operation is OperationType.MUTATION else compiler.query(nodes)


class Documents:
    """Reads documents, and knows those that it has read lately."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._size = 0

    def read(self, text: str) -> Document:
        """Return a document; raises `NotADocument`, or `Refused` for one that is too much."""
        hashed = hash_of(text)
        known = self._known.get(hashed)
        if known is not None:
            self._known.move_to_end(hashed)
            return known
        document = self._known[hashed] = self._read(text)
        self._size += len(text)
        while self._size > MOST_KEPT:
            _, forgotten = self._known.popitem(last=False)
            self._size -= len(forgotten.text)
        return document

    def text_of(self, hashed: str) -> str | None:
        """Return the text with this hash, if it was read lately."""
        known = self._known.get(hashed)
        return None if known is None else known.text

    def units(self, text: str) -> int:
        """Return what it takes from quotas to read a text: nothing, where it was read lately."""
        return 0 if hash_of(text) in self._known else min(len(text), CHARACTERS) // FOR_ONE_UNIT

    def _read(self, text: str) -> Document:
        if len(text) > CHARACTERS:
            raise too_much("characters", CHARACTERS, characters=len(text))
        read = _parsed(text)
        check_text(read, self._graph)
        if errors := faults_of(self._graph, read):
            raise NotADocument(errors)
        return Document(
            self._graph,
            text,
            {_name(each): each for each in _of(read, OperationDefinitionNode)},
            {each.name.value: each for each in _of(read, FragmentDefinitionNode)},
            frozenset(_flags(read)),
        )


def _parsed(text: str) -> DocumentNode:
    """Read a text; it is given up where there is too much of it, before it is read to its end."""
    try:
        return parse(text, max_lexical_tokens=TOKENS, max_comments=TOKENS)
    except GraphQLError as error:
        found = next((what for said, what in GIVEN_UP.items() if said in error.message), None)
        raise NotADocument([error]) if found is None else too_much(*found) from None
    except RecursionError:
        raise too_much("depth", MOST["depth"]) from None


def _name(operation: OperationDefinitionNode) -> str:
    return operation.name.value if operation.name else ""


def _of(read: DocumentNode, kind: type) -> list[Any]:
    return [each for each in read.definitions if isinstance(each, kind)]


def _flags(read: DocumentNode) -> set[str]:
    """Return the variables on which directives depend."""
    found: set[str] = set()

    class Flags(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            found.update(each.value.name.value for each in node.arguments or () if isinstance(each.value, VariableNode))

    visit(read, Flags())
    return found
