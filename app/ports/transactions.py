"""One unit of work: what a use case can reach, and what becomes durable together."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.events import Event
from app.domain.identity import NetworkId
from app.domain.networks.actor import Actor
from app.domain.sensitivity.notices import Notice
from app.ports.access import AccessRows, Shares
from app.ports.audit_trail import Audit
from app.ports.bulk import BulkTables
from app.ports.care_records import CareRecords
from app.ports.clients import ClientList, Clients
from app.ports.consent_papers import ConsentPapers
from app.ports.consents import ConsentList, Consents
from app.ports.directory import Agencies, ApiClients, Directory, Locations, Services, Workers
from app.ports.holds import Holds
from app.ports.imports import SourceKeys
from app.ports.outgoing import Outgoing
from app.ports.queries import AsksAtOnce, CountsLists
from app.ports.referrals import HandoffList, ReferralList, Referrals
from app.ports.repositories import Networks
from app.ports.resource_search import ResourceSearches
from app.ports.resources import Resources
from app.ports.retention import ClientExports, Erasures, Holdings, LegalHolds, RetentionLists
from app.ports.security import AccessTokens, FailedAttempts, UsedAssertions
from app.ports.tasks import TaskList, Tasks


class TransactionConflict(Exception):
    """Another transaction was in the way; the whole unit of work may be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did or read what, when: one row for each call, in the transaction of what it tells of.

    `permission` is the letter of what was done: `c`reate, `r`ead, `u`pdate, `d`elete, `s`earch.
    """

    id: UUID
    at: datetime
    actor: Actor
    action: str
    permission: str
    subject_type: str
    subjects: tuple[UUID, ...]
    clients: tuple[UUID, ...]
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a door said, to the byte, so that a retry hears the same again."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    replayed: bool = False


Rendered = Answer | Callable[[tuple[Notice, ...]], Answer]
"""What a door makes of a result: an answer, or one that is written once it is known which notices go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer under its idempotency key, with the fingerprint of the request that it answered."""

    caller: UUID
    key: str
    fingerprint: bytes
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Whether an idempotency key is ours until this transaction ends, and what was answered under it before."""

    held: bool
    kept: KeptAnswer | None


class KeptAnswers(Protocol):
    """Answers kept with their effects, for callers that retry."""

    async def claim(self, caller: UUID, key: str) -> Claim:
        """Reserve the key until this transaction ends; not held when another request holds it now."""
        ...


class Transaction(AsksAtOnce, CountsLists, ConsentPapers, CareRecords, BulkTables, Outgoing, Protocol):
    """Everything one use case can read and write, within one network, all or nothing."""

    @property
    def networks(self) -> Networks:
        """The network itself."""
        ...

    @property
    def agencies(self) -> Agencies:
        """The agencies of the network."""
        ...

    @property
    def workers(self) -> Workers:
        """The workers of the agencies."""
        ...

    @property
    def api_clients(self) -> ApiClients:
        """The registered programs of the agencies."""
        ...

    @property
    def services(self) -> Services:
        """The services of the agencies."""
        ...

    @property
    def locations(self) -> Locations:
        """The places of the agencies."""
        ...

    @property
    def directory(self) -> Directory:
        """Lists and searches of all of these."""
        ...

    @property
    def clients(self) -> Clients:
        """The clients of the network."""
        ...

    @property
    def client_list(self) -> ClientList:
        """Lists of clients."""
        ...

    @property
    def access(self) -> AccessRows:
        """Which agencies may see which clients."""
        ...

    @property
    def shares(self) -> Shares:
        """What consents let care teams read."""
        ...

    @property
    def consents(self) -> Consents:
        """What clients allow."""
        ...

    @property
    def consent_list(self) -> ConsentList:
        """Lists of consents."""
        ...

    @property
    def referrals(self) -> Referrals:
        """The referrals with their handoffs."""
        ...

    @property
    def referral_list(self) -> ReferralList:
        """Lists of referrals, and their history."""
        ...

    @property
    def handoff_list(self) -> HandoffList:
        """Inboxes and outboxes."""
        ...

    @property
    def tasks(self) -> Tasks:
        """The tasks of the agencies."""
        ...

    @property
    def task_list(self) -> TaskList:
        """Lists of tasks."""
        ...

    @property
    def client_exports(self) -> ClientExports:
        """The exports of the clients."""
        ...

    @property
    def erasures(self) -> Erasures:
        """Which clients are to be forgotten, and were."""
        ...

    @property
    def legal_holds(self) -> LegalHolds:
        """Which clients may not be forgotten."""
        ...

    @property
    def retention_lists(self) -> RetentionLists:
        """Lists of exports and of erasures."""
        ...

    @property
    def holdings(self) -> Holdings:
        """Everything that there is of a client."""
        ...

    @property
    def resources(self) -> Resources:
        """Everything as FHIR resources."""
        ...

    @property
    def resource_search(self) -> ResourceSearches:
        """Searches of them."""
        ...

    @property
    def source_keys(self) -> SourceKeys:
        """What sources call what was taken over from them."""
        ...

    @property
    def holds(self) -> Holds:
        """Names that one transaction holds at a time."""
        ...

    @property
    def kept_answers(self) -> KeptAnswers:
        """Answers kept for retries."""
        ...

    @property
    def access_tokens(self) -> AccessTokens:
        """The tokens of the API clients."""
        ...

    @property
    def used_assertions(self) -> UsedAssertions:
        """Ids of signed assertions, each good for one use."""
        ...

    @property
    def failed_attempts(self) -> FailedAttempts:
        """Failed authentications of API clients."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    def foresee(self, entry: AuditEntry) -> None:
        """Let the next thing that is read go on record so, if it is there and tells of this client."""
        ...

    async def record(self, events: Sequence[Event], entry: AuditEntry, kept: KeptAnswer | None) -> None:
        """Write what one call leaves on record: its events, its audit row, and its answer for retries."""
        ...

    async def record_reads(self, entries: Sequence[AuditEntry]) -> None:
        """Write what several reads leave on record."""
        ...


class Opening(StrEnum):
    """How a unit of work is opened, by what is done in it.

    `LOOK`: nothing is changed, and what is read need not be of one moment; what goes on record is durable by itself.
    """

    CHANGE = "change"
    LOOK = "look"


class Transactions(Protocol):
    """Begin units of work."""

    def begin(self, network: NetworkId, opening: Opening = Opening.CHANGE) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction in one network; commits when the block ends, rolls back when it raises.

        Raises `TransactionConflict` when the work may be tried again, `Unavailable` when the database does not answer.
        """
        ...

    def together(self, network: NetworkId) -> AbstractAsyncContextManager[Callable[[], Transaction]]:
        """Open one that many read in at once, each through a view of its own, without more statements for it."""
        ...
