"""What can be done with workers."""

from dataclasses import replace

from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, WorkerId
from app.domain.networks.roles import ADMIN_ROLES, ANYONE
from app.domain.networks.worker import Worker, WorkerProfile
from app.domain.networks.worker import employ as take_on
from app.ports.directory import WorkerFilter
from app.ports.queries import Cursor, Page
from app.use_cases.caseloads import caseloads
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.networks import agencies
from app.use_cases.standing import check_grant, check_own, may_everywhere


@use_case(action="worker.list", resource="Practitioner", permission="s", roles=ANYONE)
async def browse(context: Context, asked: WorkerFilter, limit: int, after: Cursor | None) -> Page[Worker]:
    """List workers in the order of their family names: one's own agency's, or all for the network's people."""
    if not may_everywhere(context.actor):
        if asked.agency not in (None, context.actor.agency):
            return Page(items=())
        asked = replace(asked, agency=context.actor.agency)
    return await context.tx.directory.workers(asked, limit, after)


@use_case(action="worker.read", resource="Practitioner", permission="r", roles=ANYONE)
async def read(context: Context, worker_id: WorkerId) -> Worker:
    """Return a worker of one's own agency, or of any for the network's people."""
    worker = _visible(context, await context.tx.workers.get(worker_id))
    context.saw(worker.id)
    return worker


@use_case(action="worker.employ", resource="Practitioner", permission="c", roles=ADMIN_ROLES)
async def employ(
    context: Context, agency_id: AgencyId, profile: WorkerProfile, *, id_: WorkerId | None = None
) -> Worker:
    """Take a worker on at an agency, under the id of who was known already."""
    await agencies.read(context, agency_id)
    check_own(context.actor, agency_id)
    check_grant(context.actor, profile.roles)
    known = id_ or WorkerId(context.new_id())
    worker = take_on(profile, id=known, network=context.actor.network, agency=agency_id, at=context.now)
    await context.tx.workers.add(worker)
    context.happened(_happening("worker.created", worker))
    return worker


@use_case(action="worker.describe", resource="Practitioner", permission="u", roles=ADMIN_ROLES)
async def describe(context: Context, worker_id: WorkerId, expected: int | None, profile: WorkerProfile) -> Worker:
    """Replace a worker's description and roles."""
    worker = await _held(context, worker_id, expected)
    check_grant(context.actor, profile.roles ^ worker.profile.roles)
    worker.describe(profile, context.now)
    return await _save(context, worker, "worker.changed")


@use_case(action="worker.leave", resource="Practitioner", permission="u", roles=ADMIN_ROLES)
async def leave(context: Context, worker_id: WorkerId, expected: int | None) -> Worker:
    """End a worker's time at the agency; who is left without a case manager becomes the agency's task."""
    worker = await _held(context, worker_id, expected)
    worker.leave(context.now)
    context.stood_down()
    await caseloads.worker_left(context, worker)
    return await _save(context, worker, "worker.deactivated")


@use_case(action="worker.come_back", resource="Practitioner", permission="u", roles=ADMIN_ROLES)
async def come_back(context: Context, worker_id: WorkerId, expected: int | None) -> Worker:
    """Take a former worker on again."""
    worker = await _held(context, worker_id, expected)
    check_grant(context.actor, worker.profile.roles)
    worker.come_back(context.now)
    return await _save(context, worker, "worker.changed")


async def _held(context: Context, worker_id: WorkerId, expected: int | None) -> Worker:
    worker = _visible(context, await context.tx.workers.lock(worker_id))
    check_version("worker", worker, expected)
    return worker


def _visible(context: Context, worker: Worker | None) -> Worker:
    if worker is None or not (may_everywhere(context.actor) or worker.agency == context.actor.agency):
        raise NotFound("worker")
    return worker


async def _save(context: Context, worker: Worker, kind: str) -> Worker:
    await context.tx.workers.save(worker)
    context.happened(_happening(kind, worker))
    return worker


def _happening(kind: str, worker: Worker) -> Happening:
    return Happening(
        type=kind,
        subject_type="worker",
        subject=worker.id,
        version=worker.version,
        stream=worker.id,
        related={"agency": worker.agency},
        audience=frozenset({worker.agency}),
    )
