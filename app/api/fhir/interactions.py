"""The table of interactions (http://hl7.org/fhir/R4/http.html#summary): what answers which method at which address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.adapters.fhir.search.registry import AUDIT_EVENT
from app.api.fhir import audit_events
from app.api.fhir.asking import Asked, Told
from app.api.fhir.bulk.exports import export, export_file, export_given_up, export_status
from app.api.fhir.bulk.imports import import_given_up, import_report, import_status, take
from app.api.fhir.catalogue import check_type
from app.api.fhir.create import create
from app.api.fhir.delete import conditional_delete, delete
from app.api.fhir.everything import everything
from app.api.fhir.history import instance_history, type_history
from app.api.fhir.match import match
from app.api.fhir.outcomes import not_supported
from app.api.fhir.patch import conditional_patch, patch
from app.api.fhir.paths import Place, Shape
from app.api.fhir.read import read
from app.api.fhir.search import search, search_compartment
from app.api.fhir.subscriptions import operations
from app.api.fhir.update import conditional_update, update
from app.api.fhir.validate import validate
from app.api.fhir.vread import vread
from app.api.request_costs import CHANGE, COPY, PAPER, READ, SEARCH
from app.use_cases.core import UseCase

Plan = Callable[[Asked], UseCase[[], Told]]


class Body(StrEnum):
    """What a request brings."""

    NOTHING = "nothing"
    RESOURCE = "resource"
    PATCH = "patch"
    FORM = "form"
    PARAMETERS = "parameters"
    LINES = "lines"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One interaction: what plans it, what it costs, and what it brings; `code` is what FHIR calls it.

    `lines` says that it answers with lines of resources.
    """

    code: str
    plan: Plan
    cost: int
    body: Body = Body.NOTHING
    lines: bool = False


TABLE: Mapping[tuple[str, Shape], Interaction] = {
    ("GET", Shape.INSTANCE): Interaction(code="read", plan=read, cost=READ),
    ("GET", Shape.VERSION): Interaction(code="vread", plan=vread, cost=READ),
    ("GET", Shape.INSTANCE_HISTORY): Interaction(code="history-instance", plan=instance_history, cost=SEARCH),
    ("GET", Shape.TYPE_HISTORY): Interaction(code="history-type", plan=type_history, cost=SEARCH),
    ("GET", Shape.TYPE): Interaction(code="search-type", plan=search, cost=SEARCH),
    ("POST", Shape.TYPE_SEARCH): Interaction(code="search-type", plan=search, cost=SEARCH, body=Body.FORM),
    ("GET", Shape.COMPARTMENT): Interaction(code="search-type", plan=search_compartment, cost=SEARCH),
    ("POST", Shape.COMPARTMENT_SEARCH): Interaction(
        code="search-type", plan=search_compartment, cost=SEARCH, body=Body.FORM
    ),
    ("POST", Shape.TYPE): Interaction(code="create", plan=create, cost=CHANGE, body=Body.RESOURCE),
    ("PUT", Shape.INSTANCE): Interaction(code="update", plan=update, cost=CHANGE, body=Body.RESOURCE),
    ("PUT", Shape.TYPE): Interaction(code="update", plan=conditional_update, cost=CHANGE, body=Body.RESOURCE),
    ("PATCH", Shape.INSTANCE): Interaction(code="patch", plan=patch, cost=CHANGE, body=Body.PATCH),
    ("PATCH", Shape.TYPE): Interaction(code="patch", plan=conditional_patch, cost=CHANGE, body=Body.PATCH),
    ("DELETE", Shape.INSTANCE): Interaction(code="delete", plan=delete, cost=CHANGE),
    ("DELETE", Shape.TYPE): Interaction(code="delete", plan=conditional_delete, cost=CHANGE),
}
OF_THE_LOG: Mapping[tuple[str, Shape], Interaction] = {
    key: replace(TABLE[key], plan=plan)
    for key, plan in {
        ("GET", Shape.INSTANCE): audit_events.read,
        ("GET", Shape.VERSION): audit_events.history,
        ("GET", Shape.INSTANCE_HISTORY): audit_events.history,
        ("GET", Shape.TYPE_HISTORY): audit_events.history,
        ("GET", Shape.TYPE): audit_events.search,
        ("POST", Shape.TYPE_SEARCH): audit_events.search,
        ("GET", Shape.COMPARTMENT): audit_events.search_compartment,
        ("POST", Shape.COMPARTMENT_SEARCH): audit_events.search_compartment,
    }.items()
}
"""What answers instead where AuditEvents are asked for, which are drawn of the audit log."""
OPERATIONS: dict[tuple[str, Shape, str], Interaction] = {
    ("GET", Shape.INSTANCE_OPERATION, "$everything"): Interaction(code="everything", plan=everything, cost=PAPER),
    ("POST", Shape.INSTANCE_OPERATION, "$everything"): Interaction(
        code="everything", plan=everything, cost=PAPER, body=Body.PARAMETERS
    ),
    ("POST", Shape.TYPE_OPERATION, "$validate"): Interaction(
        code="validate", plan=validate, cost=CHANGE, body=Body.RESOURCE
    ),
    ("POST", Shape.INSTANCE_OPERATION, "$validate"): Interaction(
        code="validate", plan=validate, cost=CHANGE, body=Body.RESOURCE
    ),
    ("POST", Shape.TYPE_OPERATION, "$match"): Interaction(code="match", plan=match, cost=SEARCH, body=Body.RESOURCE),
}


