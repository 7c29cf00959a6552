"""What can be followed live in the graph: the log of events, each with the way to the thing that it is about."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
import strawberry

from app.api.event_words import LATEST, cursor_at, event_view, known_types, place_of
from app.api.graphql.leaves import or_null
from app.api.graphql.naming import global_id, local_id, upper
from app.api.graphql.nouns import Noun
from app.api.graphql.shells import argument
from app.api.pages import MAX_CURSOR, Cursors
from app.api.problems import bad_request
from app.api.rendering import encode
from app.domain.errors import Fault
from app.ports.event_log import NumberedEvent
from app.use_cases.events.followers import Wanted

EVENT, LIVE_EVENT = "Event", "LiveEvent"
MOST_TYPES = 50
MOST_KEPT = 256
EVENTS = (
    "Events as they happen, as far as you may hear of them at that moment: an agency hears what concerns it, the "
    "network's own roles hear everything. In the order of the log, without gaps."
)
ARGUMENTS = [
    argument("types", or_null(list[str]), "Only events of these types. Example: `handoff.accepted`"),
    argument("subject", or_null(strawberry.ID), "Only events about the thing with this id."),
    argument("about", or_null(strawberry.ID), "Only events about the thing with this id, or naming it: a referral's."),
    argument(
        "after",
        or_null(str),
        "Begin behind the event with this `cursor`, or at the `nextCursor` of `events`; else with what is to come.",
    ),
]


class Live:
    """The events that can be followed, and the types of the things that they are about."""

    def __init__(self, event: Noun, nouns: Mapping[str, Noun]) -> None:
        self.noun = event
        self._told: OrderedDict[tuple[object, ...], dict[str, Any]] = OrderedDict()
        self._ways = {name: global_id(name) for name, noun in nouns.items() if noun.read is not None}

    def way_to(self, event: NumberedEvent) -> str | None:
        """Return the id in the whole graph of what an event is about; None for what the graph does not lead to."""
        way = self._ways.get(noun_of(event.subject_type))
        return None if way is None else way(str(event.subject))

    def value(self, event: NumberedEvent, cursors: Cursors) -> dict[str, Any]:
        """Return what is known of an event, made once for the many who are told of it at the same time."""
        key = (cursors, event.id, event.labels)
        if key not in self._told:
            self._told[key] = {
                "cursor": cursor_at(cursors, event.seq),
                "event": msgspec.json.decode(encode(event_view(event))),
                "subject": self.way_to(event),
            }
            if len(self._told) > MOST_KEPT:
                self._told.popitem(last=False)
        return self._told[key]


def noun_of(subject_type: str) -> str:
    """Turn `care-plan` into `CarePlan`."""
    return "".join(map(upper, subject_type.split("-")))


def wanted_of(arguments: Mapping[str, Any], cursors: Cursors) -> tuple[Wanted, int | None]:
    """Read the arguments of `events`: what is wanted, and after which event; None for what is to come."""
    types, after = arguments.get("types"), arguments.get("after")
    if types is not None and len(types) > MOST_TYPES:
        raise _wrong("types", f"Expected {MOST_TYPES} at most.")
    if after is not None and len(after) > MAX_CURSOR:
        raise _wrong("after", "Not a cursor.")
    place = None if after in (None, LATEST) else place_of(cursors, after)
    subject, about = _id(arguments, "subject"), _id(arguments, "about")
    return Wanted(types=known_types(types), subject=subject, about=about), place


def _id(arguments: Mapping[str, Any], name: str) -> UUID | None:
    given = arguments.get(name)
    try:
        return None if given is None else UUID(local_id(given))
    except ValueError:
        raise _wrong(name, "Not an id.") from None


def _wrong(name: str, words: str) -> Exception:
    return bad_request("request.invalid", "The request is not valid.", Fault(pointer=f"/query/{name}", message=words))
