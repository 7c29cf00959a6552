"""Makes the parts of a plan of a template: in one language, dated from a day, linked by the keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.assessments.words import Words
from app.domain.care_plans.activity import ActivityContent
from app.domain.care_plans.crisis import CrisisPlan
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.targets import Target
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateCrisisPlan,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.codings import Concept
from app.domain.identity import GoalId, NeedId, WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """One use of a template: from which day on, and in which of its languages."""

    content: TemplateContent
    start: date
    asked: str | None = None

    @property
    def language(self) -> str:
        """The language of the plan: as asked where the template has it, else the template's original."""
        asked = (self.asked or self.content.language).casefold()
        exact = (tag for tag in self.content.languages if tag.casefold() == asked)
        tongue = (tag for tag in self.content.languages if _tongue(tag) == _tongue(asked))
        return next(exact, None) or next(tongue, None) or self.content.language

    def plan(self, needs: Iterable[NeedId], worker: WorkerId | None) -> PlanContent:
        """Return the plan itself; its first review is counted from the day on which it becomes active."""
        content = self.content
        return PlanContent(
            title=self._say(content.title),
            description=self._maybe(content.description),
            categories=content.categories,
            starts=self.start,
            ends=self._day(content.lasts_days),
            language=self.language,
            worker=worker,
            needs=tuple(dict.fromkeys(needs)),
            crisis_plan=self._crisis(content.crisis_plan),
            review_every=content.review_every,
        )

    def need(self, need: TemplateNeed) -> NeedContent:
        """Return a need that the client has not on record yet."""
        return NeedContent(
            category=need.category, concept=need.concept, words=self._maybe(need.words), labels=need.labels
        )

    def goal(self, goal: TemplateGoal, needs: Mapping[str, NeedId]) -> GoalContent:
        """Return a goal that addresses the needs of these keys."""
        return GoalContent(
            words=self._say(goal.words),
            concept=goal.concept,
            category=goal.category,
            priority=goal.priority,
            start=self.start,
            targets=tuple(map(self._target, goal.targets)),
            needs=tuple(dict.fromkeys(needs[key] for key in goal.needs if key in needs)),
        )

    def activity(self, activity: TemplateActivity, goals: Mapping[str, GoalId]) -> ActivityContent:
        """Return an activity that serves the goals of these keys."""
        return ActivityContent(
            kind=activity.kind,
            title=self._say(activity.title),
            details=self._maybe(activity.details),
            concept=activity.concept,
            goals=tuple(goals[key] for key in activity.goals if key in goals),
            due=self._day(activity.due_days),
        )

    def _target(self, target: TemplateTarget) -> Target:
        measure = Concept(text=self._say(target.measure))
        return Target(measure=measure, value=target.value, due=self._day(target.due_days))

    def _crisis(self, crisis: TemplateCrisisPlan | None) -> CrisisPlan | None:
        if crisis is None or not any(lines for _, lines in crisis.lists()):
            return None
        return CrisisPlan(
            warning_signs=self._lines(crisis.warning_signs),
            coping=self._lines(crisis.coping),
            safe_places=self._lines(crisis.safe_places),
            safety_steps=self._lines(crisis.safety_steps),
        )

    def _lines(self, lines: tuple[Words, ...]) -> tuple[str, ...]:
        return tuple(map(self._say, lines))

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.start + timedelta(days=days)

    def _say(self, words: Words) -> str:
        return words.said(self.language)

    def _maybe(self, words: Words | None) -> str | None:
        return None if words is None else self._say(words)


def _tongue(tag: str) -> str:
    return tag.casefold().partition("-")[0]
