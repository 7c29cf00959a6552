"""The OAuth door: forms in, RFC 6749 JSON out, and the documents by which clients find it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.addresses import Addresses
from app.api.oauth.metadata import server_metadata, smart_configuration
from app.api.problems import request_id_of
from app.ports.clock import Clock
from app.ports.security import FormAnswer, FormRequest, OAuthServer, PublishedKeys

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 32_768
MOST_FIELDS = 30
KEPT = {"Cache-Control": "public, max-age=300"}
NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthDoor:
    """What the routes need."""

    server: OAuthServer
    keys: PublishedKeys
    clock: Clock
    addresses: Addresses
    base_url: str


class MalformedForm(Exception):
    """The body is no form; the text says why."""


def set_up_oauth(state: object, door: OAuthDoor) -> None:
    """Give an application's state what the OAuth routes need."""
    state.oauth = door  # type: ignore[attr-defined]


@router.post("/oauth/token")
async def token(request: Request) -> Response:
    """Give an access token (RFC 6749, section 4.4)."""
    return await _answered(request, _door(request).server.token)


@router.post("/oauth/revoke")
async def revoke(request: Request) -> Response:
    """End a token (RFC 7009)."""
    return await _answered(request, _door(request).server.revoke)


@router.post("/oauth/introspect")
async def introspect(request: Request) -> Response:
    """Explain a token (RFC 7662)."""
    return await _answered(request, _door(request).server.introspect)


@router.get("/oauth/jwks")
async def jwks(request: Request) -> Response:
    """Publish the keys with which the service signs (RFC 7517)."""
    door = _door(request)
    return _document(door.keys.published(door.clock.now()), "application/jwk-set+json")


@router.get("/.well-known/oauth-authorization-server")
async def authorization_server(request: Request) -> Response:
    """Describe the authorization server (RFC 8414)."""
    return _document(server_metadata(_door(request).base_url))


@router.get("/.well-known/smart-configuration")
@router.get("/fhir/.well-known/smart-configuration")
async def smart(request: Request) -> Response:
    """Describe it to SMART clients, at the host root and below the FHIR base."""
    return _document(smart_configuration(_door(request).base_url))


def _door(request: Request) -> OAuthDoor:
    door: OAuthDoor = request.app.state.oauth
    return door


def _document(content: object, media_type: str = "application/json") -> Response:
    return Response(msgspec.json.encode(content), media_type=media_type, headers=KEPT)


async def _answered(request: Request, answering: Callable[[FormRequest], Awaitable[FormAnswer]]) -> Response:
    try:
        fields = _fields(request.headers.get("content-type", ""), await request.body())
    except MalformedForm as fault:
        body = {"error": "invalid_request", "error_description": str(fault)}
        return Response(msgspec.json.encode(body), HTTPStatus.BAD_REQUEST, NOT_KEPT, "application/json")
    form = FormRequest(
        headers=dict(request.headers),
        fields=fields,
        address=_door(request).addresses.of(request),
        request_id=request_id_of(request.scope),
    )
    answer = await answering(form)
    return Response(answer.body, answer.status, {**NOT_KEPT, **dict(answer.headers)})


def _fields(content_type: str, body: bytes) -> list[tuple[str, str]]:
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise MalformedForm(f"Send the parameters as {FORM}.")
    if len(body) > MOST_BYTES:
        raise MalformedForm("The form is too large.")
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise MalformedForm("The form is not percent-encoded UTF-8, or has too many parameters.") from None
