"""Reads what an instrument's answers suggest, in our own notation beside its FHIR Questionnaire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.adapters.fhir.instruments.scoring import Notation, amount, key_of, one_of, only, said, wrong
from app.adapters.fhir.resources.choices import read_coding
from app.adapters.fhir.resources.elements import Element
from app.domain.assessments.enabling import Operator
from app.domain.assessments.rules import (
    AnswerCompares,
    AnswerIs,
    Content,
    Every,
    Proposal,
    Rule,
    ScoreInBand,
    ScoreIs,
    Some,
    SuggestedGoal,
    SuggestedNeed,
    SuggestedReferral,
    SuggestedTask,
    When,
)
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding
from app.domain.faults import NAME_LENGTH

MOST_DEEP = 6
KEYS_OF_CONDITIONS = "must have one of item, score, every and some"
KEYS_OF_CONTENTS = "must have one of need, goal, referral and task"


@dataclass(frozen=True, slots=True)
class RuleNotation:
    """Reads rules that speak of the questions and scores of one instrument."""

    notation: Notation

    def rules(self, holder: Element) -> tuple[Rule, ...]:
        """Read the list of rules."""
        return tuple(self._rule(element) for element in holder.elements("rules"))

    def _rule(self, element: Element) -> Rule:
        only(element, "key when suggests labels part2_labels")
        when = self._when(element.element("when"), 1) if "when" in element.members else None
        return Rule(
            key=key_of(element),
            when=when,
            proposals=tuple(p for each in element.elements("suggests") if (p := _proposal(each))),
            labels=_labels(element, "labels"),
            part2_labels=_labels(element, "part2_labels"),
        )

    def _when(self, element: Element, depth: int) -> When | None:
        if depth > MOST_DEEP:
            wrong(element, "", f"stands deeper than {MOST_DEEP}")
            return None
        for name, kind in (("every", Every), ("some", Some)):
            if name in element.members:
                only(element, name)
                parts = [self._when(each, depth + 1) for each in element.elements(name)]
                return kind(of=tuple(part for part in parts if part is not None))
        if "item" in element.members:
            return self._answer(element)
        if "score" in element.members:
            return _score(element)
        wrong(element, "", KEYS_OF_CONDITIONS)
        return None

    def _answer(self, element: Element) -> When | None:
        only(element, "item is" if "is" in element.members else "item operator value")
        item = self.notation.question(element)
        if item is None:
            return None
        if "is" in element.members:
            return AnswerIs(link_id=item.link_id, any_of=self.notation.meant(element, "is", item))
        operator, values = Operator.AT_LEAST, self.notation.meant(element, "value", item)
        operator = one_of(Operator, element, "operator", operator)
        if operator not in (Operator.MORE, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST):
            wrong(element, "operator", "must be >, <, >= or <=")
        return AnswerCompares(link_id=item.link_id, operator=operator, value=values[0]) if values else None


def _score(element: Element) -> When:
    only(element, "score bands" if "bands" in element.members else "score at_least at_most")
    score = element.text("score") or ""
    if "bands" in element.members:
        return ScoreInBand(score=score, bands=element.texts("bands", NAME_LENGTH))
    limits = {name: amount(element, name) if name in element.members else None for name in ("at_least", "at_most")}
    return ScoreIs(score=score, **limits)


def _proposal(element: Element) -> Proposal | None:
    only(element, "key for automatic need goal referral task")
    named = [name for name in _CONTENTS if name in element.members]
    if len(named) != 1:
        wrong(element, "", KEYS_OF_CONTENTS)
        return None
    return Proposal(
        key=key_of(element),
        content=_CONTENTS[named[0]](element.element(named[0])),
        need=element.text("for", NAME_LENGTH),
        automatic=bool(element.flag("automatic")),
    )


def _need(element: Element) -> Content:
    only(element, "words category codings")
    return SuggestedNeed(words=said(element, "words"), category=_category(element), codings=_codings(element))


def _goal(element: Element) -> Content:
    only(element, "words codings")
    return SuggestedGoal(words=said(element, "words"), codings=_codings(element))


def _referral(element: Element) -> Content:
    only(element, "words category priority")
    category = _category(element)
    if category is None:
        wrong(element, "category", "must be a category")
    priority = one_of(Priority, element, "priority", Priority.ROUTINE)
    return SuggestedReferral(words=said(element, "words"), category=category or Category.UNSPECIFIED, priority=priority)


def _task(element: Element) -> Content:
    only(element, "title details priority")
    details = said(element, "details") if "details" in element.members else None
    priority = one_of(Priority, element, "priority", Priority.ROUTINE)
    return SuggestedTask(title=said(element, "title"), details=details, priority=priority)


_CONTENTS: Mapping[str, Callable[[Element], Content]] = {
    "need": _need,
    "goal": _goal,
    "referral": _referral,
    "task": _task,
}


def _category(element: Element) -> Category | None:
    if "category" not in element.members:
        return None
    return one_of(Category, element, "category", Category.UNSPECIFIED)


def _codings(element: Element) -> tuple[Coding, ...]:
    return tuple(coding for each in element.elements("codings") if (coding := read_coding(each)))


def _labels(element: Element, name: str) -> frozenset[Sensitivity]:
    given = element.texts(name, NAME_LENGTH)
    if any(label not in set(Sensitivity) for label in given):
        wrong(element, name, f"must be among {', '.join(Sensitivity)}")
    return frozenset(Sensitivity(label) for label in given if label in set(Sensitivity))
