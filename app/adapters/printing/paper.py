"""Turns the facts of a plan into sentences once, so that page and sheet say the same."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.adapters.printing.english import ENGLISH
from app.adapters.printing.spanish import SPANISH
from app.adapters.printing.words import Said, Words
from app.domain.care_plans.printed_plan import (
    PrintedCrisisPlan,
    PrintedGoal,
    PrintedNeed,
    PrintedPerson,
    PrintedPlan,
    PrintedStep,
    PrintedTarget,
)

LANGUAGES = {words.tag: words for words in (ENGLISH, SPANISH)}
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs"})
_JOINERS = frozenset("\u200c\u200d")  # they shape letters in Persian and in Indian scripts
_LONG = re.compile(r"\S{36}(?=\S{6})")
AN_ENTRY = 20  # letters that an entry costs however short it is
_PLACE_TO_BREAK = "\u200b"
_ENDINGS = (".", "!", "?", "…", "。", "؟")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something with a name and lines below it: a person, a step."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text below a heading; `own` are the client's own words."""

    heading: str | None = None
    own: str | None = None
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    entries_heading: str | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the paper; `kind` is how it is laid out."""

    heading: str
    kind: str = "plain"
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The whole text, in reading order."""

    language: str
    own_language: str
    title: str
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = field(default=())
    sign_heading: str = ""
    date_signed: str = ""
    page: str = ""

    @property
    def letters(self) -> int:
        """How much there is to set."""
        parts = (part for section in self.sections for part in section.parts)
        return sum(map(len, self.lines)) + sum(map(_letters, parts))


def words_for(language: str) -> tuple[Words, bool]:
    """Return the words of a language, or English and that it is borrowed."""
    words = LANGUAGES.get(language.partition("-")[0].lower())
    return (words, False) if words else (ENGLISH, True)


def written_out(plan: PrintedPlan) -> Paper:
    """Put a plan into words."""
    words, borrowed = words_for(plan.language)
    return _Writer(words).paper(plan, borrowed=borrowed)


