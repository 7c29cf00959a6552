"""What agencies record of the households of the people they serve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.clients.client import Client
from app.domain.clients.household import Household, HouseholdContent, recorded
from app.domain.clients.profile import ClientChanges
from app.domain.errors import Conflict, NotFound
from app.domain.faults import Faults
from app.domain.identity import ClientId, HouseholdId
from app.domain.networks.roles import CARE_ROLES
from app.ports.households import HouseholdFilter, HouseholdItem
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases.clients import clients
from app.use_cases.clients.household_moves import report, visible_members
from app.use_cases.core import Context, check_version, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdView:
    """A household as the actor may see it; `names` are those of the clients whom the actor sees."""

    household: Household
    names: Mapping[ClientId, str]


@use_case(action="household.list", resource="Group", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: HouseholdFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[HouseholdItem]:
    """List the households that the actor's agency recorded, or the one of a client."""
    page = await context.tx.household_list.page(clients.reach(context), which, order, after=after, limit=limit)
    context.saw(*(item.id for item in page.items), clients=frozenset({which.client} if which.client else ()))
    return page


@use_case(action="household.read", resource="Group", permission="r", roles=CARE_ROLES)
async def read(context: Context, household_id: HouseholdId) -> HouseholdView:
    """Show a household, with no member whom the actor may not see, and without a word that there are others."""
    return await _shown(context, await context.tx.households.get(household_id))


@use_case(action="household.record", resource="Group", permission="c", roles=CARE_ROLES)
async def record(context: Context, content: HouseholdContent) -> HouseholdView:
    """Record who lives together; each client must be served by the actor's agency, and be in no other household."""
    household = recorded(
        content,
        id=HouseholdId(context.new_id()),
        network=context.actor.network,
        agency=context.actor.agency,
        at=context.now,
    )
    held = await _lock_served(context, content.clients, content)
    _check_free(held.values(), household.id)
    await context.tx.households.add(household)
    for client in held.values():
        await _place(context, client, household.id)
    await report(context, "household.created", household)
    return await _shown(context, household)


@use_case(action="household.describe", resource="Group", permission="u", roles=CARE_ROLES)
async def describe(
    context: Context, household_id: HouseholdId, content: HouseholdContent, *, expected: int | None
) -> HouseholdView:
    """Replace what is told of a household; members whom the actor does not see stay as they are."""
    before = await _shown(context, await context.tx.households.get(household_id))
    content.check()
    seen = frozenset(before.names)
    held = await _lock_served(context, content.clients | seen, content)
    household = await context.tx.households.lock(household_id)
    if household is None:
        raise NotFound("household")
    check_version("household", household, expected)
    if household.version != before.household.version:
        raise Conflict("household.changed-meanwhile", "Somebody changed the household at the same moment.")
    _check_free(held.values(), household_id)
    if household.describe(content, seen, context.now):
        await context.tx.households.save(household)
        for client in held.values():
            await _place(context, client, household_id if client.id in content.clients else None)
        await report(context, "household.changed", household)
    return await _shown(context, household)


async def _shown(context: Context, household: Household | None) -> HouseholdView:
    names = None if household is None else await visible_members(context, household)
    if household is None or names is None:
        raise NotFound("household")
    context.saw(household.id, clients=frozenset(names))
    shown = replace(household, content=household.content.shown_to(names.keys()))
    return HouseholdView(household=shown, names=names)


async def _lock_served(
    context: Context, wanted: Iterable[ClientId], content: HouseholdContent
) -> dict[ClientId, Client]:
    """Lock the clients, in one order for all, and refuse those whom the actor's agency does not serve."""
    places = {member.client: place for place, member in enumerate(content.members) if member.client}
    held, faults = {}, Faults()
    for client_id in sorted(wanted):
        client = await context.tx.clients.lock_seen(clients.reach(context), client_id)
        whole = client is not None and await clients.sees_whole(context, client_id)
        pointer = f"/members/{places.get(client_id, 0)}/client_id"
        if faults.require(whole, pointer, "is no client whom your agency serves") and client is not None:
            held[client_id] = client
    faults.refuse("household.invalid", "The household cannot be as described.")
    return held


def _check_free(held: Iterable[Client], household_id: HouseholdId) -> None:
    elsewhere = [each for each in held if each.profile.household not in (None, household_id)]
    if elsewhere:
        raise Conflict(
            "household.client-elsewhere",
            "A client is in one household at a time: take the client out of the other first.",
            clients=[str(client.id) for client in elsewhere],
            households=[str(client.profile.household) for client in elsewhere],
        )


async def _place(context: Context, client: Client, household_id: HouseholdId | None) -> None:
    if client.change(ClientChanges(household=household_id), context.now):
        await clients.save(context, client, "client.changed")
