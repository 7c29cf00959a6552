"""Who may write what in administration and the directory: one's own agency's things, or anything network-wide."""

from app.domain.errors import Forbidden
from app.domain.identity import AgencyId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import GRANTED_BY_THE_NETWORK, NETWORK_ROLES, Role

DIRECTORY_WRITERS = NETWORK_ROLES | {Role.AGENCY_ADMIN}
CAPACITY_REPORTERS = DIRECTORY_WRITERS | {Role.SUPERVISOR, Role.INTAKE}
NETWORK_ADMINS = frozenset({Role.NETWORK_ADMIN})


def check_own(actor: Actor, agency: AgencyId) -> None:
    """Raise `Forbidden` when an actor without a network role reaches for another agency's things."""
    if not (may_everywhere(actor) or actor.agency == agency):
        raise Forbidden("agency.not-yours", "This belongs to another agency.")


def may_everywhere(actor: Actor) -> bool:
    """Whether the actor's role reaches every agency: the network's own people, and the system."""
    return actor.network_wide or Role.SYSTEM in actor.roles


def check_grant(actor: Actor, roles: frozenset[Role]) -> None:
    """Raise `Forbidden` when somebody hands out a network role without being a network administrator."""
    if roles & GRANTED_BY_THE_NETWORK and not actor.roles & {Role.NETWORK_ADMIN, Role.SYSTEM}:
        raise Forbidden("role.not-yours-to-grant", "Only a network administrator grants network roles.")
