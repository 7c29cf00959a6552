"""Takes lines as the door takes a transaction of PUTs: http://hl7.org/fhir/R4/http.html#trules.

A resource is known by the id under which its sender calls it, so that the same line again changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import msgspec

from app.api.fhir.asking import Asked, Told
from app.api.fhir.catalogue import check_type, check_writable
from app.api.fhir.checking import checked
from app.api.fhir.entries import Entry
from app.api.fhir.outcomes import failure_of, invalid
from app.api.fhir.paths import ID, Place, Shape
from app.api.fhir.transaction import process
from app.api.json_reader import read_json
from app.api.operation_outcomes import Issue, outcome_of
from app.api.pages import Cursors
from app.domain.errands.bulk_import import Fate
from app.use_cases.bulk.bulk_taking import Line, Reported
from app.use_cases.core import Context

REPORT = "urn:throughline:extension:import"
_ENTRY = re.compile(r"^Bundle\.entry\[\d+\](?:\.resource)?")
_NO_PAGES = Cursors(b"")


class FhirTaking:
    """Takes lines; `base` is the address of the door."""

    def __init__(self, base: str) -> None:
        self.base = base

    async def take(self, context: Context, lines: Sequence[Line]) -> list[Reported]:
        """Take lines together, or raise why one of them is refused."""
        entries = [self._entry(place, line) for place, line in enumerate(lines)]
        told = await process(context, entries)
        return [_taken(context, line, entry, each) for line, entry, each in zip(lines, entries, told, strict=True)]

    def refused(self, line: Line, refusal: Exception) -> Reported:
        """Say why a line was refused; raise what is no refusal."""
        issues = failure_of(refusal).issues
        named = _name(line)
        said = [_beneath(issue, named.partition("/")[0]) for issue in issues]
        return Reported(number=line.number, fate=Fate.REJECTED, said=_said(line, named, None, Fate.REJECTED, said))

    def _entry(self, place: int, line: Line) -> Entry:
        resource = read_json(line.text, exact_decimals=True)
        type_ = resource.get("resourceType") if isinstance(resource, dict) else None
        id_ = resource.get("id") if isinstance(resource, dict) else None
        if not isinstance(type_, str):
            raise invalid("A line is a resource.")
        check_type(type_)
        check_writable(type_, "create")
        if not isinstance(id_, str) or not ID.fullmatch(id_):
            raise invalid("A resource needs an id, by which it is known when it is sent again.", f"{type_}.id")
        asked = Asked(
            method="PUT",
            place=Place(shape=Shape.INSTANCE, type=type_, id=id_),
            base=self.base,
            cursors=_NO_PAGES,
            resource=checked(resource, type_, self.base),
            within=True,
        )
        return Entry(number=place, asked=asked, full_url=None)


def _taken(context: Context, line: Line, entry: Entry, told: Told) -> Reported:
    stored = told.stored
    fate = Fate.CREATED if told.status == HTTPStatus.CREATED else Fate.UNCHANGED
    if fate is Fate.UNCHANGED and stored is not None and stored.updated_at >= context.now:
        fate = Fate.CHANGED
    became = None if stored is None else f"{stored.type}/{stored.id}"
    named = f"{entry.asked.place.type}/{entry.asked.place.id}"
    issue = Issue(code="informational", text=f"It was {fate}.", severity="information")
    if fate is Fate.UNCHANGED:
        issue = Issue(code="informational", text="It says what is here already.", severity="information")
    return Reported(number=line.number, fate=fate, said=_said(line, named, became, fate, [issue]))


def _name(line: Line) -> str:
    """Return what a line that was refused calls itself, as far as that can be read."""
    try:
        resource: Any = msgspec.json.decode(line.text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    type_, id_ = (resource.get(name) if isinstance(resource, dict) else None for name in ("resourceType", "id"))
    return f"{type_}/{id_}" if isinstance(type_, str) and isinstance(id_, str) else ""


def _said(line: Line, named: str, became: str | None, fate: Fate, issues: Sequence[Issue]) -> bytes:
    """Write an OperationOutcome that says of which line it tells, and what became of that."""
    parts: list[dict[str, object]] = [{"url": "line", "valueInteger": line.number}]
    if named:
        parts.append({"url": "source", "valueString": named})
    if became is not None:
        parts.append({"url": "resource", "valueReference": {"reference": became}})
    parts.append({"url": "outcome", "valueCode": fate.value})
    outcome = msgspec.json.decode(outcome_of(issues))
    head = {"resourceType": "OperationOutcome", "extension": [{"url": REPORT, "extension": parts}]}
    return msgspec.json.encode({**head, "issue": outcome["issue"]})


def _beneath(issue: Issue, type_: str) -> Issue:
    """Name elements as they are named in the resource itself."""
    if issue.expression is None:
        return issue
    expression = _ENTRY.sub(type_, issue.expression).lstrip(".")
    return replace(issue, expression=expression or None)
