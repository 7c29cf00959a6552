"""What becomes of households when a client's record says that the client moved in or out."""

from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.clients.household import Household
from app.domain.errors import Fault, Invalid
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, HouseholdId
from app.ports.access import Access
from app.use_cases.core import Context


async def visible_members(context: Context, household: Household) -> dict[ClientId, str] | None:
    """Return the clients of a household whom the actor sees whole, by name; None when it may not know of it.

    Who serves one of its clients may read a household; one that every client has left is its recorder's.
    """
    access = Access.of(context.actor, context.now)
    seen = dict(await context.tx.households.members_seen(access, household.id))
    if seen or access.network_wide or (household.agency == access.agency and not household.clients):
        return seen
    return None


async def rehouse(context: Context, client: Client, left: HouseholdId | None) -> None:
    """Let the households follow a client whose record, locked and not yet kept, names another one than before."""
    entered = client.profile.household
    if entered == left:
        return
    for household_id in sorted(each for each in (left, entered) if each is not None):
        household = await context.tx.households.lock(household_id)
        if household_id == entered:
            household = await _open(context, household)
            household.join(client.id, context.now)
        elif household is not None:
            household.leave(client.id, context.now)
        if household is not None:
            await context.tx.households.save(household)
            await report(context, "household.changed", household, besides=client.id)


async def report(context: Context, what: str, household: Household, *, besides: ClientId | None = None) -> None:
    """Tell the agencies that serve its clients, and those of a client who has just left, of what happened to it."""
    concerned = household.clients | ({besides} if besides else frozenset())
    audience: set[AgencyId] = set()
    for client in sorted(concerned):
        audience |= await context.tx.access.audience(client, context.now, Tier.FULL)
    context.happened(
        Happening(
            type=what,
            subject_type="household",
            subject=household.id,
            version=household.version,
            stream=household.id,
            audience=frozenset(audience or {household.agency}),
        )
    )


async def _open(context: Context, household: Household | None) -> Household:
    if household is None or await visible_members(context, household) is None:
        fault = Fault(pointer="/household", message="is no household that you may see")
        raise Invalid("client.invalid", "What was told about the client is not valid.", faults=(fault,))
    return household
