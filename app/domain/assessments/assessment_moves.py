"""What may happen to an assessment, as one table (FHIR QuestionnaireResponse.status)."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class AssessmentStatus(StrEnum):
    """Where an assessment stands."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    STOPPED = "stopped"
    ENTERED_IN_ERROR = "entered_in_error"


class AssessmentAction(StrEnum):
    """What can be done to an assessment, beside answering while it is in progress."""

    COMPLETE = "complete"
    AMEND = "amend"
    STOP = "stop"
    ENTER_IN_ERROR = "enter_in_error"


S, A = AssessmentStatus, AssessmentAction
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})
DONE = frozenset({S.COMPLETED, S.AMENDED})

ASSESSMENTS: Machine[S, A] = Machine(
    "assessment",
    S,
    (
        Move(
            action=A.COMPLETE,
            sources=frozenset({S.IN_PROGRESS}),
            target=S.COMPLETED,
            by=OWNER,
            why="everything required is answered, or declined",
        ),
        Move(action=A.AMEND, sources=DONE, target=S.AMENDED, by=OWNER, why="an answer was wrong; the former stays"),
        Move(
            action=A.STOP,
            sources=frozenset({S.IN_PROGRESS}),
            target=S.STOPPED,
            by=OWNER,
            why="it was broken off; what was answered stays, and is not scored",
        ),
        Move(
            action=A.ENTER_IN_ERROR,
            sources=frozenset(S) - {S.ENTERED_IN_ERROR},
            target=S.ENTERED_IN_ERROR,
            by=OWNER,
            why="it should never have been",
        ),
    ),
)

FHIR_STATUS = {status: status.value.replace("_", "-") for status in S}
