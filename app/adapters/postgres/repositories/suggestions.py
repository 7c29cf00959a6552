"""Suggestions to JSON and back, each content under the name of its kind."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from app.domain.assessments.rules import (
    Content,
    SuggestedGoal,
    SuggestedNeed,
    SuggestedReferral,
    SuggestedTask,
    SuggestionKind,
)
from app.domain.assessments.suggesting import Cause, Suggestion
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.identity import SuggestionId

_CONTENTS: dict[str, type[Content]] = {
    SuggestionKind.NEED: SuggestedNeed,
    SuggestionKind.GOAL: SuggestedGoal,
    SuggestionKind.REFERRAL: SuggestedReferral,
    SuggestionKind.TASK: SuggestedTask,
}


def suggestion_json(kept: KeptSuggestion) -> dict[str, Any]:
    """Write a suggestion with what became of it."""
    suggestion = kept.suggestion
    return {
        "id": str(kept.id),
        "key": suggestion.key,
        "rule": suggestion.rule,
        "kind": suggestion.kind,
        "content": msgspec.to_builtins(suggestion.content),
        "causes": msgspec.to_builtins(suggestion.causes),
        "need": suggestion.need,
        "automatic": suggestion.automatic,
        "state": kept.state,
        "made": msgspec.to_builtins(kept.made),
        "decided_by": None if kept.decided_by is None else str(kept.decided_by),
        "decided_at": None if kept.decided_at is None else kept.decided_at.isoformat(),
        "reason": kept.reason,
    }


def suggestion_of(stored: dict[str, Any]) -> KeptSuggestion:
    """Read a suggestion back."""
    return KeptSuggestion(
        id=SuggestionId(UUID(stored["id"])),
        suggestion=Suggestion(
            key=stored["key"],
            rule=stored["rule"],
            content=msgspec.convert(stored["content"], _CONTENTS[stored["kind"]]),
            causes=msgspec.convert(stored["causes"], tuple[Cause, ...]),
            need=stored["need"],
            automatic=stored["automatic"],
        ),
        state=SuggestionState(stored["state"]),
        made=msgspec.convert(stored["made"], Made | None),
        decided_by=None if stored["decided_by"] is None else UUID(stored["decided_by"]),
        decided_at=None if stored["decided_at"] is None else datetime.fromisoformat(stored["decided_at"]),
        reason=stored["reason"],
    )
