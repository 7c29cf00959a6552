"""What may happen to an erasure, as one table: somebody proposes, somebody else decides, the worker carries it out."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class ErasureState(StrEnum):
    """Where an erasure stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ERASING = "erasing"
    ERASED = "erased"
    REFUSED = "refused"


class ErasureAction(StrEnum):
    """What can be done to an erasure."""

    APPROVE = "approve"
    REFUSE = "refuse"
    BEGIN = "begin"
    FINISH = "finish"


S, A = ErasureState, ErasureAction
OPEN = frozenset({S.PROPOSED, S.APPROVED, S.ERASING})
CARRIED_OUT = frozenset({S.ERASING, S.ERASED})

ERASURES: Machine[ErasureState, ErasureAction] = Machine(
    "erasure",
    ErasureState,
    (
        Move(
            action=A.APPROVE,
            sources=frozenset({S.PROPOSED}),
            target=S.APPROVED,
            by=frozenset({Party.AGENCY}),
            why="the privacy office agrees: somebody else than who proposed it",
        ),
        Move(
            action=A.REFUSE,
            sources=frozenset({S.PROPOSED, S.APPROVED}),
            target=S.REFUSED,
            by=frozenset({Party.AGENCY, Party.SYSTEM}),
            why="the record stays: the privacy office says so, or a legal hold or open work came in between",
        ),
        Move(
            action=A.BEGIN,
            sources=frozenset({S.APPROVED}),
            target=S.ERASING,
            by=frozenset({Party.SYSTEM}),
            why="the record is forgotten, and answers as gone from this moment on",
        ),
        Move(
            action=A.FINISH,
            sources=frozenset({S.ERASING}),
            target=S.ERASED,
            by=frozenset({Party.SYSTEM}),
            why="what had been under way when the record went was forgotten too",
        ),
    ),
)
