"""An instrument as data: its questions, how it is scored and what its answers suggest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.assessments.item import Item
from app.domain.assessments.rules import Rule
from app.domain.assessments.scoring import Scoring
from app.domain.assessments.values import ItemType
from app.domain.assessments.words import DEFAULT_LANGUAGE, Words
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate


class InstrumentStatus(StrEnum):
    """Whether it may be used for new assessments (FHIR publication-status; only `active` ones are)."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is made of the answers: scores, and by rules the suggestions and the labels that the assessment bears."""

    scores: tuple[Scoring, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A questionnaire with its measures; a published version never changes.

    `key` names it here, `url` is its canonical address in the world.
    """

    key: str
    version: str
    title: Words
    status: InstrumentStatus
    items: tuple[Item, ...]
    url: str | None = None
    name: str | None = None
    language: str = DEFAULT_LANGUAGE
    codes: tuple[Coding, ...] = ()
    description: Words | None = None
    purpose: Words | None = None
    copyright: Words | None = None
    publisher: str | None = None
    dated: PartialDate | None = None
    measures: Measures = Measures()
    _items: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    _coded: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    _parents: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    _homes: Mapping[str, Item | None] = field(init=False, repr=False, compare=False)
    _inmates: Mapping[str | None, tuple[Item, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = tuple(self.walk())
        backwards = every[::-1]  # the first of a name counts, so that no item stands within itself
        coded = {code.code: item for item in backwards if item.asks for code in item.codes}
        object.__setattr__(self, "_items", {item.link_id: item for item in backwards})
        object.__setattr__(self, "_coded", coded)
        object.__setattr__(self, "_parents", self._found_parents(every))
        homes = {item.link_id: self._found_home(item) for item in every}
        object.__setattr__(self, "_homes", homes)
        inmates: dict[str | None, list[Item]] = {}
        for item in every:
            home = homes[item.link_id]
            inmates.setdefault(home.link_id if home else None, []).append(item)
        object.__setattr__(self, "_inmates", {group: tuple(items) for group, items in inmates.items()})

    def walk(self) -> Iterator[Item]:
        """Yield every item, in reading order."""
        for item in self.items:
            yield from item.walk()

    def item(self, link_id: str) -> Item | None:
        """Return the item with this link id."""
        return self._items.get(link_id)

    def parent(self, link_id: str) -> Item | None:
        """Return the item that holds the one with this link id."""
        return self._parents.get(link_id)

    def question(self, reference: str) -> Item | None:
        """Return the question with this link id, or else the one with this code of any vocabulary."""
        return self._items.get(reference) or self._coded.get(reference)

    def home(self, item: Item) -> Item | None:
        """Return the repeating group whose rounds an item is answered in."""
        return self._homes[item.link_id]

    def answered_in(self, group: Item | None) -> tuple[Item, ...]:
        """Return what is answered in each round of a repeating group, or outside all of them."""
        return self._inmates.get(group.link_id if group else None, ())

    def scoring(self, key: str) -> Scoring | None:
        """Return how the score of this key is made."""
        return next((scoring for scoring in self.measures.scores if scoring.key == key), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every question can be asked, the original first."""
        texts = [item.text for item in self.walk() if item.text] or [self.title]
        return tuple(tag for tag, _ in texts[0].texts if all(tag in text.by_language() for text in texts))

    def _found_home(self, item: Item) -> Item | None:
        parent = self.parent(item.link_id)
        while parent is not None and not (parent.type is ItemType.GROUP and parent.repeats):
            parent = self.parent(parent.link_id)
        return parent

    def _found_parents(self, every: tuple[Item, ...]) -> dict[str, Item]:
        found: dict[str, Item] = {item.link_id: item for item in self.items}
        roots = set(found)
        for item in every:
            for child in item.items:
                found.setdefault(child.link_id, item)
        return {link_id: parent for link_id, parent in found.items() if link_id not in roots}
