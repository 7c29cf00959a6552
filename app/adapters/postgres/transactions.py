"""One connection, one network, one commit: the unit of work on PostgreSQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres import engine, failures, records
from app.adapters.postgres.kept_answers import KeptAnswerRepository
from app.adapters.postgres.queries.appointments import AppointmentQueries
from app.adapters.postgres.queries.assessments import AssessmentQueries
from app.adapters.postgres.queries.care_plan_templates import CarePlanTemplateQueries
from app.adapters.postgres.queries.care_plans import CarePlanQueries
from app.adapters.postgres.queries.care_teams import CareTeamQueries
from app.adapters.postgres.queries.caseloads import CaseloadQueries
from app.adapters.postgres.queries.clients import ClientListQueries
from app.adapters.postgres.queries.consents import ConsentListQueries
from app.adapters.postgres.queries.directory import DirectoryQueries
from app.adapters.postgres.queries.event_feed import EventFeedQuery
from app.adapters.postgres.queries.goal_notes import GoalNoteQueries
from app.adapters.postgres.queries.goals import GoalQueries
from app.adapters.postgres.queries.handoffs import HandoffQueries
from app.adapters.postgres.queries.households import HouseholdQueries
from app.adapters.postgres.queries.needs import NeedQueries
from app.adapters.postgres.queries.referrals import ReferralQueries
from app.adapters.postgres.queries.tasks import TaskQueries
from app.adapters.postgres.queries.timelines import TimelineQueries
from app.adapters.postgres.queries.webhooks import WebhookQueries
from app.adapters.postgres.repositories.access import AccessRepository
from app.adapters.postgres.repositories.access_tokens import AccessTokenRepository
from app.adapters.postgres.repositories.acuities import AcuityRepository
from app.adapters.postgres.repositories.agencies import AgencyRepository
from app.adapters.postgres.repositories.api_clients import ApiClientRepository
from app.adapters.postgres.repositories.appointments import AppointmentRepository
from app.adapters.postgres.repositories.assessments import AssessmentRepository
from app.adapters.postgres.repositories.attempts import FailedAttemptRepository, UsedAssertionRepository
from app.adapters.postgres.repositories.care_plan_templates import CarePlanTemplateRepository
from app.adapters.postgres.repositories.care_plans import (
    CarePlanRepository,
    CarePlanReviewRepository,
    CarePlanVersionRepository,
)
from app.adapters.postgres.repositories.care_teams import CareTeamRepository
from app.adapters.postgres.repositories.clients import ClientRepository
from app.adapters.postgres.repositories.consents import ConsentRepository
from app.adapters.postgres.repositories.goals import GoalRepository
from app.adapters.postgres.repositories.handovers import HandoverRepository
from app.adapters.postgres.repositories.households import HouseholdRepository
from app.adapters.postgres.repositories.instruments import Editions, InstrumentRepository
from app.adapters.postgres.repositories.locations import LocationRepository
from app.adapters.postgres.repositories.needs import NeedRepository
from app.adapters.postgres.repositories.networks import NetworkRepository
from app.adapters.postgres.repositories.passages import PassageRepository
from app.adapters.postgres.repositories.referrals import ReferralRepository
from app.adapters.postgres.repositories.services import ServiceRepository
from app.adapters.postgres.repositories.shares import ShareRepository
from app.adapters.postgres.repositories.source_keys import SourceKeyRepository
from app.adapters.postgres.repositories.tasks import TaskRepository
from app.adapters.postgres.repositories.transfers import TransferRepository
from app.adapters.postgres.repositories.webhooks import WebhookRepository
from app.adapters.postgres.repositories.workers import WorkerRepository
from app.adapters.postgres.session import Session
from app.domain.errors import Unavailable
from app.domain.events import Event
from app.domain.identity import NetworkId
from app.ports.instruments import InstrumentReader
from app.ports.transactions import AuditEntry, KeptAnswer

_LIMITS = (
    f"SET LOCAL statement_timeout = {engine.STATEMENT_MILLISECONDS};"
    f"SET LOCAL lock_timeout = {engine.LOCK_MILLISECONDS};"
    f"SET LOCAL idle_in_transaction_session_timeout = {engine.IDLE_IN_TRANSACTION_MILLISECONDS}"
)


class PostgresTransaction:
    """Every repository and query of one open transaction."""

    __slots__ = ("editions", "session")

    def __init__(self, session: Session, editions: Editions) -> None:
        self.session, self.editions = session, editions

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
    def households(self) -> HouseholdRepository:
        """The households of the clients."""
        return HouseholdRepository(self.session)

    @property
    def household_list(self) -> HouseholdQueries:
        """Lists of households."""
        return HouseholdQueries(self.session)

    @property
    def acuities(self) -> AcuityRepository:
        """What agencies say of their clients' acuity."""
        return AcuityRepository(self.session)

    @property
    def transfers(self) -> TransferRepository:
        """Transfers of clients between workers."""
        return TransferRepository(self.session)

    @property
    def handovers(self) -> HandoverRepository:
        """What was handed over with clients."""
        return HandoverRepository(self.session)

    @property
    def passages(self) -> PassageRepository:
        """What goes over with clients from one worker to another."""
        return PassageRepository(self.session)

    @property
    def caseload_lists(self) -> CaseloadQueries:
        """Lists of caseloads, transfers and handovers."""
        return CaseloadQueries(self.session)

    @property
    def access(self) -> AccessRepository:
        """Which agencies may see which clients."""
        return AccessRepository(self.session)

    @property
    def care_teams(self) -> CareTeamRepository:
        """Who works together for the clients."""
        return CareTeamRepository(self.session)

    @property
    def care_team_list(self) -> CareTeamQueries:
        """Lists of care teams."""
        return CareTeamQueries(self.session)

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
    def tasks(self) -> TaskRepository:
        """The tasks of the agencies."""
        return TaskRepository(self.session)

    @property
    def task_list(self) -> TaskQueries:
        """Lists of tasks."""
        return TaskQueries(self.session)

    @property
    def source_keys(self) -> SourceKeyRepository:
        """What sources call what was taken over from them."""
        return SourceKeyRepository(self.session)

    @property
    def appointments(self) -> AppointmentRepository:
        """The appointments of the agencies."""
        return AppointmentRepository(self.session)

    @property
    def appointment_list(self) -> AppointmentQueries:
        """Lists of appointments."""
        return AppointmentQueries(self.session)

    @property
    def care_plan_templates(self) -> CarePlanTemplateRepository:
        """The care plan templates of the agencies."""
        return CarePlanTemplateRepository(self.session)

    @property
    def care_plan_template_list(self) -> CarePlanTemplateQueries:
        """Lists of care plan templates."""
        return CarePlanTemplateQueries(self.session)

    @property
    def goal_notes(self) -> GoalNoteQueries:
        """What was written last of goals."""
        return GoalNoteQueries(self.session)

    @property
    def needs(self) -> NeedRepository:
        """The needs of the clients."""
        return NeedRepository(self.session)

    @property
    def need_list(self) -> NeedQueries:
        """Lists of needs, and their history."""
        return NeedQueries(self.session)

    @property
    def goals(self) -> GoalRepository:
        """The goals of the clients."""
        return GoalRepository(self.session)

    @property
    def goal_list(self) -> GoalQueries:
        """Lists of goals, and their progress."""
        return GoalQueries(self.session)

    @property
    def assessments(self) -> AssessmentRepository:
        """The assessments of the clients."""
        return AssessmentRepository(self.session)

    @property
    def assessment_list(self) -> AssessmentQueries:
        """Lists of assessments, their history and their scores."""
        return AssessmentQueries(self.session)

    @property
    def instruments(self) -> InstrumentRepository:
        """The instruments that the network can ask."""
        return InstrumentRepository(self.session, self.editions)

    @property
    def care_plans(self) -> CarePlanRepository:
        """The care plans of the clients."""
        return CarePlanRepository(self.session)

    @property
    def care_plan_versions(self) -> CarePlanVersionRepository:
        """What every change of a plan left behind."""
        return CarePlanVersionRepository(self.session)

    @property
    def care_plan_reviews(self) -> CarePlanReviewRepository:
        """The reviews of plans."""
        return CarePlanReviewRepository(self.session)

    @property
    def care_plan_list(self) -> CarePlanQueries:
        """Lists of care plans."""
        return CarePlanQueries(self.session)

    @property
    def timeline(self) -> TimelineQueries:
        """What happened with clients."""
        return TimelineQueries(self.session)

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
    def webhooks(self) -> WebhookRepository:
        """The webhooks of the agencies."""
        return WebhookRepository(self.session)

    @property
    def webhook_lists(self) -> WebhookQueries:
        """Lists of webhooks and of their deliveries."""
        return WebhookQueries(self.session)

    @property
    def event_feed(self) -> EventFeedQuery:
        """The numbered log."""
        return EventFeedQuery(self.session)

    async def record(self, events: Sequence[Event], entry: AuditEntry, kept: KeptAnswer | None) -> None:
        """Write what one call leaves on record, in one statement."""
        await records.write(self.session, events, entry, kept)


