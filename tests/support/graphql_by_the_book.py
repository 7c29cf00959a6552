"""The graph as graphql-core executes it: field by field, thing by thing, each asked of its operation by itself.

It knows nothing of plans, of what is gathered, nor of what is told of many things at once. Slow, and their judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute,
    get_argument_values,
    parse,
    print_schema,
)
from pydantic import BaseModel

from app.api.graphql.asking import Asker, Part, page_of
from app.api.graphql.graph import Graph
from app.api.graphql.leaves import form_of
from app.api.graphql.naming import parts_of
from app.api.graphql.nouns import Edge, Noun
from app.api.graphql.refusals import REFUSALS, problem_of, refusal_for
from app.domain.errors import NotFound
from app.use_cases.core import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is known of a thing of a noun: what its operation answered, in the form of a model."""

    noun: Noun
    model: type[BaseModel]
    said: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Paged:
    """A page of things."""

    noun: Noun
    model: type[BaseModel]
    said: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Book:
    """Executes documents of a graph in the name of a caller."""

    graph: Graph
    app: FastAPI
    call: Call
    viewer: Mapping[str, Any]
    schema: GraphQLSchema = field(init=False)

    def __post_init__(self) -> None:
        self.schema = build_schema(print_schema(self.graph.schema), assume_valid=True)

    async def answer(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return data and errors, as the specification has them."""
        executed = execute(
            self.schema,
            parse(document),
            variable_values=dict(variables),
            field_resolver=self._resolve,
            type_resolver=lambda value, _info, _kind: value.noun.name,
        )
        result = executed if not hasattr(executed, "__await__") else await executed
        errors = [
            {"message": each.message, "path": each.path, "extensions": each.extensions} for each in result.errors or ()
        ]
        for error in result.errors or ():
            if not error.extensions:  # it is no refusal, but a fault of what is compared or of what compares
                raise error.original_error or error
        return {"data": result.data, "errors": errors}

    async def _resolve(self, source: Any, info: GraphQLResolveInfo, **_: Any) -> Any:
        name, kind = info.field_name, self.graph.schema.type_map[info.parent_type.name]
        assert isinstance(kind, GraphQLObjectType)
        arguments = get_argument_values(kind.fields[name], info.field_nodes[0], info.variable_values)
        if source is None:
            return await self._root(info, name, arguments)
        if isinstance(source, Paged):
            return self._of_page(source, name)
        if not isinstance(source, Thing):
            return source[name]
        return await self._of_thing(source, info, name, arguments)

    async def _root(self, info: GraphQLResolveInfo, name: str, arguments: Mapping[str, Any]) -> Any:
        if name == "viewer":
            noun = self.graph.nouns.by_name["Viewer"]
            return Thing(noun=noun, model=noun.models[0], said=self.viewer)
        if name == "node":
            return await self._node(arguments["id"])
        if name == "nodes":
            return [self._node(each) for each in arguments["ids"]]  # each is null by itself
        return await self._follow(self.graph.nouns.roots[name], {}, info, arguments)

    async def _node(self, id_: str) -> Thing | None:
        parts = parts_of(id_)
        noun = None if parts is None else self.graph.nouns.by_name.get(parts[0])
        return None if parts is None or noun is None else await self._whole(noun, parts[1])

    async def _whole(self, noun: Noun, id_: str) -> Thing | None:
        if noun.read is None:
            return None
        [parameter] = noun.read.given
        said = await self._asked(noun.read, {parameter: UUID(id_)}, None)
        return None if said is None else Thing(noun=noun, model=noun.models[0], said=said)

    def _of_page(self, page: Paged, name: str) -> Any:
        things = [Thing(noun=page.noun, model=page.model, said=each) for each in page.said["items"]]
        if name == "nodes":
            return things
        if name == "edges":
            cursors = [each["cursor"] for each in page.said["edges"]]
            return [{"node": thing, "cursor": cursor} for thing, cursor in zip(things, cursors, strict=True)]
        return page.said if name == "pageInfo" else page.said[name]

    async def _of_thing(self, thing: Thing, info: GraphQLResolveInfo, name: str, arguments: Mapping[str, Any]) -> Any:
        member, edge = thing.noun.members.get(name), thing.noun.edges.get(name)
        if member is None:
            assert edge is not None
            given = {parameter: thing.said.get(source) for parameter, source in edge.given.items()}
            if None in given.values():
                return None
            return await self._follow(edge, {each: UUID(str(id_)) for each, id_ in given.items()}, info, arguments)
        if member.source not in thing.model.model_fields:
            whole = None if thing.noun.read is None else await self._whole(thing.noun, thing.said["id"])
            return None if whole is None else await self._of_thing(whole, info, name, arguments)
        value, form = thing.said[member.source], form_of(thing.model.model_fields[member.source].annotation)
        if value is None or member.noun is None or form.model is None:
            return value if value is None or member.turn is None else member.turn(value)
        parts = [Thing(noun=member.noun, model=form.model, said=each) for each in (value if form.many else [value])]
        return parts if form.many else parts[0]

    async def _follow(
        self, edge: Edge, ids: Mapping[str, UUID], info: GraphQLResolveInfo, arguments: Mapping[str, Any]
    ) -> Any:
        assert edge.noun is not None
        assert edge.operation.model is not None
        readers = self.graph.readers(edge)
        told = {readers[name][0]: readers[name][1](value) for name, value in arguments.items() if name in readers}
        given = edge.operation.check({name: value for name, value in told.items() if value is not None})
        part = _part(arguments, info) if edge.operation.paged else None
        said = await self._asked(edge, {**given, **ids}, part)
        if said is None:
            return None
        if not edge.operation.listed:
            return Thing(noun=edge.noun, model=edge.operation.model, said=said)
        return Paged(noun=edge.noun, model=edge.operation.model, said=page_of(said, part))

    async def _asked(self, edge: Edge, parameters: Mapping[str, Any], part: Part | None) -> Any:
        """Ask in a transaction of its own, as REST does."""
        try:
            return await Asker(self.app, self.app.state.core, self.call).ask(edge.operation, parameters, part)
        except NotFound:
            return None
        except REFUSALS as error:
            refusal = refusal_for(error)
            raise GraphQLError(refusal.detail, extensions=problem_of(refusal, "", "")) from None


def _part(arguments: Mapping[str, Any], info: GraphQLResolveInfo) -> Part:
    counts = _selects(info, "totalCount") or _selects(info, "totalCountIsAtLeast")
    after = arguments.get("after")
    return Part(first=arguments["first"], after=after, counts=counts and after is None, placed=True, ended=True)


def _selects(info: GraphQLResolveInfo, name: str) -> bool:
    """Whether a name stands anywhere below a field: to count what nobody asks for would only take longer."""
    ahead: list[Any] = [node.selection_set for node in info.field_nodes]
    while ahead:
        for each in getattr(ahead.pop(), "selections", ()):
            if isinstance(each, FieldNode) and each.name.value == name:
                return True
            spread = info.fragments.get(each.name.value) if each.kind == "fragment_spread" else each
            ahead.append(None if spread is None else spread.selection_set)
    return False
