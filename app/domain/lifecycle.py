"""State machines as data: one table feeds the guard, the refusal, the offered actions, the diagram and the tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.errors import Conflict, Forbidden

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Party(StrEnum):
    """On which side of a referral somebody stands; one agency may stand on both."""

    SENDER = "sender"
    PROVIDER = "provider"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Generic[S, A]):
    """One row of a machine: from any of `sources`, `action` by any of `by` leads to `target`."""

    action: A
    sources: frozenset[S]
    target: S
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

    def move(self, state: S, action: A, parties: frozenset[Party]) -> S:
        """Return where `action` leads from `state`; refuse when the table or the side does not allow it."""
        row = self.table.get((state, action))
        if row is None:
            raise TransitionNotAllowed(
                f"{self.noun}.not-allowed",
                f"A {self.noun} that is {state} cannot {action}.",
                state=state.value,
                action=action.value,
                allowed_actions=[offer.action for offer in self.offers(state, parties) if offer.allowed],
            )
        if not row.by & parties:
            raise NotYours(
                f"{self.noun}.not-yours",
                f"Only the {' or the '.join(sorted(row.by))} may {action}.",
                action=action.value,
                allowed_actions=[offer.action for offer in self.offers(state, parties) if offer.allowed],
            )
        return row.target

    def offers(self, state: S, parties: frozenset[Party]) -> tuple[Offer, ...]:
        """Every action of the table that a person may ever take, with the reason where it is refused now."""
        return tuple(self._offer(state, action, parties) for action in self.actions if self._for_people(action))

    def is_terminal(self, state: S) -> bool:
        """Whether nothing but a correction leaves `state`."""
        return not any(source == state for (source, action) in self.table if action.value != "enter_in_error")

    def _offer(self, state: S, action: A, parties: frozenset[Party]) -> Offer:
        row = self.table.get((state, action))
        if row is None:
            return Offer(action=action.value, allowed=False, reason=f"not possible while {state}")
        if not row.by & parties:
            return Offer(action=action.value, allowed=False, reason=f"for the {' or the '.join(sorted(row.by))}")
        return Offer(action=action.value, allowed=True)

    def _for_people(self, action: A) -> bool:
        return any(move.by - {Party.SYSTEM} for move in self.moves if move.action == action)
