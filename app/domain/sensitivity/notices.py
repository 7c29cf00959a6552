"""What the law wants said with each disclosure of what bears a label, and which things may need it said."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.codes import Sensitivity

HEADER = "Redisclosure-Notice"
"""The header under which the notices go with an answer, and with a webhook."""

REDISCLOSURE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short form of 42 CFR 2.32(a)(2), to the letter."""


class NoticeCode(StrEnum):
    """Which notice it is, in the code that HL7's ActCode has for the law."""

    PART_2 = "42CFRPart2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice: its code, its words, and where the law has them."""

    code: NoticeCode
    text: str
    source: str


PART_2 = Notice(code=NoticeCode.PART_2, text=REDISCLOSURE, source="42 CFR 2.32(a)(2)")

BEARERS = frozenset(
    {
        *("appointment", "assessment", "care-plan", "care-team", "client-export.fetch", "event", "goal", "handoff"),
        *("handover", "need", "referral", "task", "timeline"),
    }
)
"""Every noun, and every single action, by which an agency may be told what another's label lies on."""


def may_bear(action: str) -> bool:
    """Whether a notice may have to go with the answer of a use case: `need.read` tells of needs."""
    return action in BEARERS or action.partition(".")[0] in BEARERS


def notices_for(labels: Collection[Sensitivity]) -> tuple[Notice, ...]:
    """Return the notices that go with data of other agencies which bears these labels."""
    return (PART_2,) if Sensitivity.SUD in labels else ()


def said(notices: Collection[Notice]) -> str | None:
    """Put notices into one line, for a header or for paper; None when there are none."""
    return " ".join(notice.text for notice in notices) or None
