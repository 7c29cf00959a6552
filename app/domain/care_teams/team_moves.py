"""What may happen to a care team, as one table (FHIR CareTeam.status)."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class TeamStatus(StrEnum):
    """Where a team stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"
    ENTERED_IN_ERROR = "entered_in_error"


class TeamAction(StrEnum):
    """What can be done to a team."""

    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    ENTER_IN_ERROR = "enter_in_error"


S, A = TeamStatus, TeamAction
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})

TEAMS: Machine[TeamStatus, TeamAction] = Machine(
    "care-team",
    S,
    (
        Move(
            action=A.ACTIVATE,
            sources=frozenset({S.PROPOSED}),
            target=S.ACTIVE,
            by=OWNER,
            why="it has begun to work: from now on its members read what consent allows",
        ),
        Move(
            action=A.SUSPEND,
            sources=frozenset({S.ACTIVE}),
            target=S.SUSPENDED,
            by=OWNER,
            why="it rests: its members read nothing by it",
        ),
        Move(action=A.RESUME, sources=frozenset({S.SUSPENDED}), target=S.ACTIVE, by=OWNER, why="it works again"),
        Move(
            action=A.CLOSE,
            sources=frozenset({S.PROPOSED, S.ACTIVE, S.SUSPENDED}),
            target=S.INACTIVE,
            by=OWNER,
            why="its work is over: every member leaves",
        ),
        Move(
            action=A.ENTER_IN_ERROR,
            sources=frozenset(S) - {S.ENTERED_IN_ERROR},
            target=S.ENTERED_IN_ERROR,
            by=OWNER,
            why="it should never have been: every member leaves",
        ),
    ),
)

HAPPENED = {
    A.ACTIVATE: "activated",
    A.SUSPEND: "suspended",
    A.RESUME: "resumed",
    A.CLOSE: "closed",
    A.ENTER_IN_ERROR: "entered_in_error",
}
FHIR_STATUS = {status: status.value.replace("_", "-") for status in S}
