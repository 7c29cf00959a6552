"""What an agency's existing records still have to take on since its programs changed: done in steps, never undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.agency import ProgramType

LOOKS = 2
BETWEEN_LOOKS = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Relabelling:
    """The labels that all that an agency keeps is to bear, and the programs for which shares are to be renewed.

    The records are looked through twice: what a call that read the agency before the change writes after the first
    look is found by the second. `listed` says that this look has listed its clients, and `due` when it goes on.
    """

    network: NetworkId
    agency: AgencyId
    due: datetime
    labels: frozenset[Sensitivity] = frozenset()
    programs: frozenset[ProgramType] = frozenset()
    looks: int = LOOKS
    listed: bool = False
    done: int = 0

    def take_on(self, labels: frozenset[Sensitivity], programs: frozenset[ProgramType], at: datetime) -> None:
        """Begin anew, since the programs have changed once more: what was to be done stays to be done."""
        self.labels |= labels
        self.programs |= programs
        self.looks, self.listed, self.due = LOOKS, False, at

    def end_look(self, at: datetime) -> bool:
        """Come to the end of the list; tell whether that was the last look."""
        self.looks, self.listed, self.due = self.looks - 1, False, at + BETWEEN_LOOKS
        return self.looks == 0
