"""Refusals as OperationOutcome (http://hl7.org/fhir/R4/operationoutcome.html): what a FHIR client reads of them.

Below `/fhir` every error has this shape, also those of the middleware and of the framework, which know no resource.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

MEDIA_TYPE = "application/fhir+json"
BELOW = "/fhir"
PROBLEMS = "urn:throughline:problem"
OF_STATUS = {
    HTTPStatus.BAD_REQUEST: "invalid",
    HTTPStatus.UNAUTHORIZED: "login",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not-supported",
    HTTPStatus.NOT_ACCEPTABLE: "not-supported",
    HTTPStatus.REQUEST_TIMEOUT: "timeout",
    HTTPStatus.CONFLICT: "business-rule",
    HTTPStatus.GONE: "deleted",
    HTTPStatus.PRECONDITION_FAILED: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-long",
    HTTPStatus.REQUEST_URI_TOO_LONG: "too-long",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not-supported",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid",
    HTTPStatus.TOO_MANY_REQUESTS: "throttled",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "too-long",
    HTTPStatus.SERVICE_UNAVAILABLE: "transient",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing to say: `code` is of IssueType, `expression` the element that it is about, `name` our own code."""

    code: str
    text: str
    expression: str | None = None
    name: str | None = None
    severity: str = "error"


def is_below(path: str) -> bool:
    """Whether an address belongs to the FHIR door."""
    return path == BELOW or path.startswith(f"{BELOW}/")


def code_of(status: int) -> str:
    """Return the IssueType of a status that says nothing more."""
    return OF_STATUS.get(HTTPStatus(status), "exception")


def outcome_of(issues: Sequence[Issue]) -> bytes:
    """Write an OperationOutcome."""
    return msgspec.json.encode({"resourceType": "OperationOutcome", "issue": [_issue(issue) for issue in issues]})


def _issue(issue: Issue) -> dict[str, object]:
    details: dict[str, object] = {"text": issue.text}
    if issue.name is not None:
        details = {"coding": [{"system": PROBLEMS, "code": issue.name}], **details}
    said: dict[str, object] = {"severity": issue.severity, "code": issue.code, "details": details}
    said["diagnostics"] = issue.text
    if issue.expression:
        said["expression"] = [issue.expression]
    return said
