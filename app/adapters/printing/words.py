"""Every word that a printed plan needs in a language; a language is complete, or it does not pass the type check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.care_plans.printed_plan import (
    ENDED_PLANS,
    Bound,
    GoalStanding,
    PlanStanding,
    PrintedPerson,
    PrintedPlan,
    StepKind,
    StepStanding,
)
from app.domain.codes import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence, with and without the date on which it became true."""

    on: str
    ever: str

    def of(self, date: str | None) -> str:
        """Say it."""
        return self.ever if date is None else self.on.format(date=date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What stands above each part."""

    plan: str
    call: str
    needs: str
    goals: str
    goal: str
    steps: str
    other_steps: str
    about_you: str
    strengths: str
    preferences: str
    culture: str
    crisis: str
    warning_signs: str
    coping: str
    people: str
    safe_places: str
    safety_steps: str
    emergency: str
    team: str
    review: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Sentences with places to fill in."""

    for_client: str
    from_agency: str
    printed: str
    starts: str
    starts_and_ends: str
    ends: str
    intro: str
    why: str
    target: str
    target_due: str
    between: str
    yes: str
    no: str
    who: str
    when: str
    place: str
    due: str
    told_at: str
    last_note: str
    phone: str
    email: str
    no_goals: str
    no_steps: str
    next_review: str
    no_review: str
    late_review: str
    leads: str
    helps_with: str
    agreed: str
    not_agreed: str
    withheld: str
    emergency: tuple[str, ...]
    client_signs: str
    worker_signs: str
    date_signed: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language."""

    tag: str
    headings: Headings
    lines: Lines
    plan: Mapping[PlanStanding, str | None]
    goals: Mapping[GoalStanding, Said]
    steps: Mapping[StepStanding, Said | None]
    kinds: Mapping[StepKind, str | None]
    categories: Mapping[Category, str]
    bounds: Mapping[Bound, str]
    date: Callable[[date], str]
    borrowed: str

    def next_review(self, plan: PrintedPlan) -> str | None:
        """Say when a plan is looked at next; of one that has ended, nothing."""
        if plan.standing in ENDED_PLANS:
            return None
        if plan.next_review is None:
            return self.lines.no_review
        late = plan.next_review < plan.printed_on
        return (self.lines.late_review if late else self.lines.next_review).format(date=self.date(plan.next_review))

    def role(self, person: PrintedPerson) -> str | None:
        """Say what somebody does for the client, in this language where it has words for it."""
        if person.leads:
            return self.lines.leads
        if person.helps_with is not None:
            return self.lines.helps_with.format(need=self.categories[person.helps_with])
        return person.role
