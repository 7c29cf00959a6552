"""Tasks to rows and back."""

from typing import Any

import asyncpg
from sqlalchemy import any_, bindparam, insert, or_, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.codes import Priority, Sensitivity, label_bits, labels_in
from app.domain.consents.scope import kind_bits, kinds_in
from app.domain.errors import Conflict
from app.domain.identity import (
    AgencyId,
    AssessmentId,
    BreakGlassId,
    CarePlanId,
    ClientId,
    ConsentId,
    HandoffId,
    NetworkId,
    ReferralId,
    TaskId,
    WorkerId,
)
from app.domain.work.task import PENDING, About, Task, TaskContent, TaskKind, TaskStatus

_T = table_of(TaskRow)
_ONE = (_T.c.network_id == bindparam("network"), _T.c.id == bindparam("id"))
_HANDOFF = bindparam("handoff", type_=_T.c.handoff_id.type)
_KIND = bindparam("kind", type_=_T.c.kind.type)
_GET = Statement.of(select(_T).where(*_ONE))
_LOCK = Statement.of(select(_T).where(*_ONE).with_for_update(key_share=True))
_ADD = Statement.of(insert(_T))
_SAVE = Statement.of(
    update(_T)
    .where(*_ONE, _T.c.version == bindparam("read_version"))
    .values({column.name: bindparam(column.name) for column in _T.c if column.name not in ("network_id", "id")})
)
_PENDING = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.referral_id == bindparam("referral"),
        or_(_HANDOFF.is_(None), _T.c.handoff_id == _HANDOFF),
        or_(_KIND.is_(None), _T.c.kind == _KIND),
        _T.c.status == any_(bindparam("statuses", type_=ARRAY(_T.c.status.type))),
    )
    .order_by(_T.c.id)
    .with_for_update(key_share=True)
)
_PUT_IN_PLAN = Statement.of(update(_T).where(*_ONE).values(in_plan=true()))
_RELABEL = Statement.of(
    update(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        or_(
            _T.c.assessment_id == bindparam("assessment", type_=_T.c.assessment_id.type),
            _T.c.plan_id == bindparam("plan", type_=_T.c.plan_id.type),
        ),
        _T.c.client_id == bindparam("client"),
        _T.c.sensitivity != bindparam("labels", type_=_T.c.sensitivity.type),
    )
    .values(sensitivity=bindparam("labels", type_=_T.c.sensitivity.type))
    .returning(_T)
)
_REVIEWS = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.plan_id == bindparam("plan"),
        _T.c.kind == TaskKind.CARE_PLAN_REVIEW,
        _T.c.status == any_(bindparam("statuses", type_=ARRAY(_T.c.status.type))),
    )
    .order_by(_T.c.id)
    .with_for_update(key_share=True)
)
_RENEWALS = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.consent_id == bindparam("consent"),
        _T.c.status == any_(bindparam("statuses", type_=ARRAY(_T.c.status.type))),
    )
    .order_by(_T.c.id)
    .with_for_update(key_share=True)
)
_BREAK_GLASS = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.break_glass_id == bindparam("break_glass"),
        _T.c.status == any_(bindparam("statuses", type_=ARRAY(_T.c.status.type))),
    )
    .order_by(_T.c.id)
    .with_for_update(key_share=True)
)


