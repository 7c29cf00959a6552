"""The table that puts refusals into FHIR's words, from every kind of refusal to the element that it names."""

import json

import pytest

from app.api.fhir.outcomes import failure_of, not_supported
from app.api.problems import Refusal, problem
from app.domain.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Stale,
    Throttled,
    Unauthenticated,
    Unavailable,
)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Invalid("thing.odd", "Odd."), 422, "invalid"),
        (Invalid("json.refused", "No JSON."), 400, "structure"),
        (Invalid("search.malformed", "No date."), 400, "invalid"),
        (Invalid("search.not-supported", "Not here."), 400, "not-supported"),
        (Unauthenticated("token.missing", "Send one."), 401, "login"),
        (Forbidden("scope.insufficient", "No.", scope="system/Patient.r"), 403, "forbidden"),
        (NotFound("resource"), 404, "not-found"),
        (Conflict("handoff.already-filled", "Taken."), 409, "business-rule"),
        (Conflict("object.duplicate", "There is one."), 409, "duplicate"),
        (Conflict("idempotency.in-flight", "Still running."), 409, "conflict"),
        (Stale("resource", expected=1, actual=2), 412, "conflict"),
        (Gone("resource.deleted", "Gone."), 410, "deleted"),
        (Throttled("limit.client", "Slow down.", retry_after=3), 429, "throttled"),
        (Unavailable("database.unavailable", "Later."), 503, "transient"),
        (not_supported("Not here."), 405, "not-supported"),
    ],
)
def test_every_kind_of_refusal_has_a_status_and_a_word(error: Exception, status: int, code: str) -> None:
    failure = failure_of(error)

    assert (failure.status, [issue.code for issue in failure.issues]) == (status, [code])


@pytest.mark.parametrize(
    ("error", "header"),
    [
        (Throttled("limit.client", "Slow down.", retry_after=3), ("Retry-After", "3")),
        (Unauthenticated("token.missing", "Send one."), ("WWW-Authenticate", 'Bearer realm="throughline"')),
    ],
)
def test_what_a_caller_needs_to_go_on_stands_in_the_headers(error: DomainError, header: tuple[str, str]) -> None:
    assert header in failure_of(error).headers.items()


@pytest.mark.parametrize(
    ("pointer", "alone", "in_a_bundle"),
    [
        ("/name/0/given", "name[0].given", "Bundle.entry[2].name[0].given"),
        ("Patient.name[0].given", "Patient.name[0].given", "Bundle.entry[2].resource.name[0].given"),
        ("Patient", "Patient", "Bundle.entry[2].resource"),
        ("/header/If-Match", "http.If-Match", "Bundle.entry[2].request"),
        ("", None, "Bundle.entry[2]"),
    ],
)
def test_every_fault_names_its_element_and_its_entry(pointer: str, alone: str | None, in_a_bundle: str) -> None:
    error = Invalid("thing.odd", "Odd.", faults=(Fault(pointer=pointer, message="is odd"),))

    assert failure_of(error).issues[0].expression == alone
    assert failure_of(error, "Bundle.entry[2]").issues[0].expression == in_a_bundle


def test_what_is_no_refusal_is_raised_on() -> None:
    with pytest.raises(ZeroDivisionError):
        failure_of(ZeroDivisionError())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/fhir/Patient", "application/fhir+json"),
        ("/fhir", "application/fhir+json"),
        ("/v1/clients", "application/problem+json"),
        ("/fhirs", "application/problem+json"),
    ],
)
def test_the_address_chooses_the_shape_of_what_the_middleware_refuses(path: str, kind: str) -> None:
    refusal = Refusal(status=503, code="service.busy", detail="Too many requests at once.")

    response = problem({"type": "http", "path": path, "state": {}}, refusal)

    assert [response.status_code, response.media_type] == [503, kind]
    assert "transient" in str(json.loads(response.body)) or path not in ("/fhir/Patient", "/fhir")
