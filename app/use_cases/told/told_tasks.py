"""To-dos told in words of another standard; a Task of ours is a to-do or a handoff, and its id says which."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.codes import Priority
from app.domain.identity import AgencyId, ClientId, HandoffId, TaskId, WorkerId
from app.domain.lifecycle import TransitionNotAllowed
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.told_moves import question_id
from app.domain.work.task import OWNER, PENDING, TASKS, Task, TaskAction, TaskContent, TaskStatus
from app.ports.access import Access
from app.ports.resources import Face, Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.care import tasks
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_handoffs import ToldHandoff, handoff_moved, question_answered
from app.use_cases.told.told_orders import check_named

BEGINNINGS = frozenset({"requested", "received", "accepted", "ready"})
STATUSES = {
    **dict.fromkeys(BEGINNINGS, TaskStatus.OPEN),
    "in-progress": TaskStatus.IN_PROGRESS,
    "completed": TaskStatus.DONE,
    "cancelled": TaskStatus.CANCELLED,
    "rejected": TaskStatus.CANCELLED,
    "failed": TaskStatus.CANCELLED,
}
WAYS = {
    TaskStatus.IN_PROGRESS: TaskAction.START,
    TaskStatus.DONE: TaskAction.COMPLETE,
    TaskStatus.CANCELLED: TaskAction.CANCEL,
    TaskStatus.OPEN: TaskAction.REOPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTask:
    """What shall be done, and by whom."""

    status: str
    title: str
    details: str | None
    priority: str
    client: ClientId | None
    owner_type: str
    owner: UUID
    due: datetime | None
    references: tuple[Reference, ...]


def created(told: ToldTask) -> UseCase[[], UUID | None]:
    """Return the use case that puts it on the own agency's list; it returns None where it is not for that list."""

    async def verb(context: Context) -> UUID | None:
        content = await _content(context, told)
        if told.status not in BEGINNINGS or content is None:
            return None
        access = Access.of(context.actor, context.now)
        if told.client is not None and await context.tx.clients.seen(access, told.client) is None:
            return None
        await check_named(context, told.references)
        return (await ask(context, tasks.create, content, told.client)).id

    return UseCase(verb, Rule(action="Task.create", resource="Task", permission="c", roles=CARE_ROLES))


def changed(subject: UUID, handoff: ToldHandoff, todo: ToldTask | None, face: Face) -> UseCase[[], None]:
    """Return the use case that lets a Task be as it is told: a handoff moves, a to-do is described anew and moves."""
    moving = handoff_moved(subject, handoff)

    async def verb(context: Context) -> None:
        if await context.tx.referrals.of_handoff(HandoffId(subject)) is not None:
            await ask(context, moving)
            return
        if handoff.part_of is not None and question_id(handoff.part_of) == subject:
            await ask(context, question_answered(handoff.part_of, handoff))
            return
        task = await tasks.read(context, TaskId(subject))
        await check_named(context, handoff.references, Target(type="Task", id=subject))
        if todo is not None:
            await _described(context, task, todo)
            context.tx.resources.remember(Target(type="Task", id=subject), face)
        await _moved(context, task, handoff.status)

    return UseCase(verb, moving.rule)


async def _described(context: Context, task: Task, todo: ToldTask) -> None:
    content = await _content(context, todo)
    if content is not None and content != task.content and task.status in PENDING:
        await ask(context, tasks.change, task.id, content, expected=None)


async def _moved(context: Context, task: Task, status: str) -> None:
    wanted = STATUSES.get(status)
    if wanted is task.status:
        return
    action = WAYS[wanted] if wanted is not None else None
    if action is None or (task.status, action) not in TASKS.table:
        allowed = TASKS.allowed(task.status, OWNER)
        words = f"A task that is {task.status} cannot become {status}. Allowed now: {', '.join(allowed)}."
        raise TransitionNotAllowed("task.not-allowed", words, state=task.status.value, allowed_actions=allowed)
    await ask(context, tasks.act, task.id, action, expected=None)


async def _content(context: Context, told: ToldTask) -> TaskContent | None:
    """Describe it, if it is for the own agency or for one of its workers."""
    own, worker = context.actor.agency, None
    if told.owner_type == "Organization":
        if AgencyId(told.owner) != own:
            return None
    elif told.owner_type in ("Practitioner", "PractitionerRole"):
        found = await context.tx.workers.get(WorkerId(told.owner))
        if found is None or found.agency != own or not found.roles:
            return None
        worker = found.id
    else:
        return None
    return TaskContent(
        title=told.title, details=told.details, priority=Priority(told.priority), worker=worker, due=told.due
    )
