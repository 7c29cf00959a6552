"""RFC 6750: who sends a request, from its Authorization header alone."""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request

from app.domain.errors import Unauthenticated
from app.domain.networks.actor import Actor
from app.use_cases.access.authentication import Authentication

SCHEME = "bearer"


class BearerRecognition:
    """Tells who sends a request; doors that read headers otherwise give the token to `authentication` themselves."""

    __slots__ = ("authentication", "check_stranger")

    def __init__(self, authentication: Authentication, check_stranger: Callable[[Request], None]) -> None:
        self.authentication = authentication
        self.check_stranger = check_stranger

    async def __call__(self, request: Request) -> Actor:
        """Return the actor; raises `Unauthenticated`, or `Throttled` for a stranger at an address with too many."""
        token = token_of(request.headers.getlist("authorization"))
        return await self.authentication.actor(token, partial(self.check_stranger, request))


def token_of(headers: list[str]) -> str:
    """Return the token of the one Authorization header; raises `Unauthenticated` when there is none, or several."""
    if not headers:
        raise Unauthenticated("token.missing", "Send an access token: Authorization: Bearer <token>")
    scheme, _, token = headers[0].partition(" ")
    if len(headers) > 1 or scheme.lower() != SCHEME or not token:
        raise Unauthenticated("token.malformed", "Send exactly one header: Authorization: Bearer <token>")
    return token
