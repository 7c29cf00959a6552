"""What may become of a suggestion, as one table: a rule suggests, a person decides."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class SuggestionState(StrEnum):
    """Where a suggestion stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class SuggestionAction(StrEnum):
    """What can be done to a suggestion; the last two only by the system, following the answers."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"
    RENEW = "renew"


ANYONE_SERVING = frozenset({Party.AGENCY, Party.SYSTEM})
SYSTEM = frozenset({Party.SYSTEM})

SUGGESTIONS: Machine[SuggestionState, SuggestionAction] = Machine(
    "suggestion",
    SuggestionState,
    (
        Move(
            action=SuggestionAction.ACCEPT,
            sources=frozenset({SuggestionState.OPEN, SuggestionState.DISMISSED}),
            target=SuggestionState.ACCEPTED,
            by=ANYONE_SERVING,
            why="what it suggests is made, in the same moment",
        ),
        Move(
            action=SuggestionAction.DISMISS,
            sources=frozenset({SuggestionState.OPEN}),
            target=SuggestionState.DISMISSED,
            by=ANYONE_SERVING,
            why="a person decides against it, and says why",
        ),
        Move(
            action=SuggestionAction.WITHDRAW,
            sources=frozenset({SuggestionState.OPEN}),
            target=SuggestionState.WITHDRAWN,
            by=SYSTEM,
            why="the amended answers no longer suggest it, or the assessment was entered in error",
        ),
        Move(
            action=SuggestionAction.RENEW,
            sources=frozenset({SuggestionState.WITHDRAWN}),
            target=SuggestionState.OPEN,
            by=SYSTEM,
            why="the answers suggest it again",
        ),
    ),
)
