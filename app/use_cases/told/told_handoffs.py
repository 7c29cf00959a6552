"""A handoff or a referral that is told to stand somewhere: which use case leads there, and with which words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.errors import Conflict, Fault, Forbidden, Invalid
from app.domain.identity import HandoffId, ReferralId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.asker import Asker
from app.domain.referrals.content import Content, ReferralChanges
from app.domain.referrals.handoff_moves import HandoffAction as A
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty
from app.domain.referrals.referral import Referral
from app.domain.referrals.referral_moves import ReferralAction
from app.domain.referrals.states import LIVE, HandoffState
from app.domain.referrals.told_moves import meant_of_handoff, meant_of_referral, not_allowed
from app.ports.access import Access
from app.ports.resources import Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.referrals import handoff_handling as handling
from app.use_cases.referrals import handoffs, referrals
from app.use_cases.referrals import referral_sending as sending
from app.use_cases.told.told_orders import check_named
from app.use_cases.told.told_pools import claimed

UNSAID = Reason(
    code=ReasonCode.OTHER,
    party=ReasonParty.SYSTEM,
    next_action=NextAction.NONE,
    note="The sender's system revoked it without saying why.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHandoff:
    """Where a handoff shall stand, with everything that the way there may need.

    `why` is the reason in words and `reason_as_posted` in bytes: a reason that is shown already explains nothing new.
    `part_of` is the handoff of which this is the question, `owner` the agency that shall do it.
    """

    status: str
    business: str | None = None
    reason: Reason | None = None
    reason_as_posted: bytes | None = None
    why: str | None = None
    note: str | None = None
    meeting: Meeting | None = None
    outcome: Outcome | None = None
    part_of: UUID | None = None
    owner: UUID | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReferral:
    """Where a referral shall stand, and what it asks for; what was sent asks for the same for good."""

    status: str
    content: Content | None = None
    reason: Reason | None = None
    note: str | None = None
    outcome: Outcome | None = None
    references: tuple[Reference, ...] = ()


Move = Callable[[Context, Referral, HandoffId, ToldHandoff], Awaitable[object]]


def handoff_moved(subject: UUID, told: ToldHandoff) -> UseCase[[], None]:
    """Return the use case that lets a handoff go where it is told to stand."""

    async def verb(context: Context) -> None:
        handoff_id = HandoffId(subject)
        referral = await context.tx.referrals.lock_of_handoff(handoff_id)
        seen = await handling.seen_of(context, referral, handoff_id)
        await check_named(context, told.references, Target(type="Task", id=subject))
        await _move(context, seen, await _news(context, subject, told))

    return UseCase(verb, Rule(action="Task.update", resource="Task", permission="u", roles=CARE_ROLES))


async def _news(context: Context, subject: UUID, told: ToldHandoff) -> ToldHandoff:
    """Leave out the reason that was read and is only sent back: it is that of what went before."""
    if told.reason_as_posted is None:
        return told
    there = await context.tx.resources.read(Access.of(context.actor, context.now), Target(type="Task", id=subject))
    stale = there is not None and told.reason_as_posted in there.content
    return replace(told, reason=None, why=None) if stale else told


async def _move(context: Context, seen: handling.Seen, told: ToldHandoff) -> None:
    """Do what is meant; what stands so already stays, though another appointment may be told of it."""
    handoff = seen.handoff
    if handoff.offers_to(context.actor.agency):
        await claimed(context, handoff, told.status, told.owner, told.note)
        return
    sides = Asker.of(context.actor).sides(handoff.sender, handoff.asked)
    if told.status == "accepted":
        handoff.refuse_when_filled()
    action = meant_of_handoff(handoff.state, handoff.before, sides, told.status, told.business)
    if action is None and _is_met_otherwise(handoff.state, handoff.meeting, told):
        action = A.SCHEDULE
    if action is not None:
        await _WAYS[action](context, seen.referral, handoff.id, told)


def question_answered(subject: UUID, told: ToldHandoff) -> UseCase[[], None]:
    """Return the use case that answers what the provider asked: who completes the question says the answer."""

    async def verb(context: Context) -> None:
        handoff_id = HandoffId(subject)
        seen = await handling.seen_of(context, await context.tx.referrals.lock_of_handoff(handoff_id), handoff_id)
        if told.status == "completed" and seen.handoff.answer and seen.handoff.answer == _answered(told):
            return
        if told.status != "completed":
            sides = Asker.of(context.actor).sides(seen.handoff.sender, seen.handoff.asked)
            raise not_allowed(seen.handoff.state, sides, told.status)
        text = _needed(_answered(told), "/outcome", "must hold the answer")
        await ask(context, handoffs.answer, handoff_id, text, expected=None)

    return UseCase(verb, Rule(action="Task.update", resource="Task", permission="u", roles=CARE_ROLES))


def _answered(told: ToldHandoff) -> str | None:
    return (told.outcome.note if told.outcome else None) or told.note


def referral_moved(subject: UUID, told: ToldReferral) -> UseCase[[], None]:
    """Return the use case that lets a referral go where it is told to stand; a draft may ask for something else."""

    async def verb(context: Context) -> None:
        referral = await context.tx.referrals.lock(ReferralId(subject))
        if referral is None:
            await _check_share(context, subject)
        referral = await sending.own(context, referral)
        await check_named(context, told.references, Target(type="ServiceRequest", id=subject))
        sides = Asker.of(context.actor).sides(referral.sender, None)
        if told.content is not None and (changes := _changes(referral.content, told.content)):
            await ask(context, referrals.change, referral.id, ReferralChanges(content=changes), expected=None)
        action = meant_of_referral(referral.state, sides, told.status)
        if action is not None:
            await _REFERRAL_WAYS[action](context, referral, told)

    rule = Rule(action="ServiceRequest.update", resource="ServiceRequest", permission="u", roles=CARE_ROLES)
    return UseCase(verb, rule)


async def _check_share(context: Context, subject: UUID) -> None:
    """Refuse to change a provider's share of a referral: it follows the request that it fills."""
    await handling.seen_of(context, await context.tx.referrals.of_handoff(HandoffId(subject)), HandoffId(subject))
    raise Forbidden("referral.share", "This order follows its Task: change that.")


