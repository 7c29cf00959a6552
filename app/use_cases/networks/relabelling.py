"""What follows when the programs of an agency change: its records take the labels on, shares by class are renewed.

Labels only ever get stricter for what is on record already. A new program gives its labels to everything that the
agency keeps, what is closed too, since a program is often entered late; a program that ends takes none away. New
records bear what the programs of their day give.
"""

from app.domain.identity import ClientId
from app.domain.networks.agency import PROGRAM_LABELS, Agency, ProgramType
from app.domain.networks.roles import Role
from app.domain.sensitivity.relabelling import Relabelling
from app.ports.labels import Given
from app.use_cases import records
from app.use_cases.core import Context, use_case

FEW = 50
BITE = 100
RESOURCES = 2_000


async def begin(context: Context, agency: Agency, before: frozenset[ProgramType]) -> None:
    """Let the worker label an agency's records anew; where few shares may change they change at once."""
    after = frozenset(agency.profile.program_types)
    labels = frozenset(PROGRAM_LABELS[program] for program in after - before if program in PROGRAM_LABELS)
    programs = after ^ before
    few = await _reshare_few(context, agency, programs)
    if not labels and few:
        return
    relabelling = await context.tx.relabellings.lock(agency.id) or Relabelling(
        network=agency.network, agency=agency.id, due=context.now
    )
    relabelling.take_on(labels, frozenset() if few else programs, context.now)
    await context.tx.relabellings.put(relabelling)


@use_case(action="agency.relabel", resource="Organization", permission="u", roles=frozenset({Role.SYSTEM}))
async def go_on(context: Context) -> bool:
    """Take what is to be done for the actor's agency one step on; False when nothing is, or others are at it."""
    agency = context.actor.agency
    relabelling = await context.tx.relabellings.lock_due(agency, context.now)
    if relabelling is None:
        return False
    context.saw(agency)
    if not relabelling.listed:
        await context.tx.relabellings.enlist(relabelling, context.now)
        relabelling.listed = True
    elif not await _bite(context, relabelling) and relabelling.end_look(context.now):
        await context.tx.relabellings.end(agency)
        return True
    await context.tx.relabellings.put(relabelling)
    return True


async def _reshare_few(context: Context, agency: Agency, programs: frozenset[ProgramType]) -> bool:
    """Renew the shares of those whose consents name a class that has changed, unless there are many."""
    if not programs:
        return True
    clients = await context.tx.relabellings.named_by_class(agency.id, programs, context.now, FEW + 1)
    if len(clients) > FEW:
        return False
    await _reshare(context, sorted(clients))
    return True


async def _bite(context: Context, relabelling: Relabelling) -> int:
    """Label the records of the next clients on the list; return how many there were."""
    listed = await context.tx.relabellings.listed(relabelling.agency, BITE, RESOURCES)
    clients = [each.client for each in listed]
    if not clients:
        return 0
    await _reshare(context, [each.client for each in listed if each.reshare])
    given = Given(agency=relabelling.agency, labels=relabelling.labels)
    context.saw(*await context.tx.labels.spread(clients, given), clients=frozenset(clients))
    await context.tx.relabellings.strike_off(relabelling.agency, clients)
    relabelling.done += len(clients)
    return len(clients)


async def _reshare(context: Context, clients: list[ClientId]) -> None:
    """Write shares anew, client by client in one order for all, so that nobody waits in a circle."""
    for client in clients:
        await records.reshare(context, client)
    context.saw(*clients, clients=frozenset(clients))
