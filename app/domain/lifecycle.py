"""State machines as data: one table feeds the guard, the refusal, the offered actions, the diagram and the tests."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.errors import Conflict, Forbidden

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Party(StrEnum):
    """On which side of a thing somebody stands: of a referral (one agency may stand on both), or of a client's record.

    `agency` is the agency that answers for a record, `second` a second person, who decides what another asked for.
    """

    SENDER = "sender"
    PROVIDER = "provider"
    AGENCY = "agency"
    SECOND = "second"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Generic[S, A]):
    """One row of a machine: from any of `sources`, `action` by any of `by` leads to `target`.

    A row without a target leads back to the state before.
    """

    action: A
    sources: frozenset[S]
    target: S | None
    by: frozenset[Party]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One action as it stands for one asker: allowed, or refused with the reason."""

    action: str
    allowed: bool
    reason: str | None = None


class TransitionNotAllowed(Conflict):
    """The state does not allow the action; `allowed_actions` says what it does allow."""


class NotYours(Forbidden):
    """The action belongs to the other side."""


class Machine(Generic[S, A]):
    """A table of moves for one noun, complete: what is not in the table is refused."""

    def __init__(self, noun: str, states: Iterable[S], moves: Iterable[Move[S, A]]) -> None:
        self.noun = noun
        self.states = tuple(states)
        self.moves = tuple(moves)
        self.table: Mapping[tuple[S, A], Move[S, A]] = {
            (source, move.action): move for move in self.moves for source in move.sources
        }
        self.actions = tuple(dict.fromkeys(move.action for move in self.moves))
        self._offers: dict[tuple[S, frozenset[Party]], tuple[Offer, ...]] = {}

    def move(self, state: S, action: A, parties: frozenset[Party], *, before: S | None = None) -> S:
        """Return where `action` leads from `state`; refuse when the table or the side does not allow it.

        `before` is the state that `state` was entered from, for the moves that lead back.
        """
        row = self.row(state, action, parties)
        target = row.target or before
        if target is None or target not in self.targets(row):
            raise self._not_allowed(state, action, parties)
        return target

    def row(self, state: S, action: A, parties: frozenset[Party]) -> Move[S, A]:
        """Return the row that lets `parties` do `action` in `state`, or refuse with what they may do instead."""
        row = self.table.get((state, action))
        if row is None:
            raise self._not_allowed(state, action, parties)
        if not row.by & parties:
            raise NotYours(
                f"{self.noun}.not-yours",
                f"Only the {' or the '.join(sorted(row.by))} may {_words(action)}.",
                action=action.value,
                allowed_actions=self.allowed(state, parties),
            )
        return row

    def offers(self, state: S, parties: frozenset[Party]) -> tuple[Offer, ...]:
        """Every action of the table that a person may ever take, with the reason where it is refused now."""
        key = (state, parties)
        if key not in self._offers:
            people = (action for action in self.actions if self._for_people(action))
            self._offers[key] = tuple(self._offer(state, action, parties) for action in people)
        return self._offers[key]

    def allowed(self, state: S, parties: frozenset[Party]) -> list[str]:
        """Return the names of the actions that `parties` may take in `state`."""
        return [offer.action for offer in self.offers(state, parties) if offer.allowed]

    def is_terminal(self, state: S) -> bool:
        """Whether nothing but a correction leaves `state`."""
        return not any(source == state for (source, action) in self.table if action.value != "enter_in_error")

    def targets(self, row: Move[S, A]) -> frozenset[S]:
        """Return where a row may lead: its target, or the states from which its sources were entered."""
        if row.target is not None:
            return frozenset({row.target})
        return frozenset(source for move in self.moves if move.target in row.sources for source in move.sources)

    def path(self, source: S, target: S, party: Party) -> tuple[A, ...]:
        """Return the fewest actions by which `party` alone leads from `source` to `target`."""
        ways: deque[tuple[S, tuple[A, ...]]] = deque([(source, ())])
        seen = {source}
        while ways:
            state, way = ways.popleft()
            if state == target:
                return way
            for row in self._rows_of(state, party):
                if row.target is not None and row.target not in seen:
                    seen.add(row.target)
                    ways.append((row.target, (*way, row.action)))
        raise self._no_way(source, target)

    def _rows_of(self, state: S, party: Party) -> list[Move[S, A]]:
        return [row for row in self.moves if state in row.sources and party in row.by]

    def _offer(self, state: S, action: A, parties: frozenset[Party]) -> Offer:
        row = self.table.get((state, action))
        if row is None:
            return Offer(action=action.value, allowed=False, reason=f"not possible while {_words(state)}")
        if not row.by & parties:
            return Offer(action=action.value, allowed=False, reason=f"for the {' or the '.join(sorted(row.by))}")
        return Offer(action=action.value, allowed=True)

    def _for_people(self, action: A) -> bool:
        return any(move.by - {Party.SYSTEM} for move in self.moves if move.action == action)

    def _not_allowed(self, state: S, action: A, parties: frozenset[Party]) -> TransitionNotAllowed:
        return TransitionNotAllowed(
            f"{self.noun}.not-allowed",
            f"A {self.noun} that is {_words(state)} cannot {_words(action)}.",
            state=state.value,
            action=action.value,
            allowed_actions=self.allowed(state, parties),
        )

    def _no_way(self, source: S, target: S) -> TransitionNotAllowed:
        return TransitionNotAllowed(
            f"{self.noun}.not-allowed", f"No moves lead from {_words(source)} to {_words(target)}.", state=source.value
        )


def _words(name: StrEnum) -> str:
    return name.value.replace("_", " ")
