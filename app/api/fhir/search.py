"""search of a type and of a compartment, by GET and by POST: http://hl7.org/fhir/R4/http.html#search."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from app.adapters.fhir.search.asking import Asked as Understood
from app.adapters.fhir.search.compartments import within_patient
from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import Link, bundle, found_entry, warning
from app.api.fhir.finding import find, meaning
from app.api.fhir.outcomes import not_supported
from app.api.fhir.paging import Pages
from app.api.fhir.subsets import subset
from app.api.fhir.targets import target_of
from app.api.operation_outcomes import Issue
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resource_search
from app.use_cases.resources.resource_search import Found


def search(asked: Asked) -> UseCase[[], Told]:
    """Find resources of a type."""
    return _search(asked, asked.place.type, asked.place.type, ())


def search_compartment(asked: Asked) -> UseCase[[], Told]:
    """Find resources of a type that belong to a Patient (http://hl7.org/fhir/R4/compartmentdefinition.html)."""
    place = asked.place
    if place.type != "Patient":
        raise not_supported(f"There is no compartment of a {place.type} here.", HTTPStatus.NOT_FOUND)
    if place.member == "*":
        raise not_supported("Ask for one type, or for Patient/id/$everything.", HTTPStatus.NOT_FOUND)
    patient = target_of(place).id
    within = within_patient(patient, place.member)
    if within is None:
        raise not_supported(f"No {place.member} belongs to the compartment of a Patient.", HTTPStatus.NOT_FOUND)
    return _search(asked, place.member, f"Patient/{place.id}/{place.member}", (within,), patient)


def _search(
    asked: Asked, type_: str, path: str, besides: Sequence[Criterion], patient: UUID | None = None
) -> UseCase[[], Told]:
    pages = Pages.of(asked, path)
    searching = resource_search.searching(type_)

    async def verb(context: Context) -> Told:
        if patient is not None:
            await resource_search.check_client(context, patient)
        query = (("_count", str(pages.limit)), *pages.query)
        meant = meaning(context, asked.base, type_, query, strict=asked.prefer.strict, besides=besides)
        result = await find(context, meant, pages.after)
        return Told(status=HTTPStatus.OK, body=_bundle(asked, pages, meant, result))

    return UseCase(verb, searching.rule)


def _bundle(asked: Asked, pages: Pages, meant: Understood, result: Found) -> bytes:
    links = [Link("self", pages.of_used(meant.used))]
    if result.page.next is not None:
        links.append(Link("next", pages.address(result.page.next)))
    entries = [_entry(asked, meant, stored, b"match") for stored in result.page.items]
    entries += [_entry(asked, meant, stored, b"include") for stored in result.companions.items]
    if issues := _remarks(meant, result):
        entries.append(warning(issues).written())
    return bundle("searchset", entries, total=result.total, links=links)


def _entry(asked: Asked, meant: Understood, stored: StoredResource, mode: bytes) -> bytes:
    return found_entry(asked.base, stored, mode, subset(stored, meant.summary, meant.elements))


def _remarks(meant: Understood, result: Found) -> list[Issue]:
    said = []
    if meant.ignored:
        text = f"These parameters are not known here and count for nothing: {', '.join(meant.ignored)}."
        said.append(Issue(code="not-supported", text=text, severity="warning"))
    if not result.companions.complete:
        text = "There is more to include than one answer holds: ask for a smaller page."
        said.append(Issue(code="incomplete", text=text, severity="warning"))
    return said
