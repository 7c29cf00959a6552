"""Declares each REST operation once: its use case gives the security, its handler the name and the words."""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Generic, Protocol, TypedDict, TypeVar, Unpack

from fastapi import APIRouter, params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.api.idempotency import IDEMPOTENCY_KEY, READING
from app.api.preconditions import IF_NONE_MATCH, expected_version
from app.api.rendering import JSON
from app.api.request_costs import cost_of
from app.api.routes import StrictRoute
from app.domain.sensitivity.notices import HEADER, may_bear
from app.ports.queries import MOST_COUNTED
from app.use_cases.core import Rule

SECURITY_SCHEME = "oauth2"
CONTEXTS = ("system",)
STREAM = "text/event-stream"
ALWAYS = (400, 401, 403, 406, 429, 431, 500, 503)
WITH_QUERY = (414,)
WITH_BODY = (408, 413, 415)
WITH_IF_MATCH = (412, 428)
RESOURCE = "application/fhir+json"
BEGINNINGS: dict[str, object] = {
    RESOURCE: {"resourceType": "Bundle", "type": "collection"},
    "application/pdf": "%PDF-1.7",
    "image/jpeg": "JFIF",
    "image/png": "PNG",
    STREAM: "retry: 2000\n\n: still here\n\n",
    "text/html": '<!doctype html>\n<html lang="es">\n',
}
"""How an answer begins in each media type that is not JSON."""
LONGEST = 2**31 - 1  # of a page or a stream, whose end no schema foresees

Handler = TypeVar("Handler", bound=Callable[..., Any])
Item = TypeVar("Item")


class Ruled(Protocol):
    """A use case, as far as its declaration needs it."""

    @property
    def rule(self) -> Rule:
        """What it asks of the actor."""
        ...


class PageOf(BaseModel, Generic[Item]):
    """One page of a list."""

    model_config = ConfigDict(defer_build=True)

    items: list[Item] = Field(description="The items of this page, in the order asked for.")
    next_cursor: Annotated[str, Field(min_length=1, max_length=1000)] | None = Field(
        description="Give it as `cursor` to read on; null on the last page."
    )
    total: int = Field(
        default=0,
        ge=0,
        le=MOST_COUNTED,
        description="How many items the whole list has; there only with `count=true`.",
        examples=[137],
    )
    total_is_at_least: bool = Field(
        default=False,
        description="Whether there are more than `total`, which are not counted; there only with `count=true`.",
        examples=[False],
    )

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name a page of ReferralOut `ReferralPage`."""
        return f"{params[0].__name__.removesuffix('Out')}Page"


class More(TypedDict, total=False):
    """What an operation may say beside its path, use case and answer."""

    status: int
    refuses: Sequence[int]
    description: str
    produces: Sequence[str]
    extra: dict[str, Any]


class Operations:
    """The operations of one noun; `router` is what the application includes.

    The handler's name becomes the operationId, the first line of its docstring the summary, all of it the description.
    """

    def __init__(self, tag: str, prefix: str) -> None:
        self.router = APIRouter(prefix=prefix, tags=[tag], route_class=StrictRoute)

    def get(self, path: str, use_case: Ruled, *, answers: object, **more: Unpack[More]) -> Callable[[Handler], Handler]:
        """Declare a read or a list."""
        return self._operation("GET", path, use_case, answers, more)

    def post(
        self, path: str, use_case: Ruled, *, answers: object, **more: Unpack[More]
    ) -> Callable[[Handler], Handler]:
        """Declare a creation (`status=201`), an action or a search; all but a search take an Idempotency-Key."""
        return self._operation("POST", path, use_case, answers, more)

    def put(self, path: str, use_case: Ruled, *, answers: object, **more: Unpack[More]) -> Callable[[Handler], Handler]:
        """Declare a replacement."""
        return self._operation("PUT", path, use_case, answers, more)

    def patch(
        self, path: str, use_case: Ruled, *, answers: object, **more: Unpack[More]
    ) -> Callable[[Handler], Handler]:
        """Declare a change of some members."""
        return self._operation("PATCH", path, use_case, answers, more)

    def delete(
        self, path: str, use_case: Ruled, *, answers: object = None, **more: Unpack[More]
    ) -> Callable[[Handler], Handler]:
        """Declare a removal; without `answers` it says 204."""
        return self._operation("DELETE", path, use_case, answers, more)

    def _operation(
        self, method: str, path: str, use_case: Ruled, answers: object, more: More
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            words = inspect.cleandoc(handler.__doc__ or "")
            status = more.get("status", HTTPStatus.OK if answers is not None else HTTPStatus.NO_CONTENT)
            self.router.add_api_route(
                path,
                handler,
                methods=[method],
                operation_id=verb_noun(handler.__name__),
                summary=words.partition("\n")[0].rstrip("."),
                description=more.get("description", words),
                status_code=status,
                response_model=None,  # handlers answer with bytes; only the document needs the model
                response_class=JSONResponse if JSON in more.get("produces", (JSON,)) else Response,
                response_description=HTTPStatus(status).phrase,
            )
            route = self.router.routes[-1]
            assert isinstance(route, StrictRoute)  # noqa: S101  the class given above
            route.produces = more.get("produces", route.produces)
            route.answers, route.rule = answers, use_case.rule
            route.recognises = True
            route.cost = cost_of(verb_noun(handler.__name__), method, use_case.rule.permission, route.produces)
            route.extra = partial(_extra, method, route, more, use_case.rule)
            return handler

        return declare


def _extra(method: str, route: StrictRoute, more: More, rule: Rule) -> dict[str, Any]:
    """Return what the document says of an operation beside FastAPI's own words."""
    headers = _headers(method, route.path, rule, route.answers)
    return {
        "security": security_of(rule),
        "parameters": headers,
        "responses": _responses(route, more, rule, conditional=IF_NONE_MATCH in headers),
        **more.get("extra", {}),
    }


