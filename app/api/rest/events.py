"""/v1/events: the log of the network, as far as the caller may hear, read on from a cursor that never skips."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Header, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.event_words import LATEST, cursor_at, event_view, known_types, place_of
from app.api.operations import Operations
from app.api.pages import DEFAULT_LIMIT, MAX_CURSOR, MAX_LIMIT, Cursors
from app.api.rendering import answer, encode
from app.api.rest.schemas.events import EventPage
from app.api.streams import HEARTBEAT_SECONDS, RETRY, STILL_HERE, EventStream, message
from app.ports.event_log import EventFilter, Stretch
from app.ports.transactions import Answer
from app.use_cases.events import events
from app.use_cases.events.followers import Bearer, Wanted
from app.use_cases.events.live import Live
from app.use_cases.events.wires import Wire

operations = Operations("Events", "/v1/events")
router = operations.router

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
OfSubject = Annotated[UUID | None, Query(description="Only events about the thing with this id.")]


@operations.get("", events.read_on, answers=EventPage)
async def list_events(
    desk: AtDesk,
    request: Request,
    after: After = None,
    types: OfTypes = None,
    subject: OfSubject = None,
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
    subject: OfSubject = None,
    about: Annotated[UUID | None, Query(description="Only events about the thing with this id, or naming it.")] = None,
    last_event_id: Annotated[
        str | None, Header(description="The `id` of the last event heard; sent by browsers.", max_length=MAX_CURSOR)
    ] = None,
) -> Response:
    """Follow events live.

    Server-sent events: each with its type, its data as in the feed, and an `id` to go on from after a break. Begins
    after `Last-Event-ID`, else after `after`, else with what is to come. Every 15 seconds a comment, with the place in
    the log where it has moved on. Each event is judged when it is told. Ends with the token, and with the service.
    """
    events.read_on.rule.check(desk.actor)
    cursors: Cursors = request.app.state.cursors
    begin = last_event_id or after
    at = "/header/Last-Event-ID" if last_event_id else "/query/after"
    number = None if begin in (None, LATEST) else place_of(cursors, begin, at)
    wanted = Wanted(types=known_types(types), subject=subject, about=about)
    return EventStream(request, desk.call, Telling(cursors=cursors, wanted=wanted, after=number).tell)


def _page(cursors: Cursors, stretch: Stretch) -> Answer:
    return answer(
        {
            "items": [event_view(event) for event in stretch.events],
            "next_cursor": cursor_at(cursors, stretch.last),
            "has_more": stretch.more,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one stream tells, in the form of server-sent events."""

    cursors: Cursors
    wanted: Wanted
    after: int | None

    async def tell(self, wire: Wire, bearer: Bearer) -> AsyncIterator[bytes]:
        """Tell what there is, then wait for news; the place is told at once, so that a break loses nothing."""
        async with wire.following(bearer, self.wanted, self.after) as follower:
            place = follower.place
            yield RETRY + self._stands_at(place) + STILL_HERE
            while True:
                event = await wire.heard(follower, HEARTBEAT_SECONDS)
                if event is not None:
                    place = event.seq
                    yield message(event.type, encode(event_view(event)), cursor_at(self.cursors, place))
                    continue
                here = wire.place_of(follower)
                yield (self._stands_at(here) if here > place else b"") + STILL_HERE
                place = here

    def _stands_at(self, place: int) -> bytes:
        return b"id: %b\n" % cursor_at(self.cursors, place).encode()


def set_up_events(state: object, live: Live) -> None:
    """Give an application's state what live streams need; set `closing` to let them end."""
    state.live, state.closing = live, live.closing  # type: ignore[attr-defined]
