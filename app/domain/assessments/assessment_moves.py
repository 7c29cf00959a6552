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


OWNER = frozenset({Party.AGENCY})
DONE = frozenset({AssessmentStatus.COMPLETED, AssessmentStatus.AMENDED})

ASSESSMENTS: Machine[AssessmentStatus, AssessmentAction] = Machine(
    "assessment",
    AssessmentStatus,
    (
        Move(
            action=AssessmentAction.COMPLETE,
            sources=frozenset({AssessmentStatus.IN_PROGRESS}),
            target=AssessmentStatus.COMPLETED,
            by=OWNER,
            why="everything required is answered, or declined",
        ),
        Move(
            action=AssessmentAction.AMEND,
            sources=DONE,
            target=AssessmentStatus.AMENDED,
            by=OWNER,
            why="an answer was wrong; the former version is kept",
        ),
        Move(
            action=AssessmentAction.STOP,
            sources=frozenset({AssessmentStatus.IN_PROGRESS}),
            target=AssessmentStatus.STOPPED,
            by=OWNER,
            why="it was broken off; what was answered stays, and is not scored",
        ),
        Move(
            action=AssessmentAction.ENTER_IN_ERROR,
            sources=frozenset(AssessmentStatus) - {AssessmentStatus.ENTERED_IN_ERROR},
            target=AssessmentStatus.ENTERED_IN_ERROR,
            by=OWNER,
            why="it should never have been",
        ),
    ),
)

FHIR_STATUS = {status: status.value.replace("_", "-") for status in AssessmentStatus}
