"""What a bulk export is asked for: https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters.

What nobody knows is refused, and left out of account under `Prefer: handling=lenient`; the manifest says so then.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.adapters.fhir.search.compartments import OF_PATIENT
from app.api.fhir.asking import Asked
from app.api.fhir.catalogue import TYPES
from app.api.fhir.conditions import query_of
from app.api.fhir.dates import instant_of
from app.api.fhir.drafting import literal_of, uuid_of
from app.api.fhir.outcomes import Unfit, invalid, not_supported
from app.api.fhir.parameters import PARAMETERS
from app.api.operation_outcomes import Issue, outcome_of
from app.domain.errands.bulk_export import ExportLevel
from app.use_cases.bulk.bulk_exports import ExportAsked

NOT_EXPORTED = frozenset({"AuditEvent"})
FORMATS = frozenset({"application/fhir+ndjson", "application/fhir ndjson", "application/ndjson", "ndjson"})
MOST_FILTERS = 50
_ELEMENT = re.compile(r"(?:[A-Z][A-Za-z]+\.)?[a-z][A-Za-z]+")
_NEXT_FILTER = re.compile(r",(?=[A-Z][A-Za-z]+\?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What was read so far; `left_out` is what counts for nothing."""

    level: ExportLevel
    types: frozenset[str] | None = None
    since: datetime | None = None
    elements: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    patients: frozenset[UUID] | None = None
    left_out: tuple[str, ...] = field(default=())


def offered(level: ExportLevel) -> frozenset[str]:
    """Return the types that may be exported: everything that is kept, or what belongs to patients."""
    all_types = TYPES - NOT_EXPORTED
    return all_types if level is ExportLevel.SYSTEM else all_types & OF_PATIENT.keys()


def export_asked(asked: Asked, level: ExportLevel, group: UUID | None) -> ExportAsked:
    """Read a whole request for an export."""
    wished = Wished(level=level)
    for name, value in _parameters(asked):
        read = _READERS.get(name)
        if read is None:
            wished = _left_out(asked, wished, f"The parameter {name[:60]} is not supported.")
        else:
            wished = read(asked, wished, value)
    _check_filters(wished)
    return ExportAsked(
        level=level,
        offered=offered(level),
        types=wished.types,
        request=_request(asked),
        since=wished.since,
        elements=wished.elements,
        filters=wished.filters,
        group=group,
        patients=wished.patients,
        remarks=b"".join(_remark(text) for text in wished.left_out),
    )


def _request(asked: Asked) -> str:
    """Return the address that was asked, without what a body said."""
    place = asked.place
    path = "/".join(each for each in (asked.base, place.type, place.id, "$export") if each)
    said = urlencode(asked.query, safe=",:/?=|")
    return f"{path}?{said}" if said else path


def _parameters(asked: Asked) -> Iterable[tuple[str, Any]]:
    """Return what stands in the address, or in Parameters."""
    yield from asked.query
    if asked.resource is None:
        return
    body = asked.resource
    given = body.get("parameter", []) if isinstance(body, dict) and body.get("resourceType") == PARAMETERS else None
    if not isinstance(given, list):
        raise invalid("This operation takes Parameters.", PARAMETERS)
    for each in given:
        name = each.get("name") if isinstance(each, dict) else None
        values = [value for member, value in each.items() if member.startswith("value")] if name else []
        if not isinstance(name, str) or len(values) != 1:
            raise invalid("A parameter has a name and one value.", "Parameters.parameter")
        yield name, values[0]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise invalid(f"{name} is text.", f"http.{name}")
    return value


def _left_out(asked: Asked, wished: Wished, text: str) -> Wished:
    if not asked.prefer.lenient:
        raise not_supported(text, 400)
    return replace(wished, left_out=(*wished.left_out, text))


def _remark(text: str) -> bytes:
    return outcome_of([Issue(code="not-supported", text=text, severity="warning")]) + b"\n"


def _format(_: Asked, wished: Wished, value: Any) -> Wished:
    if _text("_outputFormat", value).partition(";")[0].strip() not in FORMATS:
        raise not_supported("Exports are application/fhir+ndjson.", 400)
    return wished


def _since(_: Asked, wished: Wished, value: Any) -> Wished:
    moment = instant_of(_text("_since", value))
    if moment is None:
        raise invalid("_since is an instant such as 2026-01-15T09:30:00Z.", "http._since")
    return replace(wished, since=moment)


def _type(asked: Asked, wished: Wished, value: Any) -> Wished:
    named = frozenset(each.strip() for each in _text("_type", value).split(",") if each.strip())
    known = named & offered(wished.level)
    for each in sorted(named - known):
        wished = _left_out(asked, wished, f"The type {each[:60]} is not exported here.")
    return replace(wished, types=known | (wished.types or frozenset()))


def _elements(_: Asked, wished: Wished, value: Any) -> Wished:
    named = tuple(each.strip() for each in _text("_elements", value).split(",") if each.strip())
    for each in named:
        if not _ELEMENT.fullmatch(each):
            raise invalid("_elements are names of elements, such as id or Patient.name.", "http._elements")
    return replace(wished, elements=(*wished.elements, *named))


def _type_filter(_: Asked, wished: Wished, value: Any) -> Wished:
    found = []
    for each in _NEXT_FILTER.split(_text("_typeFilter", value)):
        type_, mark, query = each.partition("?")
        if not mark or type_ not in offered(wished.level):
            raise invalid("_typeFilter is a search of a type, such as Observation?status=final.", "http._typeFilter")
        query_of(query, "http._typeFilter")
        found.append((type_, query))
    filters = (*wished.filters, *found)
    if len(filters) > MOST_FILTERS:
        raise invalid(f"There are at most {MOST_FILTERS} filters.", "http._typeFilter")
    return replace(wished, filters=filters)


def _check_filters(wished: Wished) -> None:
    for type_, _ in wished.filters:
        if wished.types is not None and type_ not in wished.types:
            raise invalid(f"{type_} is filtered and is not among the types.", "http._typeFilter")


def _patient(asked: Asked, wished: Wished, value: Any) -> Wished:
    if wished.level is ExportLevel.SYSTEM or asked.method != "POST":
        return _left_out(asked, wished, "Patients are named in Parameters, for what belongs to patients.")
    said = value.get("reference") if isinstance(value, dict) else None
    literal = literal_of(said.removeprefix(f"{asked.base}/")) if isinstance(said, str) else None
    id_ = uuid_of(literal[1]) if literal is not None and literal[0] == "Patient" else None
    if id_ is None:
        text = "A patient is named by a reference such as Patient/id."
        raise Unfit(422, Issue(code="invalid", text=text, expression="Parameters.parameter", name="fhir.invalid"))
    return replace(wished, patients=frozenset({id_}) | (wished.patients or frozenset()))


_READERS: dict[str, Callable[[Asked, Wished, Any], Wished]] = {
    "_outputFormat": _format,
    "_since": _since,
    "_type": _type,
    "_elements": _elements,
    "_typeFilter": _type_filter,
    "patient": _patient,
}
