"""Runs plans: what is loaded for all things of one depth is asked for at once, and told in its place."""

import asyncio
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from fastapi.exceptions import RequestValidationError
from graphql import FieldNode, GraphQLError, GraphQLField, VariableNode, get_argument_values, is_non_null_type
from graphql.execution.values import VariableValues

from app.api.graphql.asking import Asker, Part, page_of
from app.api.graphql.graph import LONGEST_PAGE, Graph
from app.api.graphql.naming import camel, parts_of
from app.api.graphql.nouns import Edge
from app.api.graphql.refusals import REFUSALS, is_for_the_whole, problem_of, refusal_for
from app.api.graphql.shows import Load, Path
from app.api.problems import Refusal
from app.domain.errors import Fault, Invalid, NotFound

MOST_ERRORS = 100
Errors = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a document gives to an edge, checked; `told` tells it apart from what it gives to others."""

    parameters: Mapping[str, Any]
    part: Part | None
    told: bytes


NOTHING_GIVEN = Bound(parameters={}, part=None, told=b"")


@dataclass(slots=True)  # not frozen: it is made for each thing of a page
class Waiting:
    """A load for one thing: which is wanted, and where it is told: beside what is told already, or under a key.

    `question` is what is asked, the same whoever waits for the answer.
    """

    load: Load
    edge: Edge
    given: tuple[str, ...]
    bound: Bound
    out: Any
    key: str | int | None
    path: Path
    question: Hashable


class Values:
    """The arguments of a document's fields, with the values of its variables."""

    def __init__(self, graph: Graph, variables: VariableValues, raw: Mapping[str, Any]) -> None:
        self.graph = graph
        self.raw = raw
        self.plain = variables.coerced
        self._variables = variables

    def of(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Return the arguments of a field; raises `Invalid` for variables that are null and must not be."""
        try:
            return get_argument_values(definition, node, self._variables, hide_suggestions=True)
        except GraphQLError:
            faults = tuple(self._nulls(definition, node))
            raise Invalid("request.invalid", "The request is not valid.", faults=faults) from None

    def parameters(self, edge: Edge, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters of an operation; raises what REST refuses them with."""
        readers = self.graph.readers(edge)
        given = {readers[name][0]: readers[name][1](told) for name, told in arguments.items() if name in readers}
        given = {name: value for name, value in given.items() if value is not None}
        body = arguments.get("input")
        try:
            return edge.operation.check(given, None if body is None else self.graph.read_body(edge.operation, body))
        except RequestValidationError as error:
            raise _in_arguments(edge, error) from None

    def _nulls(self, definition: GraphQLField, node: FieldNode) -> Iterator[Fault]:
        """Find what is null and must not be: a variable may be, where its argument has a default (GraphQL, 6.4.1)."""
        for each in node.arguments or ():
            name = each.name.value
            null = isinstance(each.value, VariableNode) and self.plain.get(each.value.name.value) is None
            if null and is_non_null_type(definition.args[name].type):
                yield Fault(pointer=f"/{name}", message="Must not be null; leave the variable out for the default.")


@dataclass(slots=True, kw_only=True)
class Run:
    """One execution of what a plan shows."""

    values: Values
    asker: Asker
    known: Callable[[], Mapping[str, Any]]
    request_id: str
    errors: Errors = field(default_factory=list)
    _ahead: list[Waiting] = field(default_factory=list)
    _bound: dict[Load, Bound | None] = field(default_factory=dict)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def later(self, load: Load, value: Mapping[str, Any], out: dict[str, Any], path: Path) -> None:
        """Load something for an object, once everything of its depth is told."""
        if load.edge is None:
            self._anything(load, value, out, path)
            return
        given = tuple([value[source] for source in load.edge.given.values()])
        bound = None if None in given else self._binding(load, load.edge, path)
        if bound is not None:
            self._wait(load, load.edge, given, bound, out, load.key, path)

    @property
    def viewer(self) -> Mapping[str, Any]:
        """Who asks."""
        return self.known()

    @property
    def waits(self) -> bool:
        """Whether something is still to be loaded."""
        return bool(self._ahead)

    async def finish(self) -> None:
        """Load, depth by depth, until nothing is left to load; raises what makes all of it impossible."""
        while self._ahead:
            level, self._ahead = self._ahead, []
            asked = {each.question: each for each in level if each.question not in self._known}
            answers = await asyncio.gather(*map(self._ask, asked.values()), return_exceptions=True)
            self._known |= zip(asked, answers, strict=True)
            for each in level:
                self._tell(each, self._known[each.question])

    async def _ask(self, waiting: Waiting) -> Any:
        edge, bound = waiting.edge, waiting.bound
        parameters = {**bound.parameters, **dict(zip(edge.given, map(UUID, waiting.given), strict=True))}
        answer = await self.asker.ask(edge.operation, parameters, bound.part)
        return page_of(answer, bound.part) if edge.operation.listed else answer

    def _tell(self, waiting: Waiting, answer: Any) -> None:
        key, show = waiting.key, waiting.load.show
        path = waiting.path if key is None else (key, waiting.path)
        if isinstance(answer, BaseException):
            self._refuse(answer, path, waiting.load.node)
        elif key is None:
            waiting.out.update(show.tell(answer, path, self))
        else:
            waiting.out[key] = show.tell(answer, path, self)

    def _refuse(self, error: BaseException, path: Path, node: FieldNode | None) -> None:
        if isinstance(error, NotFound):
            return
        if not isinstance(error, REFUSALS) or is_for_the_whole(error):
            raise error
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(error_of(refusal_for(error), self.request_id, _steps(path), node))

    def _binding(self, load: Load, edge: Edge, path: Path) -> Bound | None:
        """Return what the document gives to an edge, read once; None where it is refused."""
        if load not in self._bound:
            try:
                self._bound[load] = self._bind(load, edge)
            except REFUSALS as error:
                self._bound[load] = None
                self._refuse(error, (load.key, path), load.node)
        return self._bound[load]

    def _bind(self, load: Load, edge: Edge) -> Bound:
        if load.node is None or load.definition is None:
            return NOTHING_GIVEN
        arguments = self.values.of(load.definition, load.node)
        part = _part(arguments, load) if edge.operation.paged else None
        told = msgspec.json.encode((arguments, part), enc_hook=str) if arguments else b""
        return Bound(parameters=self.values.parameters(edge, arguments), part=part, told=told)

    def _anything(self, load: Load, value: Mapping[str, Any], out: dict[str, Any], path: Path) -> None:
        """Load what `node` and `nodes`, or a member, name by their ids alone."""
        assert load.node is not None  # noqa: S101  they are fields
        assert load.key is not None  # noqa: S101
        if load.source is not None:
            self._thing(load, value[load.source] or "", out, load.key, path)
            return
        assert load.definition is not None  # noqa: S101  of the query
        arguments = self.values.of(load.definition, load.node)
        if "ids" not in arguments:
            self._thing(load, arguments["id"], out, load.key, path)
            return
        places: list[Any] = [None] * len(arguments["ids"])
        out[load.key] = places
        for place, id_ in enumerate(arguments["ids"]):
            self._thing(load, id_, places, place, (load.key, path))

    def _thing(self, load: Load, id_: str, out: Any, key: str | int, path: Path) -> None:
        parts = parts_of(id_)
        noun = None if parts is None else self.values.graph.nouns.by_name.get(parts[0])
        if parts is None or noun is None or noun.read is None or load.shows is None:
            return
        known = Load(key=load.key, edge=noun.read, node=load.node, show=load.shows(noun))
        self._wait(known, noun.read, (parts[1],), NOTHING_GIVEN, out, key, path)

    def _wait(
        self, load: Load, edge: Edge, given: tuple[str, ...], bound: Bound, out: Any, key: str | int | None, path: Path
    ) -> None:
        question = (edge.operation.name, given, bound.told)
        self._ahead.append(Waiting(load, edge, given, bound, out, key, path, question))


def _in_arguments(edge: Edge, error: RequestValidationError) -> RequestValidationError:
    """Say what is wrong with parameters by the names of the arguments that stand for them."""
    told = {name: argument for argument, name in edge.arguments.items()}
    errors = [{**each, "loc": tuple(told.get(step, step) for step in each["loc"])} for each in error.errors()]
    return RequestValidationError(errors, body={told.get(name, name): value for name, value in error.body.items()})


def _part(arguments: Mapping[str, Any], load: Load) -> Part:
    first, after = arguments["first"], arguments.get("after")
    if not 1 <= first <= LONGEST_PAGE:
        fault = Fault(pointer="/first", message=f"Expected 1 to {LONGEST_PAGE}.")
        raise Invalid("request.invalid", "The request is not valid.", faults=(fault,))
    return Part(first=first, after=after, counts=load.counts and after is None, placed=load.placed, ended=load.ended)


def error_of(
    refusal: Refusal, request_id: str, path: Sequence[str | int] | None, node: FieldNode | None
) -> dict[str, Any]:
    """Return the error that says that something could not be told."""
    problem = problem_of(refusal, request_id, "")
    told = ("code", "title", "status", "context", "errors", "request_id")
    error: dict[str, Any] = {"message": refusal.detail, "extensions": {camel(name): problem[name] for name in told}}
    if path is not None:
        error["path"] = list(path)
    if node is not None and node.loc is not None:
        error["locations"] = [{"line": node.loc.start_token.line, "column": node.loc.start_token.column}]
    return error


def _steps(path: Path) -> list[str | int]:
    steps: list[str | int] = []
    while path:
        step, path = path
        steps.append(step)
    return steps[::-1]
