"""What may happen to a membership of a care team, as one table: who has left comes back as a new member."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class MemberStatus(StrEnum):
    """Whether somebody works with the client now, did, or never should have been listed."""

    ACTIVE = "active"
    FORMER = "former"
    ENTERED_IN_ERROR = "entered_in_error"


class MemberAction(StrEnum):
    """What can be done to a membership."""

    END = "end"
    ENTER_IN_ERROR = "enter_in_error"


S, A = MemberStatus, MemberAction
SERVING = frozenset({Party.AGENCY})
"""The agencies that serve the client: they say who is on the team."""
LEAVING = frozenset({Party.PROVIDER})
"""The agency that the member is of, without serving the client: it may leave."""

HAPPENED = {A.END: "left", A.ENTER_IN_ERROR: "entered_in_error"}

MEMBERS: Machine[MemberStatus, MemberAction] = Machine(
    "care-team-member",
    S,
    (
        Move(
            action=A.END,
            sources=frozenset({S.ACTIVE}),
            target=S.FORMER,
            by=frozenset({Party.AGENCY, Party.PROVIDER, Party.SYSTEM}),
            why="it leaves, or its handoff has ended; it stays listed",
        ),
        Move(
            action=A.ENTER_IN_ERROR,
            sources=frozenset({S.ACTIVE, S.FORMER}),
            target=S.ENTERED_IN_ERROR,
            by=frozenset({Party.AGENCY, Party.SYSTEM}),
            why="it never was on the team",
        ),
    ),
)
