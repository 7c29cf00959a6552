"""Who wrote resources that are only kept, so that whoever reads them knows from whom they are."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, ApiClientId, ClientId, WorkerId


class Deed(StrEnum):
    """What was done with them (HL7 v3 DataOperation)."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


@dataclass(slots=True, kw_only=True)
class Authorship:
    """One deed of one call with resources of the same client, kinds and labels, under which it is read itself."""

    id: UUID
    at: datetime
    deed: Deed
    agency: AgencyId
    worker: WorkerId | None
    api_client: ApiClientId | None
    principal: AgencyId | None
    client: ClientId
    kinds: frozenset[DataCategory]
    sensitivities: frozenset[Sensitivity]
    written: list[tuple[str, UUID]] = field(default_factory=list)

    @property
    def of_one_piece(self) -> tuple[object, ...]:
        """What two of them have in common that may be told as one."""
        return self.deed, self.client, self.kinds, self.sensitivities
