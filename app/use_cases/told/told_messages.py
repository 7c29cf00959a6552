"""A message told in words of another standard: said about the handoff that it names, to the other side of that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.message import TALKING
from app.ports.access import Access
from app.ports.resources import Face, Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.referrals import handoff_messages
from app.use_cases.told.told_orders import check_named

TYPE = "Communication"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMessage:
    """What is said; `about` are the orders and requests that it names, `unfit` the elements that no message holds."""

    text: str
    about: tuple[UUID, ...]
    recipients: frozenset[AgencyId]
    agencies: frozenset[AgencyId] = frozenset()
    client: ClientId | None = None
    unfit: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def said(told: ToldMessage) -> UseCase[[], UUID | None]:
    """Return the use case that says it; it returns None where it is not for the other side of a handoff."""

    async def verb(context: Context) -> UUID | None:
        handoff = await _handoff(context, told)
        if handoff is None:
            return None
        _check(context, told, handoff)
        await check_named(context, told.references)
        return (await ask(context, handoff_messages.say, handoff.id, told.text)).id

    return UseCase(verb, Rule(action="Communication.create", resource=TYPE, permission="c", roles=CARE_ROLES))


def fixed(subject: UUID, face: Face) -> UseCase[[], None]:
    """Return the use case that lets a message stay as it was said; only the same again is taken."""

    async def verb(context: Context) -> None:
        access = Access.of(context.actor, context.now)
        there = await context.tx.resources.read(access, Target(type=TYPE, id=subject))
        if there is None:
            raise NotFound("resource")
        if there.content != face.content:
            _stays()

    return UseCase(verb, Rule(action="Communication.update", resource=TYPE, permission="u", roles=CARE_ROLES))


def _stays() -> NoReturn:
    raise Conflict("message.fixed", "What was said stays as it was said: post another message.", allowed_actions=[])


async def _handoff(context: Context, told: ToldMessage) -> Handoff | None:
    """Find the handoff: one that is named itself, or of a named referral of one's own the one of whom it is told."""
    own = context.actor.agency
    for id_ in told.about:
        referral = await context.tx.referrals.of_handoff(HandoffId(id_))
        named: Iterable[Handoff] = () if referral is None else (referral.handoff(HandoffId(id_)),)
        if referral is None:
            whole = await context.tx.referrals.get(ReferralId(id_))
            named = () if whole is None or whole.sender != own else reversed(whole.handoffs)
        for handoff in named:
            if _is_between(handoff, own, told.recipients):
                return handoff
    return None


def _is_between(handoff: Handoff, own: AgencyId, recipients: frozenset[AgencyId]) -> bool:
    """Whether a handoff is between the actor and somebody to whom it is said, and both have something to say."""
    sides = (handoff.sender, handoff.provider)
    others = {agency for side, agency in enumerate(reversed(sides)) if sides[side] == own}
    known = handoff.sender == own or handoff.sent_at is not None
    return known and handoff.state in TALKING and bool(others & recipients)


def _check(context: Context, told: ToldMessage, handoff: Handoff) -> None:
    faults = [Fault(pointer=each, message="is no text: post it as a DocumentReference") for each in told.unfit]
    if told.client not in (None, handoff.client):
        faults.append(Fault(pointer="/client_id", message="must be the client of the handoff"))
    if not told.agencies <= {context.actor.agency}:
        faults.append(Fault(pointer="/agency_id", message="must be your own agency"))
    if faults:
        raise Invalid("message.invalid", "The message cannot be sent as it is.", faults=tuple(faults))
