"""Tasks over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.tasks import NewTaskIn, TaskIn, TaskItemOut, TaskOut
from app.domain.identity import ClientId, TaskId, WorkerId
from app.domain.work.task import OWNER, TASKS, Task, TaskAction, TaskStatus
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.ports.transactions import Rendered
from app.use_cases.care import tasks

PATH = "/v1/tasks"
operations = Operations("Tasks", PATH)
router = operations.router

WorkerQuery = Annotated[UUID | None, Query(description="Only of this worker.")]
StatusQuery = Annotated[TaskStatus | None, Query(description="Only of this status.")]
ClientQuery = Annotated[UUID | None, Query(description="Only about this client.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", tasks.browse, answers=PageOf[TaskItemOut])
async def list_tasks(
    desk: AtDesk,
    page: Paged,
    worker_id: WorkerQuery = None,
    status: StatusQuery = None,
    client_id: ClientQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the tasks of your agency."""
    which = TaskFilter(
        worker=WorkerId(worker_id) if worker_id else None,
        status=status,
        client=ClientId(client_id) if client_id else None,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, task_view), tasks.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", tasks.create, answers=TaskOut, status=201)
async def create_task(desk: AtDesk, task: NewTaskIn) -> Response:
    """Put a task on your agency's list."""
    client = ClientId(task.client_id) if task.client_id else None
    return await desk.answer(_made, tasks.create, task.content(), client)


@operations.get("/{task_id}", tasks.read, answers=TaskOut)
async def read_task(desk: AtDesk, task_id: UUID) -> Response:
    """Read a task of your agency."""
    return await desk.answer(_shown, tasks.read, TaskId(task_id))


@operations.put("/{task_id}", tasks.change, answers=TaskOut)
async def change_task(desk: AtDesk, task_id: UUID, expected: Expected, task: TaskIn) -> Response:
    """Describe a task anew."""
    return await desk.answer(_shown, tasks.change, TaskId(task_id), task.content(), expected=expected)


@operations.post("/{task_id}/start", tasks.act, answers=TaskOut)
async def start_task(desk: AtDesk, task_id: UUID, expected: Expected) -> Response:
    """Begin a task."""
    return await desk.answer(_shown, tasks.act, TaskId(task_id), TaskAction.START, expected=expected)


@operations.post("/{task_id}/complete", tasks.act, answers=TaskOut)
async def complete_task(desk: AtDesk, task_id: UUID, expected: Expected) -> Response:
    """Tick a task off."""
    return await desk.answer(_shown, tasks.act, TaskId(task_id), TaskAction.COMPLETE, expected=expected)


@operations.post("/{task_id}/cancel", tasks.act, answers=TaskOut)
async def cancel_task(desk: AtDesk, task_id: UUID, expected: Expected) -> Response:
    """Say that a task is no longer needed."""
    return await desk.answer(_shown, tasks.act, TaskId(task_id), TaskAction.CANCEL, expected=expected)


@operations.post("/{task_id}/reopen", tasks.act, answers=TaskOut)
async def reopen_task(desk: AtDesk, task_id: UUID, expected: Expected) -> Response:
    """Put a task back on the list."""
    return await desk.answer(_shown, tasks.act, TaskId(task_id), TaskAction.REOPEN, expected=expected)


def task_view(task: Task) -> dict[str, Any]:
    """Put a task into the words of `TaskItemOut`."""
    return {
        "id": task.id,
        "version": task.version,
        "agency_id": task.agency,
        "kind": task.kind,
        "title": task.content.title,
        "details": task.content.details,
        "priority": task.content.priority,
        "worker_id": task.content.worker,
        "due": task.content.due,
        "client_id": task.about.client,
        "referral_id": task.about.referral,
        "handoff_id": task.about.handoff,
        "assessment_id": task.about.assessment,
        "plan_id": task.about.plan,
        "break_glass_id": task.about.break_glass,
        "consent_id": task.about.consent,
        "status": task.status,
        "ended_at": task.ended_at,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "available_actions": actions(PATH, task.id, TASKS.offers(task.status, OWNER)),
    }


def _shown(task: Task) -> Rendered:
    return disclosed(task_view(task), version=task.version)


def _made(task: Task) -> Rendered:
    return disclosed_new(task_view(task), version=task.version, location=f"{PATH}/{task.id}")
