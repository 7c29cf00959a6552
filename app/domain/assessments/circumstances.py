"""Who was asked, by whom, when, how and in which language, because an answer means what the situation lets it mean."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.faults import NAME_LENGTH, Faults, is_language
from app.domain.identity import WorkerId

AHEAD = timedelta(minutes=5)  # a clock elsewhere may run a little fast
NOTE_LENGTH = 10_000


class AnsweredBy(StrEnum):
    """Who gave the answers: the client, somebody in the client's place, or staff from what they know."""

    CLIENT = "client"
    PROXY = "proxy"
    STAFF = "staff"


class Mode(StrEnum):
    """How the questions were asked."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    PAPER = "paper"
    ONLINE = "online"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How an assessment came about; `respondent` says who answered when it was not the client."""

    asked_at: datetime
    language: str = "en"
    answered_by: AnsweredBy = AnsweredBy.CLIENT
    respondent: str | None = None
    asked_by: WorkerId | None = None
    mode: Mode = Mode.IN_PERSON
    note: str | None = None

    def check(self, at: datetime) -> None:
        """Refuse circumstances that cannot be, naming every place."""
        faults = Faults()
        faults.require(is_language(self.language), "/language", "must be a BCP-47 language tag such as es")
        faults.require(self.asked_at <= at + AHEAD, "/asked_at", "must not be in the future")
        faults.text(self.respondent, "/respondent", most=NAME_LENGTH)
        faults.require(
            self.respondent or self.answered_by is not AnsweredBy.PROXY,
            "/respondent",
            "must say who answered in the client's place",
        )
        faults.text(self.note, "/note", most=NOTE_LENGTH)
        faults.refuse("assessment.invalid", "The assessment cannot be as described.")
