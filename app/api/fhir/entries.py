"""The entries of a batch or transaction, each read as an interaction: http://hl7.org/fhir/R4/http.html#transaction."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from app.adapters.fhir.validation.validating import validate
from app.api.fhir.asking import Asked, Conditions, Query
from app.api.fhir.checking import issues_of
from app.api.fhir.conditions import query_of
from app.api.fhir.dates import instant_of
from app.api.fhir.outcomes import Unfit, invalid
from app.api.fhir.paths import Place, place_of
from app.api.fhir.tags import version_of_tag
from app.api.json_reader import read_json
from app.api.operation_outcomes import BELOW

MOST_ENTRIES = 5_000
PROTECTED = frozenset({"_format", "_pretty"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: what it asks for, and by which address the others call it."""

    number: int
    asked: Asked
    full_url: str | None

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"Bundle.entry[{self.number}]"


def entries_of(bundle: Asked) -> Iterator[dict[str, Any]]:
    """Return the entries of a bundle that is one; 400 or 422 for what is none."""
    _address_posted(bundle.resource.get("entry"))
    found = validate(bundle.resource, "Bundle", entries=False)
    if found.faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if found.readable else HTTPStatus.BAD_REQUEST
        raise Unfit(status, *issues_of(found))
    entries = bundle.resource.get("entry", [])
    if len(entries) > MOST_ENTRIES:
        raise invalid(f"A bundle has at most {MOST_ENTRIES} entries.", "Bundle.entry")
    return iter(entries)


def _address_posted(entries: object) -> None:
    """Let what is posted to no address be posted to its type, the only one that it can be meant for."""
    for entry in entries if isinstance(entries, list) else ():
        request, resource = (entry.get(name) if isinstance(entry, dict) else None for name in ("request", "resource"))
        if isinstance(request, dict) and isinstance(resource, dict) and request.get("method") == "POST":
            request.setdefault("url", resource.get("resourceType"))


def read_entry(bundle: Asked, number: int, given: dict[str, Any]) -> Entry:
    """Read one entry as what it asks for."""
    request = given.get("request")
    if not isinstance(request, dict):
        raise invalid("An entry needs a request.", "request")
    place, query = _address(bundle, str(request.get("url", "")))
    asked = Asked(
        method=str(request.get("method")),
        place=place,
        base=bundle.base,
        cursors=bundle.cursors,
        query=tuple((name, value) for name, value in query if name not in PROTECTED),
        resource=given.get("resource"),
        conditions=_conditions(request),
        prefer=bundle.prefer,
        within=True,
        endpoints=bundle.endpoints,
    )
    if asked.method == "PATCH":
        asked = _with_patch(asked)
    return Entry(number=number, asked=asked, full_url=given.get("fullUrl"))


def _address(bundle: Asked, url: str) -> tuple[Place, Query]:
    path, _, query = url.removeprefix(f"{bundle.base}/").removeprefix(f"{BELOW}/").partition("?")
    place = place_of(path)
    if place is None or not place.type:
        raise invalid("The url of an entry names a type, a resource, or a search below the base.", "request.url")
    return place, query_of(query)


def _conditions(request: dict[str, Any]) -> Conditions:
    none_exist, since = request.get("ifNoneExist"), request.get("ifModifiedSince")
    return Conditions(
        if_match=version_of_tag(request.get("ifMatch")),
        if_none_match=request.get("ifNoneMatch"),
        if_modified_since=None if since is None else instant_of(since),
        if_none_exist=None if none_exist is None else query_of(none_exist),
    )


def _with_patch(asked: Asked) -> Asked:
    """Read the patch of an entry: Parameters, or a Binary that holds one of the other kinds."""
    sent = asked.resource
    if not isinstance(sent, dict) or sent.get("resourceType") not in ("Parameters", "Binary"):
        raise invalid("A patch in a bundle is Parameters, or a Binary with JSON Patch or a merge patch.", "resource")
    if sent["resourceType"] == "Parameters":
        return asked
    try:
        content = b64decode(sent.get("data", ""), validate=True)
    except ValueError:
        raise invalid("The data is not base64.", "resource.data") from None
    kind = str(sent.get("contentType", "")).partition(";")[0].strip()
    return replace(asked, resource=read_json(content, exact_decimals=True), media_type=kind)
