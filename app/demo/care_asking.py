"""The steps at the beginning of a story of care: what is asked, found, told and wanted."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.demo.care import Care
from app.domain.assessments.circumstances import Mode
from app.domain.assessments.plain_answers import PlainAnswer
from app.domain.assessments.rules import SuggestionKind
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.need_moves import Verification
from app.domain.codes import Category
from app.domain.identity import GoalId, NeedId, ReferralId
from app.use_cases.assessments import assessment_suggestions, assessments
from app.use_cases.assessments.assessment_suggestions import Adjustments
from app.use_cases.assessments.assessments import NewAssessment
from app.use_cases.care import goals, needs

MOST = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire is filled in."""

    ago: float
    instrument: str
    answers: Mapping[str, str]
    mode: Mode = Mode.IN_PERSON

    async def happen(self, care: Care) -> None:
        """Take it in complete, in the client's language where the instrument speaks it."""
        spoken = care.client.profile.language
        new = NewAssessment(
            client=care.client.id,
            instrument=self.instrument,
            circumstances={"language": "es" if spoken and spoken.tag == "es" else "en", "mode": self.mode},
            answers={f"/{code}": PlainAnswer(values=(answer,)) for code, answer in self.answers.items()},
        )
        sheet = await care.at(self.ago).run(care.call, assessments.begin, new, complete=True)
        care.assessment = sheet.assessment.id


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What the answers suggest is accepted, as far as it is of these kinds."""

    ago: float
    kinds: tuple[SuggestionKind, ...] = (SuggestionKind.NEED, SuggestionKind.GOAL)

    async def happen(self, care: Care) -> None:
        """Accept it, and keep what it became."""
        if care.assessment is None:
            raise LookupError("Nothing was asked yet.")
        core = care.at(self.ago)
        page = await core.run(care.call, assessment_suggestions.browse, care.assessment, after=None, limit=MOST)
        for kept in [each.kept for each in page.items]:
            if kept.suggestion.kind not in self.kinds or kept.state is not SuggestionState.OPEN:
                continue
            considered = await core.run(
                care.call, assessment_suggestions.accept, care.assessment, kept.id, Adjustments(), expected=None
            )
            self._keep(care, kept.suggestion.kind, considered)

    def _keep(self, care: Care, kind: SuggestionKind, considered: assessment_suggestions.Considered) -> None:
        made = considered.kept.made
        if made is None:
            return
        if kind is SuggestionKind.NEED:
            care.needs.append(NeedId(made.id))
        elif kind is SuggestionKind.GOAL:
            care.goals.append(GoalId(made.id))
        elif kind is SuggestionKind.REFERRAL:
            care.drafts.append(ReferralId(made.id))


@dataclass(frozen=True, slots=True)
class Told:
    """A need that the client tells of, and somebody makes sure of."""

    ago: float
    category: Category
    words: str
    priority: int = 1

    async def happen(self, care: Care) -> None:
        """Put it on record."""
        content = NeedContent(category=self.category, words=self.words, priority=self.priority)
        confirmed = Verification.CONFIRMED
        need = await care.at(self.ago).run(care.call, needs.record, care.client.id, content, verification=confirmed)
        care.needs.append(need.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal in the client's words, for the need told of last."""

    ago: float
    words: str
    state: GoalState = GoalState.PROPOSED

    async def happen(self, care: Care) -> None:
        """Put it forward."""
        content = GoalContent(words=self.words, needs=tuple(care.needs[-1:]))
        goal = await care.at(self.ago).run(care.call, goals.propose, care.client.id, content, state=self.state)
        care.goals.append(goal.id)
