"""What a care plan template says: needs, goals and activities by key, in several languages, dated from the start."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.assessments.words import Words
from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.review import Cadence
from app.domain.care_plans.targets import Value
from app.domain.care_plans.vocabularies import check_codes
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Concept
from app.domain.faults import NAME_LENGTH, Faults, is_language

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
MOST_NEEDS = 20
MOST_GOALS = 30
MOST_ACTIVITIES = 60
MOST_TARGETS = 10
MOST_LINES = 30
MOST_LANGUAGES = 20
MOST_DAYS = 3_650
WORDS_LENGTH = 2_000
LINE_LENGTH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateNeed:
    """A need that the plan answers; a plan made of the template takes the client's own where there is one.

    `labels` are added to those that its category and codes bring, as where it is about mental health.
    """

    key: str
    category: Category | None = None
    concept: Concept | None = None
    words: Words | None = None
    labels: frozenset[Sensitivity] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTarget:
    """By what a goal is known to be reached, so many days after the plan starts."""

    measure: Words
    value: Value | None = None
    due_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateGoal:
    """A goal, with the keys of the needs that it addresses; the client puts it into own words later."""

    key: str
    words: Words
    concept: Concept | None = None
    category: Category | None = None
    priority: GoalPriority | None = None
    needs: tuple[str, ...] = ()
    targets: tuple[TemplateTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateActivity:
    """Something to be done, with the keys of the goals that it serves."""

    key: str
    kind: ActivityKind
    title: Words
    details: Words | None = None
    concept: Concept | None = None
    goals: tuple[str, ...] = ()
    due_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCrisisPlan:
    """Where a crisis plan begins: lines that client and worker complete together."""

    warning_signs: tuple[Words, ...] = ()
    coping: tuple[Words, ...] = ()
    safe_places: tuple[Words, ...] = ()
    safety_steps: tuple[Words, ...] = ()

    def lists(self) -> tuple[tuple[str, tuple[Words, ...]], ...]:
        """Return its lists by name."""
        return (
            ("warning_signs", self.warning_signs),
            ("coping", self.coping),
            ("safe_places", self.safe_places),
            ("safety_steps", self.safety_steps),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """A template; replaced as a whole. `language` is the original of all its words, `title` has every language."""

    title: Words
    language: str = "en"
    description: Words | None = None
    categories: tuple[Concept, ...] = ()
    needs: tuple[TemplateNeed, ...] = ()
    goals: tuple[TemplateGoal, ...] = ()
    activities: tuple[TemplateActivity, ...] = ()
    crisis_plan: TemplateCrisisPlan | None = None
    review_every: Cadence | None = None
    lasts_days: int | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which a plan can be made of it, the original first."""
        return tuple(tag for tag, _ in self.title.texts)

    def only(self, goals: frozenset[str]) -> "TemplateContent":
        """Return the part that serves some of its goals: their needs and activities, and what serves no goal at all."""
        chosen = tuple(goal for goal in self.goals if goal.key in goals)
        addressed = {key for goal in self.goals for key in goal.needs}
        kept = {key for goal in chosen for key in goal.needs}
        return replace(
            self,
            goals=chosen,
            needs=tuple(need for need in self.needs if need.key in kept or need.key not in addressed),
            activities=tuple(each for each in self.activities if not each.goals or goals.intersection(each.goals)),
        )

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.require(is_language(self.language), "/language", "must be a BCP-47 language tag such as es")
        faults.require(self.language in self.languages, "/title", "must be given in the original language")
        faults.at_most(self.languages, MOST_LANGUAGES, "/title")
        self._check_lists(faults)
        self._check_needs(faults)
        self._check_goals(faults)
        self._check_activities(faults)
        for pointer, words, most in self._said():
            self._check_words(faults, words, pointer, most)
        faults.refuse("care-plan-template.invalid", "The template cannot be as described.")

    def _check_lists(self, faults: Faults) -> None:
        faults.at_most(self.categories, MOST_LINES, "/categories")
        for place, category in enumerate(self.categories):
            category.check(faults, f"/categories/{place}")
        faults.require(self.goals, "/goals", "must have at least one goal")
        if self.review_every is not None:
            self.review_every.check(faults, "/review_every")
        _check_days(faults, self.lasts_days, "/lasts_days")
        for name, lines in self.crisis_plan.lists() if self.crisis_plan else ():
            faults.at_most(lines, MOST_LINES, f"/crisis_plan/{name}")

    def _check_needs(self, faults: Faults) -> None:
        _check_keys(faults, tuple(need.key for need in self.needs), MOST_NEEDS, "/needs")
        for place, need in enumerate(self.needs):
            said = need.category or need.concept or need.words
            faults.require(said, f"/needs/{place}", "must have a category, a concept or words")
            _check_concept(faults, need.concept, f"/needs/{place}/concept")

    def _check_goals(self, faults: Faults) -> None:
        known = {need.key for need in self.needs}
        _check_keys(faults, tuple(goal.key for goal in self.goals), MOST_GOALS, "/goals")
        for place, goal in enumerate(self.goals):
            _check_links(faults, goal.needs, known, f"/goals/{place}/needs", "need")
            _check_concept(faults, goal.concept, f"/goals/{place}/concept")
            faults.at_most(goal.targets, MOST_TARGETS, f"/goals/{place}/targets")
            for number, target in enumerate(goal.targets):
                _check_target(faults, target, f"/goals/{place}/targets/{number}")

    def _check_activities(self, faults: Faults) -> None:
        known = {goal.key for goal in self.goals}
        _check_keys(faults, tuple(each.key for each in self.activities), MOST_ACTIVITIES, "/activities")
        for place, activity in enumerate(self.activities):
            _check_links(faults, activity.goals, known, f"/activities/{place}/goals", "goal")
            _check_concept(faults, activity.concept, f"/activities/{place}/concept")
            _check_days(faults, activity.due_days, f"/activities/{place}/due_days")

    def _said(self) -> Iterator[tuple[str, Words | None, int]]:
        yield "/title", self.title, NAME_LENGTH
        yield "/description", self.description, WORDS_LENGTH
        for place, need in enumerate(self.needs):
            yield f"/needs/{place}/words", need.words, WORDS_LENGTH
        for place, goal in enumerate(self.goals):
            yield f"/goals/{place}/words", goal.words, WORDS_LENGTH
            for number, target in enumerate(goal.targets):
                yield f"/goals/{place}/targets/{number}/measure", target.measure, NAME_LENGTH
        for place, activity in enumerate(self.activities):
            yield f"/activities/{place}/title", activity.title, NAME_LENGTH
            yield f"/activities/{place}/details", activity.details, WORDS_LENGTH
        for name, lines in self.crisis_plan.lists() if self.crisis_plan else ():
            for place, line in enumerate(lines):
                yield f"/crisis_plan/{name}/{place}", line, LINE_LENGTH

    def _check_words(self, faults: Faults, words: Words | None, pointer: str, most: int) -> None:
        if words is None:
            return
        words.check(faults, pointer)
        given = {tag for tag, _ in words.texts}
        missing = ", ".join(sorted(tag[:40] for tag in self.languages if tag not in given))
        faults.require(not missing, pointer, f"must be given in every language of the title: {missing} is missing")
        for tag, text in words.texts:
            faults.require(len(text) <= most, f"{pointer}/{tag[:40]}", f"must have at most {most} characters")
            if most == NAME_LENGTH:
                faults.require("\n" not in text, f"{pointer}/{tag[:40]}", "must be one line")