def _changes(before: Content, told: Content) -> Mapping[str, Any]:
    """Return what is asked for otherwise."""
    names = ("category", "priority", "code")
    return {name: getattr(told, name) for name in names if getattr(told, name) != getattr(before, name)}


def _is_met_otherwise(state: HandoffState, meeting: Meeting | None, told: ToldHandoff) -> bool:
    """Whether another appointment is told of a handoff that has one."""
    return state is HandoffState.SCHEDULED and told.meeting is not None and told.meeting != meeting


def _plain(use_case: UseCase[..., Any]) -> Move:
    async def move(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
        del referral
        return await ask(context, use_case, handoff, expected=None, note=told.note)

    return move


def _reasoned(use_case: UseCase[..., Any]) -> Move:
    async def move(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
        del referral
        reason = _needed(told.reason, "/reason", "must say why")
        return await ask(context, use_case, handoff, reason, expected=None, note=told.note)

    return move


async def _ask(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del referral
    question = _needed(told.note or told.why, "/question", "must ask")
    return await ask(context, handoffs.ask, handoff, question, expected=None)


async def _answer(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del referral
    text = _needed(told.note or told.why, "/question", "must answer")
    return await ask(context, handoffs.answer, handoff, text, expected=None)


async def _wait(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    """Put the client on the waitlist: taken before, or with it."""
    if referral.handoff(handoff).state in LIVE:
        return await ask(context, handoffs.accept, handoff, expected=None, waitlist=Waitlist(), note=told.note)
    return await ask(context, handoffs.put_on_waitlist, handoff, Waitlist(), expected=None, note=told.note)


async def _schedule(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del referral
    meeting = _needed(told.meeting, "/meeting", "must say when the client is expected")
    return await ask(context, handoffs.schedule, handoff, meeting, expected=None, note=told.note)


async def _complete(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del referral
    outcome = told.outcome or Outcome(result=Result.NEED_MET)
    return await ask(context, handoffs.complete, handoff, outcome, expected=None, note=told.note)


async def _send(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del handoff
    return await ask(context, referrals.send, referral.id, expected=None, note=told.note)


async def _in_error(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del referral
    return await ask(context, handoffs.enter_in_error, handoff, expected=None, note=told.note or told.why)


async def _never_by_people(context: Context, referral: Referral, handoff: HandoffId, told: ToldHandoff) -> object:
    del context, referral, handoff, told
    raise Conflict("handoff.not-allowed", "Only the clock does this.")


_WAYS: Mapping[A, Move] = {
    A.SEND: _send,
    A.VIEW: _plain(handoffs.view),
    A.ASK: _ask,
    A.ANSWER: _answer,
    A.OFFER: _plain(handoffs.offer),
    A.ACCEPT: _plain(handoffs.accept),
    A.DECLINE: _reasoned(handoffs.decline),
    A.WAITLIST: _wait,
    A.SCHEDULE: _schedule,
    A.NO_SHOW: _plain(handoffs.no_show),
    A.CANCEL_APPOINTMENT: _plain(handoffs.cancel_appointment),
    A.START: _plain(handoffs.start),
    A.PAUSE: _plain(handoffs.pause),
    A.RESUME: _plain(handoffs.resume),
    A.COMPLETE: _complete,
    A.FAIL: _reasoned(handoffs.fail),
    A.HAND_BACK: _reasoned(handoffs.hand_back),
    A.RECALL: _plain(handoffs.recall),
    A.REQUEST_CANCEL: _plain(handoffs.request_cancel),
    A.CONFIRM_CANCEL: _plain(handoffs.confirm_cancel),
    A.EXPIRE: _never_by_people,
    A.ENTER_IN_ERROR: _in_error,
}


async def _close(context: Context, referral: Referral, told: ToldReferral) -> object:
    """Close it with the outcome that is told, or that the provider has told back."""
    back = next((each.outcome for each in referral.handoffs if each.outcome and each.feedback), None)
    outcome = told.outcome or back or Outcome(result=Result.NEED_MET)
    return await ask(context, referrals.complete, referral.id, outcome, expected=None, note=told.note)


async def _cancel(context: Context, referral: Referral, told: ToldReferral) -> object:
    return await ask(context, referrals.cancel, referral.id, told.reason or UNSAID, expected=None, note=told.note)


def _moved(use_case: UseCase[..., Any]) -> Callable[[Context, Referral, ToldReferral], Awaitable[object]]:
    async def move(context: Context, referral: Referral, told: ToldReferral) -> object:
        return await ask(context, use_case, referral.id, expected=None, note=told.note)

    return move


_REFERRAL_WAYS: Mapping[ReferralAction, Callable[[Context, Referral, ToldReferral], Awaitable[object]]] = {
    ReferralAction.SEND: _moved(referrals.send),
    ReferralAction.HOLD: _moved(referrals.hold),
    ReferralAction.RESUME: _moved(referrals.resume),
    ReferralAction.CANCEL: _cancel,
    ReferralAction.COMPLETE: _close,
    ReferralAction.ENTER_IN_ERROR: _moved(referrals.enter_in_error),
}


def _needed(value: Any, pointer: str, message: str) -> Any:
    if not value:
        raise Invalid("handoff.invalid", "Something is missing.", faults=(Fault(pointer=pointer, message=message),))
    return value
