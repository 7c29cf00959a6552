"""Who asks about a referral, and on which of its sides they stand."""

from dataclasses import dataclass

from app.domain.identity import AgencyId
from app.domain.lifecycle import Party
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role

BOTH = frozenset({Party.SENDER, Party.PROVIDER})
SYSTEM = frozenset({Party.SYSTEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """An agency's person or program, with its roles; coordinators speak for either side, and it is recorded."""

    agency: AgencyId
    roles: frozenset[Role]
    network_wide: bool

    @classmethod
    def of(cls, actor: Actor) -> "Asker":
        """Return the asker that an actor is."""
        return cls(agency=actor.agency, roles=actor.roles, network_wide=actor.network_wide)

    def own_sides(self, sender: AgencyId, provider: AgencyId | None) -> frozenset[Party]:
        """Return the sides on which the asker's own agency stands."""
        sides = {Party.SENDER: sender, Party.PROVIDER: provider}
        return frozenset(party for party, agency in sides.items() if agency == self.agency)

    def only_provides(self, sender: AgencyId, provider: AgencyId) -> bool:
        """Whether the asker's agency is asked and does not ask itself: only then do the tiers bind it."""
        return self.agency == provider != sender

    def sides(self, sender: AgencyId, provider: AgencyId | None) -> frozenset[Party]:
        """Return the sides for which the asker may act."""
        if Role.SYSTEM in self.roles:
            return SYSTEM
        return BOTH if Role.COORDINATOR in self.roles else self.own_sides(sender, provider)

    def speaks_for(self, needed: frozenset[Party], sender: AgencyId, provider: AgencyId | None) -> AgencyId | None:
        """Return the agency in whose name the asker takes an action of `needed` sides; None for its own."""
        if needed & self.own_sides(sender, provider) or Role.COORDINATOR not in self.roles:
            return None
        return sender if Party.SENDER in needed else provider
