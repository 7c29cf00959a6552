"""Requests to the graph: who asks, what it costs, and the bytes of the answer."""

from collections.abc import Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.accepting import preferred
from app.api.graphql.declared import declared, hrefs
from app.api.graphql.documents import NotADocument
from app.api.graphql.graph import Graph
from app.api.graphql.preparing import Preparing, encoded, errors_of
from app.api.graphql.refusals import REFUSALS, is_for_the_whole, refusal_for
from app.api.graphql.sse import STREAMED, streaming
from app.api.json_reader import read_json
from app.api.limits import Limits
from app.api.problems import bad_request, request_id_of
from app.api.rendering import JSON
from app.api.request_costs import USUAL
from app.api.routes import check_accept, check_content_type
from app.api.streams import MEDIA_TYPE as EVENT_STREAM
from app.api.streams import EventStream
from app.domain.errors import Fault
from app.domain.limits.accounts import Account
from app.domain.networks.actor import Actor
from app.domain.sensitivity.notices import HEADER
from app.use_cases.core import Call

RESPONSE = "application/graphql-response+json"
MEMBERS: Mapping[str, tuple[type, str]] = {
    "query": (str, "text"),
    "operationName": (str, "text"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
}
"""What a request may have, and of which type each must be, where it is not null."""


class Answering:
    """Answers the requests to the graph of some routers' operations."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        routers = tuple(routers)
        self.graph = Graph(declared(routers), hrefs(routers))
        self.preparing = Preparing(self.graph)

    async def answer(self, request: Request) -> Response:
        """Answer one request; raises what is wrong with it before its document is looked at."""
        streamed = preferred(request, (JSON, RESPONSE, EVENT_STREAM)) == EVENT_STREAM
        actor: Actor = await request.app.state.recognise(request)
        await request.app.state.limits.admit(request, actor, STREAMED if streamed else USUAL)
        check_accept(request, (JSON, RESPONSE, EVENT_STREAM))
        check_content_type(request)
        asked = checked(read_json(await request.body()))
        call = Call(actor=actor, request_id=request_id_of(request.scope))
        if streamed:
            return EventStream(request, call, partial(streaming, self.preparing, request, asked))
        named = RESPONSE in request.headers.get("accept", "")
        media_type = preferred(request, (RESPONSE, JSON)) if named else JSON
        tells = media_type is RESPONSE  # whether the status tells of the document, too
        status, headers = HTTPStatus.OK.value, dict[str, str]()
        try:
            body, headers = await self._told(request, call, asked)
        except NotADocument as error:
            body, status = {"errors": errors_of(error, call.request_id)}, HTTPStatus.BAD_REQUEST
        except REFUSALS as error:
            body, headers = {"errors": errors_of(error, call.request_id)}, dict(refusal_for(error).headers)
            status, tells = refusal_for(error).status, tells or is_for_the_whole(error)
        return Response(encoded(body), status if tells else HTTPStatus.OK, headers=headers, media_type=media_type)

    async def _told(
        self, request: Request, call: Call, asked: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what is told, and the headers that go with it."""
        account: Account = request.scope["state"]["account"]
        prepared = self.preparing.prepare(request.app, call, asked, account)
        limits: Limits = request.app.state.limits
        account.charge(prepared.units, limits.clock())
        told = await prepared.execution.run(prepared.values)
        headers = {HEADER: " ".join(sorted(told.notices))} if told.notices else {}
        return prepared.body(told), headers


def checked(body: object) -> Mapping[str, Any]:
    """Return what is asked, if its members are of the types that they must have."""
    if not isinstance(body, dict):
        raise _malformed(Fault(pointer="", message="Expected one object; several documents go in several requests."))
    faults = [
        Fault(pointer=f"/{name}", message=f"Expected {words}.")
        for name, (kind, words) in MEMBERS.items()
        if not isinstance(body.get(name), kind | None)
    ]
    if faults:
        raise _malformed(*faults)
    return body


def _malformed(*faults: Fault) -> Exception:
    return bad_request("graphql.malformed", "The request is not one of GraphQL over HTTP.", *faults)
