"""A kept resource as the rule of sight and the timeline of its client see it."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, ClientId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePiece:
    """A resource that tells of a client."""

    id: UUID
    client: ClientId
    agency: AgencyId | None
    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
