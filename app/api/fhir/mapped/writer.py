"""What the door needs of a type that the domain owns: the use cases to which its writes lead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.ports.resources import Draft, Face, Reference, Target
from app.use_cases.core import UseCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A resource as it was posted: valid, its references those of ours; decimals are Decimals.

    `coming` is what the same transaction has still to make, and may be named already.
    """

    draft: Draft
    resource: dict[str, Any]
    coming: frozenset[Target] = frozenset()

    @property
    def named(self) -> tuple[Reference, ...]:
        """What it refers to of this server that must be there already."""
        return tuple(each for each in self.draft.references if each.target not in self.coming)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The writes of one type; None is refused with 405.

    Each returns a use case without arguments, whose rule is checked before it runs: `create` returns the id of what it
    made, or None, having written nothing, where the domain has no place for it: then it is kept as it came. The door
    compares versions, remembers what was posted and projects; writers only change the domain.

    `remembers`: whether an update is remembered. Where two sides write one resource it is not: what the one has posted
    would be told to the other. `shown` says how much of what is posted is remembered, where some of it is a secret.
    """

    create: Callable[[Posted], UseCase[[], UUID | None]] | None = None
    update: Callable[[UUID, Posted], UseCase[[], None]] | None = None
    delete: Callable[[UUID], UseCase[[], None]] | None = None
    remembers: bool = True
    shown: Callable[[Posted], Face] | None = None
