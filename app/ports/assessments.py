"""Where assessments and a network's instruments are kept, and how they are listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from app.domain.assessments.assessment import Assessment, AssessmentVersion, InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Mode
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.own_instrument import Definition, OwnInstrument
from app.domain.identity import AgencyId, AssessmentId, ClientId, WorkerId
from app.ports.access import Access
from app.ports.instruments import Edition
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFilter:
    """Which assessments are asked for; without a client, those of the asker's agency."""

    client: ClientId | None = None
    instrument: str | None = None
    status: AssessmentStatus | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentLine:
    """An assessment as a list shows it: without its answers."""

    id: AssessmentId
    version: int
    client: ClientId
    agency: AgencyId
    instrument: InstrumentName
    status: AssessmentStatus
    language: str
    answered_by: AnsweredBy
    asked_by: WorkerId | None
    asked_at: datetime
    mode: Mode
    completed_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint:
    """One score of one assessment, as a point of a trend."""

    assessment: AssessmentId
    instrument: InstrumentName
    score: str
    value: Decimal
    band: str | None
    at: datetime


class Assessments(Protocol):
    """The assessments of the network's clients."""

    async def get(self, assessment: AssessmentId) -> Assessment | None:
        """Return an assessment."""
        ...

    async def lock(self, assessment: AssessmentId) -> Assessment | None:
        """Return an assessment and keep others from changing it until the transaction ends."""
        ...

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Assessment]:
        """Return and lock those that another system calls by these values."""
        ...

    async def add(self, *assessments: Assessment) -> None:
        """Keep assessments that were just begun, or taken over with their scores."""
        ...

    async def save(self, assessment: Assessment) -> None:
        """Keep its changes and count its version up; its scores count only while it stands."""
        ...

    async def keep(self, *versions: AssessmentVersion) -> None:
        """Keep what an assessment was after a deed, for ever."""
        ...


class AssessmentList(Protocol):
    """Lists of assessments, of what they were before, and of their scores."""

    async def page(
        self, access: Access, which: AssessmentFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[AssessmentLine]:
        """Return one page of those that the asker may read."""
        ...

    async def history(self, assessment: AssessmentId, *, after: Cursor | None, limit: int) -> Page[AssessmentVersion]:
        """Return what an assessment was, in order."""
        ...

    async def scores(
        self,
        access: Access,
        client: ClientId,
        *,
        instrument: str | None,
        score: str | None,
        after: Cursor | None,
        limit: int,
    ) -> Page[ScorePoint]:
        """Return one page of a client's scores that the asker may read, the newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An instrument that can be asked; `own` is absent for those that come with the software."""

    edition: Edition
    own: OwnInstrument | None = None

    @property
    def instrument(self) -> Instrument:
        """What it asks."""
        return self.edition.instrument

    @property
    def status(self) -> InstrumentStatus:
        """Whether new assessments may begin with it."""
        return self.own.status if self.own else self.instrument.status


class Instruments(Protocol):
    """The instruments that the network can ask: the shipped ones and its own."""

    async def find(self, key: str, version: str | None = None) -> Published | None:
        """Return a version of an instrument, or its newest that is active; None when there is none."""
        ...

    async def by_id(self, own: UUID) -> Published | None:
        """Return an instrument of the network."""
        ...

    def recognised(self, url: str) -> Published | None:
        """Return the shipped instrument of a canonical address; None when we ship none."""
        ...

    def lent(self, definition: Definition) -> Definition:
        """Return a definition with the scores and rules that it lacks and that we know."""
        ...

    def read(self, key: str, version: str, definition: Definition) -> Instrument:
        """Read a definition; raises `Invalid`, with every wrong place, when it is none."""
        ...

    async def owner(self, key: str) -> AgencyId | None:
        """Return the agency whose instrument has this key, if the network has published one."""
        ...

    def is_shipped(self, key: str) -> bool:
        """Whether an instrument of this key comes with the software."""
        ...

    async def page(
        self, *, key: str | None, status: InstrumentStatus | None, after: Cursor | None, limit: int
    ) -> Page[Published]:
        """Return one page in the order of keys, the shipped ones among the others."""
        ...

    async def lock(self, key: str, version: str) -> OwnInstrument | None:
        """Return a version of an instrument of the network, and keep others from changing it."""
        ...

    async def add(self, instrument: OwnInstrument) -> None:
        """Keep a version that was just published; raises `Conflict` when there is that version."""
        ...

    async def save(self, instrument: OwnInstrument) -> None:
        """Keep its changes and count its version up."""
        ...
