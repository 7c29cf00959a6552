"""One unit of work: what a use case can reach, and what becomes durable together."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.events import Event
from app.domain.identity import NetworkId
from app.domain.networks.actor import Actor
from app.ports.access import AccessRows, Shares
from app.ports.appointments import AppointmentList, Appointments
from app.ports.assessments import AssessmentList, Assessments, Instruments
from app.ports.care_plan_templates import CarePlanTemplateList, CarePlanTemplates
from app.ports.care_plans import CarePlanList, CarePlanReviews, CarePlans, CarePlanVersions
from app.ports.care_teams import CareTeamList, CareTeams
from app.ports.caseloads import Acuities, CaseloadLists, Handovers, Passages, Transfers
from app.ports.clients import ClientList, Clients
from app.ports.consents import ConsentList, Consents
from app.ports.directory import Agencies, ApiClients, Directory, Locations, Services, Workers
from app.ports.event_log import EventFeed
from app.ports.goals import GoalList, Goals
from app.ports.households import HouseholdList, Households
from app.ports.imports import SourceKeys
from app.ports.needs import NeedList, Needs
from app.ports.printing import GoalNotes
from app.ports.referrals import HandoffList, ReferralList, Referrals
from app.ports.repositories import Networks
from app.ports.security import AccessTokens, FailedAttempts, UsedAssertions
from app.ports.tasks import TaskList, Tasks
from app.ports.timelines import Timeline
from app.ports.webhooks import WebhookLists, Webhooks


class TransactionConflict(Exception):
    """Another transaction was in the way; the whole unit of work may be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did or read what, when: one row for each call, in the transaction of what it tells of."""

    id: UUID
    at: datetime
    actor: Actor
    action: str
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


class Transaction(Protocol):
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
    def households(self) -> Households:
        """The households of the clients."""
        ...

    @property
    def household_list(self) -> HouseholdList:
        """Lists of households."""
        ...

    @property
    def acuities(self) -> Acuities:
        """What agencies say of their clients' acuity."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Transfers of clients between workers."""
        ...

    @property
    def handovers(self) -> Handovers:
        """What was handed over with clients."""
        ...

    @property
    def passages(self) -> Passages:
        """What goes over with clients from one worker to another."""
        ...

    @property
    def caseload_lists(self) -> CaseloadLists:
        """Lists of caseloads, transfers and handovers."""
        ...

    @property
    def access(self) -> AccessRows:
        """Which agencies may see which clients."""
        ...

    @property
    def care_teams(self) -> CareTeams:
        """Who works together for the clients."""
        ...

    @property
    def care_team_list(self) -> CareTeamList:
        """Lists of care teams."""
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
    def source_keys(self) -> SourceKeys:
        """What sources call what was taken over from them."""
        ...

    @property
    def appointments(self) -> Appointments:
        """The appointments of the agencies."""
        ...

    @property
    def appointment_list(self) -> AppointmentList:
        """Lists of appointments."""
        ...

    @property
    def care_plan_templates(self) -> CarePlanTemplates:
        """The care plan templates of the agencies."""
        ...

    @property
    def care_plan_template_list(self) -> CarePlanTemplateList:
        """Lists of care plan templates."""
        ...

    @property
    def goal_notes(self) -> GoalNotes:
        """What was written last of goals."""
        ...

    @property
    def needs(self) -> Needs:
        """The needs of the clients."""
        ...

    @property
    def need_list(self) -> NeedList:
        """Lists of needs, and their history."""
        ...

    @property
    def goals(self) -> Goals:
        """The goals of the clients."""
        ...

    @property
    def goal_list(self) -> GoalList:
        """Lists of goals, and their progress."""
        ...

    @property
    def assessments(self) -> Assessments:
        """The assessments of the clients."""
        ...

    @property
    def assessment_list(self) -> AssessmentList:
        """Lists of assessments, their history and their scores."""
        ...

    @property
    def instruments(self) -> Instruments:
        """The instruments that the network can ask."""
        ...

    @property
    def care_plans(self) -> CarePlans:
        """The care plans of the clients."""
        ...

    @property
    def care_plan_versions(self) -> CarePlanVersions:
        """What every change of a plan left behind."""
        ...

    @property
    def care_plan_reviews(self) -> CarePlanReviews:
        """The reviews of plans."""
        ...

    @property
    def care_plan_list(self) -> CarePlanList:
        """Lists of care plans."""
        ...

    @property
    def timeline(self) -> Timeline:
        """What happened with clients."""
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
    def webhooks(self) -> Webhooks:
        """The webhooks of the agencies."""
        ...

    @property
    def webhook_lists(self) -> WebhookLists:
        """Lists of webhooks and of their deliveries."""
        ...

    @property
    def event_feed(self) -> EventFeed:
        """The numbered log."""
        ...

    async def record(self, events: Sequence[Event], entry: AuditEntry, kept: KeptAnswer | None) -> None:
        """Write what one call leaves on record: its events, its audit row, and its answer for retries."""
        ...


class Transactions(Protocol):
    """Begin units of work."""

    def begin(self, network: NetworkId) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction in one network; commits when the block ends, rolls back when it raises.

        Raises `TransactionConflict` when the work may be tried again, `Unavailable` when the database does not answer.
        """
        ...
