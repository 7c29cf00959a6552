"""What an activity of a plan may name: workers, and the referral, task or appointment whose status it takes over."""

from dataclasses import dataclass

from app.domain.care_plans.activity import Activity, ActivityContent, Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.care_plan import CarePlan
from app.domain.errors import Fault, Invalid
from app.domain.following import OF_APPOINTMENT, OF_REFERRAL, OF_TASK
from app.domain.identity import (
    ActivityId,
    AgencyId,
    AppointmentId,
    ClientId,
    ReferralId,
    TaskId,
    WorkerId,
)
from app.use_cases.core import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A thing that an activity can be: whose, about whom, and where an activity stands that follows it."""

    agency: AgencyId
    client: ClientId | None
    status: ActivityStatus


async def begun(context: Context, plan: CarePlan, content: ActivityContent, linked: Linked | None) -> Activity:
    """Return an activity that is about to enter a plan, standing where its linked thing stands."""
    status = await check(context, plan, content, linked)
    return Activity(
        id=ActivityId(context.new_id()),
        content=content,
        created_at=context.now,
        updated_at=context.now,
        status=status or ActivityStatus.NOT_STARTED,
    )


async def find(context: Context, link: Link) -> Linked | None:
    """Return and lock the linked thing; before any plan is locked, as its own moves do."""
    if link.referral is not None:
        return await _referral(context, link.referral)
    if link.task is not None:
        return await _task(context, link.task)
    return None if link.appointment is None else await _appointment(context, link.appointment)


async def check(
    context: Context, plan: CarePlan, content: ActivityContent, linked: Linked | None
) -> ActivityStatus | None:
    """Refuse what is not the client's, or not the plan's agency's or the actor's; return where the thing stands."""
    if content.worker is not None:
        await check_worker(context, plan.agency, content.worker)
    for kind in content.link.kinds:
        agencies = {plan.agency, context.actor.agency}
        if linked is None or linked.client != plan.client or linked.agency not in agencies:
            fault = Fault(pointer=f"/{kind}_id", message=f"is no {kind} of this client that your agency keeps")
            raise Invalid("activity.invalid", "The activity cannot be as described.", faults=(fault,))
    await _mark(context, content.link)
    return linked.status if linked else None


async def check_worker(context: Context, agency: AgencyId, worker_id: WorkerId) -> None:
    """Refuse a worker of neither the plan's agency nor the actor's."""
    worker = await context.tx.workers.get(worker_id)
    if worker is None or worker.agency not in {agency, context.actor.agency}:
        fault = Fault(pointer="/worker_id", message="is no worker of the plan's agency or of yours")
        raise Invalid("care-plan.invalid", "The care plan cannot be as described.", faults=(fault,))


async def _mark(context: Context, link: Link) -> None:
    """Let the linked thing tell of its moves from now on; others cost nothing."""
    if link.referral is not None:
        await context.tx.referrals.put_in_plan(link.referral)
    if link.task is not None:
        await context.tx.tasks.put_in_plan(link.task)
    if link.appointment is not None:
        await context.tx.appointments.put_in_plan(link.appointment)


async def _referral(context: Context, referral_id: ReferralId) -> Linked | None:
    found = await context.tx.referrals.lock(referral_id)
    if found is None:
        return None
    return Linked(agency=found.sender, client=found.client, status=OF_REFERRAL[found.state])


async def _task(context: Context, task_id: TaskId) -> Linked | None:
    found = await context.tx.tasks.lock(task_id)
    return (
        None if found is None else Linked(agency=found.agency, client=found.about.client, status=OF_TASK[found.status])
    )


async def _appointment(context: Context, appointment_id: AppointmentId) -> Linked | None:
    found = await context.tx.appointments.lock(appointment_id)
    if found is None:
        return None
    return Linked(agency=found.agency, client=found.client, status=OF_APPOINTMENT[found.status])
