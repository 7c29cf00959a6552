"""read and search of AuditEvents, drawn of the audit log: http://hl7.org/fhir/R4/auditevent.html, http.html#read."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from app.adapters.fhir.projected.audit_event import audit_event
from app.adapters.fhir.search.asking import Asked as Understood
from app.adapters.fhir.search.compartments import within_patient
from app.adapters.fhir.search.registry import AUDIT_EVENT
from app.adapters.fhir.search.trails import order_of, trails
from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import Link, bundle, found_entry, warning
from app.api.fhir.finding import meaning
from app.api.fhir.outcomes import invalid, not_supported
from app.api.fhir.paging import Pages
from app.api.fhir.read import unchanged
from app.api.fhir.subsets import cut, subset
from app.api.fhir.targets import target_of
from app.api.operation_outcomes import Issue
from app.domain.errors import NotFound
from app.ports.audit_trail import RecordedEntry
from app.ports.queries import MOST_COUNTED, Page
from app.ports.resource_search import Criterion, Total
from app.ports.resources import StoredResource
from app.use_cases.audit import audit
from app.use_cases.core import Context, UseCase

UNCOUNTED = f"More than {MOST_COUNTED} are not counted: ask for less."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a search of the log came to; `total` is None where it was not asked for, or is too large to be counted."""

    meant: Understood
    page: Page[StoredResource]
    total: int | None = None


def read(asked: Asked) -> UseCase[[], Told]:
    """Return one entry, to those who may read the log; an entry never changes."""
    id_ = target_of(asked.place).id

    async def verb(context: Context) -> Told:
        try:
            entry = await audit.read(context, id_)
        except NotFound:
            raise NotFound("resource") from None
        stored = _stored(context, entry, asked.base)
        if unchanged(asked, stored):
            return Told(status=HTTPStatus.NOT_MODIFIED, stored=stored)
        return Told(status=HTTPStatus.OK, stored=stored, body=cut(asked, stored))

    return UseCase(verb, audit.read.rule)


def history(_: Asked) -> UseCase[[], Told]:
    """Refuse: there is one version of each entry."""
    raise not_supported("AuditEvents have no history: what is in the log never changes.", Allow="GET")


def search(asked: Asked) -> UseCase[[], Told]:
    """Find entries of the log."""
    return _search(asked, AUDIT_EVENT, ())


def search_compartment(asked: Asked) -> UseCase[[], Told]:
    """Find entries that are about a Patient: the log tells of those too whom its readers do not see."""
    if asked.place.type != "Patient":
        raise not_supported(f"There is no compartment of a {asked.place.type} here.", HTTPStatus.NOT_FOUND)
    patient: UUID = target_of(asked.place).id
    within = within_patient(patient, AUDIT_EVENT)
    return _search(asked, f"Patient/{patient}/{AUDIT_EVENT}", () if within is None else (within,))


def _search(asked: Asked, path: str, besides: Sequence[Criterion]) -> UseCase[[], Told]:
    pages = Pages.of(asked, path)

    async def verb(context: Context) -> Told:
        query = (("_count", str(pages.limit)), *pages.query)
        meant = meaning(context, asked.base, AUDIT_EVENT, query, strict=asked.prefer.strict, besides=besides)
        result = await _found(context, asked, pages, meant)
        return Told(status=HTTPStatus.OK, body=_bundle(asked, pages, result))

    return UseCase(verb, audit.search.rule)


async def _found(context: Context, asked: Asked, pages: Pages, meant: Understood) -> Result:
    which, order, wanted = trails(meant.search), order_of(meant.search), meant.search
    if wanted.total is Total.ACCURATE:
        context.tx.count_lists()
    page = await audit.search(context, *which, order=order, after=pages.after, limit=wanted.limit or 1)
    total = (context.tx.counted or 0) if wanted.total is Total.ACCURATE else None
    if total is not None and total > MOST_COUNTED:
        if not wanted.limit:
            raise invalid(UNCOUNTED, "http._summary")
        total = None
    items = tuple(_stored(context, each, asked.base) for each in page.items[: wanted.limit])
    return Result(meant=meant, page=Page(items=items, next=page.next if wanted.limit else None), total=total)


def _bundle(asked: Asked, pages: Pages, result: Result) -> bytes:
    meant, links = result.meant, [Link("self", pages.of_used(result.meant.used))]
    if result.page.next is not None:
        links.append(Link("next", pages.address(result.page.next)))
    shown = ((each, subset(each, meant.summary, meant.elements)) for each in result.page.items)
    entries = [found_entry(asked.base, each, b"match", body) for each, body in shown]
    if issues := _remarks(result):
        entries.append(warning(issues).written())
    return bundle("searchset", entries, total=result.total, links=links)


def _remarks(result: Result) -> list[Issue]:
    said = []
    if result.meant.ignored:
        text = f"These parameters are not known here and count for nothing: {', '.join(result.meant.ignored)}."
        said.append(Issue(code="not-supported", text=text, severity="warning"))
    if result.total is None and result.meant.search.total is Total.ACCURATE:
        said.append(Issue(code="too-costly", text=UNCOUNTED, severity="warning"))
    return said


def _stored(context: Context, entry: RecordedEntry, base: str) -> StoredResource:
    face = audit_event(entry, context.actor.network, base)
    return StoredResource(
        type=AUDIT_EVENT,
        id=entry.id,
        version=1,
        updated_at=entry.at,
        deleted=False,
        content=face.content,
        meta=face.meta,
        client=None,
        agency=None,
        sensitivities=frozenset(),
    )
