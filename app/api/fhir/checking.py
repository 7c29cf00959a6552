"""What is checked of a resource before anything is done with it: http://hl7.org/fhir/R4/validation.html."""

from http import HTTPStatus
from typing import Any

from app.adapters.fhir.validation.issues import Checked
from app.adapters.fhir.validation.validating import validate
from app.api.fhir.drafting import named_in
from app.api.fhir.outcomes import Unfit, invalid
from app.api.operation_outcomes import Issue

MOST_ISSUES = 100


def checked(resource: Any, type_: str, base: str) -> dict[str, Any]:
    """Return a resource that is valid and of a type, its references to this server relative; else 422, or 400."""
    if not isinstance(resource, dict):
        raise invalid("A resource is a JSON object.")
    localise(resource, base)
    found = validate(resource, type_, entries=False)
    if found.faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if found.readable else HTTPStatus.BAD_REQUEST
        raise Unfit(status, *issues_of(found))
    return resource


def issues_of(found: Checked) -> tuple[Issue, ...]:
    """Return the faults of a resource as they are told."""
    return tuple(
        Issue(code=fault.code, text=fault.text, expression=fault.expression, name="fhir.invalid")
        for fault in found.faults[:MOST_ISSUES]
    )


def localise(resource: dict[str, Any], base: str) -> None:
    """Write references to this server by its whole address as those that they are."""
    for named in named_in(resource, ""):
        if named.text.startswith(f"{base}/"):
            named.holder["reference"] = named.text.removeprefix(f"{base}/")
