"""Media types (http://hl7.org/fhir/R4/http.html#mime-type): JSON only, under whichever of its names."""

from email.message import Message
from http import HTTPStatus

from starlette.requests import Request

from app.api.accepting import preferred
from app.api.problems import Refusal, Refused

FHIR_JSON = "application/fhir+json"
NDJSON = "application/fhir+ndjson"
JSON = "application/json"
JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
FORM = "application/x-www-form-urlencoded"
OFFERED = (FHIR_JSON, JSON, "application/json+fhir", "text/json")
FORMATS = frozenset({"json", *OFFERED})
RESOURCES = frozenset(OFFERED)
PATCHES = frozenset({JSON_PATCH, MERGE_PATCH, *RESOURCES})
CHARSETS = ("utf-8", "us-ascii")
VERSION = "fhirVersion"
VERSIONS = ("4.0", "4.0.1")
LINES = (NDJSON, "application/ndjson", "application/x-ndjson")


def check_accept(request: Request, format_: str | None) -> str:
    """Return the media type of the answer; 406 when nothing that we write is taken. `_format` comes before Accept."""
    if format_ is not None:
        named = format_.partition(";")[0].strip().lower().replace(" ", "+")
        if named not in FORMATS:
            raise _not_acceptable()
        return JSON if named == JSON else FHIR_JSON
    chosen = preferred(request, OFFERED)
    if chosen is None:
        raise _not_acceptable()
    return JSON if chosen == JSON else FHIR_JSON


def check_accept_lines(request: Request) -> str:
    """Return the media type of an answer of lines; 406 when nothing of the kind is taken."""
    if preferred(request, (*LINES, *OFFERED)) is None:
        raise _not_acceptable()
    return NDJSON


def media_type_of(request: Request, taken: frozenset[str]) -> str:
    """Return the media type of the body; 415 for one that is not taken there."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "text/plain")
    kind, charset = header.get_content_type(), header.get_content_charset("utf-8")
    if kind not in taken or charset not in CHARSETS or header.get_param(VERSION, VERSIONS[0]) not in VERSIONS:
        names = " or ".join(sorted(taken & {FHIR_JSON, NDJSON, JSON_PATCH, MERGE_PATCH, FORM}))
        raise Refused(
            Refusal(
                status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                code="request.media-type",
                detail=f"Send {names} in UTF-8, of FHIR {VERSIONS[0]}.",
                headers={"Accept": FHIR_JSON},
            )
        )
    return kind


def _not_acceptable() -> Refused:
    detail = f"The answer is {FHIR_JSON}."
    return Refused(Refusal(status=HTTPStatus.NOT_ACCEPTABLE, code="request.not-acceptable", detail=detail))
