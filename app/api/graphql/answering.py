"""Requests to the graph: who asks, what it costs, and the bytes of the answer."""

import re
from collections.abc import Iterable, Mapping
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
from app.api.graphql.persisted import text_of
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
    "query": (str, type(None)),
    "operationName": (str, type(None)),
    "variables": (dict, type(None)),
    "extensions": (dict, type(None)),
}

_FOUND = re.compile(r"(?:, found|(cannot represent[^:]* value)): .*$", re.DOTALL)
_NO_MEMBER = re.compile(r"Value '.*'(?= does not exist in )", re.DOTALL)


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
        body = _checked(read_json(await request.body()))
        strict = RESPONSE in request.headers.get("accept", "")
        call = Call(actor=actor, request_id=request_id_of(request.scope))
        try:
            return await self._answer(request, call, body, media_type=RESPONSE if strict else JSON)
        except NotADocument as error:
            refused = {"errors": [_fault_of(each) for each in error.errors]}
            status = HTTPStatus.BAD_REQUEST if strict else HTTPStatus.OK
        except REFUSALS as error:
            refusal = refusal_for(error)
            refused = {"errors": [error_of(refusal, call.request_id, None, None)]}
            status = HTTPStatus(refusal.status) if strict or is_for_the_whole(error) else HTTPStatus.OK
            return _response(refused, RESPONSE if strict else JSON, status, refusal.headers)
        return _response(refused, RESPONSE if strict else JSON, status)

    async def _answer(self, request: Request, call: Call, body: Mapping[str, Any], media_type: str) -> Response:
        text = text_of(body, self._documents, request.app.state.allowed_documents)
        execution = Execution(request.app, call, self._documents.read(text), body.get("operationName"))
        values = execution.values(body.get("variables") or {})
        cost = execution.cost(values)
        limits: Limits = request.app.state.limits
        request.scope["state"]["account"].charge(cost // FOR_ONE_UNIT, limits.clock())
        told = await execution.run(values)
        answer = {"data": told.data, "extensions": {"cost": {"computed": cost, "limit": COSTLIEST}}}
        errors = {"errors": told.errors} if told.errors else {}
        headers = {HEADER: " ".join(sorted(told.notices))} if told.notices else {}
        return _response(errors | answer, media_type, HTTPStatus.OK, headers)


def _checked(body: object) -> Mapping[str, Any]:
    if not isinstance(body, dict):
        raise _malformed(Fault(pointer="", message="Expected one object; several documents go in several requests."))
    faults = [
        Fault(pointer=f"/{name}", message="Not of the type that it must have.")
        for name, kinds in MEMBERS.items()
        if not isinstance(body.get(name), kinds)
    ]
    if faults:
        raise _malformed(*faults)
    return body


def _malformed(*faults: Fault) -> Exception:
    return bad_request("graphql.malformed", "The request is not one of GraphQL over HTTP.", *faults)


def _fault_of(error: GraphQLError) -> dict[str, Any]:
    """Say what is wrong with a document, without repeating the values that were sent."""
    message = _FOUND.sub(r"\1.", _NO_MEMBER.sub("The value", error.message))
    return {**error.formatted, "message": message, "extensions": {"code": "graphql.invalid"}}


def _response(
    body: Mapping[str, Any], media_type: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, status, headers=dict(headers or {}), media_type=media_type)
