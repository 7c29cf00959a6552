"""Workers told in words of another standard: somebody who is kept is employed with the part they have at an agency."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.identity import AgencyId, WorkerId
from app.domain.networks.worker import Worker, WorkerProfile, WorkerStatus
from app.ports.resources import Face, Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context
from app.use_cases.networks import workers
from app.use_cases.standing import check_own
from app.use_cases.told.told_orders import check_named

PERSON = "Practitioner"
ReadPerson = Callable[[Face], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWorker:
    """What is told anew of a worker, by field, and whether it works there still, where that is told anew."""

    fields: Mapping[str, Any]
    active: bool | None = None
    references: tuple[Reference, ...] = ()


async def employ_worker(
    context: Context, agency: AgencyId, person: UUID | None, told: ToldWorker, read: ReadPerson
) -> UUID:
    """Take on a person whom the actor's agency has posted; its Practitioner becomes the worker's, under its id."""
    workers.employ.rule.check(context.actor)
    check_own(context.actor, agency)
    await check_named(context, told.references)
    if person is None:
        raise _refused("must name a Practitioner that was posted before, or in the same transaction")
    if await context.tx.workers.get(WorkerId(person)) is not None:
        raise Conflict("worker.there", "This person works at an agency already: change that part.", worker=str(person))
    kept = await context.tx.resources.lock(Target(type=PERSON, id=person))
    if kept is None or kept.deleted or kept.agency != context.actor.agency:
        raise _refused("must name a Practitioner that your own agency has posted")
    fields = {"given": "", "family": "", **told.fields, **read(kept.face)}
    worker = await ask(context, workers.employ, agency, WorkerProfile(**fields), id_=WorkerId(person))
    context.tx.resources.take_over(kept)
    return worker.id


async def describe_worker(context: Context, type_: str, subject: UUID, told: ToldWorker) -> None:
    """Describe a worker anew, and let it leave or come back."""
    there = await context.tx.workers.get(WorkerId(subject))
    if there is None:
        raise NotFound("worker")
    workers.describe.rule.check(context.actor)
    check_own(context.actor, there.agency)
    await check_named(context, told.references, Target(type=type_, id=subject))
    profile = replace(there.profile, **told.fields)
    if profile != there.profile:
        await ask(context, workers.describe, there.id, None, profile)
    await _come_or_go(context, there, told.active)


async def _come_or_go(context: Context, there: Worker, active: bool | None) -> None:  # noqa: FBT001 - as it is told
    works = there.status is WorkerStatus.ACTIVE
    if active is not None and active is not works:
        await ask(context, workers.leave if works else workers.come_back, there.id, None)


def _refused(message: str) -> Invalid:
    fault = Fault(pointer="/practitioner", message=message)
    return Invalid("worker.invalid", "The worker cannot be as described.", faults=(fault,))
