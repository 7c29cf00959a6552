"""Whether the client agreed to a plan, when and how, or why not: a plan is made with the client or says why not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.faults import NAME_LENGTH, Faults

REASON_LENGTH = 2_000
TAKEN_OVER = "Taken over from another system."


class AgreementAnswer(StrEnum):
    """What the client said."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    NOT_KNOWN = "not_known"


class AgreementMethod(StrEnum):
    """How the client said it."""

    SIGNED = "signed"
    ELECTRONIC = "electronic"
    VERBAL = "verbal"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the client said of the plan: agreed, on a day and in a way, or not, for a reason.

    `name` is who signed or spoke when it was not the client.
    """

    answer: AgreementAnswer
    on: date | None = None
    method: AgreementMethod | None = None
    name: str | None = None
    reason: str | None = None

    def check(self, latest: date) -> None:
        """Refuse an agreement that says too little, or of a day after `latest`."""
        faults = Faults()
        faults.text(self.name, "/name", most=NAME_LENGTH)
        faults.text(self.reason, "/reason", most=REASON_LENGTH)
        if self.answer is AgreementAnswer.AGREED:
            faults.require(self.on, "/on", "is required: when the client agreed")
            faults.require(self.method, "/method", "is required: how the client agreed")
            spoken_for = self.method is AgreementMethod.REPRESENTATIVE
            faults.require(self.name or not spoken_for, "/name", "is required: who spoke for the client")
        else:
            faults.require(self.reason, "/reason", "is required: why there is no agreement")
            faults.require(self.method is None, "/method", "is for an agreement")
        faults.require(self.on is None or self.on <= latest, "/on", "must not be in the future")
        faults.refuse("agreement.invalid", "The agreement cannot be as described.")


NOT_KNOWN = Agreement(answer=AgreementAnswer.NOT_KNOWN, reason=TAKEN_OVER)
