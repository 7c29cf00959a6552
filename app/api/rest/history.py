"""Lines of history as both sides read them."""

from typing import Any

from app.domain.referrals.history import HistoryEntry


def history_view(entry: HistoryEntry) -> dict[str, Any]:
    """Put a line of history into the words of `HistoryEntryOut`."""
    return {
        "number": entry.number,
        "handoff_id": entry.handoff,
        "at": entry.at,
        "actor_id": entry.actor,
        "agency_id": entry.agency,
        "principal_id": entry.principal,
        "action": entry.action,
        "source": entry.source,
        "target": entry.target,
        "reason": entry.reason,
        "note": entry.note,
        "withheld": entry.withheld,
    }
