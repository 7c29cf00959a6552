"""One request to the graph in the name of a caller: what it reads in one transaction, what it changes one by one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from hashlib import sha256
from typing import Any

import msgspec
from fastapi import FastAPI
from graphql import (
    DocumentNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    get_variable_values,
    parse,
    print_ast,
)
from graphql.execution.values import VariableValues

from app.api.graphql.asking import Asker
from app.api.graphql.declared import Operation
from app.api.graphql.documents import Document, NotADocument
from app.api.graphql.refusals import REFUSALS, is_for_the_whole, problem_of, refusal_for
from app.api.graphql.running import Errors, Run, Values, error_of
from app.api.graphql.shows import Act, Query, Show
from app.api.graphql.subscriptions import Follow
from app.api.graphql.viewer import viewer
from app.api.idempotency import check_key
from app.api.preconditions import required
from app.api.problems import bad_request
from app.use_cases.core import Call, Core, Idempotency
from app.use_cases.together import Together, read_together

MOST_FAULTS = 10


@dataclass(slots=True)
class Told:
    """What came of a request: its data, what could not be told, and what must be said with it."""

    data: dict[str, Any]
    errors: Errors
    notices: set[str]


class Execution:
    """One operation of a document, with the values of its variables, in the name of a caller."""

    def __init__(self, app: FastAPI, call: Call, document: Document, name: str | None) -> None:
        self._app = app
        self._core: Core = app.state.core
        self._call = call
        self._document = document
        self._operation = document.operation(name)
        self._graph = document.graph

    def values(self, variables: Mapping[str, Any]) -> Values:
        """Return the values of its variables; raises `NotADocument` for those that do not fit."""
        definitions = self._operation.variable_definitions or ()
        given = dict(variables)
        found = get_variable_values(self._graph.schema, definitions, given, MOST_FAULTS, hide_suggestions=True)
        if not isinstance(found, VariableValues):
            raise NotADocument(found)
        return Values(self._graph, found, given)

    def cost(self, values: Values) -> int:
        """Return what it costs; refuses what is too much."""
        return self._document.cost(self._operation, values.plain)

    async def run(self, values: Values) -> Told:
        """Run it; raises what makes all of it impossible."""
        plan = self._document.plan(self._operation, values.plain)
        if isinstance(plan, Follow):
            raise bad_request("graphql.subscription", "A subscription is followed: by WebSocket or as an event stream.")
        if isinstance(plan, list):
            return await self._change(plan, values)
        told = await self._read(plan, {}, values)
        if plan.schema:
            told.data |= await self._schema(plan, values.raw)
        return told

    @property
    def subscribes(self) -> bool:
        """Whether this is a subscription."""
        return self._operation.operation is OperationType.SUBSCRIPTION

    def follow(self, values: Values) -> Follow:
        """Return what a subscription follows."""
        plan = self._document.plan(self._operation, values.plain)
        assert isinstance(plan, Follow)  # noqa: S101  asked by the caller
        return plan

    async def tell(self, follow: Follow, value: Any, values: Values, call: Call) -> Told:
        """Tell of something that is followed, and of all that it leads to, as a caller may see it now."""
        self._call = call
        told = await self._read(follow.show, value, values)
        told.errors = [each | {"path": [follow.key, *each["path"]]} for each in told.errors]
        told.data = {follow.key: told.data}
        return told

    async def _read(self, show: Show, value: Any, values: Values) -> Told:
        """Tell of a value and of all that it leads to: in one transaction, unless it leads to one thing or none."""
        alone = isinstance(show, Query) and show.alone
        if alone or not show.loads:
            run = self._run(values, self._core)
            data = show.tell(value, (), run)
            if alone:
                await run.finish()
            if not run.waits:
                return Told(data, run.errors, run.asker.notices)

        async def whole(reads: Together) -> Told:
            run = self._run(values, reads)
            data = show.tell(value, (), run)
            await run.finish()
            return Told(data, run.errors, run.asker.notices)

        return await read_together(self._core, self._call, whole)

    def _run(self, values: Values, core: Core | Together) -> Run:
        known = cache(partial(viewer, self._call.actor, self._graph.permissions))
        asker = Asker(self._app, core, self._call)
        return Run(values=values, asker=asker, known=known, request_id=self._call.request_id)

    async def _change(self, acts: list[Act | str], values: Values) -> Told:
        told = Told({}, [], set())
        for act in acts:
            if isinstance(act, str):
                told.data[act] = "Mutation"
            else:
                await self._act(act, values, told)
        return told

    async def _act(self, act: Act, values: Values, told: Told) -> None:
        """Change one thing, and tell of it: as it is now, with all that is asked of it, or why it was refused."""
        told.data[act.key] = None
        try:
            done = await self._read(act.payload, await self._changed(act, values, told), values)
        except REFUSALS as error:
            refusal, id_ = refusal_for(error), self._call.request_id
            if is_for_the_whole(error):
                told.errors.append(error_of(refusal, id_, [act.key], act.node))
                return
            done = await self._read(act.problem, problem_of(refusal, id_, act.node.name.value), values)
        told.data[act.key] = done.data
        told.notices |= done.notices
        told.errors += [each | {"path": [act.key, *each["path"]]} for each in done.errors]

    async def _changed(self, act: Act, values: Values, told: Told) -> Any:
        operation = act.change.operation
        arguments = values.of(act.definition, act.node)
        if operation.versioned and "expectedVersion" not in arguments:
            raise required("give it as expectedVersion")
        call = replace(self._call, idempotency=_idempotency(operation, arguments))
        asker = Asker(self._app, self._core, call)
        parameters = values.parameters(act.change.edge, arguments)
        answer = await asker.ask(operation, parameters, expected=arguments.get("expectedVersion"))
        told.notices |= asker.notices
        return answer

    async def _schema(self, plan: Query, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Let graphql-core tell of the graph itself, apart from the loop: that may take a second."""
        nodes = tuple(node for found in plan.schema.values() for node in found)
        asked = OperationDefinitionNode(
            operation=OperationType.QUERY,
            variable_definitions=self._operation.variable_definitions,
            selection_set=SelectionSetNode(selections=nodes),
        )
        text = print_ast(DocumentNode(definitions=(asked, *self._document.fragments.values())))
        given = msgspec.json.encode(variables)
        return await asyncio.to_thread(_introspected, self._graph.schema, text, given)


@lru_cache(maxsize=16)
def _introspected(schema: GraphQLSchema, text: str, variables: bytes) -> dict[str, Any]:
    return execute_sync(schema, parse(text), variable_values=msgspec.json.decode(variables)).data or {}


def _idempotency(operation: Operation, arguments: Mapping[str, Any]) -> Idempotency | None:
    key = arguments.get("idempotencyKey")
    if key is None:
        return None
    check_key(key, "/idempotencyKey")
    told = msgspec.json.encode([operation.name, arguments], enc_hook=str, order="deterministic")
    return Idempotency(key=key, fingerprint=sha256(told).digest())
