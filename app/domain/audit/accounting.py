"""The accounting of disclosures: who was shown a client's record, when, on which basis (45 CFR 164.528)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.clients.access import Basis
from app.domain.codes import Sensitivity
from app.domain.disclosure.elements import ELEMENTS, Claim, Noun, Standing
from app.domain.disclosure.withholding import withheld
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.roles import NETWORK_ROLES, Role


class ActorKind(StrEnum):
    """What somebody is who was shown something."""

    WORKER = "worker"
    API_CLIENT = "api_client"
    SYSTEM = "system"


class Deed(StrEnum):
    """What was done with the record, as far as the client need know."""

    SEEN = "seen"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


DEEDS = {"r": Deed.SEEN, "s": Deed.SEEN, "c": Deed.ADDED, "u": Deed.CHANGED, "d": Deed.REMOVED}
OWN_RECORD = "own_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One call that showed or changed something of a client.

    `bases` are why the agency could see the client then. `labels` are those of the agency's own programs: to say that
    it saw the client would say what the client is treated for.
    """

    id: UUID
    at: datetime
    action: str
    deed: Deed
    noun: str
    agency: AgencyId | None
    agency_name: str | None
    principal: AgencyId | None
    actor_kind: ActorKind
    actor: UUID | None
    bases: tuple[str, ...]
    labels: frozenset[Sensitivity] = frozenset()
    withheld: tuple[str, ...] = ()

    def shown_to(self, agency: AgencyId, *, oversight: bool = False) -> "Disclosure":
        """Say it to an agency that serves the client: not who it was where that alone would tell of a treatment."""
        standing = Standing().also(Claim.OWN, when=self.agency == agency).also(Claim.OVERSIGHT, when=oversight)
        standing = standing.also(Claim.UNLABELLED, when=not self.labels)
        left = withheld(Noun.DISCLOSURE, standing, ELEMENTS[Noun.DISCLOSURE])
        nobody: dict[str, Any] = {_FIELDS[element]: None for element in left}
        return replace(self, **nobody, withheld=left)


_FIELDS = {
    "actor_id": "actor",
    "agency_id": "agency",
    "agency_name": "agency_name",
    "principal_id": "principal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """The disclosures of one client, to be printed."""

    client: ClientId
    language: str
    since: datetime | None
    until: datetime | None
    made_at: datetime
    disclosures: tuple[Disclosure, ...]


def bases_of(found: Iterable[str], roles: Collection[str]) -> tuple[str, ...]:
    """Say on which basis somebody saw a client: those that were open, else what its role or its own records allow."""
    open_then = tuple(sorted(found))
    if open_then:
        return open_then
    if Role.SYSTEM in roles:
        return (Role.SYSTEM.value,)
    return (Basis.COORDINATOR.value,) if NETWORK_ROLES & set(roles) else (OWN_RECORD,)


def kind_of(*, worker: UUID | None, api_client: UUID | None) -> ActorKind:
    """Say what an actor is."""
    if worker is not None:
        return ActorKind.WORKER
    return ActorKind.SYSTEM if api_client is None else ActorKind.API_CLIENT
