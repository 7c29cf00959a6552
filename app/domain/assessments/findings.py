"""What answers come to, all at once: scores, suggestions, and the labels that the assessment bears."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.assessments.answers import Answers
from app.domain.assessments.computing import scores
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.judging import causes
from app.domain.assessments.scoring import Score
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.suggesting import Suggestion
from app.domain.codes import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in the answers to an instrument."""

    scores: tuple[Score, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    labels: frozenset[Sensitivity] = frozenset()


def find(instrument: Instrument, answers: Answers, *, part2: bool = False) -> Findings:
    """Score the answers and apply the rules; `part2` says that the agency is a program under 42 CFR Part 2."""
    sheet = Sheet(instrument, answers)
    computed = scores(sheet)
    known = {score.key: score for score in computed}
    return Findings(
        scores=computed,
        suggestions=tuple(_suggestions(sheet, known)),
        labels=_labels(sheet, known, part2=part2),
    )


def _suggestions(sheet: Sheet, known: Mapping[str, Score]) -> Iterator[Suggestion]:
    for rule in sheet.instrument.measures.rules:
        why = causes(rule.when, sheet, known)
        for proposal in rule.proposals if why is not None else ():
            yield Suggestion(
                key=f"{rule.key}.{proposal.key}",
                rule=rule.key,
                content=proposal.content,
                causes=why or (),
                need=f"{rule.key}.{proposal.need}" if proposal.need else None,
                automatic=proposal.automatic,
            )


def _labels(sheet: Sheet, known: Mapping[str, Score], *, part2: bool) -> frozenset[Sensitivity]:
    found: set[Sensitivity] = set()
    for rule in sheet.instrument.measures.rules:
        if causes(rule.when, sheet, known) is not None:
            found |= rule.labels | (rule.part2_labels if part2 else frozenset())
    return frozenset(found)
