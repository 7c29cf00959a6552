"""What goes wrong, as status and OperationOutcome: http://hl7.org/fhir/R4/http.html#Status-Codes.

The kinds of refusal and their words are the core's (architecture, section 5); only their spelling is FHIR's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from app.api.operation_outcomes import Issue, code_of
from app.api.problems import Refusal, Refused, refusal_of
from app.domain.errors import DomainError, Fault

UNREADABLE, SEARCHES = "json.", "search."
CODES = {
    "duplicate": "duplicate",
    "conflict": "conflict",
    "contended": "conflict",
    "in-flight": "conflict",
    "multiple-matches": "multiple-matches",
    "not-supported": "not-supported",
    "unknown-parameter": "not-supported",
    "key-reused": "duplicate",
    "insufficient": "forbidden",
}
_STEP = re.compile(r"/([^/]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an interaction was refused."""

    status: int
    issues: tuple[Issue, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


class Unfit(Exception):
    """Raised by the door for what only FHIR knows."""

    def __init__(self, status: int, *issues: Issue, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(issues[0].text)
        self.failure = Failure(status=status, issues=issues, headers=headers or {})


REFUSALS = (Unfit, DomainError, Refused)


def failure_of(error: Exception, at: str = "") -> Failure:
    """Translate a refusal; `at` is the entry of a bundle that it is about. Whatever is no refusal is raised on."""
    if isinstance(error, Unfit):
        found = error.failure
    elif isinstance(error, DomainError):
        found = _failure(refusal_of(error))
    elif isinstance(error, Refused):
        found = _failure(error.refusal)
    else:
        raise error
    return replace(found, issues=tuple(_beneath(at, issue) for issue in found.issues)) if at else found


def not_supported(text: str, status: int = HTTPStatus.METHOD_NOT_ALLOWED, **headers: str) -> Unfit:
    """Refuse what FHIR has and this door has not."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Unfit(status, Issue(code="not-supported", text=text, name="fhir.not-supported"), headers=named)


def invalid(text: str, expression: str | None = None, *, status: int = HTTPStatus.BAD_REQUEST) -> Unfit:
    """Refuse what cannot be understood."""
    return Unfit(status, Issue(code="invalid", text=text, expression=expression, name="fhir.invalid"))


def _failure(refusal: Refusal) -> Failure:
    unreadable = refusal.code.startswith(UNREADABLE)
    status = HTTPStatus.BAD_REQUEST if unreadable or refusal.code.startswith(SEARCHES) else refusal.status
    code = "structure" if unreadable else CODES.get(refusal.code.rpartition(".")[2], code_of(status))
    issues = tuple(_issue(fault, code, refusal.code) for fault in refusal.faults)
    whole = Issue(code=code, text=refusal.detail, name=refusal.code)
    return Failure(status=status, issues=issues or (whole,), headers=refusal.headers)


def _issue(fault: Fault, code: str, name: str) -> Issue:
    return Issue(code=code, text=fault.message, expression=expression_of(fault.pointer) or None, name=name)


def expression_of(pointer: str) -> str:
    """Write a JSON pointer as a path of FHIRPath; what is one already stays as it is."""
    if not pointer.startswith("/"):
        return pointer
    steps = [step.replace("~1", "/").replace("~0", "~") for step in _STEP.findall(pointer)]
    if steps[0] in ("query", "header", "path"):
        return "http." + ".".join(steps[1:])
    return "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps).lstrip(".")


def _beneath(at: str, issue: Issue) -> Issue:
    """Put the entry before an element: of the request, of the entry itself, or of its resource."""
    said = issue.expression or ""
    _, _, rest = said.partition(".")
    if said.startswith("http."):
        place = f"{at}.request"
    elif said[:1].islower():
        place = f"{at}.{said}"
    else:
        place = f"{at}.resource.{rest}" if rest else f"{at}.resource" if said else at
    return replace(issue, expression=place)
