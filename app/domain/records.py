"""What every piece of a client's record says of itself, so that one rule decides for all who may read it."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, ClientId


class ClientRecord(Protocol):
    """A need, a goal, a plan, an assessment …: whose it is, who answers for it, and what releases it to others.

    A consent that names any one of `kinds` and every one of `sensitivities` releases it to the client's care team.
    """

    @property
    def client(self) -> ClientId:
        """Of whom it tells."""
        ...

    @property
    def agency(self) -> AgencyId | None:
        """The agency that answers for it, and may read it even after it has left the client; None for nobody."""
        ...

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """The kinds of data that it is, in the words of consents."""
        ...

    @property
    def sensitivities(self) -> frozenset[Sensitivity]:
        """The labels that it bears."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What the rule of sight asks of a thing that is no record of care planning: a referral, a handoff, a task."""

    client: ClientId
    agency: AgencyId | None
    kinds: frozenset[DataCategory]
    sensitivities: frozenset[Sensitivity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreleased:
    """A piece of a client's record that no consent releases to a care team: a consent itself, say."""

    client: ClientId
    agency: AgencyId
    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