class PostgresTransactions:
    """Opens units of work on a pool."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", reader: InstrumentReader | None = None) -> None:
        self.pool = pool
        self.editions = Editions(reader)

    @asynccontextmanager
    async def begin(self, network: NetworkId) -> AsyncIterator[PostgresTransaction]:
        """Open a transaction in one network; commit at the end, roll back when the block raises."""
        async with self.session(network) as session:
            yield PostgresTransaction(session, self.editions)

    @asynccontextmanager
    async def session(self, network: NetworkId) -> AsyncIterator[Session]:
        """Open a bare session in one network, for readers that are no use cases."""
        connection = await self._acquire()
        try:
            await connection.execute(f"BEGIN; SET LOCAL app.network = '{UUID(str(network))}'; {_LIMITS}")
            yield Session(connection, network)
            await connection.execute("COMMIT")
        except BaseException as failure:
            await _roll_back(connection)
            translated = failures.translate(failure)
            if translated is None:
                raise
            raise translated from failure
        finally:
            await self.pool.release(connection)

    async def _acquire(self) -> Any:
        try:
            return await self.pool.acquire(timeout=engine.ACQUIRE_SECONDS)
        except failures.FAILURES as failure:
            raise Unavailable("database.unavailable", "The database does not answer; try again.") from failure


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK", timeout=2)
    except (*failures.FAILURES, RuntimeError):
        with suppress(asyncpg.InterfaceError):  # the pool has taken a broken connection back by itself
            connection.terminate()
