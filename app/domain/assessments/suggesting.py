"""What an assessment suggests, each suggestion with the answers and scores that caused it; a person confirms."""

from dataclasses import dataclass

from app.domain.assessments.rules import (
    Content,
    SuggestedGoal,
    SuggestedNeed,
    SuggestedReferral,
    SuggestionKind,
)
from app.domain.assessments.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """An answer (`link_id`) or a score (`score`) that caused a suggestion: what was asked, and what came of it."""

    asked: Words
    answered: Words
    link_id: str | None = None
    score: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing to consider; `key` is the same each time this version of the instrument suggests it.

    `need` is the key of the suggested need that it serves. An `automatic` one is done without being asked.
    """

    key: str
    rule: str
    content: Content
    causes: tuple[Cause, ...]
    need: str | None = None
    automatic: bool = False

    @property
    def kind(self) -> SuggestionKind:
        """What it becomes when it is accepted."""
        return kind_of(self.content)


def kind_of(content: Content) -> SuggestionKind:
    """Return what a content becomes."""
    if isinstance(content, SuggestedNeed):
        return SuggestionKind.NEED
    if isinstance(content, SuggestedGoal):
        return SuggestionKind.GOAL
    return SuggestionKind.REFERRAL if isinstance(content, SuggestedReferral) else SuggestionKind.TASK
