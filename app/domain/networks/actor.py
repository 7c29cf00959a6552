"""The acting party, because every rule begins with who asks."""

from dataclasses import dataclass, field
from uuid import UUID

from app.domain.identity import AgencyId, ApiClientId, NetworkId, WorkerId
from app.domain.networks.roles import NETWORK_ROLES, Role
from app.domain.networks.scopes import Scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an API client or a worker of one agency, with its roles and scopes.

    `principal` is the worker in whose name a coordinator or an API client acts, when there is one.
    """

    network: NetworkId
    agency: AgencyId
    api_client: ApiClientId | None = None
    worker: WorkerId | None = None
    principal: AgencyId | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    scopes: Scopes = field(default_factory=Scopes)

    @property
    def id(self) -> UUID:
        """The identifier under which this actor is audited and keeps its idempotency keys."""
        return self.worker or self.api_client or self.agency

    @property
    def network_wide(self) -> bool:
        """Whether this actor's role reaches every agency of the network."""
        return bool(self.roles & NETWORK_ROLES)
