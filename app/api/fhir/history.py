"""history of an instance and of a type: http://hl7.org/fhir/R4/http.html#history."""

from datetime import datetime
from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import Link, bundle, past
from app.api.fhir.dates import instant_of
from app.api.fhir.outcomes import invalid
from app.api.fhir.paging import Pages
from app.api.fhir.targets import target_of
from app.ports.queries import Page
from app.ports.resources import Past, StoredResource
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resources


def instance_history(asked: Asked) -> UseCase[[], Told]:
    """Return the versions of one resource, the newest first."""
    target = target_of(asked.place)
    since, at = _moment(asked, "_since"), _moment(asked, "_at")
    which = Past(type=target.type, id=target.id, since=since, at=at)
    return _history(asked, which, f"{target.type}/{target.id}/_history")


def type_history(asked: Asked) -> UseCase[[], Told]:
    """Return the versions of every resource of a type that the asker may read, the newest first."""
    type_, since, at = asked.place.type, _moment(asked, "_since"), _moment(asked, "_at")
    return _history(asked, Past(type=type_, since=since, at=at), f"{type_}/_history")


def _history(asked: Asked, which: Past, path: str) -> UseCase[[], Told]:
    listing = resources.listing_history(which.type)
    pages = Pages.of(asked, path)

    async def verb(context: Context) -> Told:
        page = await listing(context, which, after=pages.after, limit=pages.limit)
        return Told(status=HTTPStatus.OK, body=_bundle(asked, pages, page))

    return UseCase(verb, listing.rule)


def _bundle(asked: Asked, pages: Pages, page: Page[StoredResource]) -> bytes:
    links = [Link("self", pages.address(None))]
    if page.next is not None:
        links.append(Link("next", pages.address(page.next)))
    return bundle("history", [past(asked.base, stored).written() for stored in page.items], links=links)


def _moment(asked: Asked, name: str) -> datetime | None:
    text = asked.first(name)
    if text is None:
        return None
    moment = instant_of(text)
    if moment is None:
        raise invalid(f"{name} is an instant such as 2026-01-15T09:30:00Z.", f"http.{name}")
    return moment