def tidy(text: str) -> str:
    """Drop what no paper shows, and let endless words break."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    kept = "\n".join(line if line.isprintable() else _shown(line) for line in lines)
    return _LONG.sub(lambda run: run[0] + _PLACE_TO_BREAK, kept.strip())


def _shown(line: str) -> str:
    kept = (letter for letter in line if letter in _JOINERS or unicodedata.category(letter) not in _UNPRINTABLE)
    return "".join(kept)


def _letters(part: Part) -> int:
    entries = sum(len(entry.title) + sum(map(len, entry.lines)) + AN_ENTRY for entry in part.entries)
    return len(part.own or "") + sum(map(len, (*part.lines, *part.items))) + entries


def _present(*lines: str | None) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


class _Writer:
    """Writes in one language."""

    def __init__(self, words: Words) -> None:
        self.words, self.headings, self.lines = words, words.headings, words.lines

    def paper(self, plan: PrintedPlan, *, borrowed: bool) -> Paper:
        sections = (
            self._people(self.headings.call, plan.call),
            self._listed(self.headings.needs, self._named(plan.needs)),
            self._goals(plan.goals),
            Section(heading=self.headings.other_steps, parts=self._steps_alone(plan.other_steps)),
            self._about(plan),
            self._crisis(plan.crisis),
            self._people(self.headings.team, plan.team),
            self._review(plan),
        )
        return Paper(
            language=self.words.tag,
            own_language=plan.written_in or self.words.tag,
            title=tidy(plan.title) or self.headings.plan,
            notes=self._notes(plan, borrowed=borrowed),
            lines=self._opening(plan),
            sections=tuple(section for section in sections if section.parts),
            signatures=(self.lines.client_signs, self.lines.worker_signs),
            sign_heading=self.headings.sign,
            date_signed=self.lines.date_signed,
            page=self.lines.page,
        )

    def _notes(self, plan: PrintedPlan, *, borrowed: bool) -> tuple[str, ...]:
        return _present(
            self.words.borrowed.format(language=plan.language) if borrowed else None,
            self.words.plan[plan.standing],
            self.lines.withheld if plan.withheld else None,
            plan.notice,
        )

    def _opening(self, plan: PrintedPlan) -> tuple[str, ...]:
        return _present(
            self.lines.for_client.format(client=tidy(plan.client)),
            self.lines.from_agency.format(agency=tidy(plan.agency)),
            self._period(plan.starts, plan.ends),
            self.lines.intro,
            tidy(plan.about) if plan.about else None,
            self.lines.printed.format(date=self._date(plan.printed_on)),
        )

    def _period(self, start: date | None, end: date | None) -> str | None:
        if start and end:
            return self.lines.starts_and_ends.format(start=self._date(start), end=self._date(end))
        if start:
            return self.lines.starts.format(start=self._date(start))
        return self.lines.ends.format(end=self._date(end)) if end else None

    def _goals(self, goals: tuple[PrintedGoal, ...]) -> Section:
        parts = tuple(self._goal(number, goal) for number, goal in enumerate(goals, 1))
        return Section(heading=self.headings.goals, kind="goals", parts=parts or (Part(lines=(self.lines.no_goals,)),))

    def _goal(self, number: int, goal: PrintedGoal) -> Part:
        noted = goal.last_note and goal.last_noted
        return Part(
            heading=self.headings.goal.format(number=number),
            own=tidy(goal.words) or None,
            lines=_present(
                self.words.goals[goal.standing].of(self._maybe(goal.on)),
                self.lines.why.format(needs="; ".join(map(_without_end, self._named(goal.why)))) if goal.why else None,
                *map(self._target, goal.targets),
                self.lines.last_note.format(date=self._maybe(goal.last_noted), note=tidy(goal.last_note or ""))
                if noted
                else None,
                None if goal.steps else self.lines.no_steps,
            ),
            entries_heading=self.headings.steps if goal.steps else None,
            entries=tuple(map(self._step, goal.steps)),
        )

    def _target(self, target: PrintedTarget) -> str | None:
        aim = ": ".join(_present(_without_end(target.what), self._aim(target)))
        if not aim:
            return None
        if target.due is None:
            return self.lines.target.format(aim=aim)
        return self.lines.target_due.format(aim=aim, date=self._date(target.due))

    def _aim(self, target: PrintedTarget) -> str | None:
        if target.truth is not None:
            return self.lines.yes if target.truth else self.lines.no
        if target.low and target.high:
            return self.lines.between.format(low=tidy(target.low), high=tidy(target.high))
        return self.words.bounds[target.bound].format(value=_without_end(target.value)) if target.value else None

    def _steps_alone(self, steps: tuple[PrintedStep, ...]) -> tuple[Part, ...]:
        return (Part(entries=tuple(map(self._step, steps))),) if steps else ()

    def _step(self, step: PrintedStep) -> Entry:
        if step.told_at is not None:
            return Entry(title=tidy(step.what), lines=(self.lines.told_at.format(number=step.told_at),))
        said: Said | None = self.words.steps[step.standing]
        kind = self.words.kinds[step.kind]
        return Entry(
            title=tidy(step.what),
            lines=_present(
                f"{kind}." if kind else None,
                self.lines.who.format(who=_without_end(step.who)) if step.who else None,
                self.lines.when.format(when=_without_end(step.when)) if step.when else None,
                self.lines.place.format(place=_without_end(step.place)) if step.place else None,
                self.lines.due.format(date=self._date(step.due)) if step.due else None,
                said.of(self._maybe(step.on)) if said else None,
                tidy(step.note) if step.note else None,
            ),
        )

    def _about(self, plan: PrintedPlan) -> Section:
        told = (
            (self.headings.strengths, plan.strengths),
            (self.headings.preferences, plan.preferences),
            (self.headings.culture, plan.culture),
        )
        return Section(heading=self.headings.about_you, parts=self._lists(told))

    def _crisis(self, crisis: PrintedCrisisPlan | None) -> Section:
        emergency = Part(heading=self.headings.emergency, lines=self.lines.emergency)
        if crisis is None:
            return Section(heading=self.headings.crisis, kind="crisis", parts=(emergency,))
        before = self._lists(
            ((self.headings.warning_signs, crisis.warning_signs), (self.headings.coping, crisis.coping))
        )
        people = Part(heading=self.headings.people, entries=tuple(map(self._person, crisis.people)))
        after = self._lists(
            ((self.headings.safe_places, crisis.safe_places), (self.headings.safety_steps, crisis.safety_steps))
        )
        parts = (emergency, *before, *((people,) if crisis.people else ()), *after)
        return Section(heading=self.headings.crisis, kind="crisis", parts=parts)

    def _review(self, plan: PrintedPlan) -> Section:
        agreed = self._maybe(plan.agreed_on)
        lines = _present(
            self.words.next_review(plan),
            self.lines.agreed.format(date=agreed) if agreed else self.lines.not_agreed,
        )
        return Section(heading=self.headings.review, parts=(Part(lines=lines),))

    def _named(self, needs: tuple[PrintedNeed, ...]) -> tuple[str, ...]:
        names = (need.words or (self.words.categories[need.category] if need.category else None) for need in needs)
        return tuple(dict.fromkeys(name for name in names if name))

    def _listed(self, heading: str, items: tuple[str, ...]) -> Section:
        return Section(heading=heading, parts=(Part(items=tuple(map(tidy, items))),) if items else ())

    def _lists(self, told: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Part, ...]:
        return tuple(Part(heading=heading, items=tuple(map(tidy, items))) for heading, items in told if items)

    def _people(self, heading: str, people: tuple[PrintedPerson, ...]) -> Section:
        return Section(
            heading=heading,
            kind="people",
            parts=(Part(entries=tuple(map(self._person, people))),) if people else (),
        )

    def _person(self, person: PrintedPerson) -> Entry:
        return Entry(
            title=tidy(person.name),
            lines=_present(
                ", ".join(map(tidy, _present(self.words.role(person), person.agency))),
                self.lines.phone.format(phone=tidy(person.phone)) if person.phone else None,
                self.lines.email.format(email=tidy(person.email)) if person.email else None,
                tidy(person.note) if person.note else None,
            ),
        )

    def _date(self, day: date) -> str:
        return self.words.date(day)

    def _maybe(self, day: date | None) -> str | None:
        return None if day is None else self.words.date(day)


def _without_end(text: str | None) -> str:
    """Return a text that goes on in a sentence of ours."""
    return tidy(text or "").rstrip("".join(_ENDINGS) + " ")
