"""What can be done with legal holds: the privacy office places and lifts them, and nothing is forgotten meanwhile."""

from app.domain.errors import NotFound, Stale
from app.domain.events import Happening
from app.domain.identity import ClientId
from app.domain.retention.legal_hold import LegalHold, placed
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.retention.erasures import OFFICE


@use_case(action="legal-hold.read", resource="Patient", permission="r", roles=OFFICE)
async def read(context: Context, client_id: ClientId) -> LegalHold:
    """Show the hold on a client."""
    await _check_there(context, client_id)
    hold = await context.tx.legal_holds.get(client_id)
    if hold is None:
        raise NotFound("legal-hold")
    return hold


@use_case(action="legal-hold.place", resource="Patient", permission="d", roles=OFFICE)
async def place(context: Context, client_id: ClientId, reason: str, *, expected: int | None) -> LegalHold:
    """Place a hold on a client, or say better why there is one."""
    hold = await _held(context, client_id)
    if hold is None:
        if expected is not None:
            raise Stale("legal-hold", expected=expected, actual=0)
        hold = placed(reason, network=context.actor.network, client=client_id, by=context.actor.id, at=context.now)
        await context.tx.legal_holds.add(hold)
    else:
        check_version("legal-hold", hold, expected)
        hold.change(reason, context.now)
        await context.tx.legal_holds.save(hold)
    _report(context, "legal-hold.placed", hold)
    return hold


@use_case(action="legal-hold.lift", resource="Patient", permission="d", roles=OFFICE)
async def lift(context: Context, client_id: ClientId, *, expected: int | None) -> None:
    """Lift the hold on a client."""
    hold = await _held(context, client_id)
    if hold is None:
        raise NotFound("legal-hold")
    check_version("legal-hold", hold, expected)
    await context.tx.legal_holds.lift(client_id)
    _report(context, "legal-hold.lifted", hold)


async def _held(context: Context, client_id: ClientId) -> LegalHold | None:
    await _check_there(context, client_id)
    await context.tx.clients.lock(client_id)
    return await context.tx.legal_holds.get(client_id)


async def _check_there(context: Context, client_id: ClientId) -> None:
    if await context.tx.clients.get(client_id) is None:
        raise NotFound("client")
    context.saw(client_id, clients=frozenset({client_id}))


def _report(context: Context, what: str, hold: LegalHold) -> None:
    """Report it to nobody but the network's people: an agency must not conclude that there is a lawsuit."""
    context.happened(
        Happening(type=what, subject_type="legal-hold", subject=hold.client, version=hold.version, stream=hold.client)
    )
