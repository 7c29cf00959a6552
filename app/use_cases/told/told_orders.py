"""An order and the request to fulfil it, told in words of another standard: together they are a referral, sent.

The order was kept as it came; with the first request it becomes the referral of its id, and the request its handoff.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId, ServiceId, WorkerId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.content import Content, Destination, NewReferral, ReferralChanges
from app.domain.referrals.referral import Referral
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import ReferralState
from app.domain.referrals.views import ReferralView
from app.ports.access import Access
from app.ports.resources import Face, KeptResource, Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.referrals import referral_sending as sending
from app.use_cases.referrals import referrals
from app.use_cases.referrals.referrals import Onward

ORDER = "ServiceRequest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOrder:
    """What an order asks for; `agencies` and `worker` are those in whose name it is written."""

    client: ClientId
    content: Content
    services: tuple[ServiceId, ...] = ()
    above: UUID | None = None
    replaces: UUID | None = None
    agencies: frozenset[AgencyId] = frozenset()
    worker: WorkerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRequest:
    """A request to fulfil an order: by whom, for whom, and whether it shall go out at once.

    `details` are for the provider too. Without agency and service it is for whoever takes it.
    """

    order: UUID
    client: ClientId | None
    agency: AgencyId | None
    service: ServiceId | None
    send: bool
    details: str | None = None
    agencies: frozenset[AgencyId] = frozenset()
    references: tuple[Reference, ...] = ()


ReadOrder = Callable[[Face], ToldOrder | None]
"""Reads a kept order; None for one that asks for nothing that can be fulfilled."""


def requested(told: ToldRequest, read_order: ReadOrder) -> UseCase[[], UUID | None]:
    """Return the use case that makes a handoff of a request; it returns None where it is none of the network's."""

    async def verb(context: Context) -> UUID | None:
        if not await _is_reached(context, told):
            return None
        kept = await context.tx.resources.lock(Target(type=ORDER, id=told.order))
        if kept is not None:
            return await _from_kept(context, told, kept, read_order)
        referral = await context.tx.referrals.lock(ReferralId(told.order))
        if referral is None or referral.sender != context.actor.agency:
            return None
        await check_named(context, told.references)
        return await _onward(context, told, referral)

    return UseCase(verb, Rule(action="Task.create", resource="Task", permission="c", roles=CARE_ROLES))


async def check_named(context: Context, references: tuple[Reference, ...], within: Target | None = None) -> None:
    """Refuse alike what is not there and what the actor may not read; what stands there `within` already may stay."""
    access = Access.of(context.actor, context.now)
    there = None if within is None or not references else await context.tx.resources.read(access, within)
    said = b"" if there is None else there.content
    references = tuple(each for each in references if f'"{each.target.type}/{each.target.id}"'.encode() not in said)
    asked = {each.target for each in references}
    found = await context.tx.resources.standing(access, asked) if asked else {}
    missing = [each for each in references if each.target not in found]
    if missing:
        faults = tuple(Fault(pointer=each.expression, message="names nothing that is here") for each in missing)
        raise Invalid("resource.reference-not-found", "It names what cannot be named there.", faults=faults)


async def labels_named(context: Context, client: ClientId, references: tuple[Reference, ...]) -> frozenset[Sensitivity]:
    """Return the labels of what is named and tells of the same client: whatever names it bears them too."""
    access = Access.of(context.actor, context.now)
    asked = {each.target for each in references}
    found = await context.tx.resources.standing(access, asked) if asked else {}
    own = (each.sensitivities for each in found.values() if each.client in {None, client})
    return frozenset[Sensitivity]().union(*own)


async def _is_reached(context: Context, told: ToldRequest) -> bool:
    """Whether whoever shall fulfil it is of the network; nobody in particular is."""
    if told.service is not None:
        return told.service in await context.tx.services.get_many({told.service})
    return told.agency is None or told.agency in await context.tx.agencies.get_many({told.agency})


