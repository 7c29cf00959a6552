"""Care plan templates as they are sent and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay
from app.api.rest.schemas.care_plans import CadenceIn, CadenceOut
from app.api.rest.schemas.concepts import ConceptIn, ConceptOut
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.shapes import Input, LanguageTag, Shape, Words
from app.api.rest.schemas.targets import ValueIn, ValueOut
from app.domain.assessments import words as said
from app.domain.care_plans import template_content as domain
from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.template import TemplateScope, TemplateStatus
from app.domain.codes import Category, Sensitivity
from app.domain.identity import ClientId, NeedId, WorkerId
from app.use_cases.care.care_plan_drafting import Wish

EXAMPLE = {"en": "I have enough food for every day.", "es": "Tengo suficiente comida para cada día."}
Tag = Annotated[str, Field(max_length=40)]
Texts = Annotated[dict[Tag, Words], Field(min_length=1, max_length=domain.MOST_LANGUAGES, examples=[EXAMPLE])]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$", max_length=60)]
Days = Annotated[int, Field(ge=0, le=domain.MOST_DAYS)]
Lines = Annotated[list[Texts], Field(max_length=domain.MOST_LINES)]


class TemplateNeedFields(Shape):
    """A need that the plan answers."""

    key: Key = Field(description="Its name within the template.", examples=["food"])
    category: Category | None = Field(description="The social need that it is.")
    words: Texts | None = Field(description="It in words, by language.")
    labels: list[Sensitivity] = Field(description="Labels that needs made of it bear.", max_length=len(Sensitivity))


class TemplateNeedOut(TemplateNeedFields):
    """A need that the plan answers."""

    concept: ConceptOut | None = Field(description="It in codes.")


class TemplateNeedIn(Input, TemplateNeedFields):
    """A need that the plan answers: a category, a concept or words at least."""

    concept: ConceptIn | None = Field(description="It in codes.")


class TemplateTargetFields(Shape):
    """One sign that a goal is reached."""

    measure: Texts = Field(description="What is measured, by language.", examples=[EXAMPLE])
    due_days: Days | None = Field(description="By when: days after the start of the plan.", examples=[90])


class TemplateTargetOut(TemplateTargetFields):
    """One sign that a goal is reached."""

    value: ValueOut | None = Field(description="What is wanted.")


class TemplateTargetIn(Input, TemplateTargetFields):
    """One sign that a goal is reached."""

    value: ValueIn | None = Field(description="What is wanted.")


class TemplateGoalFields(Shape):
    """A goal of the plan."""

    key: Key = Field(description="Its name within the template.", examples=["eat"])
    words: Texts = Field(description="It in words, by language.", examples=[EXAMPLE])
    category: Category | None = Field(description="The social need that it is about.")
    priority: GoalPriority | None = Field(description="How much it matters.")
    needs: list[Key] = Field(description="The keys of the needs that it addresses.", max_length=domain.MOST_NEEDS)


class TemplateGoalOut(TemplateGoalFields):
    """A goal of the plan."""

    concept: ConceptOut | None = Field(description="It in codes.")
    targets: list[TemplateTargetOut] = Field(
        description="How one knows that it is reached.", max_length=domain.MOST_TARGETS
    )


class TemplateGoalIn(Input, TemplateGoalFields):
    """A goal of the plan."""

    concept: ConceptIn | None = Field(description="It in codes.")
    targets: list[TemplateTargetIn] = Field(
        description="How one knows that it is reached.", max_length=domain.MOST_TARGETS
    )


class TemplateActivityFields(Shape):
    """Something to be done for the goals."""

    key: Key = Field(description="Its name within the template.", examples=["pantry"])
    kind: ActivityKind = Field(description="What kind of step it is.", examples=["referral"])
    title: Texts = Field(description="What is to be done, by language.", examples=[EXAMPLE])
    details: Texts | None = Field(description="More about it, by language.")
    goals: list[Key] = Field(description="The keys of the goals that it serves.", max_length=domain.MOST_GOALS)
    due_days: Days | None = Field(description="By when: days after the start of the plan.", examples=[7])


class TemplateActivityOut(TemplateActivityFields):
    """Something to be done for the goals."""

    concept: ConceptOut | None = Field(description="It in codes.")


class TemplateActivityIn(Input, TemplateActivityFields):
    """Something to be done for the goals."""

    concept: ConceptIn | None = Field(description="It in codes.")


class TemplateCrisisPlanOut(Shape):
    """Where the crisis plan begins: lines that client and worker complete."""

    warning_signs: Lines = Field(description="Signs that a crisis begins, by language.")
    coping: Lines = Field(description="What the client can do alone, by language.")
    safe_places: Lines = Field(description="Where the client can go, by language.")
    safety_steps: Lines = Field(description="How to make the place safe, by language.")


class TemplateCrisisPlanIn(Input, TemplateCrisisPlanOut):
    """Where the crisis plan begins: lines that client and worker complete."""


class CarePlanTemplateIn(Input):
    """A template, described as a whole; every text is given in every language of the title."""

    language: LanguageTag = Field(default="en", description="The language that the others translate.")
    title: Texts = Field(description="Its title, by language.", examples=[EXAMPLE])
    description: Texts | None = Field(description="What it is for, by language.")
    categories: list[ConceptIn] = Field(description="The kind of plan, in codes.", max_length=domain.MOST_LINES)
    needs: list[TemplateNeedIn] = Field(description="The needs that it answers.", max_length=domain.MOST_NEEDS)
    goals: list[TemplateGoalIn] = Field(description="Its goals.", min_length=1, max_length=domain.MOST_GOALS)
    activities: list[TemplateActivityIn] = Field(description="What is done.", max_length=domain.MOST_ACTIVITIES)
    crisis_plan: TemplateCrisisPlanIn | None = Field(description="Where its crisis plan begins.")
    review_every: CadenceIn | None = Field(description="How often plans made of it are reviewed.")
    lasts_days: Days | None = Field(description="How long plans made of it last.", examples=[365])

    def content(self) -> domain.TemplateContent:
        """Return it as the use cases take it."""
        crisis = self.crisis_plan
        return domain.TemplateContent(
            title=self._required(self.title),
            language=self.language,
            description=self._words(self.description),
            categories=tuple(category.concept() for category in self.categories),
            needs=tuple(map(self._need, self.needs)),
            goals=tuple(map(self._goal, self.goals)),
            activities=tuple(map(self._activity, self.activities)),
            crisis_plan=self._crisis(crisis) if crisis else None,
            review_every=self.review_every.cadence() if self.review_every else None,
            lasts_days=self.lasts_days,
        )

    def _need(self, need: TemplateNeedIn) -> domain.TemplateNeed:
        return domain.TemplateNeed(
            key=need.key,
            category=need.category,
            concept=need.concept.concept() if need.concept else None,
            words=self._words(need.words),
            labels=frozenset(need.labels),
        )

    def _goal(self, goal: TemplateGoalIn) -> domain.TemplateGoal:
        return domain.TemplateGoal(
            key=goal.key,
            words=self._required(goal.words),
            concept=goal.concept.concept() if goal.concept else None,
            category=goal.category,
            priority=goal.priority,
            needs=tuple(goal.needs),
            targets=tuple(map(self._target, goal.targets)),
        )

    def _target(self, target: TemplateTargetIn) -> domain.TemplateTarget:
        value = target.value.value() if target.value else None
        return domain.TemplateTarget(measure=self._required(target.measure), value=value, due_days=target.due_days)

    def _activity(self, activity: TemplateActivityIn) -> domain.TemplateActivity:
        return domain.TemplateActivity(
            key=activity.key,
            kind=activity.kind,
            title=self._required(activity.title),
            details=self._words(activity.details),
            concept=activity.concept.concept() if activity.concept else None,
            goals=tuple(activity.goals),
            due_days=activity.due_days,
        )

    def _crisis(self, crisis: TemplateCrisisPlanIn) -> domain.TemplateCrisisPlan:
        return domain.TemplateCrisisPlan(
            warning_signs=tuple(map(self._required, crisis.warning_signs)),
            coping=tuple(map(self._required, crisis.coping)),
            safe_places=tuple(map(self._required, crisis.safe_places)),
            safety_steps=tuple(map(self._required, crisis.safety_steps)),
        )

    def _words(self, texts: dict[str, str] | None) -> said.Words | None:
        return None if texts is None else self._required(texts)

    def _required(self, texts: dict[str, str]) -> said.Words:
        """Put the original first; the other languages follow in the order of their tags."""
        ordered = sorted(texts.items(), key=lambda text: (text[0] != self.language, text[0]))
        return said.Words(tuple(ordered))


class NewCarePlanTemplateIn(CarePlanTemplateIn):
    """A template to be kept."""

    scope: TemplateScope = Field(
        default=TemplateScope.AGENCY, description="Who may use it: your agency, or your whole network."
    )


class CarePlanTemplateItemOut(Shape):
    """A template in a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    scope: TemplateScope = Field(description="Who may use it.")
    agency_id: UUID | None = Field(description="Whose it is; null: it is built in.")
    status: TemplateStatus = Field(description="Whether new plans are made of it.", examples=["active"])
    name: str = Field(description="Its title in the original language.", examples=["Food and a steady home"])
    languages: list[str] = Field(description="The languages that it speaks.", examples=[["en", "es"]])
    updated_at: datetime = Field(description="When it last changed.")


