"""Recognises, admits, reads and answers every interaction: http://hl7.org/fhir/R4/http.html."""

from dataclasses import replace
from functools import cache
from http import HTTPStatus

from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response

from app.api.fhir.asking import Asked, Conditions, Query
from app.api.fhir.batch import batch
from app.api.fhir.capabilities import capability_statement
from app.api.fhir.conditions import query_of
from app.api.fhir.dates import http_moment
from app.api.fhir.endpoints import Endpoints, check_endpoints, guarded
from app.api.fhir.interactions import Body, Interaction, interaction_at
from app.api.fhir.media import FORM, LINES, PATCHES, RESOURCES, check_accept, check_accept_lines, media_type_of
from app.api.fhir.outcomes import REFUSALS, failure_of, invalid, not_supported
from app.api.fhir.parameters import query_of_parameters
from app.api.fhir.paths import Place, Shape, Template, place_of
from app.api.fhir.prefer import prefer_of
from app.api.fhir.tags import version_of_tag
from app.api.fhir.telling import answer_of, refusal
from app.api.fhir.transaction import transaction
from app.api.idempotency import READING, idempotency_of
from app.api.json_reader import read_json
from app.api.operation_outcomes import BELOW
from app.api.problems import request_id_of
from app.api.rendering import respond
from app.api.request_costs import CHANGE, LONG, READ, Cost, Kind
from app.domain.networks.actor import Actor
from app.use_cases.core import Call, Core

KEPT = {"Cache-Control": "public, max-age=300"}
OF_THE_DOOR = ("_format", "_pretty")
PROCESSES = {"batch": batch, "transaction": transaction}
MOST_UNITS = 2_000
SENT_BY_THE_THOUSAND = frozenset({*LINES, *RESOURCES})
CONDITIONAL = frozenset(("if-match", "if-modified-since", "if-none-exist", "if-none-match"))
UNCONDITIONAL = Conditions()
TEMPLATES = {shape: Template(shape.value) for shape in Shape}
BUNDLES = Cost(units=CHANGE, kind=Kind.SHORT)


class Answering:
    """Answers the requests below one base."""

    def __init__(self, base_url: str) -> None:
        self.base = f"{base_url}{BELOW}"

    async def answer(self, request: Request) -> Response:
        """Answer one request; every refusal is an OperationOutcome."""
        try:
            return await self._answer(request)
        except REFUSALS as error:
            return respond(refusal(failure_of(error)))

    async def _answer(self, request: Request) -> Response:
        place = place_of(request.scope["path"].removeprefix(BELOW))
        if place is None:
            raise not_supported("There is nothing at this address.", HTTPStatus.NOT_FOUND)
        request.scope["route"] = TEMPLATES[place.shape]
        query = query_of(request.scope["query_string"].decode("latin-1"))
        if place.shape is Shape.METADATA and request.method == "GET":
            media_type = f"{check_accept(request, _format(query))}; charset=utf-8"
            return Response(capability_statement(self.base.removesuffix(BELOW)), media_type=media_type, headers=KEPT)
        if place.shape is Shape.SYSTEM and request.method == "POST":
            return await self._bundle(request, query)
        interaction = await self._admitted(request, place)
        return await self._interact(request, interaction, place, query)

    async def _admitted(self, request: Request, place: Place) -> Interaction:
        """Recognise who asks before anything is told, and charge what is asked."""
        actor = await _recognised(request)
        interaction = interaction_at(request.method, place)
        await request.app.state.limits.admit(request, actor, _cost(interaction.cost))
        return interaction

    async def _interact(self, request: Request, interaction: Interaction, place: Place, query: Query) -> Response:
        media_type = check_accept_lines(request) if interaction.lines else check_accept(request, _format(query))
        asked = await self._asked(request, interaction, place, query)
        await check_endpoints(request.app.state.fhir_web, asked.resource)
        use_case = interaction.plan(asked)
        call = await _call(request, writes=use_case.rule.permission not in READING)
        core: Core = request.app.state.core
        return respond(
            await guarded(
                asked.endpoints,
                lambda: core.answer(call, lambda told: answer_of(asked, told, media_type), use_case),
            )
        )

    async def _asked(self, request: Request, interaction: Interaction, place: Place, query: Query) -> Asked:
        asked = Asked(
            method=request.method,
            place=place,
            base=self.base,
            cursors=request.app.state.cursors,
            seal=request.app.state.bulk_seal,
            query=tuple((name, value) for name, value in query if name not in OF_THE_DOOR),
            conditions=_conditions(request),
            prefer=prefer_of(request.headers.getlist("prefer")),
            endpoints=Endpoints(request.app.state.fhir_web) if request.method == "PATCH" else None,
        )
        return await _with_body(request, interaction.body, asked)

    async def _bundle(self, request: Request, query: Query) -> Response:
        actor = await _recognised(request)
        await request.app.state.limits.admit(request, actor, BUNDLES)
        media_type = check_accept(request, _format(query))
        media_type_of(request, RESOURCES)
        asked = Asked(
            method="POST",
            place=Place(shape=Shape.SYSTEM),
            base=self.base,
            cursors=request.app.state.cursors,
            resource=read_json(await request.body(), exact_decimals=True),
            prefer=prefer_of(request.headers.getlist("prefer")),
            endpoints=Endpoints(request.app.state.fhir_web),
        )
        _charge(request.app.state, request, asked)
        await check_endpoints(request.app.state.fhir_web, asked.resource)
        call = await _call(request, writes=True)
        kind = asked.resource.get("type") if isinstance(asked.resource, dict) else None
        if kind not in PROCESSES:
            raise invalid("The base takes a Bundle that is a batch or a transaction.", "Bundle.type")
        return respond(await PROCESSES[kind](request.app.state.core, call, asked, media_type))


