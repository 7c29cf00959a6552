"""What is refused: as a problem where something was to be changed, else as an error beside what could be told."""

from typing import Any

from fastapi.exceptions import RequestValidationError

from app.api.graphql.naming import camel
from app.api.problems import Refusal, Refused, refusal_of, refusal_of_validation, title_of
from app.domain.errors import DomainError, Fault, Kind

REFUSALS = (DomainError, Refused, RequestValidationError)
FOR_THE_WHOLE = frozenset({Kind.UNAUTHENTICATED, Kind.THROTTLED, Kind.UNAVAILABLE})
"""What is wrong with the caller or with us, whatever was asked."""


def is_for_the_whole(error: BaseException) -> bool:
    """Whether nothing at all can be told."""
    return isinstance(error, DomainError) and error.kind in FOR_THE_WHOLE


def refusal_for(error: Exception) -> Refusal:
    """Return how REST would refuse."""
    if isinstance(error, DomainError):
        return refusal_of(error)
    if isinstance(error, RequestValidationError):
        return refusal_of_validation(error)
    assert isinstance(error, Refused)  # noqa: S101  one of the three
    return error.refusal


def problem_of(refusal: Refusal, request_id: str, field: str) -> dict[str, Any]:
    """Put a refusal into the words of `Problem`."""
    return {
        "type": f"/problems/{refusal.code}",
        "title": title_of(refusal.status),
        "status": int(refusal.status),
        "detail": refusal.detail,
        "instance": f"/graphql#{field}",
        "code": refusal.code,
        "context": dict(refusal.context),
        "request_id": request_id,
        "errors": [{"pointer": pointer_of(fault), "message": fault.message} for fault in refusal.faults],
    }


def pointer_of(fault: Fault) -> str:
    """Return where a fault is, in the names of the document."""
    place = fault.pointer
    steps = place.removeprefix("/query" if place.startswith("/query/") else "").split("/")
    return "/".join("after" if step == "cursor" else camel(step) for step in steps)
