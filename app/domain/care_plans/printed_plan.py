"""A care plan as its client reads it: facts only, put into plain words and laid out by whoever prints it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.codes import Category


class PlanStanding(StrEnum):
    """Whether the plan is being followed."""

    DRAFT = "draft"
    IN_USE = "in_use"
    ON_HOLD = "on_hold"
    FINISHED = "finished"
    STOPPED = "stopped"


ENDED_PLANS = frozenset({PlanStanding.FINISHED, PlanStanding.STOPPED})


class GoalStanding(StrEnum):
    """How it goes with a goal, in one word: lifecycle and achievement together."""

    TALKING = "talking"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    IMPROVING = "improving"
    NO_CHANGE = "no_change"
    WORSENING = "worsening"
    REACHED = "reached"
    KEPT = "kept"
    NOT_REACHED = "not_reached"
    NOT_POSSIBLE = "not_possible"
    ON_HOLD = "on_hold"
    FINISHED = "finished"


class StepStanding(StrEnum):
    """How it goes with one step towards a goal."""

    NOT_STARTED = "not_started"
    SET = "set"
    UNDER_WAY = "under_way"
    ON_HOLD = "on_hold"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class StepKind(StrEnum):
    """What kind of step it is."""

    REFERRAL = "referral"
    TASK = "task"
    APPOINTMENT = "appointment"
    EDUCATION = "education"
    BENEFIT_APPLICATION = "benefit_application"
    CONTACT = "contact"
    OTHER = "other"


class Bound(StrEnum):
    """On which side of a value a target lies."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPerson:
    """Somebody whom the client can turn to.

    What every language has words for goes before `role`: that somebody `leads` the case, or `helps_with` a need.
    """

    name: str
    role: str | None = None
    leads: bool = False
    helps_with: Category | None = None
    agency: str | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNeed:
    """What a goal is for: in words, or as a category that every language has a word for."""

    words: str | None = None
    category: Category | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStep:
    """One thing that is done: what, by whom, until when, how it went.

    `told_at` is the number of the goal where it is told already, when it serves several.
    """

    what: str
    kind: StepKind = StepKind.OTHER
    who: str | None = None
    when: str | None = None
    place: str | None = None
    due: date | None = None
    standing: StepStanding = StepStanding.UNKNOWN
    on: date | None = None
    note: str | None = None
    told_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTarget:
    """By what the client will know that a goal is reached; `low` and `high` are the ends of a range."""

    what: str | None = None
    bound: Bound = Bound.EXACTLY
    value: str | None = None
    low: str | None = None
    high: str | None = None
    truth: bool | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGoal:
    """One goal in the client's own words, with its steps."""

    words: str
    standing: GoalStanding
    on: date | None = None
    why: tuple[PrintedNeed, ...] = ()
    targets: tuple[PrintedTarget, ...] = ()
    steps: tuple[PrintedStep, ...] = ()
    last_note: str | None = None
    last_noted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCrisisPlan:
    """What helps in a crisis, in the client's own words."""

    warning_signs: tuple[str, ...] = ()
    coping: tuple[str, ...] = ()
    people: tuple[PrintedPerson, ...] = ()
    safe_places: tuple[str, ...] = ()
    safety_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPlan:
    """A whole care plan for its client; `language` is asked for, `written_in` is that of the client's own words."""

    language: str
    written_in: str | None
    title: str
    client: str
    agency: str
    printed_on: date
    standing: PlanStanding
    version: int
    about: str | None = None
    starts: date | None = None
    ends: date | None = None
    call: tuple[PrintedPerson, ...] = ()
    needs: tuple[PrintedNeed, ...] = ()
    goals: tuple[PrintedGoal, ...] = ()
    other_steps: tuple[PrintedStep, ...] = ()
    strengths: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    culture: tuple[str, ...] = ()
    crisis: PrintedCrisisPlan | None = None
    team: tuple[PrintedPerson, ...] = ()
    next_review: date | None = None
    agreed_on: date | None = None
    withheld: bool = False
    notice: str | None = None
