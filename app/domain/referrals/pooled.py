"""Whose a handoff is: its provider's, or nobody's yet while it is in a pool, where whoever takes it first has it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.identity import AgencyId, ServiceId
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import LIVE, HandoffState


@dataclass(slots=True, kw_only=True)
class Pooled:
    """Who asks and who is asked: in a pool `offered_to` are all who may take it, and it stands with its sender."""

    sender: AgencyId
    provider: AgencyId
    service: ServiceId | None
    routing: Routing
    updated_at: datetime
    offered_to: frozenset[AgencyId] = frozenset()
    state: HandoffState = HandoffState.QUEUED
    changed: bool = field(default=False, compare=False)

    @property
    def pooled(self) -> bool:
        """Whether it is nobody's yet."""
        return self.routing is Routing.POOL and self.provider == self.sender

    @property
    def asked(self) -> AgencyId | None:
        """The agency that is asked; None in a pool, which asks all to whom it is offered."""
        return None if self.pooled else self.provider

    @property
    def hearers(self) -> frozenset[AgencyId]:
        """The agencies that may hear of what happens to it."""
        return frozenset({self.sender, self.provider}) | (self.offered_to if self.pooled else frozenset())

    def offers_to(self, agency: AgencyId) -> bool:
        """Whether an agency may take it out of the pool."""
        return self.pooled and self.state in LIVE and agency in self.offered_to

    def claim(self, agency: AgencyId, service: ServiceId | None) -> None:
        """Take it out of the pool."""
        self.provider, self.service, self.changed = agency, service, True

    def offer_to(self, agencies: frozenset[AgencyId], at: datetime) -> None:
        """Take over to whom the client now lets the pool tell of it."""
        if self.pooled and self.offered_to != agencies:
            self.offered_to, self.updated_at, self.changed = agencies, at, True
