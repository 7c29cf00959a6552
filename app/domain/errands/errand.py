"""Work that is left to the worker: in whose name it is done, how it ends, and until when what came of it is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, TypedDict
from uuid import UUID

from app.domain.errors import Gone, NotFound
from app.domain.identity import AgencyId, ErrandId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

LEASE = timedelta(seconds=60)
"""How long a part is left to the worker that began it, which may have been killed."""
LONGEST = timedelta(days=1)
MOST_RUNNING = 3


class ErrandStatus(StrEnum):
    """Where an errand stands."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Left(TypedDict):
    """What is known of an errand when it is left to the worker."""

    network: NetworkId
    agency: AgencyId
    asker: UUID
    roles: frozenset[Role]
    scopes: Scopes
    expires_at: datetime
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, kw_only=True)
class Errand:
    """One errand; `asker` is who left it, with the roles and scopes that it had then.

    Its kinds say what they are called, how long what came of them is `kept`, and what is told when they have `expired`
    or were `overdue`.
    """

    noun: ClassVar[str]
    kept: ClassVar[timedelta] = timedelta(days=2)
    expired: ClassVar[str]
    overdue: ClassVar[str] = ""

    id: ErrandId
    network: NetworkId
    agency: AgencyId
    asker: UUID
    roles: frozenset[Role]
    scopes: Scopes
    status: ErrandStatus = ErrandStatus.RUNNING
    failure: str | None = None
    leased_until: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @classmethod
    def left(cls, actor: Actor, at: datetime) -> Left:
        """Return what an actor's errand begins with; it goes by itself should nobody ever end it."""
        return Left(
            network=actor.network,
            agency=actor.agency,
            asker=actor.id,
            roles=actor.roles,
            scopes=actor.scopes,
            expires_at=at + LONGEST + cls.kept,
            created_at=at,
            updated_at=at,
        )

    @property
    def running(self) -> bool:
        """Whether there is still something to be done."""
        return self.status is ErrandStatus.RUNNING

    def lease(self, at: datetime) -> bool:
        """Leave the next part to whoever asks first; False while it is left to somebody else."""
        if self.leased_until is not None and at < self.leased_until:
            return False
        self.leased_until = at + LEASE
        return True

    def is_overdue(self, at: datetime) -> bool:
        """Whether it has taken too long."""
        return at > self.created_at + LONGEST

    def is_over(self, at: datetime) -> bool:
        """Whether the time is over for which it was kept."""
        return not self.running and at >= self.expires_at

    def complete(self, at: datetime) -> None:
        """Note that it is done, and until when what came of it may be fetched."""
        self._end(ErrandStatus.READY, at)

    def fail(self, why: str, at: datetime) -> None:
        """Note that it cannot be done, or no further; what was done stays."""
        self.failure = why
        self._end(ErrandStatus.FAILED, at)

    def cancel(self, at: datetime) -> None:
        """Note that nobody wants it any more, or the rest of it; what was done stays."""
        self._end(ErrandStatus.CANCELLED, at)

    def _end(self, status: ErrandStatus, at: datetime) -> None:
        self.status = status
        self.completed_at = self.updated_at = at
        self.expires_at = at + self.kept

    def check_there(self, asker: UUID, at: datetime) -> None:
        """Refuse whoever did not leave it, as if it were not there, and everybody when its time is over."""
        if self.asker != asker or self.status is ErrandStatus.CANCELLED:
            raise NotFound(self.noun)
        if self.is_over(at):
            raise Gone(f"{self.noun}.expired", self.expired)