@cache
def _cost(units: int) -> Cost:
    return Cost(units=units, kind=Kind.LONG if units >= LONG else Kind.SHORT)


async def _recognised(request: Request) -> Actor:
    actor: Actor = await request.app.state.recognise(request)
    request.state.actor = actor
    return actor


def _charge(state: State, request: Request, asked: Asked) -> None:
    """Charge the entries of a bundle beyond the first; even the largest costs less than a quota."""
    entries = asked.resource.get("entry") if isinstance(asked.resource, dict) else None
    if isinstance(entries, list) and len(entries) > 1:
        units = min(MOST_UNITS, READ * (len(entries) - 1))
        request.scope["state"]["account"].charge(units, state.limits.clock())


def _format(query: Query) -> str | None:
    return next((value for name, value in query if name == "_format"), None)


def _conditions(request: Request) -> Conditions:
    headers = request.headers
    if CONDITIONAL.isdisjoint(headers.keys()):
        return UNCONDITIONAL
    none_exist = headers.get("if-none-exist")
    return Conditions(
        if_match=version_of_tag(headers.get("if-match")),
        if_none_match=headers.get("if-none-match"),
        if_modified_since=http_moment(headers.get("if-modified-since")),
        if_none_exist=None if none_exist is None else query_of(none_exist),
    )


async def _call(request: Request, *, writes: bool) -> Call:
    idempotency = await idempotency_of(request) if writes and request.method == "POST" else None
    return Call(actor=request.state.actor, request_id=request_id_of(request.scope), idempotency=idempotency)


async def _with_body(request: Request, body: Body, asked: Asked) -> Asked:
    if body is Body.NOTHING:
        return asked
    sent = await request.body()
    if body in (Body.FORM, Body.PARAMETERS, Body.QUESTION) and not sent:
        return asked
    if body is Body.FORM:
        media_type_of(request, frozenset({FORM}))
        form = tuple((name, value) for name, value in query_of(_text(sent)) if name not in OF_THE_DOOR)
        return replace(asked, query=(*asked.query, *form))
    if body is Body.LINES:
        return replace(asked, resource=sent, media_type=media_type_of(request, SENT_BY_THE_THOUSAND))
    kind = media_type_of(request, PATCHES if body is Body.PATCH else RESOURCES)
    if body is Body.PARAMETERS:
        return replace(asked, query=(*asked.query, *query_of_parameters(read_json(sent, exact_decimals=True))))
    return replace(asked, resource=read_json(sent, exact_decimals=True), media_type=kind)


def _text(sent: bytes) -> str:
    try:
        return sent.decode("ascii")
    except UnicodeDecodeError:
        raise invalid("A form is percent-encoded.") from None
