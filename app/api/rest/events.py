"""/v1/events: the log of the network, as far as the caller may hear, read on from a cursor that never skips."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations
from app.api.pages import DEFAULT_LIMIT, MAX_CURSOR, MAX_LIMIT, Cursors
from app.api.problems import bad_request
from app.api.rendering import answer
from app.api.rest.schemas.events import EventPage
from app.domain.errors import Fault
from app.domain.webhooks.event_types import EVENT_TYPES
from app.ports.event_log import EventFilter, NumberedEvent, Stretch
from app.ports.transactions import Answer
from app.use_cases import events

operations = Operations("Events", "/v1/events")
router = operations.router

LATEST = "latest"
BINDING = b"events"  # a cursor is good for every reading of the log, whatever its filters

After = Annotated[
    str | None,
    Query(
        description="`next_cursor` of an earlier page; `latest` for only what is to come; left out: from the start.",
        max_length=MAX_CURSOR,
        pattern=r"^[A-Za-z0-9_-]+$",
    ),
]
OfTypes = Annotated[
    list[str] | None,
    Query(description="Only events of these types; repeat it for several.", max_length=50),
]


@operations.get("", events.read_on, answers=EventPage)
async def list_events(
    desk: AtDesk,
    request: Request,
    after: After = None,
    types: OfTypes = None,
    subject: Annotated[UUID | None, Query(description="Only events about the thing with this id.")] = None,
    limit: Annotated[int, Query(description="How many events at most.", ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
) -> Response:
    """Read events.

    In the order in which they were committed, without gaps: whoever reads on from `next_cursor` misses nothing and
    hears nothing twice. An agency hears what concerns it; the network's own roles hear everything.
    """
    cursors: Cursors = request.app.state.cursors
    wanted = EventFilter(types=known_types(types), subject=subject)
    if after == LATEST:
        return await desk.answer(
            lambda last: _page(cursors, Stretch(events=(), last=last, more=False)), events.find_end
        )
    number = place_of(cursors, after)
    return await desk.answer(lambda stretch: _page(cursors, stretch), events.read_on, wanted, number, limit)


def known_types(types: list[str] | None) -> frozenset[str]:
    """Refuse a type that no event has: it would be waited for in vain."""
    wanted = frozenset(types or ())
    if wanted - EVENT_TYPES:
        fault = Fault(pointer="/query/types", message="Not a type of event.")
        raise bad_request("event.unknown-type", "No event has one of these types.", fault)
    return wanted


def place_of(cursors: Cursors, text: str | None) -> int:
    """Read the number of the event that a cursor stands after; 0 is before the first."""
    return 0 if text is None else int(str(cursors.open(text, BINDING)[0]))


def cursor_at(cursors: Cursors, number: int) -> str:
    """Make the cursor that stands after an event."""
    return cursors.seal((number,), BINDING)


def event_view(event: NumberedEvent) -> dict[str, object]:
    """Show an event as this API does; its number stays inside cursors, since it counts the whole network's events."""
    return {
        "id": event.id,
        "type": event.type,
        "occurred_at": event.at,
        "subject": {"type": event.subject_type, "id": event.subject, "version": event.version},
        "related": event.told_ids(),
        "actor": {"agency_id": event.actor_agency, "principal_id": event.principal},
    }


def _page(cursors: Cursors, stretch: Stretch) -> Answer:
    return answer(
        {
            "items": [event_view(event) for event in stretch.events],
            "next_cursor": cursor_at(cursors, stretch.last),
            "has_more": stretch.more,
        }
    )


def _nothing_before(last: int) -> Stretch:
    return Stretch(events=(), last=last, more=False)
