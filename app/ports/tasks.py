"""Where tasks are kept and how they are listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.codes import Sensitivity
from app.domain.identity import (
    AgencyId,
    BreakGlassId,
    CarePlanId,
    ClientId,
    ConsentId,
    HandoffId,
    ReferralId,
    TaskId,
    WorkerId,
)
from app.domain.work.task import About, Task, TaskKind, TaskStatus
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class Tasks(Protocol):
    """The tasks of the network's agencies."""

    async def get(self, task: TaskId) -> Task | None:
        """Return a task."""
        ...

    async def lock(self, task: TaskId) -> Task | None:
        """Return a task and keep others from changing it until the transaction ends."""
        ...

    async def add(self, *tasks: Task) -> None:
        """Keep tasks that were just made."""
        ...

    async def save(self, task: Task) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def pending(
        self, referral: ReferralId, handoff: HandoffId | None = None, kind: TaskKind | None = None
    ) -> tuple[Task, ...]:
        """Return and lock the tasks not ended about a referral, or one of its handoffs, of a kind or of all."""
        ...

    async def pending_reviews(self, plan: CarePlanId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to review a plan."""
        ...

    async def pending_break_glass(self, break_glass: BreakGlassId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to review an emergency access, of every agency."""
        ...

    async def pending_renewals(self, consent: ConsentId) -> tuple[Task, ...]:
        """Return and lock the tasks not ended to renew a consent."""
        ...

    async def relabel(self, about: About, labels: frozenset[Sensitivity]) -> None:
        """Let the tasks about an assessment or a plan bear the labels that this bears now."""
        ...

    async def put_in_plan(self, task: TaskId) -> None:
        """Note that an activity of a care plan follows it; that is no change of the task itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks are asked for; everything given must hold. `oversight`: only those for privacy officers."""

    agency: AgencyId | None = None
    worker: WorkerId | None = None
    status: TaskStatus | None = None
    client: ClientId | None = None
    updated_since: datetime | None = None
    oversight: bool = False


class TaskList(Protocol):
    """Lists of tasks."""

    async def page(
        self, access: Access, which: TaskFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Task]:
        """Return one page; only the tasks of the asker's agency, unless network-wide."""
        ...