class TaskRepository:
    """The tasks of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, task: TaskId) -> Task | None:
        """Return a task."""
        row = await self.session.fetch_row(_GET, id=task)
        return None if row is None else task_of(row)

    async def lock(self, task: TaskId) -> Task | None:
        """Return a task and lock its row."""
        row = await self.session.fetch_row(_LOCK, id=task)
        return None if row is None else task_of(row)

    async def add(self, *tasks: Task) -> None:
        """Insert tasks."""
        await self.session.execute_many(_ADD, [_values(task) for task in tasks])
        self.session.touch(*tasks, new=True)

    async def save(self, task: Task) -> None:
        """Write a changed task, one version on; refuse when somebody else was faster."""
        values = _values(task) | {"version": task.version + 1, "read_version": task.version}
        if await self.session.execute(_SAVE, **values) == 0:
            raise Conflict("task.changed-meanwhile", "Somebody changed the task at the same moment.")
        task.version += 1
        self.session.touch(task)

    async def pending(
        self, referral: ReferralId, handoff: HandoffId | None = None, kind: TaskKind | None = None
    ) -> tuple[Task, ...]:
        """Return and lock the tasks about a referral that are not ended."""
        rows = await self.session.fetch(
            _PENDING, referral=referral, handoff=handoff, kind=kind, statuses=sorted(PENDING)
        )
        return tuple(map(task_of, rows))

    async def pending_reviews(self, plan: CarePlanId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to review a plan."""
        return tuple(map(task_of, await self.session.fetch(_REVIEWS, plan=plan, statuses=sorted(PENDING))))

    async def pending_break_glass(self, break_glass: BreakGlassId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to review an emergency access."""
        rows = await self.session.fetch(_BREAK_GLASS, break_glass=break_glass, statuses=sorted(PENDING))
        return tuple(map(task_of, rows))

    async def pending_renewals(self, consent: ConsentId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to renew a consent."""
        rows = await self.session.fetch(_RENEWALS, consent=consent, statuses=sorted(PENDING))
        return tuple(map(task_of, rows))

    async def relabel(self, about: About, labels: frozenset[Sensitivity]) -> None:
        """Write the labels and nothing else, found by the client."""
        rows = await self.session.fetch(
            _RELABEL,
            client=about.client,
            assessment=about.assessment,
            plan=about.plan,
            labels=label_bits(labels),
        )
        self.session.touch(*map(task_of, rows))

    async def put_in_plan(self, task: TaskId) -> None:
        """Set the flag and nothing else."""
        await self.session.execute(_PUT_IN_PLAN, id=task)


def _values(task: Task) -> dict[str, Any]:
    return {
        "network_id": task.network,
        "id": task.id,
        "agency_id": task.agency,
        "worker_id": task.content.worker,
        "kind": task.kind,
        "title": task.content.title,
        "details": task.content.details,
        "priority": task.content.priority,
        "due": task.content.due,
        "client_id": task.about.client,
        "referral_id": task.about.referral,
        "handoff_id": task.about.handoff,
        "assessment_id": task.about.assessment,
        "plan_id": task.about.plan,
        "break_glass_id": task.about.break_glass,
        "consent_id": task.about.consent,
        "kinds": kind_bits(task.kinds),
        "sensitivity": label_bits(task.sensitivities),
        "status": task.status,
        "ended_at": task.ended_at,
        "in_plan": task.in_plan,
        "version": task.version,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
    }


def task_of(row: asyncpg.Record) -> Task:
    """Read a task back."""
    return Task(
        id=TaskId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        kind=TaskKind(row["kind"]),
        content=TaskContent(
            title=row["title"],
            details=row["details"],
            priority=Priority(row["priority"]),
            worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
            due=row["due"],
        ),
        about=About(
            client=None if row["client_id"] is None else ClientId(row["client_id"]),
            referral=None if row["referral_id"] is None else ReferralId(row["referral_id"]),
            handoff=None if row["handoff_id"] is None else HandoffId(row["handoff_id"]),
            assessment=None if row["assessment_id"] is None else AssessmentId(row["assessment_id"]),
            plan=None if row["plan_id"] is None else CarePlanId(row["plan_id"]),
            break_glass=None if row["break_glass_id"] is None else BreakGlassId(row["break_glass_id"]),
            consent=None if row["consent_id"] is None else ConsentId(row["consent_id"]),
        ),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        kinds=kinds_in(row["kinds"]),
        sensitivities=labels_in(row["sensitivity"]),
        status=TaskStatus(row["status"]),
        ended_at=row["ended_at"],
        in_plan=row["in_plan"],
        version=row["version"],
    )
