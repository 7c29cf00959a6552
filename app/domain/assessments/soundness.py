"""Whether an instrument hangs together, because a question that nobody can reach is found too late by a client."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.assessments.enabling import Condition, Operator
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.rules import AnswerIs, Every, Rule, ScoreInBand, ScoreIs, Some, When
from app.domain.assessments.scoring import Method, Missing, Scoring
from app.domain.assessments.suggesting import kind_of
from app.domain.assessments.values import NUMBERS, UNASKED, ItemType
from app.domain.faults import Faults

MOST_ITEMS = 2_000
LINK_ID_LENGTH = 255
Place = Callable[[Item], str]


def check(instrument: Instrument, faults: Faults, place: Place) -> None:
    """Note what does not hang together; `place` says where an item stands in what was written."""
    every = list(instrument.walk())
    faults.require(every, "/questionnaire/item", "must ask something")
    faults.at_most(every, MOST_ITEMS, "/questionnaire/item")
    seen: set[str] = set()
    tied = _tied(instrument, every)
    for item in every:
        faults.require(item.link_id not in seen, f"{place(item)}/linkId", "must be there once")
        seen.add(item.link_id)
        _check_item(item, faults, place(item))
        for position, condition in enumerate(item.conditions):
            circular = item.link_id in tied and condition.question in tied
            there = f"{place(item)}/enableWhen/{position}"
            faults.require(not circular, f"{there}/question", "depends on this item itself")
            _check_condition(instrument, condition, faults, there)
    faults.distinct([scoring.key for scoring in instrument.measures.scores], "/scoring")
    for position, scoring in enumerate(instrument.measures.scores):
        _check_scoring(instrument, scoring, faults, f"/scoring/{position}")
    faults.distinct([rule.key for rule in instrument.measures.rules], "/rules")
    for position, rule in enumerate(instrument.measures.rules):
        _check_rule(instrument, rule, faults, f"/rules/{position}")


def _check_item(item: Item, faults: Faults, place: str) -> None:
    faults.text(item.link_id, f"{place}/linkId", most=LINK_ID_LENGTH)
    faults.require(not item.options or item.type not in UNASKED, f"{place}/answerOption", "has nothing to answer")
    faults.require(
        item.type is not ItemType.CHOICE or item.options, f"{place}/answerOption", "must have options to choose from"
    )
    faults.require(item.type is not ItemType.DISPLAY or not item.items, f"{place}/item", "cannot hold other items")
    faults.require(
        item.type is ItemType.GROUP or not item.repeats or not any(inner.asks for inner in item.items),
        f"{place}/repeats",
        "cannot repeat and hold questions; put both into a repeating group",
    )
    chosen = [option for option in item.options if option.chosen]
    faults.require(item.repeats or len(chosen) <= 1, f"{place}/answerOption", "cannot choose several by itself")


def _check_condition(instrument: Instrument, condition: Condition, faults: Faults, place: str) -> None:
    asked = instrument.item(condition.question)
    faults.require(asked is not None and asked.asks, f"{place}/question", "is no question of this instrument")
    exists = condition.operator is not Operator.EXISTS or isinstance(condition.answer, bool)
    faults.require(exists, f"{place}/answer", "must be true or false")


def _tied(instrument: Instrument, every: list[Item]) -> set[str]:
    """Return the items that depend on one another in a circle: what is left when no free end can be cut off."""
    needs: dict[str, set[str]] = {}
    for item in every:
        parent = instrument.parent(item.link_id)
        asked = [condition.question for condition in item.conditions] + ([parent.link_id] if parent else [])
        needs[item.link_id] = {link_id for link_id in asked if instrument.item(link_id)}
    left = _without_ends(needs)
    return set(_without_ends(_reversed({link_id: needs[link_id] & left for link_id in left})))


def _without_ends(needs: Mapping[str, set[str]]) -> set[str]:
    missing = {link_id: len(asked) for link_id, asked in needs.items()}
    needed_by = _reversed(needs)
    free = [link_id for link_id, count in missing.items() if count == 0]
    while free:
        done = free.pop()
        del missing[done]
        for other in needed_by.get(done, ()):
            missing[other] -= 1
            if missing[other] == 0:
                free.append(other)
    return set(missing)


def _reversed(needs: Mapping[str, set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {link_id: set() for link_id in needs}
    for link_id, asked in needs.items():
        for other in asked:
            turned[other].add(link_id)
    return turned


def _check_scoring(instrument: Instrument, scoring: Scoring, faults: Faults, place: str) -> None:
    faults.require(scoring.terms, f"{place}/items", "must have questions")
    faults.distinct([term.link_id for term in scoring.terms], f"{place}/items")
    faults.require(scoring.low < scoring.high, f"{place}/high", "must be more than low")
    for position, term in enumerate(scoring.terms):
        item = instrument.item(term.link_id)
        if item is not None:
            _check_term(instrument, item, faults, f"{place}/items/{position}", own_points=bool(term.points))
    sums = scoring.missing is not Missing.PRORATE or scoring.method in (Method.SUM, Method.MEAN)
    faults.require(sums, f"{place}/missing", "others can stand in for missing answers only in a sum or a mean")
    fewer = 0 <= scoring.most_missing < max(len(scoring.terms), 1)
    faults.require(fewer, f"{place}/most_missing", "must be less than the number of questions")
    _check_bands(scoring, faults, f"{place}/bands")


def _check_term(instrument: Instrument, item: Item, faults: Faults, place: str, *, own_points: bool) -> None:
    counts = own_points or item.type in NUMBERS or any(option.points is not None for option in item.options)
    faults.require(counts, place, "has options without points")
    parent = instrument.parent(item.link_id)
    while parent is not None:
        faults.require(not parent.repeats, place, "stands in a repeating group, which has no one answer")
        parent = instrument.parent(parent.link_id)


def _check_bands(scoring: Scoring, faults: Faults, place: str) -> None:
    faults.distinct([band.key for band in scoring.bands], place)
    edge = scoring.low
    for position, band in enumerate(scoring.bands):
        faults.require(band.low <= band.high, f"{place}/{position}/high", "must not be less than low")
        begins = band.low == edge if position == 0 else band.low > edge
        faults.require(begins, f"{place}/{position}/low", "must begin where the band before ends")
        edge = band.high
    faults.require(not scoring.bands or edge == scoring.high, place, "must reach from low to high")


def _check_rule(instrument: Instrument, rule: Rule, faults: Faults, place: str) -> None:
    for part in _parts(rule.when):
        if isinstance(part, ScoreIs | ScoreInBand):
            _check_score_part(instrument, part, faults, f"{place}/when")
        elif isinstance(part, Every | Some):
            faults.require(part.of, f"{place}/when", "must name conditions")
        elif isinstance(part, AnswerIs):
            faults.require(part.any_of, f"{place}/when", "must name answers")
    faults.distinct([proposal.key for proposal in rule.proposals], f"{place}/suggests")
    needs = {proposal.key for proposal in rule.proposals if kind_of(proposal.content) == "need"}
    for position, proposal in enumerate(rule.proposals):
        serves = proposal.need is None or proposal.need in needs
        faults.require(serves, f"{place}/suggests/{position}/for", "is no need that this rule suggests")
        made = not proposal.automatic or kind_of(proposal.content) == "task"
        faults.require(made, f"{place}/suggests/{position}/automatic", "only a task can be made by itself")


def _check_score_part(instrument: Instrument, part: ScoreIs | ScoreInBand, faults: Faults, place: str) -> None:
    scoring = instrument.scoring(part.score)
    faults.require(scoring, f"{place}/score", "is no score of this instrument")
    if isinstance(part, ScoreIs):
        bounded = part.at_least is not None or part.at_most is not None
        faults.require(bounded, f"{place}/score", "must reach or stay within something")
    elif scoring is not None:
        known = {band.key for band in scoring.bands}
        faults.require(part.bands and known.issuperset(part.bands), f"{place}/bands", "must be bands of the score")


def _parts(when: When | None) -> Iterator[When]:
    if when is not None:
        yield when
    if isinstance(when, Every | Some):
        for part in when.of:
            yield from _parts(part)
