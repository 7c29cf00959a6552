"""The OpenAPI document that partners generate their clients from: FastAPI's, put into its plainest valid form."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.openapi_examples import add_examples
from app.api.openapi_schemas import plain
from app.api.operations import SECURITY_SCHEME
from app.api.problems import MEDIA_TYPE, Problem, title_of
from app.api.routes import StrictRoute
from app.api.webhook_operations import webhooks
from app.domain.sensitivity.notices import HEADER, REDISCLOSURE

Node = dict[str, Any]

SUMMARY = "Clients, care plans and referrals, shared by agencies that coordinate care."
DESCRIPTION = """\
One API for frontends, partner agencies and EHR jobs.

- **Errors** are problem+json (RFC 9457) with a stable `code`; every code has a page at its `type`.
- **Lists** take `limit` and `cursor` and answer `{items, next_cursor}` with a `Link: rel="next"`.
- **Changes** need `If-Match` with the `ETag` of what you read: 428 without, 412 when it has changed since.
- **Retries** of a POST are safe with an `Idempotency-Key`; a repeated answer has `Idempotency-Replayed: true`.
- What you may not see answers as if it did not exist.
"""
TAGS = {
    "Networks": "The network: its settings and policies.",
    "Agencies": "Organizations that take part.",
    "Workers": "People at an agency.",
    "API clients": "Programs that act for an agency.",
    "Services": "What agencies offer, and how much room there is.",
    "Locations": "Where services are offered.",
    "Clients": "The people served.",
    "Households": "Clients who live or are enrolled together.",
    "Care teams": "Who works together for a client, across agencies.",
    "Caseloads": "Whom each worker serves, and how clients change hands.",
    "Needs": "The concerns of a client.",
    "Goals": "What a client wants to reach, and how far it has come.",
    "Care plans": "What client and team agreed to do, with its activities, reviews and versions.",
    "Care plan templates": "What care plans can begin with.",
    "Instruments": "What can be asked: questionnaires with their scores and rules.",
    "Assessments": "Filled-in instruments, their scores, and what they suggest.",
    "Consents": "What a client allows.",
    "Access": "Who may see what, and why.",
    "Break-glass": "Access in an emergency, and the look back on it.",
    "Audit": "Who did and saw what.",
    "Referrals": "A client's need, put into words by a sender.",
    "Handoffs": "One provider's share of a referral.",
    "Tasks": "To-dos of workers, teams and clients.",
    "Appointments": "Meetings with clients.",
    "Exports": "A client's record taken out whole.",
    "Erasures": "What is forgotten, who decides it, and what may not be.",
    "Events": "The log of what happened.",
    "Webhooks": "Events, delivered to a partner's endpoint.",
}
LICENSE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
CONTACT = {"name": "Throughline maintainers"}
REFUSALS = {
    400: "The request is malformed: an unknown query parameter, another list's cursor, an unreadable header.",
    401: "Nobody can be recognised from the credentials.",
    403: "Your scope or role does not allow this, whatever the object.",
    404: "There is no such thing, or you may not know that there is one.",
    406: "The answer exists in no media type that you accept.",
    408: "The body came too slowly.",
    409: "The state of this or another object does not allow it, or the same Idempotency-Key is still being worked on.",
    410: "It existed and was deleted.",
    412: "It has changed since you read it.",
    413: "The body is too large.",
    414: "The query is too long.",
    415: "The body is not JSON in UTF-8, or is compressed.",
    422: "The input breaks a rule; `errors` names the places.",
    428: "If-Match is missing.",
    429: "Too many requests; try again after `Retry-After` seconds.",
    431: "The headers are too large.",
    500: "The service failed.",
    503: "The service cannot answer now; try again after `Retry-After` seconds.",
}
WAITING = (429, 503)
METERS = ("RateLimit", "RateLimit-Policy")
IF_MATCH = '^([*]|"[1-9][0-9]{0,8}(-[0-9a-f]{8})?")$'  # declared here only: the door itself answers 400 and not 422
HEADERS = {
    "ETag": ("The version of this representation, for If-Match and If-None-Match.", '"3-1a2b3c4d"'),
    "Link": ('The next page, as `rel="next"`; absent on the last.', '</v1/things?cursor=abc>; rel="next"'),
    "Location": ("The address of what was made.", "/v1/things/0198c0de-7a11-7000-8000-000000000001"),
    "RateLimit": ("What is left of each quota, and in how many seconds it is whole again.", '"client";r=5990;t=1'),
    "RateLimit-Policy": ("The quotas: units, and the seconds in which they come back.", '"client";q=6000;w=60'),
    HEADER: ("Stands with what is told of another agency's substance use record, and with its copies.", REDISCLOSURE),
    "Retry-After": ("Seconds to wait.", "2"),
    "WWW-Authenticate": ("The scheme to authenticate with.", 'Bearer realm="throughline"'),
    "X-Request-Id": ("The id of this request in our logs.", "0198c0de-7a11-7000-8000-000000000001"),
}


def describe(app: FastAPI) -> Node:
    """Return the document of an application, made once for each set of routes."""
    if not app.openapi_schema:
        app.openapi_schema = _document(app)
    return app.openapi_schema


def _document(app: FastAPI) -> Node:
    for route in app.routes:
        if isinstance(route, StrictRoute):
            route.prepare_for_document()
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=app.routes,
        license_info=LICENSE,
        contact=CONTACT,
        servers=[{"url": "/", "description": "This service"}],
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    components["responses"] = _used(document, _refusals())
    components["securitySchemes"] = _security_schemes(document)
    document["webhooks"] = webhooks(schemas)
    for _, operation in operations_of(document):
        _tidy_operation(operation)
    components["headers"] = {
        name: _header(name) for name in HEADERS if _refers(document, f"#/components/headers/{name}")
    }
    plain(document)
    document["tags"] = _tags(document)
    add_examples(document)
    return document


def operations_of(document: Node) -> Iterator[tuple[str, Node]]:
    """Go through the operations, each with its method."""
    for path in document["paths"].values():
        yield from path.items()


def _refusals() -> Node:
    return {str(status): _refusal(status, words) for status, words in REFUSALS.items()}


def _refusal(status: int, words: str) -> Node:
    headers = ["X-Request-Id", *METERS, *(["Retry-After"] if status in WAITING else []), *_challenge(status)]
    return {
        "description": f"{title_of(status)}. {words}",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _challenge(status: int) -> list[str]:
    return ["WWW-Authenticate"] if status in (401, 403) else []


def _used(document: Node, responses: Node) -> Node:
    used = {status for _, operation in operations_of(document) for status in operation["responses"]}
    return {status: response for status, response in responses.items() if status in used}


def _refers(node: object, target: str) -> bool:
    if isinstance(node, dict):
        return node.get("$ref") == target or any(_refers(value, target) for value in node.values())
    return isinstance(node, list) and any(_refers(item, target) for item in node)


def _header(name: str) -> Node:
    words, example = HEADERS[name]
    return {"description": words, "schema": {"type": "string"}, "example": example}


def _security_schemes(document: Node) -> Node:
    scopes = sorted(
        {
            scope
            for _, operation in operations_of(document)
            for requirement in operation.get("security", ())
            for scope in requirement.get(SECURITY_SCHEME, ())
        }
    )
    flow = {"tokenUrl": "/oauth/token", "scopes": {scope: _scope_words(scope) for scope in scopes}}
    flows = {"clientCredentials": flow}
    words = "SMART App Launch 2.2 scopes; a token never reaches further than agency, role and consent."
    return {SECURITY_SCHEME: {"type": "oauth2", "description": words, "flows": flows}}


def _scope_words(scope: str) -> str:
    resource, _, letter = scope.partition("/")[2].partition(".")
    verb = {"c": "Create", "r": "Read", "u": "Change", "d": "Delete", "s": "Search"}[letter]
    return f"{verb} {resource}."


def _tidy_operation(operation: Node) -> None:
    for status, response in operation["responses"].items():
        if "$ref" in response:
            operation["responses"][status] = {"$ref": response["$ref"]}
        else:
            named = [*_shown(status, operation), *response.get("headers", ())]
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in named}
    operation["responses"] = dict(sorted(operation["responses"].items()))
    for parameter in operation.get("parameters", ()):
        _tidy_parameter(parameter)


def _shown(status: str, operation: Node) -> list[str]:
    schema = operation["responses"][status].get("content", {}).get("application/json", {}).get("schema", {})
    shown = ["X-Request-Id", *METERS]
    if schema.get("$ref", "").endswith("Page"):
        shown.append("Link")
    elif status == "201" or "412" in operation["responses"] or "304" in operation["responses"]:
        shown.append("ETag")
    return [*shown, "Location"] if status in ("201", "202") else shown


def _tidy_parameter(parameter: Node) -> None:
    schema = parameter["schema"]
    schema.pop("description", None)
    schema.pop("title", None)
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:  # an absent parameter is not a null one
        del schema["anyOf"]
        schema |= options[0]
        if schema.get("default", "") is None:
            del schema["default"]
    if parameter["name"] == "If-Match":
        parameter["required"] = True
        schema["pattern"] = IF_MATCH
    if parameter["in"] == "path":
        noun = parameter["name"].removesuffix("_id").replace("_", " ")
        parameter.setdefault("description", f"The id of the {noun}.")


def _tags(document: Node) -> list[Mapping[str, str]]:
    used = {tag for _, operation in operations_of(document) for tag in operation.get("tags", ())}
    used |= {tag for path in document["webhooks"].values() for operation in path.values() for tag in operation["tags"]}
    return [{"name": name, "description": TAGS.get(name, name)} for name in sorted(used)]
