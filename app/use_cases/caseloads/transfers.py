"""What supervisors do with the clients of workers who leave, rest or have too many: give them to others."""

from dataclasses import dataclass

from app.domain.caseloads.transfer import MOST_AT_ONCE, OWNER, SYSTEM, NewTransfer, Transfer, planned
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.codes import Priority
from app.domain.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from app.domain.events import Happening
from app.domain.faults import Faults
from app.domain.identity import ClientId, TransferId, WorkerId
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.networks.worker import Worker
from app.domain.work.task import About, TaskContent, TaskKind
from app.ports.access import Access
from app.ports.caseloads import TransferFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases.care import tasks
from app.use_cases.caseloads.handing_over import hand_over
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere

ROLES = CARE_ROLES | {Role.AGENCY_ADMIN}
LEADERS = frozenset({Role.SUPERVISOR, Role.AGENCY_ADMIN, Role.COORDINATOR})
STEP = 50
MOST_TOLD = 200
RECEIVER_LEFT = "The receiving worker has left."


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferView:
    """A transfer, and clients who were passed by because they were not the giver's any more."""

    transfer: Transfer
    passed_by: tuple[ClientId, ...] = ()


@use_case(action="transfer.list", resource="CareTeam", permission="s", roles=ROLES)
async def browse(
    context: Context, which: TransferFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[Transfer]:
    """List the transfers of the actor's agency."""
    access = Access.of(context.actor, context.now)
    page = await context.tx.caseload_lists.transfers(access, which, order, after=after, limit=limit)
    context.saw(*(transfer.id for transfer in page.items))
    return page


@use_case(action="transfer.read", resource="CareTeam", permission="r", roles=ROLES)
async def read(context: Context, transfer_id: TransferId) -> TransferView:
    """Show how far a transfer has come."""
    return await _view(context, _own(context, await context.tx.transfers.get(transfer_id)))


@use_case(action="transfer.create", resource="CareTeam", permission="c", roles=ROLES)
async def create(context: Context, new: NewTransfer) -> TransferView:
    """Give clients to another worker: up to 200 in this call, more, or at a later time, by the worker process."""
    new.check(context.now)
    giver = await _giver(context, new.giver)
    await _check_receiver(context, new.receiver, giver)
    await _check_clients(context, new)
    transfer = planned(
        new,
        id=TransferId(context.new_id()),
        network=context.actor.network,
        agency=giver.agency,
        by=context.actor.id,
        at=context.now,
    )
    await context.tx.transfers.add(transfer, new.clients)
    _report(context, "transfer.created", transfer)
    many = transfer.total or await context.tx.caseload_lists.count(transfer.giver)
    if transfer.is_due(context.now) and many <= MOST_AT_ONCE:
        await _go_on(context, transfer, MOST_AT_ONCE)
    return await _view(context, transfer)


@use_case(action="transfer.cancel", resource="CareTeam", permission="u", roles=ROLES)
async def cancel(context: Context, transfer_id: TransferId, note: str | None, *, expected: int | None) -> TransferView:
    """Call off what is not done yet of a transfer; who was handed over stays so."""
    transfer = _own(context, await context.tx.transfers.lock(transfer_id))
    _check_leads(context, transfer.giver)
    check_version("transfer", transfer, expected)
    transfer.cancel(OWNER, context.now, note)
    await context.tx.transfers.save(transfer)
    _report(context, "transfer.cancelled", transfer)
    return await _view(context, transfer)


@use_case(action="transfer.go-on", resource="CareTeam", permission="u", roles=frozenset({Role.SYSTEM}))
async def go_on(context: Context) -> bool:
    """Take a transfer of the actor's agency that is due one step on; False when none is, or others are at it."""
    transfer = await context.tx.transfers.lock_due(context.actor.agency, context.now)
    if transfer is None:
        return False
    await _go_on(context, transfer, STEP)
    return True


async def _go_on(context: Context, transfer: Transfer, most: int) -> None:
    receiver = await context.tx.workers.get(transfer.receiver)
    if receiver is None or not receiver.roles:
        await _give_up(context, transfer)
        return
    if transfer.status is TransferStatus.PLANNED:
        total = await context.tx.transfers.enlist(transfer) if transfer.everyone else transfer.total
        transfer.begin(total or 0, context.now)
    await hand_over(context, transfer, await context.tx.transfers.waiting(transfer.id, most))
    await context.tx.transfers.save(transfer)
    if transfer.status is TransferStatus.DONE:
        _report(context, "transfer.done", transfer)


async def _give_up(context: Context, transfer: Transfer) -> None:
    transfer.cancel(SYSTEM, context.now, RECEIVER_LEFT)
    await context.tx.transfers.save(transfer)
    _report(context, "transfer.cancelled", transfer)
    content = TaskContent(
        title="A transfer of clients was called off: the receiving worker has left",
        details=f"Transfer {transfer.id}",
        priority=Priority.URGENT,
    )
    await tasks.put(context, agency=transfer.agency, kind=TaskKind.CASELOAD_LEFT, content=content, about=About())


def _report(context: Context, what: str, transfer: Transfer) -> None:
    context.happened(
        Happening(
            type=what,
            subject_type="transfer",
            subject=transfer.id,
            version=transfer.version,
            stream=transfer.id,
            related={"from-worker": transfer.giver, "to-worker": transfer.receiver},
            audience=frozenset({transfer.agency}),
        )
    )


def _own(context: Context, transfer: Transfer | None) -> Transfer:
    if transfer is None or not (may_everywhere(context.actor) or transfer.agency == context.actor.agency):
        raise NotFound("transfer")
    context.saw(transfer.id)
    return transfer


async def _view(context: Context, transfer: Transfer) -> TransferView:
    if not transfer.passed:
        return TransferView(transfer=transfer)
    return TransferView(transfer=transfer, passed_by=await context.tx.transfers.passed_by(transfer.id, MOST_TOLD))


async def _giver(context: Context, worker_id: WorkerId) -> Worker:
    worker = await context.tx.workers.get(worker_id)
    if worker is None or not (may_everywhere(context.actor) or worker.agency == context.actor.agency):
        raise _wrong("/from_worker_id", "is no worker of your agency")
    _check_leads(context, worker_id)
    return worker


async def _check_receiver(context: Context, worker_id: WorkerId, giver: Worker) -> None:
    worker = await context.tx.workers.get(worker_id)
    if worker is None or worker.agency != giver.agency or not worker.roles & CARE_ROLES:
        raise _wrong("/to_worker_id", "is nobody who does care work at the same agency")


def _check_leads(context: Context, giver: WorkerId) -> None:
    if not (context.actor.roles & LEADERS or context.actor.worker == giver):
        raise Forbidden("transfer.not-yours", "Only a supervisor gives away clients of others.")


async def _check_clients(context: Context, new: NewTransfer) -> None:
    if new.everyone:
        if new.effective is None and not await context.tx.caseload_lists.count(new.giver):
            raise Conflict("transfer.nobody", "The worker has no clients.")
        return
    theirs = await context.tx.caseload_lists.theirs(new.giver, new.clients)
    faults = Faults()
    for place, client in enumerate(new.clients):
        faults.require(client in theirs, f"/client_ids/{place}", "is no client of this worker")
    faults.refuse("transfer.invalid", "The transfer cannot be as described.")


def _wrong(pointer: str, message: str) -> Invalid:
    fault = Fault(pointer=pointer, message=message)
    return Invalid("transfer.invalid", "The transfer cannot be as described.", faults=(fault,))
