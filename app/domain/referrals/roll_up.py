"""How the states of the handoffs make the state of the referral (domain, section 2.2)."""

from collections.abc import Collection

from app.domain.lifecycle import Party
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.states import AGREED, LIVE, HandoffState, ReferralState

FOLLOWS = frozenset({ReferralState.OPEN, ReferralState.NEEDS_ACTION, ReferralState.PLACED, ReferralState.IN_SERVICE})


def follow(state: ReferralState, handoffs: Collection[Handoff]) -> tuple[ReferralAction, ...]:
    """Return the moves by which the referral follows its handoffs; none while its state is the sender's to change."""
    if state is ReferralState.CANCEL_PENDING:
        return REFERRALS.path(state, _cancelled(handoffs), Party.SYSTEM)
    if state not in FOLLOWS:
        return ()
    goal = _standing(handoffs)
    if state is ReferralState.IN_SERVICE and goal is ReferralState.PLACED:
        return ()
    return REFERRALS.path(state, goal, Party.SYSTEM)


def _standing(handoffs: Collection[Handoff]) -> ReferralState:
    states = {handoff.state for handoff in handoffs}
    if HandoffState.IN_PROGRESS in states or any(handoff.served for handoff in handoffs):
        return ReferralState.IN_SERVICE
    if states & AGREED:
        return ReferralState.PLACED
    return ReferralState.OPEN if states & LIVE else ReferralState.NEEDS_ACTION


def _cancelled(handoffs: Collection[Handoff]) -> ReferralState:
    states = {handoff.state for handoff in handoffs}
    if states & AGREED:
        return ReferralState.CANCEL_PENDING
    return ReferralState.COMPLETED if HandoffState.COMPLETED in states else ReferralState.CANCELLED
