"""The log of events in the words of this API, and the places in it, the same at every door."""

from app.api.pages import Cursors
from app.api.problems import bad_request
from app.domain.errors import Fault
from app.domain.sensitivity.notices import notices_for
from app.domain.webhooks.event_types import EVENT_TYPES
from app.ports.event_log import NumberedEvent

LATEST = "latest"
BINDING = b"events"  # a cursor is good for every reading of the log, whatever its filters


def known_types(types: list[str] | None) -> frozenset[str]:
    """Refuse a type that no event has: it would be waited for in vain."""
    wanted = frozenset(types or ())
    if wanted - EVENT_TYPES:
        fault = Fault(pointer="/query/types", message="Not a type of event.")
        raise bad_request("event.unknown-type", "No event has one of these types.", fault)
    return wanted


def place_of(cursors: Cursors, text: str | None, at: str = "/query/after") -> int:
    """Read the number of the event that a cursor stands after; 0 is before the first."""
    return 0 if text is None else int(str(cursors.open(text, BINDING, at)[0]))


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
