"""/v1/clients/{client_id}/timeline: what happened with a client, over all nouns."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rest.schemas.timelines import TimelineEntryOut, TimelineKind
from app.api.timeline_words import KINDS, TimelineLanguage, language_of, sentence
from app.domain.identity import ClientId
from app.ports.queries import Page
from app.ports.timelines import TimelineEntry, TimelineFilter
from app.ports.transactions import Answer
from app.use_cases.clients import timelines

operations = Operations("Clients", "/v1/clients")
router = operations.router

PATHS = {
    "appointment": "/v1/appointments",
    "assessment": "/v1/assessments",
    "break-glass": "/v1/break-glass",
    "care-plan": "/v1/care-plans",
    "care-team": "/v1/care-teams",
    "client": "/v1/clients",
    "consent": "/v1/consents",
    "goal": "/v1/goals",
    "handoff": "/v1/handoffs",
    "handover": "/v1/handovers",
    "need": "/v1/needs",
    "referral": "/v1/referrals",
    "task": "/v1/tasks",
}
KindQuery = Annotated[
    list[TimelineKind] | None,
    Query(description="Only of this kind of thing; repeat it for several.", max_length=len(KINDS)),
]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only what happened then or later.")]
UntilQuery = Annotated[AnyMoment | None, Query(description="Only what happened before then.")]
Accepted = Annotated[
    str | None,
    Header(alias="Accept-Language", description="The language of the sentences: en or es.", examples=["es"]),
]


@operations.get("/{client_id}/timeline", timelines.of_client, answers=PageOf[TimelineEntryOut])
async def list_timeline(
    desk: AtDesk,
    page: Paged,
    client_id: UUID,
    kind: KindQuery = None,
    since: SinceQuery = None,
    until: UntilQuery = None,
    language: Accepted = None,
) -> Response:
    """Read what happened with a client, the newest first.

    Needs, goals, plans, referrals and all else in one list. Each entry is shown to whoever may read its thing now: what
    a client takes back from you is gone from here as well.
    """
    which = TimelineFilter(kinds=frozenset(each.value for each in kind or ()), since=since, until=until)
    told = language_of(language)

    def view(found: Page[TimelineEntry]) -> Answer:
        shown = page.answer(found, lambda entry: entry_view(entry, told))
        return replace(shown, headers=(*shown.headers, ("Content-Language", told), ("Vary", "Accept-Language")))

    return await desk.answer(view, timelines.of_client, ClientId(client_id), which, after=page.after, limit=page.limit)


def entry_view(entry: TimelineEntry, language: TimelineLanguage) -> dict[str, Any]:
    """Put an entry into the words of `TimelineEntryOut`."""
    path = PATHS.get(entry.subject_type)
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "type": entry.type,
        "words": sentence(entry.type, entry.facts, language),
        "subject": {
            "type": entry.subject_type,
            "id": entry.subject,
            "version": entry.version,
            "href": None if path is None else f"{path}/{entry.subject}",
        },
        "actor": {"agency_id": entry.agency, "worker_id": entry.worker, "principal_id": entry.principal},
        "related": {noun: id_ for noun, id_ in entry.related.items() if noun != "client"},
        "facts": entry.facts,
    }
