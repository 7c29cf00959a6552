"""Why a referral or a handoff ended, in codes that can be counted and acted upon."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Fault, Invalid


class ReasonCode(StrEnum):
    """Why a provider, or a sender, says no."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE_AGE = "not_eligible_age"
    NOT_ELIGIBLE_INCOME = "not_eligible_income"
    NOT_ELIGIBLE_AREA = "not_eligible_area"
    NOT_ELIGIBLE_OTHER = "not_eligible_other"
    SERVICE_NOT_OFFERED = "service_not_offered"
    INSURANCE_NOT_ACCEPTED = "insurance_not_accepted"
    MISSING_DOCUMENTS = "missing_documents"
    UNABLE_TO_CONTACT = "unable_to_contact"
    CLIENT_DECLINED = "client_declined"
    CLIENT_NO_LONGER_NEEDS = "client_no_longer_needs"
    DUPLICATE = "duplicate"
    SAFETY = "safety"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OTHER = "other"


class ReasonParty(StrEnum):
    """On whose side the reason lies."""

    CLIENT = "client"
    PROVIDER = "provider"
    SYSTEM = "system"


class NextAction(StrEnum):
    """What whoever gives the reason suggests to do next."""

    REROUTE = "reroute"
    PARK = "park"
    REASSESS = "reassess"
    NONE = "none"


class Withdrawal(StrEnum):
    """Why the sender's side took a handoff back."""

    FILLED = "filled"
    RECALLED = "recalled"
    CLIENT = "client"
    CONSENT_REVOKED = "consent_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason: code, side and next action; `other` explains itself in a note."""

    code: ReasonCode
    party: ReasonParty
    next_action: NextAction
    note: str | None = None

    def __post_init__(self) -> None:
        if self.code is ReasonCode.OTHER and not (self.note or "").strip():
            raise Invalid(
                "reason.note-required",
                "The reason `other` needs a note.",
                faults=(Fault(pointer="/reason/note", message="A note is required when the code is `other`."),),
            )

    @property
    def text(self) -> str:
        """Return the reason in words, as FHIR's statusReason.text wants it."""
        words = self.code.value.replace("_", " ")
        return f"{words}: {self.note}" if self.note else words


def withdrawal_for(reason: Reason) -> Withdrawal:
    """Return why live handoffs are withdrawn when their referral is cancelled for `reason`."""
    return Withdrawal.CLIENT if reason.party is ReasonParty.CLIENT else Withdrawal.RECALLED
