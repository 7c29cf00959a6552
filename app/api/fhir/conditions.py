"""What a condition finds, nothing, one, or many: http://hl7.org/fhir/R4/http.html#ccreate, #cond-update, #3.1.0.7.1."""

import re
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote_to_bytes

from app.api.fhir.asking import Query
from app.api.fhir.finding import matches
from app.api.fhir.outcomes import Unfit, invalid
from app.api.operation_outcomes import Issue
from app.domain.errors import Stale
from app.ports.resources import StoredResource
from app.use_cases.core import Context

MOST_FIELDS = 100
_BEFORE = re.compile(r"^(?:[A-Z][A-Za-z]+)?\?")
NOT_CRITERIA = frozenset({"_format", "_pretty", "_summary", "_elements", "_count", "_sort", "_total"})


def query_of(text: str, where: str = "http.query") -> Query:
    """Read the criteria of a condition, with or without what stands before them: `Patient?identifier=x`."""
    text = _BEFORE.sub("", text, count=1)
    try:
        plain = unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise invalid("The criteria are not percent-encoded UTF-8, or too many.", where) from None
    if "\0" in plain:
        raise invalid("NUL is not allowed in criteria.", where)
    return tuple(fields)


def criteria_of(query: Query) -> Query:
    """Return what of a query says which resources are meant."""
    return tuple((name, value) for name, value in query if name not in NOT_CRITERIA)


async def the_one(context: Context, type_: str, criteria: Query) -> StoredResource | None:
    """Return the one resource that meets the criteria, None when there is none; 412 when there are several.

    Whoever asks the same waits until this transaction ends: what is made because there was none is made once.
    """
    if not criteria:
        raise invalid("A condition needs criteria.", "http.query")
    await context.tx.holds.hold(name_of(type_, criteria))
    found = await matches(context, type_, criteria)
    if len(found) > 1:
        text = "The criteria are met by several resources."
        raise Unfit(HTTPStatus.PRECONDITION_FAILED, Issue(code="multiple-matches", text=text, name="fhir.many"))
    return found[0] if found else None


def name_of(type_: str, criteria: Query) -> str:
    """Name a question, whatever the order in which it is put."""
    return f"fhir {type_}?" + "&".join(sorted(f"{name}={value}" for name, value in criteria))


def check_version(stored: StoredResource, expected: int | None) -> None:
    """Raise `Stale` when a resource is no longer at the version that the asker read."""
    if expected is not None and stored.version != expected:
        raise Stale("resource", expected=expected, actual=stored.version)
