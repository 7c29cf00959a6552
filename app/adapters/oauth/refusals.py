"""RFC 6749, section 5.2: the refusals of the OAuth endpoints, in words that tell a stranger nothing."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, InvalidScopeError, UnsupportedGrantTypeError

from app.domain.errors import Throttled, Unavailable

CHALLENGE = 'Basic realm="throughline", charset="UTF-8"'
FAILED = "Client authentication failed."


class ClientRefused(InvalidClientError):
    """Nobody was recognised: 401, always with a challenge, as RFC 9110, section 15.5.2 asks."""

    status_code = 401

    def get_headers(self) -> list[tuple[str, str]]:
        """Add the one scheme that a challenge can name."""
        headers: list[tuple[str, str]] = [pair for pair in super().get_headers() if pair[0] != "WWW-Authenticate"]
        return [*headers, ("WWW-Authenticate", CHALLENGE)]


class KeysUnreachable(ClientRefused):
    """The client's remote keys cannot be read now, which is nobody's attempt to guess anything."""


class RequestRefused(InvalidRequestError):
    """The form is not as RFC 6749 describes."""


class ScopeRefused(InvalidScopeError):
    """Nothing of what was asked for can be granted."""


class GrantRefused(UnsupportedGrantTypeError):
    """Another grant than client_credentials; what was sent is not repeated."""

    description = "The only grant here is client_credentials."


def not_now(refusal: Throttled | Unavailable) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
    """Return the answer to whom it asks to come back later; RFC 6749 has no code of its own for it."""
    status = 429 if isinstance(refusal, Throttled) else 503
    body = {"error": "temporarily_unavailable", "error_description": refusal.message}
    return status, body, [("Content-Type", "application/json"), ("Retry-After", str(refusal.retry_after))]
