"""Parameters of an operation that may stand in an address too: http://hl7.org/fhir/R4/operations.html#executing."""

from typing import Any

from app.api.fhir.asking import Query
from app.api.fhir.outcomes import invalid

PARAMETERS = "Parameters"
WHERE = "Parameters.parameter"


def query_of_parameters(body: Any) -> Query:
    """Return the parameters as if they had stood in the address."""
    given = body.get("parameter", []) if isinstance(body, dict) and body.get("resourceType") == PARAMETERS else None
    if not isinstance(given, list):
        raise invalid("This operation takes Parameters.", PARAMETERS)
    return tuple(_field(each) for each in given)


def _field(parameter: Any) -> tuple[str, str]:
    name = parameter.get("name") if isinstance(parameter, dict) else None
    if not isinstance(name, str):
        raise invalid("A parameter has a name.", f"{WHERE}.name")
    values = [value for member, value in parameter.items() if member.startswith("value")]
    if len(values) != 1 or isinstance(values[0], dict | list):
        raise invalid("A parameter of this operation has one plain value.", f"{WHERE}.value")
    value = values[0]
    return name, str(value).lower() if isinstance(value, bool) else str(value)
