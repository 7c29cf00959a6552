"""$validate of a type and of an instance: http://hl7.org/fhir/R4/operation-resource-validate.html."""

from http import HTTPStatus
from typing import Any

from app.adapters.fhir.validation.validating import validate as check
from app.api.fhir.asking import Asked, Told
from app.api.fhir.checking import issues_of, localise
from app.api.fhir.outcomes import invalid
from app.api.operation_outcomes import Issue, outcome_of
from app.domain.networks.roles import ANYONE
from app.use_cases.core import Context, Rule, UseCase

WELL = Issue(code="informational", text="This is valid.", severity="information")


def validate(asked: Asked) -> UseCase[[], Told]:
    """Say what is wrong with a resource, with 200 whatever it is: to say so is what was asked for."""
    resource = _resource(asked)
    localise(resource, asked.base)
    found = check(resource, asked.place.type)

    async def verb(_: Context) -> Told:
        return Told(status=HTTPStatus.OK, body=outcome_of(issues_of(found) or (WELL,)))

    rule = Rule(action=f"{asked.place.type}.validate", resource=asked.place.type, permission="r", roles=ANYONE)
    return UseCase(verb, rule)


def _resource(asked: Asked) -> dict[str, Any]:
    """Return what is to be validated: the body, or the parameter `resource` of it."""
    body = asked.resource
    if isinstance(body, dict) and body.get("resourceType") == "Parameters" and asked.place.type != "Parameters":
        parameters = body.get("parameter")
        named = [p for p in parameters if isinstance(p, dict)] if isinstance(parameters, list) else []
        body = next((each.get("resource") for each in named if each.get("name") == "resource"), None)
    if not isinstance(body, dict):
        raise invalid("There is no resource to validate.", "Parameters.parameter")
    return body
