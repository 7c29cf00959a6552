"""What can be done with the log of events: it is read on from a cursor, by each agency as far as it may hear."""

from app.domain.networks.roles import ANYONE
from app.ports.event_log import Audience, EventFilter, Stretch
from app.use_cases.core import Context, use_case
from app.use_cases.standing import may_everywhere


@use_case(action="event.list", resource="AuditEvent", permission="s", roles=ANYONE)
async def read_on(context: Context, wanted: EventFilter, after: int, limit: int) -> Stretch:
    """Return the next events after the one numbered `after`; `last` is where to read on, also when there were none."""
    stretch = await context.tx.event_feed.read(audience_of(context), wanted, after=after, limit=limit)
    shown(context, stretch)
    return stretch


def shown(context: Context, stretch: Stretch) -> None:
    """Note of what a stretch tells."""
    told = [event.told_ids() | {event.subject_type: event.subject} for event in stretch.events]
    context.labels.update(*(event.labels for event in stretch.events))
    context.saw(clients=frozenset(ids["client"] for ids in told if "client" in ids))


@use_case(action="event.find_end", resource="AuditEvent", permission="s", roles=ANYONE)
async def find_end(context: Context) -> int:
    """Return the number of the newest event: where somebody begins who wants to hear only what is to come."""
    return await context.tx.event_feed.last()


def audience_of(context: Context) -> Audience:
    """Tell as whom an actor hears now."""
    actor = context.actor
    return Audience(agency=actor.agency, network_wide=may_everywhere(actor), at=context.now)
