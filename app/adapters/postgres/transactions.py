"""One connection, one network, one commit: the unit of work on PostgreSQL."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import asyncpg

from app.adapters.postgres import projecting, records
from app.adapters.postgres.asking import AsksAtOnce
from app.adapters.postgres.audit_shelves import PostgresAudit
from app.adapters.postgres.batching import BatchingSession, gathering
from app.adapters.postgres.bulk_tables import PostgresBulkTables
from app.adapters.postgres.care_records import PostgresCareRecords
from app.adapters.postgres.consent_papers import PostgresConsentPapers
from app.adapters.postgres.counting import CountsLists
from app.adapters.postgres.foreseen import Foreseen
from app.adapters.postgres.holdings import HoldingRepository
from app.adapters.postgres.holds import HeldNames
from app.adapters.postgres.kept_answers import KeptAnswerRepository
from app.adapters.postgres.lending import Lending
from app.adapters.postgres.no_projector import NoProjector
from app.adapters.postgres.opening import Opened
from app.adapters.postgres.outgoing import PostgresOutgoing
from app.adapters.postgres.queries.clients import ClientListQueries
from app.adapters.postgres.queries.consents import ConsentListQueries
from app.adapters.postgres.queries.directory import DirectoryQueries
from app.adapters.postgres.queries.handoffs import HandoffQueries
from app.adapters.postgres.queries.referrals import ReferralQueries
from app.adapters.postgres.queries.resource_search import ResourceSearchQueries
from app.adapters.postgres.queries.retention import RetentionQueries
from app.adapters.postgres.records import Stamp, unstamped
from app.adapters.postgres.repositories.access import AccessRepository
from app.adapters.postgres.repositories.access_tokens import AccessTokenRepository
from app.adapters.postgres.repositories.agencies import AgencyRepository
from app.adapters.postgres.repositories.api_clients import ApiClientRepository
from app.adapters.postgres.repositories.attempts import FailedAttemptRepository, UsedAssertionRepository
from app.adapters.postgres.repositories.client_exports import ClientExportRepository
from app.adapters.postgres.repositories.clients import ClientRepository
from app.adapters.postgres.repositories.consents import ConsentRepository
from app.adapters.postgres.repositories.erasures import ErasureRepository
from app.adapters.postgres.repositories.instruments import Editions
from app.adapters.postgres.repositories.legal_holds import LegalHoldRepository
from app.adapters.postgres.repositories.locations import LocationRepository
from app.adapters.postgres.repositories.networks import NetworkRepository
from app.adapters.postgres.repositories.referrals import ReferralRepository
from app.adapters.postgres.repositories.resources import ResourceRepository
from app.adapters.postgres.repositories.services import ServiceRepository
from app.adapters.postgres.repositories.shares import ShareRepository
from app.adapters.postgres.repositories.source_keys import SourceKeyRepository
from app.adapters.postgres.repositories.workers import WorkerRepository
from app.adapters.postgres.session import Session
from app.domain.events import Event
from app.domain.identity import NetworkId
from app.ports.instruments import InstrumentReader
from app.ports.resources import Projector
from app.ports.security import Seal
from app.ports.transactions import AuditEntry, KeptAnswer, Opening


class PostgresTransaction(
    AsksAtOnce, PostgresConsentPapers, CountsLists, PostgresCareRecords, PostgresBulkTables, PostgresOutgoing
):
    """Every repository and query of one open transaction."""

    __slots__ = ("projector", "seal", "stamp")

    def __init__(
        self, session: Session, editions: Editions, stamp: Stamp, projector: Projector, seal: Seal | None
    ) -> None:
        super().__init__(session, editions)
        self.stamp, self.projector, self.seal = stamp, projector, seal

    @property
    def networks(self) -> NetworkRepository:
        """The network itself."""
        return NetworkRepository(self.session)

    @property
    def agencies(self) -> AgencyRepository:
        """The agencies of the network."""
        return AgencyRepository(self.session)

    @property
    def workers(self) -> WorkerRepository:
        """The workers of the agencies."""
        return WorkerRepository(self.session)

    @property
    def api_clients(self) -> ApiClientRepository:
        """The registered programs of the agencies."""
        return ApiClientRepository(self.session)

    @property
    def services(self) -> ServiceRepository:
        """The services of the agencies."""
        return ServiceRepository(self.session)

    @property
    def locations(self) -> LocationRepository:
        """The places of the agencies."""
        return LocationRepository(self.session)

    @property
    def directory(self) -> DirectoryQueries:
        """Lists and searches of all of these."""
        return DirectoryQueries(self.session)

    @property
    def clients(self) -> ClientRepository:
        """The clients of the network."""
        return ClientRepository(self.session)

    @property
    def client_list(self) -> ClientListQueries:
        """Lists of clients."""
        return ClientListQueries(self.session)

    @property
    def access(self) -> AccessRepository:
        """Which agencies may see which clients."""
        return AccessRepository(self.session)

    @property
    def shares(self) -> ShareRepository:
        """What consents let care teams read."""
        return ShareRepository(self.session)

    @property
    def consents(self) -> ConsentRepository:
        """What clients allow."""
        return ConsentRepository(self.session)

    @property
    def consent_list(self) -> ConsentListQueries:
        """Lists of consents."""
        return ConsentListQueries(self.session)

    @property
    def referrals(self) -> ReferralRepository:
        """The referrals with their handoffs."""
        return ReferralRepository(self.session)

    @property
    def referral_list(self) -> ReferralQueries:
        """Lists of referrals, and their history."""
        return ReferralQueries(self.session)

    @property
    def handoff_list(self) -> HandoffQueries:
        """Inboxes and outboxes."""
        return HandoffQueries(self.session)

    @property
    def client_exports(self) -> ClientExportRepository:
        """The exports of the clients."""
        return ClientExportRepository(self.session)

    @property
    def erasures(self) -> ErasureRepository:
        """Which clients are to be forgotten, and were."""
        return ErasureRepository(self.session)

    @property
    def legal_holds(self) -> LegalHoldRepository:
        """Which clients may not be forgotten."""
        return LegalHoldRepository(self.session)

    @property
    def retention_lists(self) -> RetentionQueries:
        """Lists of exports and of erasures."""
        return RetentionQueries(self.session)

    @property
    def holdings(self) -> HoldingRepository:
        """Everything that there is of a client."""
        return HoldingRepository(self.session)

    @property
    def resources(self) -> ResourceRepository:
        """Everything as FHIR resources."""
        project = partial(projecting.write, self.session, self.projector)
        return ResourceRepository(self.session, self.projector, project)

    @property
    def resource_search(self) -> ResourceSearchQueries:
        """Searches of them."""
        return ResourceSearchQueries(self.session)

    @property
    def source_keys(self) -> SourceKeyRepository:
        """What sources call what was taken over from them."""
        return SourceKeyRepository(self.session)

    @property
    def holds(self) -> HeldNames:
        """Names that one transaction holds at a time."""
        return HeldNames(self.session)

    @property
    def kept_answers(self) -> KeptAnswerRepository:
        """Answers kept for retries."""
        return KeptAnswerRepository(self.session)

    @property
    def access_tokens(self) -> AccessTokenRepository:
        """The tokens of the API clients."""
        return AccessTokenRepository(self.session)

    @property
    def used_assertions(self) -> UsedAssertionRepository:
        """Ids of signed assertions, each good for one use."""
        return UsedAssertionRepository(self.session)

    @property
    def failed_attempts(self) -> FailedAttemptRepository:
        """Failed authentications of API clients."""
        return FailedAttemptRepository(self.session)

    @property
    def audit(self) -> PostgresAudit:
        """The audit log."""
        return PostgresAudit(self.session)

    def foresee(self, entry: AuditEntry) -> None:
        """Let who only looks put it on record with what is read."""
        if self.session.only_looks:
            self.session.foreseen = Foreseen(entry, records.audit_values(self.session, entry, self.stamp))

    async def record(self, events: Sequence[Event], entry: AuditEntry, kept: KeptAnswer | None) -> None:
        """Write what one call leaves on record, in one statement, and let the resources follow what was changed."""
        if entry is self.session.noted:
            return
        resources = await projecting.rows_of(self.session, self.projector, entry.at)
        await records.write(self.session, events, entry, kept, self.stamp, resources)

    async def record_reads(self, entries: Sequence[AuditEntry]) -> None:
        """Write what several reads leave on record, in one message."""
        await records.write_reads(self.session, entries, self.stamp)


class PostgresTransactions:
    """Opens units of work on a pool, whose connections may have the limits of time already (`limited`).

    Audit rows written without the service's `stamp` are found out as forged.
    """

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        reader: InstrumentReader | None = None,
        stamp: Stamp = unstamped,
        projector: Projector | None = None,
        seal: Seal | None = None,
        *,
        limited: bool = False,
    ) -> None:
        self.pool = pool
        self._lending, self._limited = Lending(pool), limited
        self.editions = Editions(reader)
        self.stamp = stamp
        self.projector = projector or NoProjector()
        self.seal = seal

    def begin(
        self, network: NetworkId, opening: Opening = Opening.CHANGE
    ) -> AbstractAsyncContextManager[PostgresTransaction]:
        """Open a transaction in one network; commit at the end, roll back when the block raises."""
        return Opened(self._lending, network, opening, self._over, limited=self._limited)

    @asynccontextmanager
    async def together(self, network: NetworkId) -> AsyncIterator[Callable[[], PostgresTransaction]]:
        """Open a transaction that many read in at once, each through a view of its own; what they ask runs together."""
        async with self.session(network) as session, gathering(session.connection) as gathered:
            yield lambda: self._over(BatchingSession(gathered, network))

    def session(self, network: NetworkId) -> AbstractAsyncContextManager[Session]:
        """Open a bare session in one network, for readers that are no use cases."""
        return Opened(self._lending, network, Opening.CHANGE, _as_it_is, limited=self._limited)

    async def close(self) -> None:
        """Give back to the pool what is kept of it."""
        await self._lending.close()

    def _over(self, session: Session) -> PostgresTransaction:
        return PostgresTransaction(session, self.editions, self.stamp, self.projector, self.seal)


def _as_it_is(session: Session) -> Session:
    return session
