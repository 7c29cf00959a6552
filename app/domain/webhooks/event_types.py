"""The types of events that anyone may ask for, because a filter with a typing error would wait in silence for ever."""

from collections.abc import Iterable, Mapping

from app.domain.appointments.appointment_moves import HAPPENED as APPOINTMENT_HAPPENED
from app.domain.care_plans.goal_moves import GOAL_PAST
from app.domain.care_plans.need_moves import NEED_PAST
from app.domain.care_plans.plan_moves import ALSO_HAPPENED
from app.domain.care_plans.plan_moves import HAPPENED as PLAN_HAPPENED
from app.domain.care_teams.member_moves import HAPPENED as MEMBER_HAPPENED
from app.domain.care_teams.team_moves import HAPPENED as TEAM_HAPPENED
from app.domain.consent_templates.template import FORM_HAPPENED
from app.domain.consents.override import OVERRIDE_HAPPENED
from app.domain.referrals.clocks import STRUCK
from app.domain.referrals.handoff_moves import HAPPENED as HANDOFF_HAPPENED
from app.domain.referrals.referral_moves import HAPPENED as REFERRAL_HAPPENED

EVERYTHING = "*"
TEST_MESSAGE = "webhook.test"  # sent when somebody asks for it; stands in no log, and no filter is needed to hear it

_CATALOGUE: Mapping[str, Iterable[str]] = {
    "acuity": ("changed",),
    "agency": ("created", "changed"),
    "appointment": ("created", "changed", *APPOINTMENT_HAPPENED.values()),
    "api-client": ("created", "changed", "secret_rotated", "revoked"),
    "assessment": (
        "created",
        "answered",
        "completed",
        "amended",
        "stopped",
        "entered_in_error",
        "suggestion_accepted",
        "suggestion_dismissed",
    ),
    "break-glass": ("opened", "ended", "reviewed"),
    "audit": ("anchored", "tampered"),
    "care-plan": (*PLAN_HAPPENED.values(), *ALSO_HAPPENED),
    "care-plan-template": ("created", "changed", "retired", "reinstated"),
    "care-team": ("created", "changed", *TEAM_HAPPENED.values()),
    "care-team-member": ("joined", "changed", "made_primary", *MEMBER_HAPPENED.values()),
    "client-export": ("requested", "made", "failed"),
    "client": ("registered", "changed", "linked", "unlinked"),
    "consent": ("granted", "revoked", "document_attached", "document_removed"),
    "consent-template": ("created", "changed", *FORM_HAPPENED.values()),
    "consent-override": ("requested", *OVERRIDE_HAPPENED.values()),
    "erasure": ("proposed", "approved", "refused", "begun", "finished"),
    "goal": ("created", "changed", "progressed", "answered", *GOAL_PAST.values()),
    "handoff": (*HANDOFF_HAPPENED.values(), *STRUCK.values(), "messaged"),
    "handover": ("given", "acknowledged"),
    "household": ("created", "changed"),
    "instrument": ("published", "retired"),
    "legal-hold": ("placed", "lifted"),
    "location": ("created", "changed"),
    "need": ("created", "changed", *NEED_PAST.values()),
    "network": ("created", "changed"),
    "proxy": ("created", "changed", "ended"),
    "referral": ("created", "changed", *REFERRAL_HAPPENED.values()),
    "resource": ("created", "changed", "deleted"),
    "service": ("created", "changed", "capacity_changed"),
    "subscription": ("created", "changed", "activated", "faltered", "ended", "deleted"),
    "task": ("created", "changed", "started", "done", "cancelled", "reopened"),
    "transfer": ("created", "done", "cancelled"),
    "webhook": ("created", "changed", "secret_rotated", "enabled", "disabled", "deleted"),
    "worker": ("created", "changed", "deactivated"),
}

EVENT_TYPES: frozenset[str] = frozenset(f"{noun}.{verb}" for noun, verbs in _CATALOGUE.items() for verb in verbs)
FILTERS: frozenset[str] = EVENT_TYPES | {f"{noun}.*" for noun in _CATALOGUE} | {EVERYTHING}


def filters_for(event_type: str) -> frozenset[str]:
    """Every filter that lets this type through: itself, its noun's wildcard, and everything."""
    return frozenset({event_type, f"{event_type.partition('.')[0]}.*", EVERYTHING})


def lets_through(filters: Iterable[str], event_type: str) -> bool:
    """Whether any of the filters names this type."""
    return not filters_for(event_type).isdisjoint(filters)