def verb_noun(name: str) -> str:
    """Turn `send_referral` into `sendReferral`."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def security_of(rule: Rule) -> list[dict[str, list[str]]]:
    """Return the OpenAPI security requirement: the scope of a rule."""
    return [{SECURITY_SCHEME: [f"{context}/{rule.resource}.{rule.permission}"]} for context in CONTEXTS]


def _headers(method: str, path: str, rule: Rule, answers: object) -> list[dict[str, Any]]:
    """Return the headers that the desk reads by itself; as dependencies they would cost a fifth of a request."""
    if method == "POST" and rule.permission not in READING:
        return [IDEMPOTENCY_KEY]
    if method == "GET" and "{" in path and not getattr(answers, "__name__", "").endswith("Page"):
        return [IF_NONE_MATCH]
    return []


def _responses(route: StrictRoute, more: More, rule: Rule, *, conditional: bool) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(code): {"$ref": f"#/components/responses/{code}"} for code in _refusals(route, more)
    }
    success = responses.setdefault(str(int(route.status_code or HTTPStatus.OK)), {})
    if others := [kind for kind in route.produces if kind != JSON]:
        success["content"] = {kind: {"schema": _text(kind), "example": BEGINNINGS[kind]} for kind in others}
    if bears_notices(route, rule):
        success["headers"] = {HEADER: {}}
    if conditional:
        responses["304"] = {"description": "Not Modified: you have this representation already."}
    return responses


def bears_notices(route: StrictRoute, rule: Rule) -> bool:
    """Whether notices may stand in the head of an answer: a stream's head is sent before its first event."""
    shown = "notices" in getattr(route.answers, "model_fields", ())
    return (shown or may_bear(rule.action)) and STREAM not in route.produces


def _text(kind: str) -> dict[str, Any]:
    if kind == RESOURCE:
        named = {"type": "string", "description": "Which resource of FHIR R4 it is.", "maxLength": 64}
        return {
            "type": "object",
            "description": "A resource of FHIR R4.",
            "properties": {"resourceType": named},
            "required": ["resourceType"],
            "additionalProperties": True,
        }
    return {"type": "string", **({"format": "binary"} if kind.startswith("application/") else {"maxLength": LONGEST})}


def _refusals(route: StrictRoute, more: More) -> list[int]:
    codes = {*ALWAYS, *more.get("refuses", ())}
    if "{" in route.path or route.body_field is not None:  # a body may name what is not there
        codes.add(HTTPStatus.NOT_FOUND)
    if route.methods != {"GET"}:
        codes.add(HTTPStatus.CONFLICT)
    if route.body_field is not None:
        codes.update(WITH_BODY)
    if route.body_field is not None or route.dependant.path_params or route.dependant.dependencies:
        codes.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    if any(isinstance(field.field_info, params.Query) for field in get_flat_params(route.dependant)):
        codes.update(WITH_QUERY)
    if expected_version in _calls(route.dependant):
        codes.update(WITH_IF_MATCH)
    return sorted(int(code) for code in codes)


def _calls(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(_calls(inner) for inner in dependant.dependencies))
