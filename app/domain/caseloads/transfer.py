"""A transfer: clients go from one case manager to another, at once or in steps that can be broken off and resumed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.caseloads.transfer_moves import TRANSFERS, TransferAction, TransferStatus
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, NetworkId, TransferId, WorkerId
from app.domain.lifecycle import Party

MOST_NAMED = 1_000
MOST_AT_ONCE = 200
NOTE_LENGTH = 10_000
FARTHEST = timedelta(days=366)
SYSTEM = frozenset({Party.SYSTEM})
OWNER = frozenset({Party.AGENCY})


class TransferReason(StrEnum):
    """Why clients get another case manager."""

    WORKER_LEAVES = "worker_leaves"
    ABSENCE = "absence"
    BALANCE = "balance"
    CLIENT_REQUEST = "client_request"
    LANGUAGE = "language"
    EXPERTISE = "expertise"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OTHER = "other"  # needs a note


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """Which clients are to go from whom to whom: those named, or all; `notes` are for one client each."""

    giver: WorkerId
    receiver: WorkerId
    reason: TransferReason
    clients: tuple[ClientId, ...] = ()
    everyone: bool = False
    note: str | None = None
    notes: tuple[tuple[ClientId, str], ...] = ()
    effective: datetime | None = None

    def check(self, at: datetime) -> None:
        """Refuse what breaks a rule, naming every place."""
        faults = Faults()
        faults.require(self.giver != self.receiver, "/to_worker_id", "must be somebody else")
        named = bool(self.clients)
        faults.require(named is not self.everyone, "/client_ids", "names the clients, or everyone is true")
        faults.at_most(self.clients, MOST_NAMED, "/client_ids")
        faults.distinct(self.clients, "/client_ids")
        faults.text(self.note, "/note", most=NOTE_LENGTH)
        faults.require(self.note or self.reason is not TransferReason.OTHER, "/note", "is needed for another reason")
        faults.at_most(self.notes, MOST_AT_ONCE, "/client_notes")
        faults.distinct([client for client, _ in self.notes], "/client_notes")
        for place, (client, text) in enumerate(self.notes):
            known = self.everyone or client in self.clients
            faults.require(known, f"/client_notes/{place}/client_id", "is not among the clients")
            faults.text(text, f"/client_notes/{place}/note", most=NOTE_LENGTH)
        near = self.effective is None or self.effective <= at + FARTHEST
        faults.require(near, "/effective", "must be within a year")
        faults.refuse("transfer.invalid", "The transfer cannot be as described.")


@dataclass(slots=True, kw_only=True)
class Transfer:
    """Clients on their way from one case manager to another; `effective` is when it may begin.

    Of `everyone` the total is known from the beginning on; `passed` counts clients who were not the giver's any more.
    """

    id: TransferId
    network: NetworkId
    agency: AgencyId
    giver: WorkerId
    receiver: WorkerId
    reason: TransferReason
    requested_by: UUID
    effective: datetime
    created_at: datetime
    updated_at: datetime
    everyone: bool = False
    note: str | None = None
    notes: dict[ClientId, str] = field(default_factory=dict)
    status: TransferStatus = TransferStatus.PLANNED
    total: int | None = None
    done: int = 0
    passed: int = 0
    ended_at: datetime | None = None
    ended_why: str | None = None
    version: int = 1

    def is_due(self, at: datetime) -> bool:
        """Tell whether it may go on now."""
        return self.status is TransferStatus.RUNNING or (self.status is TransferStatus.PLANNED and self.effective <= at)

    def begin(self, total: int, at: datetime) -> None:
        """Let it begin with so many clients."""
        self.status = TRANSFERS.move(self.status, TransferAction.BEGIN, SYSTEM)
        self.total, self.updated_at = total, at

    def count(self, *, done: int, passed: int, at: datetime) -> None:
        """Note what a step has done; the last one finishes it."""
        self.done, self.passed, self.updated_at = self.done + done, self.passed + passed, at
        if self.done + self.passed >= (self.total or 0):
            self.status = TRANSFERS.move(self.status, TransferAction.FINISH, SYSTEM)
            self.ended_at = at

    def cancel(self, parties: frozenset[Party], at: datetime, why: str | None = None) -> None:
        """Call off what is not done yet."""
        faults = Faults()
        faults.text(why, "/note", most=NOTE_LENGTH)
        faults.refuse("transfer.invalid", "The transfer cannot be called off so.")
        self.status = TRANSFERS.move(self.status, TransferAction.CANCEL, parties)
        self.ended_at, self.ended_why, self.updated_at = at, why, at

    def note_on(self, client: ClientId) -> str | None:
        """Return what the giving worker writes of a client: of this one, else of all."""
        return self.notes.get(client, self.note)


def planned(
    new: NewTransfer,
    *,
    id: TransferId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    by: UUID,
    at: datetime,
) -> Transfer:
    """Plan a transfer; without a time it is due at once."""
    new.check(at)
    return Transfer(
        id=id,
        network=network,
        agency=agency,
        giver=new.giver,
        receiver=new.receiver,
        reason=new.reason,
        requested_by=by,
        effective=new.effective or at,
        created_at=at,
        updated_at=at,
        everyone=new.everyone,
        total=None if new.everyone else len(new.clients),
        note=new.note,
        notes=dict(new.notes),
    )
