"""What an asker may do now with a referral or a handoff, and why not the rest: every answer carries it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from app.domain.errors import DomainError
from app.domain.lifecycle import Offer, Party
from app.domain.networks.roles import Role
from app.domain.referrals.handoff_moves import HANDOFF_ROLES, HANDOFFS, HandoffAction
from app.domain.referrals.referral_moves import REFERRAL_ROLES, REFERRALS, ReferralAction
from app.domain.referrals.routing import MODES, Routing
from app.domain.referrals.states import HandoffState, ReferralState

THROUGH_REFERRAL = frozenset({HandoffAction.SEND.value})
NOT_YOUR_ROLE = "not for your role"


@lru_cache(maxsize=4096)
def referral_offers(
    state: ReferralState,
    parties: frozenset[Party],
    roles: frozenset[Role],
    *,
    at_work: bool = False,
    walled: bool = False,
) -> tuple[Offer, ...]:
    """Return every action on a referral in `state`, for somebody on these sides with these roles.

    `at_work` says that a provider has not finished yet, `walled` that a blocker stands which no reason overrides.
    """
    return tuple(
        _unhindered(
            _for_roles(offer, REFERRAL_ROLES[ReferralAction(offer.action)], roles), at_work=at_work, walled=walled
        )
        for offer in REFERRALS.offers(state, parties)
    )


@lru_cache(maxsize=16384)
def handoff_offers(
    state: HandoffState,
    parties: frozenset[Party],
    roles: frozenset[Role],
    routing: Routing,
    referral: ReferralState,
) -> tuple[Offer, ...]:
    """Return every action on a handoff in `state`; what its routing or a hold forbids is refused with that reason."""
    return tuple(
        _within(_for_roles(offer, HANDOFF_ROLES[HandoffAction(offer.action)], roles), routing, referral)
        for offer in HANDOFFS.offers(state, parties)
        if offer.action not in THROUGH_REFERRAL
    )


@lru_cache(maxsize=4096)
def pool_offers(
    state: HandoffState, roles: frozenset[Role], routing: Routing, referral: ReferralState
) -> tuple[Offer, ...]:
    """Return the same for whom a pool offers it to: they take it, and do all else when it is theirs."""
    return tuple(
        each
        if each.action == HandoffAction.ACCEPT or not each.allowed
        else replace(each, allowed=False, reason="only once it is yours")
        for each in handoff_offers(state, frozenset({Party.PROVIDER}), roles, routing, referral)
    )


@contextmanager
def naming(offers: tuple[Offer, ...]) -> Iterator[None]:
    """Let a refusal that names allowed actions name those that the asker has: role, routing and hold count too."""
    try:
        yield
    except DomainError as refusal:
        if "allowed_actions" in refusal.facts:
            refusal.facts["allowed_actions"] = [offer.action for offer in offers if offer.allowed]
        raise


def _for_roles(offer: Offer, needed: frozenset[Role], roles: frozenset[Role]) -> Offer:
    return offer if not offer.allowed or needed & roles else replace(offer, allowed=False, reason=NOT_YOUR_ROLE)


def _unhindered(offer: Offer, *, at_work: bool, walled: bool) -> Offer:
    if not offer.allowed:
        return offer
    if offer.action == ReferralAction.COMPLETE and at_work:
        return replace(offer, allowed=False, reason="not while a provider is still at work")
    if offer.action == ReferralAction.SEND and walled:
        return replace(offer, allowed=False, reason="not while a wall stands among the blockers")
    return offer


def _within(offer: Offer, routing: Routing, referral: ReferralState) -> Offer:
    if not offer.allowed:
        return offer
    if offer.action == HandoffAction.OFFER and not MODES[routing].willing:
        return replace(offer, allowed=False, reason="only where the routing is select")
    if offer.action == HandoffAction.ACCEPT and referral is ReferralState.ON_HOLD:
        return replace(offer, allowed=False, reason="not possible while the referral is on hold")
    return offer
