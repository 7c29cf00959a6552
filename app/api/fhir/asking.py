"""One interaction as it was asked for, and what came of it: the same for a request and for an entry of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.api.fhir.endpoints import Endpoints
from app.api.fhir.paths import Place
from app.api.operation_outcomes import Issue
from app.api.pages import Cursors
from app.ports.resources import StoredResource
from app.ports.security import Seal

Query = tuple[tuple[str, str], ...]


class Wanted(StrEnum):
    """What of a write comes back (http://hl7.org/fhir/R4/http.html#ops)."""

    MINIMAL = "minimal"
    REPRESENTATION = "representation"
    OUTCOME = "OperationOutcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefer:
    """The Prefer header (RFC 7240): what we do not know is ignored."""

    wanted: Wanted | None = None
    strict: bool = False
    lenient: bool = False
    respond_async: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """On what an interaction depends: versions as they were given, criteria as a query."""

    if_match: int | None = None
    if_none_match: str | None = None
    if_modified_since: datetime | None = None
    if_none_exist: Query | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: `resource` is the JSON that was sent; `base` the address of the door.

    `within` says that it is an entry of a bundle; `cursors` seal the places at which pages end, `seal` what is kept of
    answers that take longer than a request. `endpoints` knows which of those that a patch brings may be called.
    """

    method: str
    place: Place
    base: str
    cursors: Cursors
    query: Query = ()
    resource: Any = None
    media_type: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    prefer: Prefer = field(default_factory=Prefer)
    within: bool = False
    seal: Seal | None = None
    endpoints: Endpoints | None = None

    def first(self, name: str) -> str | None:
        """Return the first value of a parameter."""
        return next((value for key, value in self.query if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of it: `stored` where it is one resource, else `body`; `issues` are said where no body is."""

    status: int
    stored: StoredResource | None = None
    body: bytes | None = None
    issues: tuple[Issue, ...] = ()
    located: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
