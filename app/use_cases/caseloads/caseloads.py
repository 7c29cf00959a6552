"""Who has how many clients and how heavy they weigh, so that a supervisor sees balance and nobody is left alone."""

from app.domain.caseloads.acuity import Acuity, ClientAcuity
from app.domain.codes import Priority
from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, WorkerId
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.networks.worker import Worker
from app.domain.work.task import About, TaskContent, TaskKind
from app.ports.access import Access
from app.ports.caseloads import CaseloadClient, CaseloadLine
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.care import tasks
from app.use_cases.clients import clients
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere

READERS = CARE_ROLES | {Role.AGENCY_ADMIN}


@use_case(action="caseload.list", resource="CareTeam", permission="s", roles=READERS)
async def browse(
    context: Context, agency_id: AgencyId | None, *, after: Cursor | None, limit: int
) -> Page[CaseloadLine]:
    """List the workers of the actor's agency with the size and the weight of their caseloads."""
    agency = agency_id or context.actor.agency
    if not (may_everywhere(context.actor) or agency == context.actor.agency):
        return Page(items=())
    page = await context.tx.caseload_lists.workers(agency, after=after, limit=limit)
    context.saw(*(line.worker.id for line in page.items))
    return page


@use_case(action="caseload.clients", resource="CareTeam", permission="s", roles=CARE_ROLES)
async def clients_of(
    context: Context, worker_id: WorkerId, *, after: Cursor | None, limit: int
) -> Page[CaseloadClient]:
    """List a worker's clients, in the order in which they were registered; restricted ones without a name."""
    worker = await context.tx.workers.get(worker_id)
    if worker is None or not (may_everywhere(context.actor) or worker.agency == context.actor.agency):
        raise NotFound("worker")
    access = Access.of(context.actor, context.now)
    page = await context.tx.caseload_lists.clients(access, worker_id, after=after, limit=limit)
    context.saw(worker.id, clients=frozenset(each.client for each in page.items))
    return page


@use_case(action="acuity.read", resource="CareTeam", permission="r", roles=CARE_ROLES)
async def read_acuity(context: Context, client_id: ClientId) -> ClientAcuity:
    """Show how much attention a client needs, as the actor's agency sees it."""
    await _served(context, client_id)
    return await context.tx.acuities.get(context.actor.agency, client_id)


@use_case(action="acuity.judge", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def judge_acuity(
    context: Context, client_id: ClientId, acuity: Acuity, note: str | None, *, expected: int | None
) -> ClientAcuity:
    """Say how much attention a client needs; it is the agency's own word and told to no other."""
    await _served(context, client_id)
    judged = await context.tx.acuities.lock(context.actor.agency, client_id)
    check_version("acuity", judged, expected)
    if judged.judge(acuity, note, context.now):
        await context.tx.acuities.save(judged)
        _report(context, "acuity.changed", judged)
    return judged


async def worker_left(context: Context, worker: Worker) -> None:
    """Tell the agency how many clients a worker who has left had; they stay that worker's until they are given on."""
    count = await context.tx.caseload_lists.count(worker.id)
    if count == 0:
        return
    content = TaskContent(
        title=f"A worker has left: give another case manager to {count} client{'' if count == 1 else 's'}",
        details=f"{worker.name}, worker {worker.id}",
        priority=Priority.URGENT,
    )
    await tasks.put(context, agency=worker.agency, kind=TaskKind.CASELOAD_LEFT, content=content, about=About())


async def _served(context: Context, client_id: ClientId) -> None:
    await clients.seen(context, client_id)
    await records.served(context, client_id)


def _report(context: Context, what: str, judged: ClientAcuity) -> None:
    context.happened(
        Happening(
            type=what,
            subject_type="acuity",
            subject=judged.client,
            version=judged.version,
            stream=judged.client,
            related={"client": judged.client},
            audience=frozenset({judged.agency}),
        )
    )
