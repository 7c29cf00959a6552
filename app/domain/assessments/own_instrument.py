"""A network's own instruments: whoever needs a question that no shipped instrument asks can publish it as data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.assessments.instrument import InstrumentStatus
from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, NetworkId

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_EDITION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an instrument is written in: a FHIR Questionnaire, how it is scored, and what it suggests."""

    questionnaire: Mapping[str, Any]
    scoring: Mapping[str, Any] | Sequence[Any]
    rules: Mapping[str, Any] | Sequence[Any]


def check_name(key: str, edition: str) -> None:
    """Refuse a key or a version that could not stand in an address."""
    faults = Faults()
    faults.require(_KEY.fullmatch(key), "/key", "must be lower-case letters, digits and hyphens, at most 64")
    faults.require(_EDITION.fullmatch(edition), "/version", "must be letters, digits, dots and hyphens, at most 64")
    faults.refuse("instrument.invalid", "The instrument cannot be published so.")


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
