"""What happened with a client, as far as the reader may know."""

from app.domain.identity import ClientId
from app.domain.networks.roles import CARE_ROLES
from app.ports.queries import Cursor, Page
from app.ports.timelines import TimelineEntry, TimelineFilter
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case


@use_case(action="timeline.read", resource="Patient", permission="r", roles=CARE_ROLES)
async def of_client(
    context: Context, client_id: ClientId, which: TimelineFilter, *, after: Cursor | None, limit: int
) -> Page[TimelineEntry]:
    """Show what happened with a client, the newest first; an entry is read by whoever may read its thing now."""
    await clients.check_seen(context, client_id)
    page = await context.tx.timeline.page(clients.reach(context), client_id, which, after=after, limit=limit)
    context.saw(*(entry.subject for entry in page.items))
    return page
