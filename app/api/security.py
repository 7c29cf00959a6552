"""RFC 6750: who sends a request, from its Authorization header alone."""

from starlette.requests import Request

from app.domain.errors import Unauthenticated
from app.domain.networks.actor import Actor
from app.use_cases.authentication import Authentication

SCHEME = "bearer"


class BearerRecognition:
    """Tells who sends a request; doors that read headers otherwise give the token to `authentication` themselves."""

    __slots__ = ("authentication",)

    def __init__(self, authentication: Authentication) -> None:
        self.authentication = authentication

    async def __call__(self, request: Request) -> Actor:
        """Return the actor; raises `Unauthenticated`."""
        return await self.authentication.actor(token_of(request.headers.getlist("authorization")))


def token_of(headers: list[str]) -> str:
    """Return the token of the one Authorization header; raises `Unauthenticated` when there is none, or several."""
    if not headers:
        raise Unauthenticated("token.missing", "Send an access token: Authorization: Bearer <token>")
    scheme, _, token = headers[0].partition(" ")
    if len(headers) > 1 or scheme.lower() != SCHEME or not token:
        raise Unauthenticated("token.malformed", "Send exactly one header: Authorization: Bearer <token>")
    return token
