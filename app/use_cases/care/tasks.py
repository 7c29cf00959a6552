"""What people do with their to-dos."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, TaskId, WorkerId
from app.domain.networks.roles import CARE_ROLES, OVERSIGHT_ROLES
from app.domain.work.task import OVERSIGHT_KIND, About, Task, TaskAction, TaskContent, TaskKind
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.use_cases import records
from app.use_cases.care import plan_following
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.records import labels_of_agency
from app.use_cases.standing import may_everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a task has from that which it is about: its kinds of data and its labels."""

    kinds: frozenset[DataCategory] = frozenset()
    labels: frozenset[Sensitivity] = frozenset()


NOTHING = Inherited()
WATCHING = CARE_ROLES | OVERSIGHT_ROLES
PAST = {
    TaskAction.START: "started",
    TaskAction.COMPLETE: "done",
    TaskAction.CANCEL: "cancelled",
    TaskAction.REOPEN: "reopened",
}


@use_case(action="task.list", resource="Task", permission="s", roles=WATCHING)
async def browse(context: Context, which: TaskFilter, order: Order, *, after: Cursor | None, limit: int) -> Page[Task]:
    """List the tasks of the actor's agency; to privacy officers those for privacy officers."""
    which = replace(which, oversight=not _cares(context))
    access = Access.of(context.actor, context.now)
    page = await context.tx.task_list.page(access, which, order, after=after, limit=limit)
    clients = frozenset(task.about.client for task in page.items if task.about.client)
    context.saw(*(task.id for task in page.items), clients=clients)
    return page


@use_case(action="task.read", resource="Task", permission="r", roles=WATCHING)
async def read(context: Context, task_id: TaskId) -> Task:
    """Show a task of the actor's agency."""
    return await _shown(context, await context.tx.tasks.get(task_id))


@use_case(action="task.create", resource="Task", permission="c", roles=CARE_ROLES)
async def create(context: Context, content: TaskContent, client_id: ClientId | None) -> Task:
    """Put a task on the list of the actor's agency."""
    content.check()
    await _check_worker(context, content.worker)
    agency, inherited = context.actor.agency, NOTHING
    if client_id is not None:
        access = Access.of(context.actor, context.now)
        client, labels = await context.tx.at_once(
            context.tx.clients.seen(access, client_id), labels_of_agency(context, agency)
        )
        if client is None:
            fault = Fault(pointer="/client_id", message="is no client that you may see")
            raise Invalid("task.invalid", "The task cannot be as described.", faults=(fault,))
        inherited = Inherited(labels=labels)
    about = About(client=client_id)
    return await put(context, agency=agency, kind=TaskKind.GENERAL, content=content, about=about, inherited=inherited)


@use_case(action="task.change", resource="Task", permission="u", roles=CARE_ROLES)
async def change(context: Context, task_id: TaskId, content: TaskContent, *, expected: int | None) -> Task:
    """Describe a task anew: what, whose, until when."""
    task = await _held(context, task_id, expected)
    await _check_worker(context, content.worker)
    task.change(content, context.now)
    return await _save(context, task, "changed")


@use_case(action="task.act", resource="Task", permission="u", roles=WATCHING)
async def act(context: Context, task_id: TaskId, action: TaskAction, *, expected: int | None) -> Task:
    """Start, complete, cancel or reopen a task."""
    return await move(context, await _held(context, task_id, expected), action)


async def move(context: Context, task: Task, action: TaskAction) -> Task:
    """Start, complete, cancel or reopen a locked task, with what follows from that."""
    task.act(action, context.now)
    await _save(context, task, PAST[action])
    if task.in_plan:
        await plan_following.task_moved(context, task)
    return task


async def put(
    context: Context,
    *,
    agency: AgencyId,
    kind: TaskKind,
    content: TaskContent,
    about: About,
    inherited: Inherited = NOTHING,
) -> Task:
    """Put a task on an agency's list, as a rule or another use case has decided."""
    task = Task(
        id=TaskId(context.new_id()),
        network=context.actor.network,
        agency=agency,
        kind=kind,
        content=content,
        about=about,
        kinds=inherited.kinds,
        sensitivities=inherited.labels,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.tasks.add(task)
    context.happened(happening("created", task))
    return task


def happening(what: str, task: Task) -> Happening:
    """Report of a task to its agency."""
    about: dict[str, UUID | None] = {
        "client": task.about.client,
        "referral": task.about.referral,
        "handoff": task.about.handoff,
        "care-plan": task.about.plan,
    }
    return Happening(
        type=f"task.{what}",
        subject_type="task",
        subject=task.id,
        version=task.version,
        stream=task.id,
        related={noun: subject for noun, subject in about.items() if subject is not None},
        audience=frozenset({task.agency}),
        record=task.piece,
    )


async def _held(context: Context, task_id: TaskId, expected: int | None) -> Task:
    task = await _shown(context, await context.tx.tasks.lock(task_id))
    check_version("task", task, expected)
    return task


async def _shown(context: Context, task: Task | None) -> Task:
    if task is None:
        raise NotFound("task")
    await records.check_party(context, "task", task.piece, {task.agency})
    if not _cares(context) and task.kind is not OVERSIGHT_KIND:
        raise NotFound("task")
    context.saw(task.id, clients=frozenset({task.about.client} if task.about.client else ()))
    return task


def _cares(context: Context) -> bool:
    """Whether the actor does care work: who only watches over access is shown nothing else."""
    return may_everywhere(context.actor) or bool(context.actor.roles & CARE_ROLES)


async def _save(context: Context, task: Task, what: str) -> Task:
    await context.tx.tasks.save(task)
    context.happened(happening(what, task))
    return task


async def _check_worker(context: Context, worker_id: WorkerId | None) -> None:
    if worker_id is not None:
        await check_colleague(context, worker_id, context.actor.agency, "/worker_id")


async def check_colleague(context: Context, worker_id: WorkerId, agency: AgencyId, pointer: str) -> None:
    """Refuse a worker who does not work at the agency."""
    worker = await context.tx.workers.get(worker_id)
    if worker is None or worker.agency != agency or not worker.roles:
        fault = Fault(pointer=pointer, message="is no worker of your agency")
        raise Invalid("worker.not-here", "Nobody of that id works at the agency.", faults=(fault,))
