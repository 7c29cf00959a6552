"""Who did what to a referral and its handoffs, step by step, as both sides may read it later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.identity import AgencyId, HandoffId, ReferralId
from app.domain.lifecycle import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act: when, by whom, on which sides the actor stands, and for whom a coordinator speaks."""

    at: datetime
    actor: UUID
    agency: AgencyId
    parties: frozenset[Party]
    principal: AgencyId | None = None
    note: str | None = None

    def as_system(self) -> "Deed":
        """Return what follows by itself from this deed: same cause, but the system moves."""
        return Deed(at=self.at, actor=self.actor, agency=self.agency, parties=frozenset({Party.SYSTEM}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move that was made, before it is numbered."""

    deed: Deed
    action: str
    source: str
    target: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of a referral's history; numbers run from 1 without gaps. `handoff` is absent for its own moves.

    `withheld` names the words that somebody who reads it is not told.
    """

    referral: ReferralId
    number: int
    handoff: HandoffId | None
    at: datetime
    actor: UUID
    agency: AgencyId
    principal: AgencyId | None
    action: str
    source: str
    target: str
    reason: str | None
    note: str | None
    withheld: tuple[str, ...] = ()

    @property
    def voice(self) -> AgencyId:
        """The agency that speaks: the principal, where a coordinator recorded it."""
        return self.principal or self.agency


def entry_of(step: Step, referral: ReferralId, handoff: HandoffId | None, number: int) -> HistoryEntry:
    """Put a step on record; what follows by itself carries no note of a person's."""
    deed = step.deed
    return HistoryEntry(
        referral=referral,
        number=number,
        handoff=handoff,
        at=deed.at,
        actor=deed.actor,
        agency=deed.agency,
        principal=deed.principal,
        action=step.action,
        source=step.source,
        target=step.target,
        reason=step.reason,
        note=None if Party.SYSTEM in deed.parties else deed.note,
    )
