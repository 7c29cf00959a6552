"""A sheet of answers as it stands: which of its questions are asked at all, given the other answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.assessments.answers import Answered, Answers, Rounds
from app.domain.assessments.enabling import Behavior
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.values import Value


@dataclass(slots=True)
class Sheet:
    """The answers to an instrument, or to one round of a repeating group within an `outer` sheet."""

    instrument: Instrument
    answers: Answers
    outer: "Sheet | None" = None
    _asked: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def is_asked(self, item: Item) -> bool:
        """Whether a question is asked: what holds it is asked, and its conditions hold."""
        if item.link_id not in self._asked:
            self._asked[item.link_id] = False  # what depends on itself is not asked
            self._asked[item.link_id] = self._judged(item)
        return self._asked[item.link_id]

    def values(self, link_id: str) -> tuple[Value, ...]:
        """Return the values given here or further out to a question that is asked."""
        answer, item = self.answers.given.get(link_id), self.instrument.item(link_id)
        if item is None:
            return ()
        if isinstance(answer, Answered):
            return answer.values if self.is_asked(item) else ()
        return self.outer.values(link_id) if self.outer else ()

    def every_value(self, link_id: str) -> tuple[Value, ...]:
        """Return the values given to a question in all rounds of the groups that hold it."""
        inner = (value for sheet in self.rounds() for value in sheet.every_value(link_id))
        own = self.values(link_id) if link_id in self.answers.given else ()
        return (*own, *inner)

    def rounds(self) -> Iterator["Sheet"]:
        """Yield a sheet for each round of each repeating group that is asked here."""
        for link_id, answer in self.answers.given.items():
            group = self.instrument.item(link_id)
            if isinstance(answer, Rounds) and group is not None and self.is_asked(group):
                for answers in answer.rounds:
                    yield Sheet(self.instrument, answers, self)

    def _judged(self, item: Item) -> bool:
        parent = self.instrument.parent(item.link_id)
        if parent is not None and not self.is_asked(parent):
            return False
        held = (condition.holds(self.values(condition.question)) for condition in item.conditions)
        if not item.conditions:
            return True
        return all(held) if item.behavior is Behavior.ALL else any(held)
