"""One shape for every refusal (RFC 9457), because a partner's program reads errors more often than people do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TypeVar, cast
from urllib.parse import quote

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler, Scope
from starlette.websockets import WebSocket

from app.api.methods import with_all_methods
from app.api.operation_outcomes import MEDIA_TYPE as OUTCOME
from app.api.operation_outcomes import Issue, code_of, is_below, outcome_of
from app.domain.errors import DomainError, Fact, Fault, Invalid, Kind, Throttled, Unavailable

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="throughline"'
PAGES = "/problems/"
STATUS = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.STALE: HTTPStatus.PRECONDITION_FAILED,
    Kind.GONE: HTTPStatus.GONE,
    Kind.THROTTLED: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
TITLES = {413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}
FRAMEWORK = {
    404: ("route.not-found", "There is nothing at this address."),
    405: ("method.not-allowed", "This address does not know this method."),
}
NO_OBJECT = frozenset({"dict_type", "model_attributes_type", "model_type"})
"""What pydantic calls a value that is no object, in the words of Python."""
MAX_INSTANCE = 200

E = TypeVar("E", bound=Exception)


class ProblemFault(BaseModel):
    """One wrong place in a request."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    pointer: str = Field(
        description="JSON Pointer (RFC 6901) into the body, or /query/…, /path/…, /header/… for a parameter.",
        examples=["/birth_date"],
    )
    message: str = Field(description="What is wrong there.", examples=["Input should be a valid date."])


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(
        description="Address of the page about this kind of problem.", examples=["/problems/client.stale"]
    )
    title: str = Field(description="The HTTP status in words.", examples=["Precondition Failed"])
    status: int = Field(description="The HTTP status.", ge=400, le=599, examples=[412])
    detail: str = Field(
        description="What happened, for people.", examples=["The client has changed since you read it."]
    )
    instance: str = Field(
        description="The address that was asked.", examples=["/v1/clients/0198c0de-7a11-7000-8000-000000000001"]
    )
    code: str = Field(description="What happened, for programs; stable.", examples=["client.stale"])
    context: dict[str, object] = Field(
        description="Facts about this occurrence; never personal data.",
        examples=[{"expected_version": 3, "current_version": 4}],
    )
    request_id: str = Field(
        description="Name it when you ask for help; the logs know it.",
        examples=["0198c0de-7a11-7000-8000-000000000001"],
    )
    errors: list[ProblemFault] = Field(description="The wrong places, when the input was invalid.", examples=[[]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a door says no with, before it is put into words for the wire."""

    status: int
    code: str
    detail: str
    context: Mapping[str, Fact] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Raised by a door for what only HTTP knows: a missing header, a wrong media type, an unknown parameter."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


def bad_request(code: str, detail: str, *faults: Fault) -> Refused:
    """Make the 400 for a request that is malformed outside of its body."""
    return Refused(Refusal(status=HTTPStatus.BAD_REQUEST, code=code, detail=detail, faults=faults))


def problem(scope: Scope, refusal: Refusal) -> Response:
    """Render a refusal as problem+json, with the request id that the middleware gave; as FHIR below its base."""
    if is_below(scope["path"]):
        issue = Issue(code=code_of(refusal.status), text=refusal.detail, name=refusal.code)
        return Response(outcome_of([issue]), refusal.status, headers=dict(refusal.headers), media_type=OUTCOME)
    body = {
        "type": f"{PAGES}{refusal.code}",
        "title": title_of(refusal.status),
        "status": int(refusal.status),
        "detail": refusal.detail,
        "instance": quote(scope["path"], safe="/:@")[:MAX_INSTANCE],
        "code": refusal.code,
        "context": refusal.context,
        "request_id": request_id_of(scope),
        "errors": [{"pointer": fault.pointer, "message": fault.message} for fault in refusal.faults],
    }
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, refusal.status, headers=dict(refusal.headers), media_type=MEDIA_TYPE)


def refusal_of(error: DomainError) -> Refusal:
    """Translate a refusal of the domain into HTTP."""
    return Refusal(
        status=STATUS[error.kind],
        code=error.code,
        detail=error.message,
        context=error.facts,
        faults=error.faults if isinstance(error, Invalid) else (),
        headers=_headers_of(error),
    )


def refusal_of_framework(error: HTTPException) -> Refusal:
    """Translate a refusal of Starlette or FastAPI into ours."""
    title = title_of(error.status_code)
    code, detail = FRAMEWORK.get(error.status_code, (f"http.{title.lower().replace(' ', '-')}", f"{title}."))
    return Refusal(status=error.status_code, code=code, detail=detail, headers=error.headers or {})


def refusal_of_validation(error: RequestValidationError) -> Refusal:
    """Translate pydantic's complaints, without repeating what was sent."""
    return Refusal(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        code="request.invalid",
        detail="The request is not valid.",
        faults=tuple(_fault(complaint, error.body) for complaint in error.errors()),
    )


def request_id_of(scope: Scope) -> str:
    """Return the id that the request-id middleware gave this request."""
    return str(scope.get("state", {}).get("request_id", ""))


def title_of(status: int) -> str:
    """Name a status as RFC 9110 does, whatever the version of Python."""
    return TITLES.get(status) or HTTPStatus(status).phrase


def problem_handlers() -> dict[int | type[Exception], ExceptionHandler]:
    """Return the handlers that make every error of an application a problem; pass them to FastAPI."""
    return {
        DomainError: _answering(refusal_of),
        Refused: _answering(_refusal_of_refused),
        HTTPException: _answer_framework,
        RequestValidationError: _answering(refusal_of_validation),
    }


def _answering(translate: Callable[[E], Refusal]) -> ExceptionHandler:
    async def answer(request: Request | WebSocket, error: Exception) -> Response:
        return problem(request.scope, translate(cast("E", error)))

    return answer


async def _answer_framework(request: Request | WebSocket, error: Exception) -> Response:
    refusal = refusal_of_framework(cast("HTTPException", error))
    if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED and isinstance(request, Request):
        headers = with_all_methods(request, refusal.headers)
        known = headers.get("Allow", "").replace(", ", " or ")
        detail = f"Send {known} to this address." if known else refusal.detail
        refusal = replace(refusal, headers=headers, detail=detail)
    return problem(request.scope, refusal)


def _refusal_of_refused(refused: Refused) -> Refusal:
    return refused.refusal


def _headers_of(error: DomainError) -> dict[str, str]:
    if isinstance(error, Throttled | Unavailable):
        return {"Retry-After": str(error.retry_after)}
    if error.kind is Kind.UNAUTHENTICATED:
        return {"WWW-Authenticate": _challenge(error)}
    if "scope" in error.facts:
        return {"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{error.facts["scope"]}"'}
    return {}


def _challenge(error: DomainError) -> str:
    """Say what is wrong with the token that was sent, and nothing to who sent none (RFC 6750, section 3.1)."""
    if error.code == "token.missing":
        return CHALLENGE
    return f'{CHALLENGE}, error="invalid_token", error_description="{error.message}"'


def _fault(complaint: Mapping[str, object], body: object) -> Fault:
    location = cast("tuple[str | int, ...]", complaint["loc"])
    said = "Expected an object" if complaint["type"] in NO_OBJECT else str(complaint["msg"])
    message = said.removeprefix("Value error, ").rstrip(".")
    missing = complaint["type"] == "missing"
    steps = _steps_in_body(location[1:], body, missing=missing) if location[0] == "body" else location
    return Fault(pointer="".join("/" + pointer_step(step) for step in steps), message=f"{message}.")


def pointer_step(step: str | int) -> str:
    """Escape one step of a JSON pointer (RFC 6901, section 3)."""
    return str(step).replace("~", "~0").replace("/", "~1")


def _steps_in_body(location: Sequence[str | int], body: object, *, missing: bool) -> Iterator[str | int]:
    """Keep the steps that lead through what was sent; pydantic's also name union members, which nobody sent."""
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if isinstance(body, dict) and (step in body or (missing and last)):
            body = body.get(step)
            yield step
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            body = body[step]
            yield step
