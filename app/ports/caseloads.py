"""Where caseloads, transfers and handovers are kept, and how they are listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.caseloads.acuity import Acuity, ClientAcuity
from app.domain.caseloads.handover import Facts, Handover, HandoverStatus
from app.domain.caseloads.transfer import Transfer
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.identity import AgencyId, CarePlanId, ClientId, HandoverId, ReferralId, TransferId, WorkerId
from app.domain.networks.worker import Worker
from app.domain.work.task import Task
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class Acuities(Protocol):
    """What agencies say of their clients' acuity."""

    async def get(self, agency: AgencyId, client: ClientId) -> ClientAcuity:
        """Return what an agency says of a client, be it nothing."""
        ...

    async def lock(self, agency: AgencyId, client: ClientId) -> ClientAcuity:
        """Return what an agency says of a client, be it nothing, and keep others from changing it."""
        ...

    async def save(self, acuity: ClientAcuity) -> None:
        """Keep it and count its version up; raises `Conflict` when somebody else was faster."""
        ...


class Transfers(Protocol):
    """Transfers, each with its clients and what became of them."""

    async def get(self, transfer: TransferId) -> Transfer | None:
        """Return a transfer."""
        ...

    async def lock(self, transfer: TransferId) -> Transfer | None:
        """Return a transfer and keep others from changing it until the transaction ends."""
        ...

    async def add(self, transfer: Transfer, clients: Collection[ClientId]) -> None:
        """Keep a transfer that was just planned, with the clients it names."""
        ...

    async def save(self, transfer: Transfer) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def lock_due(self, agency: AgencyId, at: datetime) -> Transfer | None:
        """Return and lock a transfer of an agency that may go on now and that nobody else works at."""
        ...

    async def enlist(self, transfer: Transfer) -> int:
        """Put every client of the giver on the transfer's list; return how many they are."""
        ...

    async def waiting(self, transfer: TransferId, limit: int) -> tuple[ClientId, ...]:
        """Name clients who were not handed over yet, in the order of their ids."""
        ...

    async def settle(self, transfer: TransferId, *, done: Collection[ClientId], passed: Collection[ClientId]) -> None:
        """Note of clients that they were handed over, or passed by."""
        ...

    async def passed_by(self, transfer: TransferId, limit: int) -> tuple[ClientId, ...]:
        """Name clients who were not the giver's any more."""
        ...


class Handovers(Protocol):
    """The handovers of the network's clients."""

    async def get(self, handover: HandoverId) -> Handover | None:
        """Return a handover."""
        ...

    async def lock(self, handover: HandoverId) -> Handover | None:
        """Return a handover and keep others from changing it until the transaction ends."""
        ...

    async def add(self, *handovers: Handover) -> None:
        """Keep handovers that were just made."""
        ...

    async def save(self, handover: Handover) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Clients of an agency who go from one worker to another."""

    agency: AgencyId
    giver: WorkerId
    receiver: WorkerId
    clients: Collection[ClientId]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedReferral:
    """A referral that has another case manager, at its new version."""

    id: ReferralId
    client: ClientId
    version: int


class Passages(Protocol):
    """What goes over with clients from one worker to another."""

    async def lock_theirs(self, passage: Passage) -> frozenset[ClientId]:
        """Lock the clients, in the order of their ids, and return those who are the giver's now."""
        ...

    async def take_tasks(self, passage: Passage) -> tuple[Task, ...]:
        """Give the giver's pending tasks about the clients to the receiver."""
        ...

    async def take_referrals(self, passage: Passage) -> tuple[MovedReferral, ...]:
        """Give the open referrals of which the giver was the case manager to the receiver."""
        ...

    async def plans(self, passage: Passage) -> tuple[CarePlanId, ...]:
        """Name the plans under way for which the giver answers, or in which something is the giver's to do."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadLine:
    """A worker with how many clients, and how much they weigh together."""

    worker: Worker
    clients: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadClient:
    """A client of a caseload; restricted ones without a name."""

    client: ClientId
    name: str | None
    acuity: Acuity | None
    weight: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFilter:
    """Which transfers are asked for; everything given must hold."""

    worker: WorkerId | None = None
    status: TransferStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFilter:
    """Which handovers are asked for: of a client, or of the asker's agency; everything given must hold."""

    client: ClientId | None = None
    receiver: WorkerId | None = None
    transfer: TransferId | None = None
    status: HandoverStatus | None = None


class CaseloadLists(Protocol):
    """Caseloads and what was handed on, as agencies list them."""

    async def workers(self, agency: AgencyId, *, after: Cursor | None, limit: int) -> Page[CaseloadLine]:
        """Return one page of an agency's workers who have clients or may have them, in the order of their names."""
        ...

    async def clients(
        self, access: Access, worker: WorkerId, *, after: Cursor | None, limit: int
    ) -> Page[CaseloadClient]:
        """Return one page of a worker's clients, in the order in which they were registered."""
        ...

    async def theirs(self, worker: WorkerId, among: Collection[ClientId]) -> frozenset[ClientId]:
        """Return those of the clients who are the worker's."""
        ...

    async def count(self, worker: WorkerId) -> int:
        """Count a worker's clients."""
        ...

    async def facts(self, passage: Passage) -> Mapping[ClientId, Facts]:
        """Return everything open about the clients, as their agency sees it; one statement for each noun."""
        ...

    async def transfers(
        self, access: Access, which: TransferFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Transfer]:
        """Return one page of the transfers of the asker's agency, or of the network."""
        ...

    async def handovers(
        self, access: Access, which: HandoverFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Handover]:
        """Return one page of the handovers that the asker may read."""
        ...
