"""What happens when a consent ends soon: somebody is asked to talk to the client, once, and the client may renew it."""

from app.domain.consents.consent import Consent, ConsentState
from app.domain.consents.renewal import Renewal, renewed
from app.domain.errors import Conflict, NotFound
from app.domain.identity import CareTeamId, ConsentId, WorkerId
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.networks.worker import WorkerStatus
from app.domain.work.task import About, TaskAction, TaskContent, TaskKind
from app.use_cases.care import tasks
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.consents.consents import Standing
from app.use_cases.core import Context, use_case

BITE = 50
TITLE = "A consent ends soon: ask the client whether to renew it"


@use_case(action="consent.renew", resource="Consent", permission="c", roles=CARE_ROLES)
async def renew(context: Context, consent_id: ConsentId, renewal: Renewal) -> Standing:
    """Record that a client agrees to the same again; the consent before ends when it was to end."""
    before = await context.tx.consents.lock_seen(clients.reach(context), consent_id)
    if before is None:
        raise NotFound("consent")
    if await context.tx.consents.is_renewed(before.id):
        raise Conflict("consent.already-renewed", "The consent was renewed before; renew the one that follows.")
    client = await clients.seen(context, before.client)
    standing = await consents.put(context, client, renewed(before, renewal, context.now), renews=before.id)
    await context.tx.consents.tell(before.id)
    await consents.settle_renewal(context, before, TaskAction.COMPLETE)
    return standing


@use_case(action="consent.remind", resource="Consent", permission="u", roles=frozenset({Role.SYSTEM}))
async def remind_due(context: Context) -> int:
    """Put the consents that end soon on the lists of the agencies that recorded them; return how many there were."""
    ending = await context.tx.consents.lock_ending(context.now, BITE)
    for consent in ending:
        if consent.state(context.now) in (ConsentState.ACTIVE, ConsentState.PENDING):
            await _put(context, consent)
        await context.tx.consents.tell(consent.id)
    context.saw(*(consent.id for consent in ending), clients=frozenset(consent.client for consent in ending))
    return len(ending)


async def _put(context: Context, consent: Consent) -> None:
    await tasks.put(
        context,
        agency=consent.agency,
        kind=TaskKind.CONSENT_RENEWAL,
        content=TaskContent(title=TITLE, worker=await _worker(context, consent), due=consent.terms.ends),
        about=About(client=consent.client, consent=consent.id),
        inherited=tasks.Inherited(labels=frozenset(consent.terms.sensitivities)),
    )


async def _worker(context: Context, consent: Consent) -> WorkerId | None:
    """Return the client's primary case manager at the agency; None is the whole agency."""
    team = await context.tx.care_teams.get(CareTeamId(consent.client))
    members = team.active if team else ()
    named = next((each.worker for each in members if each.primary and each.agency == consent.agency), None)
    worker = await context.tx.workers.get(named) if named else None
    return worker.id if worker is not None and worker.status is WorkerStatus.ACTIVE else None
