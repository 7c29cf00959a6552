"""How much a provider may know at which moment: the tiers, as a rule over routing and state."""

from collections.abc import Mapping

from app.domain.clients.access import Tier
from app.domain.referrals.routing import MODES, Routing
from app.domain.referrals.states import AGREED, LIVE, HandoffState

HOLDS: Mapping[Tier, frozenset[str]] = {
    Tier.CAPACITY: frozenset({"service", "priority"}),
    Tier.SUMMARY: frozenset({"age_band", "area", "language", "interpreter", "category", "priority", "accessibility"}),
    Tier.IDENTITY: frozenset({"client", "name", "birth_date", "contact_channels", "details"}),
    Tier.FULL: frozenset({"attachments"}),
}

_SERVED = frozenset({HandoffState.COMPLETED, HandoffState.FAILED, HandoffState.HANDED_BACK, HandoffState.CANCELLED})
_UNTOLD = frozenset({HandoffState.QUEUED, HandoffState.ENTERED_IN_ERROR})


def tier_of(routing: Routing, state: HandoffState) -> Tier:
    """Return what the provider of a handoff in `state` is told.

    Who has worked with the client keeps what it did; who declined, was withdrawn or did not answer forgets who it was.
    """
    if state in _UNTOLD:
        return Tier.CAPACITY
    if state in AGREED | _SERVED:
        return Tier.IDENTITY
    if state in LIVE and MODES[routing].identity_when_sent:
        return Tier.IDENTITY
    return Tier.SUMMARY


def holds_access(routing: Routing, state: HandoffState) -> bool:
    """Whether a handoff in `state` lets its provider open the client's record: while it is live or worked."""
    return state in LIVE | AGREED and tier_of(routing, state) >= Tier.IDENTITY
