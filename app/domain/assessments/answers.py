"""What was answered, and what was not and why: a declined question is an answer too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from app.domain.assessments.values import Value


class Absence(StrEnum):
    """Why there is no answer (FHIR data-absent-reason: not-asked, asked-declined, asked-unknown)."""

    SKIPPED = "skipped"
    DECLINED = "declined"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answered:
    """One value, or several where the question repeats."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No value: skipped, declined, or asked of somebody who does not know."""

    why: Absence


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a repeating group, each with answers of its own."""

    rounds: tuple["Answers", ...]


Answer: TypeAlias = Answered | Unanswered | Rounds


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, by link id, however deep the questions stand; only a repeating group nests."""

    given: Mapping[str, Answer] = field(default_factory=dict)

    def values(self, link_id: str) -> tuple[Value, ...]:
        """Return the values given to a question outside repeating groups; none when there is no answer."""
        answer = self.given.get(link_id)
        return answer.values if isinstance(answer, Answered) else ()

    def changed(self, changes: Mapping[str, Answer | None]) -> "Answers":
        """Return these answers with some replaced, and those taken back that are None."""
        merged = {**self.given, **changes}
        return Answers({link_id: answer for link_id, answer in merged.items() if answer is not None})
