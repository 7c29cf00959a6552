"""What the core needs of instruments: those that are shipped, and a reader of those that a network writes itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.assessments.instrument import Instrument
from app.domain.assessments.own_instrument import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An instrument, what it was written in, and the addresses under which others publish the same."""

    instrument: Instrument
    definition: Definition
    also: tuple[str, ...] = ()


class InstrumentReader(Protocol):
    """Knows the languages in which instruments are written: FHIR Questionnaire, and our own for scores and rules."""

    def shipped(self) -> Mapping[tuple[str, str], Edition]:
        """Return the instruments that come with the software, by key and version; read once."""

    def recognised(self, urls: Collection[str], codes: Collection[str]) -> Edition | None:
        """Return the shipped instrument meant by a canonical address, or else by the LOINC code of a panel."""

    def read(self, key: str, version: str, definition: Definition) -> Instrument:
        """Read one; `Invalid` names every wrong place under `/questionnaire`, `/scoring` and `/rules`."""

    def lent(self, definition: Definition) -> Definition:
        """Lend a known questionnaire without scores and rules those of ours that fit its questions.

        It is known by its canonical address, or by the LOINC code of the panel that it is.
        """

    def questionnaire(self, instrument: Instrument) -> dict[str, Any]:
        """Return the instrument as a FHIR R4 Questionnaire."""
