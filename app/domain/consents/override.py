"""An override of a missing consent: one person asks and says why, another decides, and it counts for hours only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.errors import Conflict, Forbidden
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, NetworkId, OverrideId, ReferralId
from app.domain.lifecycle import Machine, Move, Offer, Party

NEVER = frozenset({Sensitivity.SUD, Sensitivity.SDV})
"""No override opens these: 42 CFR Part 2 and the VAWA rules know no such exception."""
REASON_MOST = 2_000


class OverrideState(StrEnum):
    """Where an override stands; an approved one counts until its time has passed."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class OverrideAction(StrEnum):
    """What can be done to an override."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    END = "end"


S, A = OverrideState, OverrideAction
SECOND = frozenset({Party.SECOND})
FIRST = frozenset({Party.AGENCY})
OVERRIDES: Machine[OverrideState, OverrideAction] = Machine(
    "consent-override",
    S,
    (
        Move(
            action=A.APPROVE,
            sources=frozenset({S.PENDING}),
            target=S.APPROVED,
            by=SECOND,
            why="a second person finds the reason good; it counts for a few hours, for this referral alone",
        ),
        Move(
            action=A.REFUSE, sources=frozenset({S.PENDING}), target=S.REFUSED, by=SECOND, why="the reason is not good"
        ),
        Move(
            action=A.WITHDRAW,
            sources=frozenset({S.PENDING, S.APPROVED}),
            target=S.WITHDRAWN,
            by=FIRST,
            why="it is no longer needed",
        ),
        Move(
            action=A.END,
            sources=frozenset({S.PENDING, S.APPROVED}),
            target=S.ENDED,
            by=frozenset({Party.SYSTEM}),
            why="the client has taken a consent back: that is an answer",
        ),
    ),
)
OVERRIDE_HAPPENED: Mapping[OverrideAction, str] = {
    A.APPROVE: "approved",
    A.REFUSE: "refused",
    A.WITHDRAW: "withdrawn",
    A.END: "ended",
}


@dataclass(slots=True, kw_only=True)
class ConsentOverride:
    """One request to send one referral without the client's consent; `until` is set when it is approved."""

    id: OverrideId
    network: NetworkId
    client: ClientId
    referral: ReferralId
    agency: AgencyId
    reason: str
    asked_by: UUID
    created_at: datetime
    updated_at: datetime
    state: OverrideState = OverrideState.PENDING
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    note: str | None = None
    until: datetime | None = None
    version: int = 1

    def counts(self, at: datetime) -> bool:
        """Whether it stands in for a consent at a moment."""
        return self.state is OverrideState.APPROVED and self.until is not None and at < self.until

    def parties(self, actor: UUID, *, may_ask: bool, may_decide: bool) -> frozenset[Party]:
        """Say on which side somebody stands: nobody is the second person to one's own request."""
        first = {Party.AGENCY} if may_ask else set()
        second = {Party.SECOND} if may_decide and actor != self.asked_by else set()
        return frozenset(first | second)

    def offers(self, parties: frozenset[Party]) -> tuple[Offer, ...]:
        """Return what may be done with it now, and why not the rest."""
        return OVERRIDES.offers(self.state, parties)

    def approve(self, by: UUID, note: str | None, at: datetime, lasts: timedelta) -> None:
        """Let it count."""
        self._decide(A.APPROVE, by, note, at)
        self.until = at + lasts

    def refuse(self, by: UUID, note: str | None, at: datetime) -> None:
        """Say no to it."""
        self._decide(A.REFUSE, by, note, at)

    def withdraw(self, at: datetime) -> None:
        """Take the request back."""
        self.state, self.updated_at = OVERRIDES.move(self.state, A.WITHDRAW, FIRST), at

    def end(self, at: datetime) -> None:
        """End it, since the client has spoken."""
        self.state, self.updated_at = OVERRIDES.move(self.state, A.END, frozenset({Party.SYSTEM})), at

    def _decide(self, action: OverrideAction, by: UUID, note: str | None, at: datetime) -> None:
        faults = Faults()
        faults.text(note, "/note", most=REASON_MOST)
        faults.refuse("override.invalid", "The decision is not complete.")
        OVERRIDES.row(self.state, action, SECOND)
        if by == self.asked_by:
            raise Forbidden("override.own", "Somebody else than the one who asked must decide.")
        self.state = OVERRIDES.move(self.state, action, SECOND)
        self.decided_by, self.decided_at, self.note, self.updated_at = by, at, note, at


def check_reason(reason: str) -> None:
    """Refuse a request that does not say why."""
    faults = Faults()
    faults.text(reason, "/reason", most=REASON_MOST)
    faults.refuse("override.invalid", "The request is not complete.")


def check_possible(labels: frozenset[Sensitivity]) -> None:
    """Refuse an override of data that nothing but the client's own consent opens."""
    if never := sorted(labels & NEVER):
        raise Conflict(
            "override.never",
            f"Nothing but the client's consent releases data labelled {', '.join(never)}.",
            labels=[label.value for label in never],
        )