class CarePlanTemplateOut(CarePlanTemplateItemOut):
    """A template."""

    language: str = Field(description="The language that the others translate.", examples=["en"])
    title: dict[str, str] = Field(description="Its title, by language.")
    description: dict[str, str] | None = Field(description="What it is for, by language.")
    categories: list[ConceptOut] = Field(description="The kind of plan, in codes.")
    needs: list[TemplateNeedOut] = Field(description="The needs that it answers.")
    goals: list[TemplateGoalOut] = Field(description="Its goals.")
    activities: list[TemplateActivityOut] = Field(description="What is done.")
    crisis_plan: TemplateCrisisPlanOut | None = Field(description="Where its crisis plan begins.")
    review_every: CadenceOut | None = Field(description="How often plans made of it are reviewed.")
    lasts_days: int | None = Field(description="How long plans made of it last.")
    created_at: datetime = Field(description="When it was made.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class TemplateNeedChoiceIn(Input):
    """A need that the client has on record already."""

    key: Key = Field(description="The key of the template's need.", examples=["food"])
    need_id: UUID = Field(description="The client's need.")


class TemplateUseIn(Input):
    """For whom a plan is made of a template, and how."""

    client_id: UUID = Field(description="For whom.")
    start: CalendarDay | None = Field(description="From which day on; null: today.", examples=["2027-01-11"])
    language: LanguageTag | None = Field(description="In which language; null: the client's.")
    worker_id: UUID | None = Field(description="Who answers for the plan.")
    goals: list[Key] = Field(description="The keys of the goals to take; none: all.", max_length=domain.MOST_GOALS)
    needs: list[TemplateNeedChoiceIn] = Field(
        description="Needs on record that it answers; for others the newest open one of the same category is taken, "
        "or one is recorded.",
        max_length=domain.MOST_NEEDS,
    )

    def wish(self) -> Wish:
        """Return it as the use cases take it."""
        return Wish(
            client=ClientId(self.client_id),
            start=self.start,
            language=self.language,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            goals=tuple(self.goals),
            needs={need.key: NeedId(need.need_id) for need in self.needs},
        )


def texts_view(words: said.Words | None) -> dict[str, Any] | None:
    """Put words into the form of `Texts`."""
    return None if words is None else words.by_language()
