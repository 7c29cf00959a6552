"""Filters of subscriptions, which are criteria of a search: http://hl7.org/fhir/R4/search.html."""

from datetime import datetime
from urllib.parse import parse_qsl

from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.search.asking import USUAL_ITEMS, Asked, asked
from app.adapters.fhir.search.criteria import Asker
from app.domain.errors import Fault, Invalid
from app.ports.resource_search import Criterion, Search

MOST_FIELDS = 30


def understood(type_: str, criteria: str, at: datetime, base: str = "") -> tuple[Criterion, ...]:
    """Read criteria for resources of a type; `Invalid` for what nobody knows, and for what only lays out a page."""
    if type_ not in MODULES:
        raise _unfit(f"There are no resources of type {type_[:60]}.")
    try:
        query = parse_qsl(criteria, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise _unfit("The criteria are not percent-encoded UTF-8, or too many.") from None
    if any("\0" in part for pair in query for part in pair):
        raise _unfit("NUL is not allowed in criteria.")
    found = asked(Asker(now=at, base=base), type_, query, strict=True)
    if found != Asked(search=Search(type=type_, criteria=found.search.criteria, limit=USUAL_ITEMS), used=found.used):
        raise _unfit("Only criteria belong here: nothing of how a page of results looks.")
    return found.search.criteria


def _unfit(text: str) -> Invalid:
    return Invalid("subscription.filter", text, faults=(Fault(pointer="", message=text),))
