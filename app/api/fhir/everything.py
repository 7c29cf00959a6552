"""Patient/$everything: http://hl7.org/fhir/R4/operation-patient-everything.html."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Query, Told
from app.api.fhir.bundles import Link, bundle, found_entry
from app.api.fhir.catalogue import TYPES, check_type
from app.api.fhir.dates import instant_of
from app.api.fhir.outcomes import invalid, not_supported
from app.api.fhir.paging import Pages
from app.api.fhir.targets import target_of
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resource_search

PATIENT = "Patient"


def everything(asked: Asked) -> UseCase[[], Told]:
    """Return a client's whole record as far as the asker may read it, page by page, the Patient among it."""
    if asked.place.type != PATIENT:
        raise not_supported("$everything is of a Patient.", HTTPStatus.NOT_FOUND)
    client = target_of(asked.place).id
    pages = Pages.of(asked, f"{PATIENT}/{client}/$everything")
    for name in ("start", "end"):
        if any(name == said for said, _ in pages.query):
            raise not_supported(f"The parameter {name} is not supported.", HTTPStatus.BAD_REQUEST)
    listing = resource_search.of_client
    since = next((value for name, value in pages.query if name == "_since"), None)
    if since is not None and instant_of(since) is None:
        raise invalid("_since is an instant such as 2026-01-15T09:30:00Z.", "http._since")

    async def verb(context: Context) -> Told:
        page = await listing(
            context,
            client,
            types=_types(pages.query),
            since=None if since is None else instant_of(since),
            after=pages.after,
            limit=pages.limit,
        )
        links = [Link("self", pages.address(None))]
        if page.next is not None:
            links.append(Link("next", pages.address(page.next)))
        entries = [found_entry(asked.base, stored, b"match") for stored in page.items]
        return Told(status=HTTPStatus.OK, body=bundle("searchset", entries, links=links))

    return UseCase(verb, listing.rule)


def _types(query: Query) -> frozenset[str] | None:
    named = [value for name, value in query if name == "_type"]
    if not named:
        return None
    types = frozenset(each.strip() for each in ",".join(named).split(","))
    for type_ in sorted(types - TYPES):
        check_type(type_)
    return types
