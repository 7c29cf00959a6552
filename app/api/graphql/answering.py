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
        await request.app.state.limits.admit(request, actor, USUAL)
        check_accept(request, (JSON, RESPONSE))
        check_content_type(request)
        asked = _checked(read_json(await request.body()))
        call = Call(actor=actor, request_id=request_id_of(request.scope))
        media_type = RESPONSE if RESPONSE in request.headers.get("accept", "") else JSON
        tells = media_type is RESPONSE  # whether the status tells of the document, too
        status, headers = HTTPStatus.OK.value, dict[str, str]()
        try:
            body, headers = await self._told(request, call, asked)
        except NotADocument as error:
            body, status = {"errors": [_fault_of(each) for each in error.errors]}, HTTPStatus.BAD_REQUEST
        except REFUSALS as error:
            refusal = refusal_for(error)
            body, headers = {"errors": [error_of(refusal, call.request_id, None, None)]}, dict(refusal.headers)
            status, tells = refusal.status, tells or is_for_the_whole(error)
        content = msgspec.json.encode(body, enc_hook=str)
        return Response(content, status if tells else HTTPStatus.OK, headers=headers, media_type=media_type)

    async def _told(
        self, request: Request, call: Call, asked: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what is told, and the headers that go with it."""
        text = text_of(asked, self._documents, request.app.state.allowed_documents)
        execution = Execution(request.app, call, self._documents.read(text), asked.get("operationName"))
        values = execution.values(asked.get("variables") or {})
        cost = execution.cost(values)
        limits: Limits = request.app.state.limits
        request.scope["state"]["account"].charge(cost // FOR_ONE_UNIT, limits.clock())
        told = await execution.run(values)
        body = {"data": told.data, "extensions": {"cost": {"computed": cost, "limit": COSTLIEST}}}
        headers = {HEADER: " ".join(sorted(told.notices))} if told.notices else {}
        return {"errors": told.errors, **body} if told.errors else body, headers


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
