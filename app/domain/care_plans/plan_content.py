"""What is written in a care plan, beside its goals and activities: replaced as a whole, checked as a whole."""

from dataclasses import dataclass
from datetime import date

from app.domain.care_plans.crisis import CrisisPlan, check_lines
from app.domain.care_plans.review import Cadence
from app.domain.codings import Concept
from app.domain.faults import Faults, is_language
from app.domain.identity import CareTeamId, Identifier, NeedId, WorkerId

TEXT_LENGTH = 10_000
MOST_NEEDS = 100
MOST_CATEGORIES = 20
MOST_TEAMS = 20
MOST_IDENTIFIERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """A care plan in words and codes.

    `worker` answers for it at the plan's agency and gets its reviews to do. `next_review` is when the plan is next
    looked at together; `review_every` says when the one after that is.
    """

    title: str
    description: str | None = None
    categories: tuple[Concept, ...] = ()
    starts: date | None = None
    ends: date | None = None
    language: str | None = None
    worker: WorkerId | None = None
    needs: tuple[NeedId, ...] = ()
    teams: tuple[CareTeamId, ...] = ()
    strengths: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    cultural_considerations: tuple[str, ...] = ()
    crisis_plan: CrisisPlan | None = None
    review_every: Cadence | None = None
    next_review: date | None = None
    notes: str | None = None
    identifiers: tuple[Identifier, ...] = ()

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.name(self.title, "/title")
        faults.text(self.description, "/description", most=TEXT_LENGTH)
        faults.text(self.notes, "/notes", most=TEXT_LENGTH)
        ordered = self.starts is None or self.ends is None or self.starts <= self.ends
        faults.require(ordered, "/ends", "must not be before starts")
        if self.language is not None:
            faults.require(is_language(self.language), "/language", "must be a BCP-47 language tag such as es")
        self._check_lists(faults)
        for part, name in ((self.crisis_plan, "crisis_plan"), (self.review_every, "review_every")):
            if part is not None:
                part.check(faults, f"/{name}")
        faults.refuse("care-plan.invalid", "The care plan cannot be as described.")

    def _check_lists(self, faults: Faults) -> None:
        faults.at_most(self.categories, MOST_CATEGORIES, "/categories")
        for place, category in enumerate(self.categories):
            category.check(faults, f"/categories/{place}")
        for ids, most, name in ((self.needs, MOST_NEEDS, "need_ids"), (self.teams, MOST_TEAMS, "team_ids")):
            faults.at_most(ids, most, f"/{name}")
            faults.distinct(ids, f"/{name}")
        for name in ("strengths", "preferences", "cultural_considerations"):
            check_lines(faults, getattr(self, name), f"/{name}")
        faults.at_most(self.identifiers, MOST_IDENTIFIERS, "/identifiers")
        faults.identifiers(self.identifiers, "/identifiers")
