"""/v1/events: the log of the network, as far as the caller may hear, read on from a cursor that never skips."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Header, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.api.desks import AtDesk, Desk
from app.api.operations import Operations
from app.api.pages import DEFAULT_LIMIT, MAX_CURSOR, MAX_LIMIT, Cursors
from app.api.problems import bad_request
from app.api.rendering import answer, encode
from app.api.rest.schemas.events import EventPage
from app.domain.errors import DomainError, Fault
from app.domain.sensitivity.notices import notices_for
from app.domain.webhooks.event_types import EVENT_TYPES
from app.ports.event_log import EventFilter, News, NumberedEvent, Stretch
from app.ports.transactions import Answer
from app.use_cases import events

operations = Operations("Events", "/v1/events")
router = operations.router

LATEST = "latest"
LOOK_SECONDS = 5.0
RETRY = b"retry: 2000\n\n"
STILL_HERE = b": still here\n\n"
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
    list[Annotated[str, Field(max_length=64)]] | None,
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


@operations.get("/stream", events.read_on, answers=None, status=200, produces=["text/event-stream"])
async def stream_events(
    desk: AtDesk,
    request: Request,
    after: After = None,
    types: OfTypes = None,
    last_event_id: Annotated[
        str | None, Header(description="The `id` of the last event heard; sent by browsers.", max_length=MAX_CURSOR)
    ] = None,
) -> Response:
    """Follow events live.

    Server-sent events: each with its type, its data as in the feed, and an `id` to go on from after a break, by itself
    in browsers. Begins after `Last-Event-ID`, else after `after`, else with what is to come. Ends with the token.
    """
    cursors: Cursors = request.app.state.cursors
    wanted = EventFilter(types=known_types(types))
    begin = last_event_id or after
    number = await desk.ask(events.find_end) if begin in (None, LATEST) else place_of(cursors, begin)
    live = LiveEvents(desk=desk, wanted=wanted, place=number)
    return StreamingResponse(live.follow(), media_type="text/event-stream", headers={"cache-control": "no-store"})


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
        "notices": notices_for(event.labels),
    }


def _page(cursors: Cursors, stretch: Stretch) -> Answer:
    return answer(
        {
            "items": [event_view(event) for event in stretch.events],
            "next_cursor": cursor_at(cursors, stretch.last),
            "has_more": stretch.more,
        }
    )


@dataclass(slots=True, kw_only=True)
class LiveEvents:
    """One open stream and the place up to which it has told."""

    desk: Desk
    wanted: EventFilter
    place: int

    async def follow(self) -> AsyncIterator[bytes]:
        """Tell what there is, then wait for news; what breaks in between is left to the reader's next connection."""
        state = self.desk.request.app.state
        yield RETRY
        async with state.news.hear(self.desk.actor.network) as hearing:
            while not state.closing.is_set():
                try:
                    await state.recognise(self.desk.request)
                    stretch = await self.desk.ask(events.read_on, self.wanted, self.place, MAX_LIMIT)
                except DomainError:
                    return
                for event in stretch.events:
                    yield _told(cursor_at(state.cursors, event.seq), event)
                self.place = stretch.last
                if not stretch.more:
                    await hearing.wait(LOOK_SECONDS)
                    yield STILL_HERE


def _told(cursor: str, event: NumberedEvent) -> bytes:
    data = encode(event_view(event))
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (cursor.encode(), event.type.encode(), data)


def set_up_events(state: object, news: News) -> None:
    """Give an application's state what live streams need; set `closing` to let them end."""
    state.news, state.closing = news, asyncio.Event()  # type: ignore[attr-defined]


def _nothing_before(last: int) -> Stretch:
    return Stretch(events=(), last=last, more=False)
