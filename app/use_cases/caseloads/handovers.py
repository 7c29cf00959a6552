"""What workers do with handovers: read them, and say that they have."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.caseloads.handover import OWNER, Handover, Point
from app.domain.errors import Forbidden, NotFound
from app.domain.identity import CarePlanId, ClientId, GoalId, HandoverId
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES, Role
from app.ports.access import Access
from app.ports.caseloads import HandoverFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import records, told_parts
from app.use_cases.caseloads.handing_over import report
from app.use_cases.clients import clients
from app.use_cases.core import Context, check_version, use_case

STANDING_IN = frozenset({Role.SUPERVISOR, Role.COORDINATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """A handover as the actor may read it; `withheld` names what is not shown."""

    handover: Handover
    points: tuple[Point, ...]
    note: str | None
    withheld: tuple[str, ...]
    parties: frozenset[Party]


@use_case(action="handover.list", resource="CareTeam", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: HandoverFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[Handover]:
    """List the handovers of the actor's agency."""
    access = Access.of(context.actor, context.now)
    page = await context.tx.caseload_lists.handovers(access, which, order, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client for each in page.items))
    return page


@use_case(action="handover.list-of-client", resource="CareTeam", permission="s", roles=CARE_ROLES)
async def of_client(
    context: Context, client_id: ClientId, order: Order, *, after: Cursor | None, limit: int
) -> Page[Handover]:
    """List the handovers of a client as far as the actor may read them; `NotFound` for a client not seen."""
    await clients.seen(context, client_id)
    return await browse(context, HandoverFilter(client=client_id), order, after=after, limit=limit)


@use_case(action="handover.read", resource="CareTeam", permission="r", roles=CARE_ROLES)
async def read(context: Context, handover_id: HandoverId) -> HandoverView:
    """Show a handover: all of it to its agency, goals and plans to others to whom consents release it."""
    return await _view(context, await _seen(context, await context.tx.handovers.get(handover_id)))


@use_case(action="handover.acknowledge", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def acknowledge(context: Context, handover_id: HandoverId, *, expected: int | None) -> HandoverView:
    """Say that the receiving worker has read a handover."""
    handover = await _seen(context, await context.tx.handovers.lock(handover_id))
    check_version("handover", handover, expected)
    actor = context.actor
    parties = _parties(context, handover)
    another = actor.worker is not None and actor.worker != handover.receiver
    if parties and another and not actor.roles & STANDING_IN:
        raise Forbidden("handover.not-yours", "Only the receiving worker acknowledges it, or a supervisor.")
    handover.acknowledge(actor.id, parties, context.now)
    await context.tx.handovers.save(handover)
    await report(context, "handover.acknowledged", handover)
    return await _view(context, handover)


async def _seen(context: Context, handover: Handover | None) -> Handover:
    await records.check_seen(context, "handover", handover)
    if handover is None:
        raise NotFound("handover")
    return handover


async def _hidden(context: Context, handover: Handover) -> frozenset[UUID]:
    """Return the goals and plans that the reader may not read now: they may have become sensitive since."""
    access = Access.of(context.actor, context.now)
    named = frozenset(point.subject for point in handover.points if point.subject is not None)
    goals = await context.tx.goal_list.readable(access, [GoalId(each) for each in named])
    plans = await context.tx.care_plan_list.readable(access, [CarePlanId(each) for each in named])
    return named - goals - plans


def _parties(context: Context, handover: Handover) -> frozenset[Party]:
    return OWNER if handover.agency == context.actor.agency else frozenset()


async def _view(context: Context, handover: Handover) -> HandoverView:
    actor = context.actor
    whole = actor.network_wide or actor.agency == handover.agency
    hidden = frozenset[UUID]() if whole else await _hidden(context, handover)
    points, note, withheld = handover.told_to(actor.agency, network_wide=actor.network_wide, hidden=hidden)
    await told_parts.of_handover(context, handover, points)
    return HandoverView(
        handover=handover, points=points, note=note, withheld=withheld, parties=_parties(context, handover)
    )