def _check_keys(faults: Faults, keys: tuple[str, ...], most: int, pointer: str) -> None:
    faults.at_most(keys, most, pointer)
    for place, key in enumerate(keys):
        faults.require(KEY.fullmatch(key), f"{pointer}/{place}/key", "must be lower-case letters, digits and hyphens")
        faults.require(key not in keys[:place], f"{pointer}/{place}/key", "is the key of another one")


def _check_links(faults: Faults, keys: tuple[str, ...], known: set[str], pointer: str, noun: str) -> None:
    faults.distinct(keys, pointer)
    for place, key in enumerate(keys):
        faults.require(key in known, f"{pointer}/{place}", f"is the key of no {noun} of this template")


def _check_target(faults: Faults, target: TemplateTarget, pointer: str) -> None:
    _check_days(faults, target.due_days, f"{pointer}/due_days")
    if target.value is not None:
        target.value.check(faults, f"{pointer}/value")


def _check_concept(faults: Faults, concept: Concept | None, pointer: str) -> None:
    if concept is not None:
        concept.check(faults, pointer)
        check_codes(concept, faults, pointer)


def _check_days(faults: Faults, days: int | None, pointer: str) -> None:
    faults.require(days is None or 0 <= days <= MOST_DAYS, pointer, f"must be from 0 to {MOST_DAYS}")
