"""The types of events that anyone may ask for, because a filter with a typing error would wait in silence for ever."""

from collections.abc import Iterable, Mapping

EVERYTHING = "*"

_CATALOGUE: Mapping[str, str] = {
    "agency": "created changed",
    "api-client": "created changed secret_rotated revoked",
    "client": "registered changed linked unlinked entered_in_error",
    "consent": "granted changed revoked expired entered_in_error",
    "handoff": (
        "queued sent viewed info_requested willing accepted waitlisted scheduled no_show appointment_cancelled "
        "in_progress paused resumed completed failed declined handed_back withdrawn expired cancel_requested cancelled "
        "entered_in_error message_sent reminded"
    ),
    "location": "created changed deleted",
    "network": "created changed",
    "referral": (
        "created changed sent awaiting_authorization open needs_action placed in_service on_hold resumed "
        "cancel_pending completed closed_unmet cancelled entered_in_error"
    ),
    "service": "created changed deleted capacity_changed",
    "task": "created changed assigned started completed cancelled",
    "webhook": "created changed secret_rotated enabled disabled deleted",
    "worker": "created changed deactivated",
}

EVENT_TYPES: frozenset[str] = frozenset(
    f"{noun}.{verb}" for noun, verbs in _CATALOGUE.items() for verb in verbs.split()
)
FILTERS: frozenset[str] = EVENT_TYPES | {f"{noun}.*" for noun in _CATALOGUE} | {EVERYTHING}


def filters_for(event_type: str) -> frozenset[str]:
    """Every filter that lets this type through: itself, its noun's wildcard, and everything."""
    return frozenset({event_type, f"{event_type.partition('.')[0]}.*", EVERYTHING})


def lets_through(filters: Iterable[str], event_type: str) -> bool:
    """Whether any of the filters names this type."""
    return not filters_for(event_type).isdisjoint(filters)
