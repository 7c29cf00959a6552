"""Emergency access: whoever must know and may not may break the glass, for a time, aloud, and answers for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import PART_LENGTH, Name, NameUse, search_key
from app.domain.clients.profile import Profile
from app.domain.errors import Conflict, Forbidden
from app.domain.faults import Faults
from app.domain.identity import AgencyId, BreakGlassId, ClientId, NetworkId
from app.domain.lifecycle import Offer
from app.domain.partial_date import PartialDate, Precision

WORDS_LENGTH = 2_000


class BreakGlassReason(StrEnum):
    """Why somebody could not wait for a consent."""

    MEDICAL_EMERGENCY = "medical_emergency"
    MENTAL_HEALTH_CRISIS = "mental_health_crisis"
    DANGER_TO_CLIENT = "danger_to_client"
    DANGER_TO_OTHERS = "danger_to_others"
    DISASTER = "disaster"
    LEGAL_DUTY = "legal_duty"
    OTHER = "other"


class FoundBy(StrEnum):
    """How the client was named: by the record's id, or by exact identity."""

    CLIENT_ID = "client_id"
    IDENTITY = "identity"


class BreakGlassState(StrEnum):
    """Where emergency access stands at a moment."""

    OPEN = "open"
    EXPIRED = "expired"
    ENDED = "ended"