async def _from_kept(context: Context, told: ToldRequest, kept: KeptResource, read_order: ReadOrder) -> UUID | None:
    order = None if kept.deleted or kept.agency != context.actor.agency else read_order(kept.face)
    if order is None:
        return None
    await check_named(context, told.references)
    _check_parties(context, told, order)
    new = NewReferral(
        id=ReferralId(told.order),
        client=order.client,
        content=await _content(context, told, order),
        routing=Routing.DIRECT if told.agency or told.service else Routing.POOL,
        destinations=await _destinations(context, told, order.services),
        parent=await _parent(context, order.above),
        replaces=None if order.replaces is None else ReferralId(order.replaces),
        labels=kept.sensitivities,
    )
    view = await ask(context, referrals.create, new, send=told.send)
    context.tx.resources.take_over(kept)
    return _last(view)


def _check_parties(context: Context, told: ToldRequest, order: ToldOrder) -> None:
    """Refuse who writes in another agency's name, or asks for one client what was ordered for another."""
    faults = []
    if told.client not in (None, order.client):
        faults.append(Fault(pointer="/client_id", message="must be the client of the order"))
    own = {context.actor.agency}
    if not told.agencies <= own:
        faults.append(Fault(pointer="/requester", message="must be your own agency"))
    if not order.agencies <= own:
        faults.append(Fault(pointer="/order/requester", message="must be your own agency"))
    if faults:
        raise Invalid("referral.invalid", "The referral cannot be as described.", faults=tuple(faults))


async def _content(context: Context, told: ToldRequest, order: ToldOrder) -> Content:
    """Join what both say; the case manager is whoever has ordered it, if it is a worker of the agency."""
    details = "\n\n".join(text for text in (order.content.details, told.details) if text)
    worker = None if order.worker is None else await context.tx.workers.get(order.worker)
    if worker is not None and worker.agency != context.actor.agency:
        fault = Fault(pointer="/order/requester", message="must work at your own agency")
        raise Invalid("referral.invalid", "The referral cannot be as described.", faults=(fault,))
    case_manager = worker.id if worker is not None and worker.roles else None
    return replace(order.content, details=details or None, worker=case_manager)


async def _destinations(
    context: Context, told: ToldRequest, services: tuple[ServiceId, ...]
) -> tuple[Destination, ...]:
    """Say who shall fulfil it: with the service that the order names, where that is theirs."""
    if told.service is not None:
        return (Destination(service=told.service),)
    if told.agency is None:
        return ()
    known = await context.tx.services.get_many(set(services)) if services else {}
    own = next((each for each in services if each in known and known[each].agency == told.agency), None)
    return (Destination(agency=told.agency, service=own),)


async def _parent(context: Context, above: UUID | None) -> ReferralId | None:
    """Return the referral on which a provider refers: it names its own share of it."""
    referral = None if above is None else await context.tx.referrals.of_handoff(HandoffId(above))
    if referral is None or above is None:
        return None
    mine = referral.handoff(HandoffId(above)).provider == context.actor.agency
    return referral.id if mine else None


async def _onward(context: Context, told: ToldRequest, referral: Referral) -> UUID:
    """Ask the next provider of a referral that is there already: of a draft, or of one that nobody took."""
    if told.client not in (None, referral.client):
        fault = Fault(pointer="/client_id", message="must be the client of the order")
        raise Invalid("referral.invalid", "The referral cannot be as described.", faults=(fault,))
    where = await _destinations(context, told, ())
    if referral.state is ReferralState.NEEDS_ACTION:
        routing = Routing.DIRECT if where else Routing.POOL
        onward = Onward(destinations=where, routing=routing)
        view = await ask(context, referrals.reroute, referral.id, onward, expected=None)
        return _last(view)
    REFERRALS.row(referral.state, ReferralAction.SEND, sending.deed_of(context, referral).parties)
    changes = ReferralChanges(destinations=where, routing=None if where else Routing.POOL)
    view = await ask(context, referrals.change, referral.id, changes, expected=None)
    if told.send:
        view = await ask(context, referrals.send, referral.id, expected=None)
    return _last(view)


def _last(view: ReferralView) -> UUID:
    return view.handoffs[-1].id
