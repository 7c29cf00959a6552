"""What can be done about forgetting clients: proposed by one, decided by another, carried out by the worker."""

from dataclasses import dataclass

from app.domain.errors import Conflict, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, ErasureId
from app.domain.networks.roles import Role
from app.domain.retention.erasure import SECOND_LOOK, SYSTEM, Erasure, ErasureReason, proposed
from app.domain.retention.erasure_moves import CARRIED_OUT, ErasureState
from app.ports.queries import Cursor, Page
from app.ports.retention import ErasureFilter
from app.use_cases import records
from app.use_cases.core import Context, check_version, use_case

OFFICE = frozenset({Role.PRIVACY_OFFICER, Role.NETWORK_ADMIN})
PROPOSERS = frozenset({Role.SUPERVISOR, Role.AGENCY_ADMIN})
CONCERNED = OFFICE | PROPOSERS
HELD = "A legal hold was placed on the client."
WORKED = "A referral of the client is under way."


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """An erasure; `served_by` are the agencies that see the client now, for who decides, and None for others."""

    erasure: Erasure
    served_by: tuple[AgencyId, ...] | None


@use_case(action="erasure.propose", resource="Patient", permission="d", roles=CONCERNED)
async def propose(context: Context, client_id: ClientId, reason: ErasureReason, note: str | None) -> ErasureView:
    """Propose to forget a client, whom one's agency serves; the privacy office proposes it of anybody."""
    await _check_concerned(context, client_id)
    erasure = await propose_unasked(context, client_id, reason, note)
    return await _view(context, erasure)


async def propose_unasked(context: Context, client_id: ClientId, reason: ErasureReason, note: str | None) -> Erasure:
    """Propose to forget a client who is there; refuse when something stands against it."""
    erasure = proposed(
        id=ErasureId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        reason=reason,
        note=note,
        by=context.actor.id,
        agency=context.actor.agency,
        at=context.now,
    )
    if await context.tx.clients.lock(client_id) is None:
        raise NotFound("client")
    if await context.tx.erasures.is_open(client_id):
        raise Conflict("erasure.open", "An erasure of this client was proposed already.")
    await _check_nothing_against(context, client_id)
    await context.tx.erasures.add(erasure)
    _report(context, "erasure.proposed", erasure)
    return erasure


@use_case(action="erasure.list", resource="Patient", permission="s", roles=CONCERNED)
async def browse(context: Context, which: ErasureFilter, *, after: Cursor | None, limit: int) -> Page[Erasure]:
    """List erasures: the privacy office all of them, others those that their agency proposed."""
    if not context.actor.roles & OFFICE:
        which = ErasureFilter(state=which.state, client=which.client, agency=context.actor.agency)
    page = await context.tx.retention_lists.erasures(which, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client for each in page.items))
    return page


@use_case(action="erasure.read", resource="Patient", permission="r", roles=CONCERNED)
async def read(context: Context, erasure_id: ErasureId) -> ErasureView:
    """Show an erasure."""
    return await _view(context, _visible(context, await context.tx.erasures.get(erasure_id)))


@use_case(action="erasure.approve", resource="Patient", permission="d", roles=OFFICE)
async def approve(context: Context, erasure_id: ErasureId, note: str | None, *, expected: int | None) -> ErasureView:
    """Agree, as somebody else than who proposed it, that a client is forgotten; the worker does it at once."""
    erasure = await _held(context, erasure_id, expected)
    erasure.approve(context.actor.id, note, context.now)
    await _check_nothing_against(context, erasure.client)
    return await _save(context, "erasure.approved", erasure)


@use_case(action="erasure.refuse", resource="Patient", permission="d", roles=OFFICE)
async def refuse(context: Context, erasure_id: ErasureId, note: str | None, *, expected: int | None) -> ErasureView:
    """Keep a client's record; possible until the worker has begun."""
    erasure = await _held(context, erasure_id, expected)
    erasure.refuse(context.actor.id, note, context.now)
    return await _save(context, "erasure.refused", erasure)


@use_case(action="erasure.carry-out", resource="Patient", permission="d", roles=frozenset({Role.SYSTEM}))
async def carry_out_next(context: Context) -> bool:
    """Forget the client of an approved erasure, or look once more after one that is forgotten; False when none is due.

    The second look finds what calls that had begun before wrote after the record was gone.
    """
    erasure = await context.tx.erasures.lock_due(context.now - SECOND_LOOK)
    if erasure is None:
        return False
    context.saw(erasure.id, clients=frozenset({erasure.client}))
    if erasure.state is ErasureState.ERASING:
        erasure.finish(await context.tx.holdings.erase(erasure.client, context.now), context.now)
        await _save(context, "erasure.finished", erasure)
        return True
    if why := await _against(context, erasure.client):
        erasure.refuse(context.actor.id, why, context.now, SYSTEM)
        await _save(context, "erasure.refused", erasure)
        return True
    viewers = await context.tx.erasures.viewers(erasure.client, context.now)
    erasure.begin(viewers, await context.tx.holdings.erase(erasure.client, context.now), context.now)
    await _save(context, "erasure.begun", erasure)
    return True


async def _check_nothing_against(context: Context, client_id: ClientId) -> None:
    why = await _against(context, client_id)
    if why is not None:
        code = "erasure.on-hold" if why == HELD else "erasure.open-work"
        raise Conflict(code, f"{why} It cannot be forgotten.")


async def _against(context: Context, client_id: ClientId) -> str | None:
    """Say what stands against forgetting a client."""
    if await context.tx.legal_holds.get(client_id) is not None:
        return HELD
    return WORKED if await context.tx.erasures.has_open_work(client_id) else None


async def _check_concerned(context: Context, client_id: ClientId) -> None:
    if not context.actor.roles & OFFICE:
        await records.served(context, client_id)
    elif await context.tx.clients.get(client_id) is None:
        raise NotFound("client")
    context.saw(client_id, clients=frozenset({client_id}))


async def _held(context: Context, erasure_id: ErasureId, expected: int | None) -> Erasure:
    erasure = _visible(context, await context.tx.erasures.lock(erasure_id))
    check_version("erasure", erasure, expected)
    return erasure


def _visible(context: Context, erasure: Erasure | None) -> Erasure:
    office = bool(context.actor.roles & OFFICE)
    if erasure is None or not (office or erasure.proposed_agency == context.actor.agency):
        raise NotFound("erasure")
    context.saw(erasure.id, clients=frozenset({erasure.client}))
    return erasure


async def _view(context: Context, erasure: Erasure) -> ErasureView:
    if not context.actor.roles & OFFICE:
        return ErasureView(erasure=erasure, served_by=None)
    if erasure.state in CARRIED_OUT:
        return ErasureView(erasure=erasure, served_by=erasure.viewers)
    return ErasureView(erasure=erasure, served_by=await context.tx.erasures.viewers(erasure.client, context.now))


async def _save(context: Context, what: str, erasure: Erasure) -> ErasureView:
    await context.tx.erasures.save(erasure)
    _report(context, what, erasure)
    return await _view(context, erasure)


def _report(context: Context, what: str, erasure: Erasure) -> None:
    """Report it to who proposed it and, once it is done, to who saw the client; the client's timeline tells nothing."""
    context.happened(
        Happening(
            type=what,
            subject_type="erasure",
            subject=erasure.id,
            version=erasure.version,
            stream=erasure.id,
            audience=frozenset({erasure.proposed_agency, *erasure.viewers}),
        )
    )
