"""Who may see which client: the asker's reach, and the bases that agencies have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.actor import Actor
from app.domain.records import ClientRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How far the asker sees at a moment: the clients of one agency, or of the whole network."""

    agency: AgencyId
    network_wide: bool
    at: datetime

    @classmethod
    def of(cls, actor: Actor, at: datetime) -> "Access":
        """Return the reach of an actor."""
        return cls(agency=actor.agency, network_wide=actor.network_wide, at=at)


class AccessRows(Protocol):
    """The bases on which agencies may see clients, one record for each, begun and ended by use cases."""

    async def grant(self, grant: AccessGrant) -> None:
        """Begin a basis; beginning it again renews it and never lowers its tier."""
        ...

    async def end(self, *, basis: Basis, source: UUID, at: datetime) -> None:
        """End what one source gave: a handoff that is over, a caseload that was handed on."""
        ...

    async def sees(self, access: Access, client: ClientId) -> bool:
        """Whether the asker may see the client."""
        ...

    async def serves(self, access: Access, client: ClientId) -> bool:
        """Whether the asker's agency serves the client, or its role the whole network: not in an emergency alone."""
        ...

    async def audience(self, client: ClientId, at: datetime, least: Tier = Tier.IDENTITY) -> frozenset[AgencyId]:
        """Return the agencies that may see at least so much: those that may hear of what happens to the client."""
        ...


class Shares(Protocol):
    """What consents let the agencies of care teams read, kept so that every list can ask row by row."""

    async def hold(self, client: ClientId) -> None:
        """Let what a client's shares follow from change by one at a time, until the transaction ends."""
        ...

    async def renew(self, record: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Let a client's shares follow from its consents and its care teams; return to whom the record is open then.

        Whoever was put on a team sees the client as long as anything is released to its agency. Held before.
        """
        ...

    async def extend(self, member: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Do so for an agency that has just joined a team, and for no other; held before."""
        ...

    async def unseeing(self, client: ClientId, at: datetime) -> tuple[AccessGrant, ...]:
        """Return the bases that members of care teams lack: something is released to them, and they see no client."""
        ...

    async def sees(self, access: Access, record: ClientRecord) -> bool:
        """Whether the asker may read a record."""
        ...

    async def audience(self, record: ClientRecord, at: datetime) -> frozenset[AgencyId]:
        """Return every agency that may read a record now: those that may hear of it."""
        ...
