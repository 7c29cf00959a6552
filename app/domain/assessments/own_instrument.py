"""A network's own instruments: whoever needs a question that no shipped instrument asks can publish it as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.assessments.instrument import InstrumentStatus
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, NetworkId


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an instrument is written in: a FHIR Questionnaire, how it is scored, and what it suggests."""

    questionnaire: Mapping[str, Any]
    scoring: Mapping[str, Any] | Sequence[Any]
    rules: Mapping[str, Any] | Sequence[Any]


@dataclass(slots=True, kw_only=True)
class OwnInstrument:
    """One edition of an instrument of a network; what it asks and how it scores never changes once published.

    `agency` published the instrument, and alone adds editions to it or retires them; `edition` is its version in words.
    """

    id: UUID
    network: NetworkId
    agency: AgencyId
    key: str
    edition: str
    title: str
    definition: Definition
    created_at: datetime
    updated_at: datetime
    status: InstrumentStatus = InstrumentStatus.ACTIVE
    version: int = 1

    def retire(self, at: datetime) -> None:
        """Let no new assessment begin with it; those begun are finished with it."""
        if self.status is InstrumentStatus.RETIRED:
            raise Conflict("instrument.retired", "The instrument is retired already.", allowed_actions=[])
        self.status, self.updated_at = InstrumentStatus.RETIRED, at
