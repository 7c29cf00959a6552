"""Turns what came of an interaction into an answer: http://hl7.org/fhir/R4/http.html#ops, #versioning and #headers."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told, Wanted
from app.api.fhir.media import FHIR_JSON
from app.api.fhir.outcomes import Failure
from app.api.fhir.serving import address, http_date, resource_bytes, tag_of
from app.api.operation_outcomes import Issue, outcome_of
from app.ports.transactions import Answer

DONE = (Issue(code="informational", text="Done.", severity="information"),)
BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


def answer_of(asked: Asked, told: Told, media_type: str) -> Answer:
    """Write the answer to a request."""
    headers = dict(told.headers)
    if told.stored is not None:
        headers["ETag"] = tag_of(told.stored.version)
        headers["Last-Modified"] = http_date(told.stored.updated_at)
        if told.located:
            headers["Location"] = address(asked.base, told.stored)
    body = body_of(asked, told)
    if not body:
        return Answer(status=told.status, headers=tuple(headers.items()), body=b"")
    headers.setdefault("Content-Type", f"{media_type}; charset=utf-8")
    return Answer(status=told.status, headers=tuple(headers.items()), body=body)


def body_of(asked: Asked, told: Told) -> bytes:
    """Return what of it is sent, as the asker prefers; what was read is always sent."""
    if told.status in BODILESS:
        return b""
    writes = asked.method != "GET" and told.stored is not None
    if writes and asked.prefer.wanted is Wanted.MINIMAL:
        return b""
    if writes and asked.prefer.wanted is Wanted.OUTCOME:
        return outcome_of(told.issues or DONE)
    if told.body is not None:
        return told.body
    if told.stored is None or told.stored.deleted:
        return outcome_of(told.issues or DONE)
    return resource_bytes(told.stored)


def whole(body: bytes, media_type: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Write the answer to a bundle."""
    return Answer(status=HTTPStatus.OK, headers=(*headers, ("Content-Type", f"{media_type}; charset=utf-8")), body=body)


def refusal(failure: Failure) -> Answer:
    """Write why a request was refused."""
    headers = {**failure.headers, "Content-Type": f"{FHIR_JSON}; charset=utf-8"}
    return Answer(status=failure.status, headers=tuple(headers.items()), body=outcome_of(failure.issues))
