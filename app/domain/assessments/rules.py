"""From answers and scores to suggestions: which rule holds, and what it would have a person consider."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from app.domain.assessments.enabling import Operator
from app.domain.assessments.values import Value
from app.domain.assessments.words import Words
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerIs:
    """One of the values given to a question is one of these."""

    link_id: str
    any_of: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCompares:
    """A number, date or text given to a question stands so to this one."""

    link_id: str
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreIs:
    """A score reaches `at_least`, or stays within `at_most`, or both; certain even where it is not fully known."""

    score: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInBand:
    """A score falls into one of these bands."""

    score: str
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All of these hold."""

    of: tuple["When", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """At least one of these holds."""

    of: tuple["When", ...]


When: TypeAlias = AnswerIs | AnswerCompares | ScoreIs | ScoreInBand | Every | Some


class SuggestionKind(StrEnum):
    """What a suggestion becomes when a person accepts it."""

    NEED = "need"
    GOAL = "goal"
    REFERRAL = "referral"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedNeed:
    """A need to record; without a category it is no social need, but a concern of health."""

    words: Words
    category: Category | None = None
    codings: tuple[Coding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedGoal:
    """A goal to propose in words that the client may change."""

    words: Words
    codings: tuple[Coding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedReferral:
    """A referral to draft."""

    words: Words
    category: Category
    priority: Priority = Priority.ROUTINE


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedTask:
    """A task to put on the list."""

    title: Words
    details: Words | None = None
    priority: Priority = Priority.ROUTINE


Content: TypeAlias = SuggestedNeed | SuggestedGoal | SuggestedReferral | SuggestedTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing that a rule suggests; `need` names the proposal of a need that it serves.

    An `automatic` one, always a task of safety, is made at once and not only suggested.
    """

    key: str
    content: Content
    need: str | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When something holds, or always, these things are suggested and the assessment bears these labels.

    It bears `part2_labels` only where the agency that asked is a program under 42 CFR Part 2.
    """

    key: str
    when: When | None = None
    proposals: tuple[Proposal, ...] = ()
    labels: frozenset[Sensitivity] = frozenset()
    part2_labels: frozenset[Sensitivity] = frozenset()