OF_EVERYTHING = frozenset({Shape.SYSTEM, Shape.SYSTEM_SEARCH, Shape.SYSTEM_HISTORY})
_EXPORT, _IMPORT = "$export", "$import"
OPERATIONS |= {
    (method, shape, _EXPORT): Interaction(
        code="export", plan=export, cost=COPY, body=Body.QUESTION if method == "POST" else Body.NOTHING
    )
    for method in ("GET", "POST")
    for shape in (Shape.SYSTEM_OPERATION, Shape.TYPE_OPERATION, Shape.INSTANCE_OPERATION)
}
OPERATIONS |= {
    ("GET", Shape.JOB, _EXPORT): Interaction(code="export", plan=export_status, cost=READ),
    ("DELETE", Shape.JOB, _EXPORT): Interaction(code="export", plan=export_given_up, cost=CHANGE),
    ("GET", Shape.JOB_FILE, _EXPORT): Interaction(code="export", plan=export_file, cost=SEARCH, lines=True),
    ("POST", Shape.SYSTEM_OPERATION, _IMPORT): Interaction(code="import", plan=take, cost=COPY, body=Body.LINES),
    ("GET", Shape.JOB, _IMPORT): Interaction(code="import", plan=import_status, cost=READ),
    ("DELETE", Shape.JOB, _IMPORT): Interaction(code="import", plan=import_given_up, cost=CHANGE),
    ("GET", Shape.JOB_FILE, _IMPORT): Interaction(code="import", plan=import_report, cost=READ, lines=True),
}
OPERATIONS |= {
    (method, shape, name): Interaction(
        code=name.removeprefix("$"), plan=plan, cost=SEARCH, body=Body.PARAMETERS if method == "POST" else Body.NOTHING
    )
    for method in ("GET", "POST")
    for shape, name, plan in (
        (Shape.TYPE_OPERATION, "$status", operations.status),
        (Shape.INSTANCE_OPERATION, "$status", operations.status),
        (Shape.INSTANCE_OPERATION, "$events", operations.events),
    )
}


def interaction_at(method: str, place: Place) -> Interaction:
    """Return what answers a method at an address; 404 for what is no type, 405 for what is no interaction there."""
    if place.type:
        check_type(place.type)
    found = OF_THE_LOG.get((method, place.shape)) if (place.member or place.type) == AUDIT_EVENT else None
    found = found or TABLE.get((method, place.shape)) or OPERATIONS.get((method, place.shape, place.operation))
    if found is None:
        methods = sorted(_methods(place))
        if place.operation and not methods:
            raise not_supported(f"There is no operation {place.operation[:100]} here.", 404)
        why = "Searches and histories are of one type here." if place.shape in OF_EVERYTHING else ""
        raise not_supported(f"This address does not know {method}. {why}".rstrip(), Allow=", ".join(methods))
    return found


def _methods(place: Place) -> set[str]:
    fixed = {method for method, shape in TABLE if shape is place.shape}
    named = {method for method, shape, name in OPERATIONS if (shape, name) == (place.shape, place.operation)}
    return fixed | named | ({"POST"} if place.shape is Shape.SYSTEM else set())
