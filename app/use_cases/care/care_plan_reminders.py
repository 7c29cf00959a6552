"""What happens by itself when a plan is due for review: somebody has it on the list, once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.care_plans.care_plan import CarePlan
from app.domain.identity import CareTeamId, WorkerId
from app.domain.networks.agency import Agency
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerStatus
from app.domain.work.task import About, TaskContent, TaskKind
from app.use_cases.care import tasks
from app.use_cases.core import Context, use_case

BITE = 50
TITLE = "A care plan is due for review: look at it with the client"


@use_case(action="care-plan.remind", resource="CarePlan", permission="u", roles=frozenset({Role.SYSTEM}))
async def remind_due(context: Context) -> int:
    """Put the reviews that are due on the lists of the plans' agencies; return how many plans were looked at."""
    plans = await context.tx.care_plans.lock_due(context.now.date(), BITE)
    for plan in plans:
        if not await context.tx.tasks.pending_reviews(plan.id):
            await _put(context, plan)
        plan.review_told = plan.content.next_review
        await context.tx.care_plans.tell(plan)
    return len(plans)


async def _put(context: Context, plan: CarePlan) -> None:
    agency = await context.tx.agencies.get(plan.agency)
    content = TaskContent(title=TITLE, worker=await _worker(context, plan), due=_end_of_day(plan, agency))
    await tasks.put(
        context,
        agency=plan.agency,
        kind=TaskKind.CARE_PLAN_REVIEW,
        content=content,
        about=About(client=plan.client, plan=plan.id),
        inherited=tasks.Inherited(kinds=plan.kinds, labels=plan.sensitivities),
    )


async def _worker(context: Context, plan: CarePlan) -> WorkerId | None:
    """Return who gets it: the plan's worker, else the client's primary case manager there; None is the whole agency."""
    named = plan.content.worker
    if named is None:
        team = await context.tx.care_teams.get(CareTeamId(plan.client))
        members = team.active if team else ()
        named = next((each.worker for each in members if each.primary and each.agency == plan.agency), None)
    worker = await context.tx.workers.get(named) if named else None
    here = worker is not None and worker.agency == plan.agency and worker.status is WorkerStatus.ACTIVE
    return worker.id if worker is not None and here else None


def _end_of_day(plan: CarePlan, agency: Agency | None) -> datetime | None:
    if plan.content.next_review is None:
        return None
    zone = ZoneInfo(agency.profile.calendar.time_zone) if agency else ZoneInfo("UTC")
    return datetime.combine(plan.content.next_review + timedelta(days=1), time(0), zone)
