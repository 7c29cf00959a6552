"""The graph: what Strawberry is told of the nouns, of the ways between them, and of what changes them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Union

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from app.api.graphql.declared import Operation
from app.api.graphql.inputs import Inputs, Read
from app.api.graphql.leaves import SCALARS, Leaves, form_of, or_null
from app.api.graphql.live_events import ARGUMENTS, EVENT, EVENTS, LIVE_EVENT, Live
from app.api.graphql.naming import lower, upper
from app.api.graphql.nouns import Edge, Member, Noun, Nouns
from app.api.graphql.shells import argument, field, shell
from app.api.graphql.viewer import Permissions, ViewerOut
from app.api.problems import Problem
from app.api.request_costs import READ

PAGE, LONGEST_PAGE = 20, 100
FOR_ONE_UNIT = 50  # so much of a document costs what a page of fifty costs over REST
WHOLE_SCHEMA = 1_000  # what it costs to tell of the graph itself
USUAL_PARTS = 5  # of how many parts a thing is taken to be made, where nobody says how many
FIRST = argument("first", int, f"How many at most: 1 to {LONGEST_PAGE}.", PAGE)
AFTER = argument("after", or_null(str), "`endCursor` of the page before.")
EXPECTED = argument(
    "expectedVersion",
    or_null(int),
    "The `version` that you read; null for whichever. It must be given: whoever leaves it out is refused.",
)
RESULT = "What was changed, or the problem that kept it from being changed."
RETRIED = argument("idempotencyKey", or_null(str), "A retry with the same key has no second effect.")


@strawberry.interface(description="Whatever can be asked for again by its id.")
class Node:
    """Relay's `Node`."""

    id: strawberry.ID = strawberry.field(description="Its id in the whole graph.")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's `PageInfo`."""

    has_next_page: bool = strawberry.field(description="Whether the list goes on.")
    has_previous_page: bool = strawberry.field(description="Whether something stands before the page.")
    start_cursor: str | None = strawberry.field(description="The cursor of its first edge.")
    end_cursor: str | None = strawberry.field(description="Give it as `after` to read on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A mutation: an edge to the thing that it changed, and what is shown only with the change."""

    edge: Edge
    beside: Mapping[str, Member]

    @property
    def operation(self) -> Operation:
        """What is done."""
        return self.edge.operation

    @property
    def noun(self) -> Noun | None:
        """What is changed."""
        return self.edge.noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a field costs: its own units, and for each of the things that it tells, of which `counted` says how many."""

    units: int = 0
    each: int = 0
    times: int = 1
    counted: str | None = None


class Graph:
    """The schema of some operations, and what each of its fields stands for; `hrefs` are told by their addresses."""

    def __init__(self, operations: Iterable[Operation], hrefs: Iterable[Operation] = ()) -> None:
        self.operations = list(operations)
        self.permissions = Permissions(self.operations)
        self._leaves = Leaves()
        self.nouns = Nouns(self.operations, hrefs, self._leaves, ViewerOut, Problem)
        self.changes = {each.name: self._change(each) for each in self.operations if not each.reads}
        self._inputs = Inputs(self._leaves)
        self._shells = {
            name: shell(name, each.description, interfaces=(Node,) if each.read else ())
            for name, each in self.nouns.by_name.items()
        }
        self._connections: dict[str, type] = {}
        self._readers: dict[Edge, dict[str, tuple[str, Read]]] = {}
        event = self.nouns.by_name.get(EVENT)
        self.live = None if event is None else Live(event, self.nouns.by_name)
        self.strawberry = self._schema()
        self.weights = dict(self._weighed())
        self.details = {name: _details(each) for name, each in self.nouns.by_name.items() if each.read}

    @cached_property
    def schema(self) -> GraphQLSchema:
        """The schema as graphql-core has it, which validates and tells of itself."""
        return self.strawberry._schema  # noqa: SLF001  Strawberry has no other name for it

    def readers(self, edge: Edge) -> dict[str, tuple[str, Read]]:
        """Return by the names of arguments which parameters they stand for, and what reads them."""
        if edge not in self._readers:
            parameters = edge.operation.ids | edge.operation.filters
            self._readers[edge] = {
                told: (name, self._inputs.reader(form_of(parameters[name].field_info.annotation)))
                for told, name in edge.arguments.items()
            }
        return self._readers[edge]

    def read_body(self, operation: Operation, value: Any) -> Any:
        """Return the body of REST that an input stands for."""
        assert operation.body is not None  # noqa: S101  asked by the caller
        return self._inputs.reader(form_of(operation.body.field_info.annotation))(value)

    def _change(self, operation: Operation) -> Change:
        model = operation.model
        noun = None if model is None else self.nouns.of(model)
        beside = {} if noun is None or model is None else self.nouns.beside(model)
        return Change(edge=Edge(operation=operation, noun=noun), beside=beside)

    def _weighed(self) -> Iterator[tuple[tuple[str, str], Weight]]:
        """Go through the fields that cost something."""
        yield ("Query", "__schema"), Weight(units=WHOLE_SCHEMA)
        yield ("Query", "__type"), Weight(units=WHOLE_SCHEMA // 10)
        yield ("Query", "node"), Weight(units=READ)
        yield ("Query", "nodes"), Weight(each=READ, counted="ids")
        yield ("Subscription", "events"), Weight(units=READ)
        yield (LIVE_EVENT, "subject"), Weight(units=READ)
        for name, change in self.changes.items():
            yield ("Mutation", name), Weight(units=change.operation.units * FOR_ONE_UNIT)
        yield from ((("Query", name), _weight(edge)) for name, edge in self.nouns.roots.items())
        for noun in self.nouns.by_name.values():
            yield from (((noun.name, name), _weight(edge)) for name, edge in noun.edges.items())
            many = (name for name, each in noun.members.items() if each.noun is not None and each.form.many)
            yield from (((noun.name, name), Weight(times=USUAL_PARTS)) for name in many)

    def _schema(self) -> strawberry.Schema:
        for name, each in self.nouns.by_name.items():
            self._shells[name][1].extend(self._fields(each))
        query, fields = shell("Query", "What can be read.")
        fields += [self._edge(name, edge) for name, edge in self.nouns.roots.items()]
        fields += self._everything()
        mutation, changes = shell("Mutation", "What can be changed: each has an operation of REST of the same name.")
        changes += [self._mutation(name, change) for name, change in self.changes.items()]
        nodes = [self._type(each) for each in self.nouns.by_name.values() if each.read]
        subscription = None if self.live is None else self._subscription(self.live)
        return strawberry.Schema(
            query, mutation, subscription, types=nodes, config=StrawberryConfig(scalar_map=SCALARS)
        )

    def _subscription(self, live: Live) -> type:
        told, parts = shell(LIVE_EVENT, "An event as it is heard, and its place in the log.")
        parts += [
            field("cursor", str, "Give it as `after` to go on behind this event."),
            field("event", self._type(live.noun), live.noun.description),
            field("subject", or_null(Node), "The thing that it is about, as you may see it now; null if you may not."),
        ]
        subscription, fields = shell("Subscription", "What can be followed.")
        fields.append(field("events", told, EVENTS, ARGUMENTS))
        return subscription

    def _everything(self) -> list[StrawberryField]:
        maybe: Any = or_null(Node)
        ids = argument("ids", list[strawberry.ID], "Ids of the whole graph.")
        return [
            field("node", or_null(Node), "Anything, by its id.", [argument("id", strawberry.ID, "Its id.")]),
            field("nodes", list[maybe], f"Up to {LONGEST_PAGE} things, by their ids.", [ids]),
            field("viewer", self._type(self.nouns.of(ViewerOut)), "You."),
        ]

    def _type(self, noun: Noun) -> type:
        return self._shells[noun.name][0]

    def _fields(self, noun: Noun) -> list[StrawberryField]:
        members = [self._member(name, each, noun) for name, each in noun.members.items()]
        return members + [self._edge(name, each) for name, each in noun.edges.items() if name not in noun.members]

    def _member(self, name: str, member: Member, noun: Noun) -> StrawberryField:
        if noun.read and name == "id":
            return field(name, strawberry.ID, member.description)
        kind = self._leaves.type_of(member.form) if member.noun is None else self._type(member.noun)
        sometimes = len(member.models) < len(noun.models)
        return field(name, member.form.of(kind, nullable=member.form.nullable or sometimes), member.description)

    def _edge(self, name: str, edge: Edge) -> StrawberryField:
        assert edge.noun is not None  # noqa: S101  whatever is read shows something
        kind = self._connection(edge.noun) if edge.operation.listed else self._type(edge.noun)
        description = edge.operation.description if not edge.given or edge.operation.listed else edge.noun.description
        return field(name, or_null(kind), description, self._arguments(edge))

    def _arguments(self, edge: Edge) -> list[StrawberryArgument]:
        operation = edge.operation
        parameters = operation.ids | operation.filters
        told = [self._inputs.argument(name, parameters[held]) for name, held in edge.arguments.items()]
        return [*told, *self._body(operation), *((FIRST, AFTER) if operation.paged else ())]

    def _body(self, operation: Operation) -> list[StrawberryArgument]:
        if operation.body is None:
            return []
        info = operation.body.field_info
        annotation = self._inputs.annotation(form_of(info.annotation), nullable=not info.is_required())
        return [argument("input", annotation, info.description or "What is asked.")]

    def _connection(self, noun: Noun) -> type:
        if noun.name not in self._connections:
            kind = self._type(noun)
            edge, parts = shell(f"{noun.name}Edge", "One of a list, and its place.")
            parts += [
                field("cursor", or_null(str), "Its place, to read on from; null in lists that are always told whole."),
                field("node", kind, "It."),
            ]
            connection, parts = shell(f"{noun.name}Connection", "A page of a list.")
            parts += [
                field("edges", list[edge], "The page, with places."),  # type: ignore[valid-type]
                field("nodes", list[kind], "The page."),  # type: ignore[valid-type]
                field("pageInfo", PageInfo, "Where it stands."),
                field("totalCount", or_null(int), "How long the list is, at most 10,000; told with the first page."),
                field("totalCountIsAtLeast", or_null(bool), "Whether the list is longer than `totalCount`."),
            ]
            self._connections[noun.name] = connection
        return self._connections[noun.name]

    def _mutation(self, name: str, change: Change) -> StrawberryField:
        operation = change.operation
        payload, parts = shell(f"{upper(name)}Payload", f"What `{name}` did.")
        if change.noun is None:
            parts.append(field("done", bool, "True."))
        else:
            parts.append(field(lower(change.noun.name), self._type(change.noun), change.noun.description))
            parts += [self._member(told, member, change.noun) for told, member in change.beside.items()]
        problem = self._type(self.nouns.of(Problem))
        result = Annotated[Union[payload, problem], strawberry.union(f"{upper(name)}Result", description=RESULT)]  # type: ignore[valid-type]  # noqa: UP007
        versioned = [EXPECTED] if operation.versioned else []
        retried = [RETRIED] if operation.retries else []
        arguments = [*self._arguments(change.edge), *versioned, *retried]
        return field(name, or_null(result), operation.description, arguments)


def _details(noun: Noun) -> frozenset[str]:
    """Return what lists do not show of a thing, so that it is read for that."""
    return frozenset(name for name, each in noun.members.items() if len(each.models) < len(noun.models))


def _weight(edge: Edge) -> Weight:
    operation = edge.operation
    listed = Weight(units=operation.units, each=1, times=PAGE, counted="first" if operation.paged else None)
    return listed if operation.listed else Weight(units=operation.units)
