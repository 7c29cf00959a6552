"""A suggestion as it is kept with its assessment: what became of it, and what was made of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.assessments.instrument import Instrument
from app.domain.assessments.suggesting import Suggestion
from app.domain.assessments.suggestion_moves import SUGGESTIONS, SuggestionAction, SuggestionState
from app.domain.codes import Sensitivity
from app.domain.faults import Faults
from app.domain.identity import SuggestionId
from app.domain.lifecycle import Party

REASON_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made of a suggestion: a need, goal, referral or task, and its id."""

    noun: str
    id: UUID


@dataclass(slots=True, kw_only=True)
class KeptSuggestion:
    """What the answers suggest, and what became of it: a person decides, except about what must be done at once."""

    id: SuggestionId
    suggestion: Suggestion
    state: SuggestionState = SuggestionState.OPEN
    made: Made | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None

    @property
    def is_due_at_once(self) -> bool:
        """Whether it is to be made without asking anybody, and has not been made."""
        return self.suggestion.automatic and self.state is SuggestionState.OPEN

    def accept(self, made: Made, by: UUID, at: datetime, parties: frozenset[Party]) -> None:
        """Say what was made of it."""
        self._decide(SuggestionAction.ACCEPT, by, at, parties)
        self.made, self.reason = made, None

    def dismiss(self, reason: str, by: UUID, at: datetime, parties: frozenset[Party]) -> None:
        """Decide against it."""
        faults = Faults()
        faults.text(reason, "/reason", most=REASON_LENGTH)
        faults.refuse("suggestion.invalid", "The reason cannot be as given.")
        self._decide(SuggestionAction.DISMISS, by, at, parties)
        self.reason = reason

    def follow(self, suggested: Suggestion | None) -> None:
        """Follow answers that have changed: what they no longer suggest is withdrawn, unless somebody has decided."""
        if suggested is not None:
            self.suggestion = suggested
        if suggested is None and self.state is SuggestionState.OPEN:
            self.state = SUGGESTIONS.move(self.state, SuggestionAction.WITHDRAW, frozenset({Party.SYSTEM}))
        elif suggested is not None and self.state is SuggestionState.WITHDRAWN:
            self.state = SUGGESTIONS.move(self.state, SuggestionAction.RENEW, frozenset({Party.SYSTEM}))

    def _decide(self, action: SuggestionAction, by: UUID, at: datetime, parties: frozenset[Party]) -> None:
        self.state = SUGGESTIONS.move(self.state, action, parties)
        self.decided_by, self.decided_at = by, at


def handed_on(instrument: Instrument, suggestion: Suggestion, *, part2: bool) -> frozenset[Sensitivity]:
    """Return the labels of what is made of a suggestion: those of the whole instrument, and of the rule behind it.

    Food is not labelled as violence because the same form asks about both.
    """
    rules = (rule for rule in instrument.measures.rules if rule.when is None or rule.key == suggestion.rule)
    return frozenset().union(*(rule.labels | (rule.part2_labels if part2 else frozenset()) for rule in rules))
