"""Requests made ready to be run: read, checked and measured; and why nothing is told, in the words of GraphQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import FastAPI
from graphql import GraphQLError

from app.api.graphql.documents import Documents, NotADocument
from app.api.graphql.execution import Execution, Told
from app.api.graphql.graph import FOR_ONE_UNIT, Graph
from app.api.graphql.limits import COSTLIEST
from app.api.graphql.persisted import text_of
from app.api.graphql.refusals import refusal_for
from app.api.graphql.running import Values, error_of
from app.domain.limits.accounts import Account
from app.use_cases.core import Call

_FOUND = re.compile(r"(?:, found|(cannot represent[^:]* value)): .*$", re.DOTALL)
_NO_MEMBER = re.compile(r"Value '.*'(?= does not exist in )", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One operation, checked and measured."""

    execution: Execution
    values: Values
    cost: int

    @property
    def units(self) -> int:
        """What it takes from quotas."""
        return self.cost // FOR_ONE_UNIT

    def body(self, told: Told) -> dict[str, Any]:
        """Put what is told into the form of an answer."""
        body = {"data": told.data, "extensions": {"cost": {"computed": self.cost, "limit": COSTLIEST}}}
        return {"errors": told.errors, **body} if told.errors else body


class Preparing:
    """Makes requests to one graph ready."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._documents = Documents(graph)

    def prepare(self, app: FastAPI, call: Call, asked: Mapping[str, Any], account: Account) -> Prepared:
        """Read what is asked for; raises what is wrong with its document, and `Throttled`."""
        text = text_of(asked, self._documents, app.state.allowed_documents)
        account.charge(self._documents.units(text), app.state.limits.clock())
        execution = Execution(app, call, self._documents.read(text), asked.get("operationName"))
        values = execution.values(asked.get("variables") or {})
        return Prepared(execution=execution, values=values, cost=execution.cost(values))


def errors_of(error: Exception, request_id: str) -> list[dict[str, Any]]:
    """Say why nothing is told."""
    if isinstance(error, NotADocument):
        return [_fault_of(each) for each in error.errors]
    return [error_of(refusal_for(error), request_id, None, None)]


def encoded(body: Mapping[str, Any]) -> bytes:
    """Write an answer."""
    return msgspec.json.encode(body, enc_hook=str)


def _fault_of(error: GraphQLError) -> dict[str, Any]:
    """Say what is wrong with a document, without repeating the values that were sent."""
    message = _FOUND.sub(r"\1.", _NO_MEMBER.sub("The value", error.message))
    return {**error.formatted, "message": message, "extensions": {"code": "graphql.invalid"}}