class ReviewOutcome(StrEnum):
    """What whoever looked at it afterwards found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
    NEEDS_FOLLOW_UP = "needs_follow_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason as a code, and in the words of whoever breaks the glass."""

    reason: BreakGlassReason
    words: str

    def check(self) -> None:
        """Refuse a reason without words."""
        faults = Faults()
        faults.text(self.words, "/words", most=WORDS_LENGTH)
        faults.refuse("break-glass.invalid", "The reason is not complete.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactIdentity:
    """Who somebody is, known from elsewhere: nothing less finds a client whom the asker may not see.

    An identifier tells people of the same name and birth date apart.
    """

    family: str
    given: str
    birth_date: PartialDate
    identifier: Identifier | None = None

    def check(self) -> None:
        """Refuse what would describe many people."""
        faults = Faults()
        for part in ("family", "given"):
            text = getattr(self, part)
            faults.text(text, f"/identity/{part}", most=PART_LENGTH)
            faults.require(search_key(text), f"/identity/{part}", "must have a letter or a digit")
        whole = self.birth_date.precision is Precision.DAY
        faults.require(whole, "/identity/birth_date", "must be a whole date")
        if self.identifier is not None:
            self.identifier.check(faults, "/identity/identifier")
        faults.refuse("break-glass.invalid", "The person is not described exactly.")

    def names(self, profile: Profile) -> bool:
        """Whether a profile is this person's: family name, first or all given names, and the whole birth date.

        Case, accents and punctuation do not count. Former names find nobody: whoever took another name has reasons.
        """
        known = {identifier.key for identifier in profile.identifiers}
        if self.identifier is not None and self.identifier.key not in known:
            return False
        present = (name for name in profile.names if name.use is not NameUse.FORMER)
        return profile.birth_date == self.birth_date and any(map(self._calls, present))

    def _calls(self, name: Name) -> bool:
        given = {search_key(" ".join(name.given)), *(search_key(first) for first in name.given[:1])}
        return search_key(name.family or "") == search_key(self.family) and search_key(self.given) in given


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassReview:
    """What somebody else found afterwards."""

    outcome: ReviewOutcome
    note: str | None
    by: UUID
    agency: AgencyId
    at: datetime

    def check(self) -> None:
        """Refuse an outcome that calls for words without them."""
        faults = Faults()
        faults.text(self.note, "/note", most=WORDS_LENGTH)
        told = self.note is not None or self.outcome is ReviewOutcome.JUSTIFIED
        faults.require(told, "/note", "must say what was found")
        faults.refuse("break-glass.invalid", "The review is not complete.")


@dataclass(slots=True, kw_only=True)
class BreakGlass:
    """One time that the glass was broken: for one agency, to one client's record, until a moment."""

    id: BreakGlassId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    by: UUID
    why: Why
    found_by: FoundBy
    until: datetime
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None = None
    review: BreakGlassReview | None = None
    version: int = 1

    def state(self, at: datetime) -> BreakGlassState:
        """Where it stands at a moment; nothing needs to run for it to expire."""
        if self.ended_at is not None and self.ended_at <= at:
            return BreakGlassState.ENDED
        return BreakGlassState.OPEN if at < self.until else BreakGlassState.EXPIRED

    def grant(self) -> AccessGrant:
        """Return the basis that it gives."""
        return AccessGrant(
            agency=self.agency,
            client=self.client,
            basis=Basis.BREAK_GLASS,
            source=self.id,
            since=self.created_at,
            until=self.ended_at or self.until,
            tier=Tier.FULL,
        )

    def end(self, at: datetime) -> None:
        """Close it before its time."""
        state = self.state(at)
        if state is not BreakGlassState.OPEN:
            raise Conflict("break-glass.not-open", f"The emergency access is {state} already.", state=state.value)
        self.ended_at, self.updated_at = at, at

    def judge(self, review: BreakGlassReview) -> None:
        """Record what somebody else found; a follow-up may be answered by another review, all else stands."""
        if review.by == self.by:
            raise Forbidden("break-glass.own", "Whoever broke the glass cannot be the one to judge it.")
        if self.review is not None and self.review.outcome is not ReviewOutcome.NEEDS_FOLLOW_UP:
            raise Conflict("break-glass.reviewed", "It was reviewed before.", outcome=self.review.outcome.value)
        review.check()
        self.review, self.updated_at = review, review.at

    def offers(self, at: datetime, *, may_end: bool, may_review: bool) -> tuple[Offer, ...]:
        """Return what can be done now, and why not the rest."""
        return _OFFERS[_why_not_end(self.state(at), may_end=may_end), self._why_not_review(may_review=may_review)]

    def _why_not_review(self, *, may_review: bool) -> str | None:
        if not may_review:
            return _NOT_YOURS_TO_REVIEW
        open_to_review = self.review is None or self.review.outcome is ReviewOutcome.NEEDS_FOLLOW_UP
        return None if open_to_review else _REVIEWED


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """Where, when and by whom the glass is broken, to whose record."""

    id: BreakGlassId
    network: NetworkId
    client: ClientId
    found_by: FoundBy
    agency: AgencyId
    by: UUID
    at: datetime


def broken(why: Why, breaking: Breaking, minutes: int) -> BreakGlass:
    """Break the glass for so many minutes."""
    return BreakGlass(
        id=breaking.id,
        network=breaking.network,
        client=breaking.client,
        agency=breaking.agency,
        by=breaking.by,
        why=why,
        found_by=breaking.found_by,
        until=breaking.at + timedelta(minutes=minutes),
        created_at=breaking.at,
        updated_at=breaking.at,
    )


_NOT_YOURS_TO_END = "for the agency that broke the glass"
_NOT_YOURS_TO_REVIEW = "for privacy officers and supervisors who did not break the glass themselves"
_REVIEWED = "reviewed before"


def _why_not_end(state: BreakGlassState, *, may_end: bool) -> str | None:
    if not may_end:
        return _NOT_YOURS_TO_END
    return None if state is BreakGlassState.OPEN else f"not possible while {state}"


def _offer(action: str, refusal: str | None) -> Offer:
    return Offer(action=action, allowed=refusal is None, reason=refusal)


_ENDINGS = (None, _NOT_YOURS_TO_END, *(f"not possible while {state}" for state in BreakGlassState))
_REVIEWS = (None, _NOT_YOURS_TO_REVIEW, _REVIEWED)
_OFFERS = {
    (ending, review): (_offer("end", ending), _offer("review", review)) for ending in _ENDINGS for review in _REVIEWS
}
