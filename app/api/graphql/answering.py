"""Requests to the graph: who asks, what it costs, and the bytes of the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import APIRouter
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from app.api.graphql.declared import declared
from app.api.graphql.documents import Documents, NotADocument
from app.api.graphql.execution import Execution
from app.api.graphql.graph import FOR_ONE_UNIT, Graph
from app.api.graphql.limits import COSTLIEST
from app.api.graphql.refusals import REFUSALS, is_for_the_whole, refusal_for
from app.api.graphql.running import error_of
from app.api.json_reader import read_json
from app.api.limits import Limits
from app.api.problems import bad_request, request_id_of
from app.api.rendering import JSON
from app.api.request_costs import USUAL
from app.api.routes import check_accept, check_content_type
from app.domain.errors import Fault
from app.domain.networks.actor import Actor
from app.domain.sensitivity.notices import HEADER
from app.use_cases.core import Call

RESPONSE = "application/graphql-response+json"
MEMBERS: Mapping[str, tuple[type, ...]] = {
    "query": (str,),
    "operationName": (str, type(None)),
    "variables": (dict, type(None)),
    "extensions": (dict, type(None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a request brings."""

    query: str
    operation: str | None
    variables: Mapping[str, Any]


class Answering:
    """Answers the requests to the graph of some routers' operations."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self.graph = Graph(declared(routers))
        self._documents = Documents(self.graph)

    async def answer(self, request: Request) -> Response:
        """Answer one request; raises what is wrong with it before its document is looked at."""
        actor: Actor = await request.app.state.recognise(request)
        limits: Limits = request.app.state.limits
        await limits.admit(request, actor, USUAL)
        check_accept(request, (JSON, RESPONSE))
        check_content_type(request)
        wanted = _wanted(read_json(await request.body()))
        strict = RESPONSE in request.headers.get("accept", "")
        call = Call(actor=actor, request_id=request_id_of(request.scope))
        try:
            return await self._answer(request, call, wanted, media_type=RESPONSE if strict else JSON)
        except NotADocument as error:
            refused = {"errors": [_fault_of(each) for each in error.errors]}
            status = HTTPStatus.BAD_REQUEST if strict else HTTPStatus.OK
        except REFUSALS as error:
            refusal = refusal_for(error)
            refused = {"errors": [error_of(refusal, call.request_id, None, None)]}
            status = HTTPStatus(refusal.status) if strict or is_for_the_whole(error) else HTTPStatus.OK
            return _response(refused, RESPONSE if strict else JSON, status, refusal.headers)
        return _response(refused, RESPONSE if strict else JSON, status)

    async def _answer(self, request: Request, call: Call, wanted: Wanted, media_type: str) -> Response:
        document = self._documents.read(wanted.query)
        execution = Execution(request.app, call, document, wanted.operation)
        values = execution.values(wanted.variables)
        cost = execution.cost(values)
        limits: Limits = request.app.state.limits
        request.scope["state"]["account"].charge(cost // FOR_ONE_UNIT, limits.clock())
        told = await execution.run(values)
        body: dict[str, Any] = {"data": told.data, "extensions": {"cost": {"computed": cost, "limit": COSTLIEST}}}
        if told.errors:
            body = {"errors": told.errors, **body}
        headers = {HEADER: " ".join(sorted(told.notices))} if told.notices else {}
        return _response(body, media_type, HTTPStatus.OK, headers)


def _wanted(body: object) -> Wanted:
    if not isinstance(body, dict):
        raise _malformed(Fault(pointer="", message="Expected one object; several documents go in several requests."))
    faults = [
        Fault(pointer=f"/{name}", message="Not of the type that it must have.")
        for name, kinds in MEMBERS.items()
        if not isinstance(body.get(name), kinds)
    ]
    if faults:
        raise _malformed(*faults)
    return Wanted(query=body["query"], operation=body.get("operationName"), variables=body.get("variables") or {})


def _malformed(*faults: Fault) -> Exception:
    return bad_request("graphql.malformed", "The request is not one of GraphQL over HTTP.", *faults)


def _fault_of(error: GraphQLError) -> dict[str, Any]:
    return {**error.formatted, "extensions": {"code": "graphql.invalid"}}


def _response(
    body: Mapping[str, Any], media_type: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, status, headers=dict(headers or {}), media_type=media_type)
