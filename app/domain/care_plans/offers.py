"""What an asker may do now with a plan or an activity, and why not the rest: every answer carries it."""

from dataclasses import replace
from functools import lru_cache

from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.activity_moves import ACTIVITIES, ActivityStatus
from app.domain.care_plans.care_plan import PlanBlocker
from app.domain.care_plans.plan_moves import PLAN_ROLES, PLANS, UNDER_WAY, PlanAction, PlanStatus
from app.domain.lifecycle import Offer, Party
from app.domain.networks.roles import Role

NOT_YOUR_ROLE = "not for your role"
WHY_BLOCKED = {
    PlanBlocker.GOAL_MISSING: "it has no goal yet",
    PlanBlocker.AGREEMENT_MISSING: "what the client said of it is not recorded yet",
}


@lru_cache(maxsize=1024)
def plan_offers(
    status: PlanStatus, parties: frozenset[Party], roles: frozenset[Role], blockers: tuple[PlanBlocker, ...]
) -> tuple[Offer, ...]:
    """Return every action on a plan, for somebody on these sides with these roles."""
    return tuple(_within(offer, roles, blockers) for offer in PLANS.offers(status, parties))


@lru_cache(maxsize=1024)
def activity_offers(
    plan: PlanStatus, status: ActivityStatus, follows: ActivityKind | None, parties: frozenset[Party]
) -> tuple[Offer, ...]:
    """Return every action on an activity of a plan; one that follows something is moved by that alone."""
    if plan not in UNDER_WAY:
        return _refused("the plan has ended")
    if follows is not None:
        return _refused(f"it follows the {follows}")
    return ACTIVITIES.offers(status, parties)


def _within(offer: Offer, roles: frozenset[Role], blockers: tuple[PlanBlocker, ...]) -> Offer:
    if not offer.allowed:
        return offer
    if not PLAN_ROLES[PlanAction(offer.action)] & roles:
        return replace(offer, allowed=False, reason=NOT_YOUR_ROLE)
    if offer.action == PlanAction.ACTIVATE and blockers:
        return replace(offer, allowed=False, reason=", and ".join(WHY_BLOCKED[blocker] for blocker in blockers))
    return offer


def _refused(reason: str) -> tuple[Offer, ...]:
    return tuple(Offer(action=action.value, allowed=False, reason=reason) for action in ACTIVITIES.actions)
