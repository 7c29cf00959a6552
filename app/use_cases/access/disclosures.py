"""Accounts to a client for every look at its record: who, when, what, on which basis, across the network."""

from dataclasses import replace
from datetime import datetime

from app.domain.audit.accounting import Accounting, Disclosure
from app.domain.errors import Conflict, NotFound
from app.domain.identity import ClientId
from app.domain.networks.roles import CARE_ROLES, OVERSIGHT_ROLES
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, use_case

READERS = CARE_ROLES | OVERSIGHT_ROLES
MOST_ON_PAPER = 1_000


@use_case(action="disclosure.list", resource="AuditEvent", permission="r", roles=READERS)
async def of_client(
    context: Context,
    client_id: ClientId,
    since: datetime | None,
    until: datetime | None,
    *,
    after: Cursor | None,
    limit: int,
) -> Page[Disclosure]:
    """List who was shown or changed something of a client, the newest first."""
    await _check_may_ask(context, client_id)
    page = await context.tx.audit.trail.disclosures(client_id, since, until, after=after, limit=limit)
    context.saw(client_id, clients=frozenset({client_id}))
    return replace(page, items=tuple(_told(context, each) for each in page.items))


@use_case(action="disclosure.print", resource="AuditEvent", permission="r", roles=READERS)
async def lay_out(
    context: Context, client_id: ClientId, since: datetime | None, until: datetime | None, language: str
) -> Accounting:
    """Put the same together for paper; `Conflict` when it would be too long for it."""
    page = await of_client(context, client_id, since, until, after=None, limit=MOST_ON_PAPER)
    if page.next is not None:
        message = f"The paper holds {MOST_ON_PAPER} entries: ask for a shorter time with from and to."
        raise Conflict("disclosure.too-many", message, most=MOST_ON_PAPER)
    return Accounting(
        client=client_id,
        language=language,
        since=since,
        until=until,
        made_at=context.now,
        disclosures=page.items,
    )


async def _check_may_ask(context: Context, client_id: ClientId) -> None:
    """Let those ask who serve the client, and those who watch over the network; for others there is no such client."""
    watches = bool(context.actor.roles & OVERSIGHT_ROLES)
    access = Access.of(context.actor, context.now)
    if not watches and not await context.tx.access.serves(access, client_id):
        raise NotFound("client")
    if (watches or access.network_wide) and await context.tx.clients.get(client_id) is None:
        raise NotFound("client")


def _told(context: Context, disclosure: Disclosure) -> Disclosure:
    oversight = bool(context.actor.roles & OVERSIGHT_ROLES)
    return disclosure.shown_to(context.actor.agency, oversight=oversight)
