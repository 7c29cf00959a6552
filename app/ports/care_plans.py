"""Where care plans and their versions are kept, and how they are listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.domain.care_plans.activity import Link
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import Review
from app.domain.care_plans.snapshot import PlanVersion
from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, CarePlanId, ClientId, GoalId, NeedId, ReviewId, WorkerId
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class CarePlans(Protocol):
    """The care plans of the network's clients, each with its activities and the ids of its goals."""

    async def get(self, plan: CarePlanId) -> CarePlan | None:
        """Return a plan."""
        ...

    async def lock(self, plan: CarePlanId) -> CarePlan | None:
        """Return a plan and keep others from changing it until the transaction ends."""
        ...

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, CarePlan]:
        """Return and lock the plans that another system calls by these values."""
        ...

    async def lock_with_goal(self, goal: GoalId) -> tuple[CarePlan, ...]:
        """Return and lock the plans under way that pursue a goal."""
        ...

    async def lock_with_need(self, need: NeedId, client: ClientId) -> tuple[CarePlan, ...]:
        """Return and lock the client's plans under way that address a need."""
        ...

    async def lock_linked(self, link: Link) -> tuple[CarePlan, ...]:
        """Return and lock the plans under way of which an activity is this referral, task or appointment."""
        ...

    async def lock_due(self, day: date, limit: int) -> tuple[CarePlan, ...]:
        """Return and lock plans whose review is due by a day and nobody was told, past those that others hold."""
        ...

    async def labels_of(self, things: Collection[UUID]) -> Mapping[UUID, frozenset[Sensitivity]]:
        """Return the labels of referrals, appointments and tasks; a task has those of its assessment."""
        ...

    async def add(self, *plans: CarePlan) -> None:
        """Keep plans that were just made."""
        ...

    async def save(self, plan: CarePlan) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def tell(self, plan: CarePlan) -> None:
        """Keep that somebody was told of its review; that is no change of the plan itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionItem:
    """A version in a list."""

    number: int
    at: datetime
    by: UUID
    agency_id: AgencyId
    what: str


class CarePlanVersions(Protocol):
    """What every change of a plan left behind."""

    async def add(self, *versions: PlanVersion) -> None:
        """Keep versions that were just made."""
        ...

    async def get(self, plan: CarePlanId, number: int) -> PlanVersion | None:
        """Return a version."""
        ...

    async def page(self, access: Access, plan: CarePlanId, *, after: Cursor | None, limit: int) -> Page[VersionItem]:
        """Return one page of the versions of a plan that the asker may read, the newest first."""
        ...


class CarePlanReviews(Protocol):
    """The reviews of plans."""

    async def add(self, plan: CarePlanId, *reviews: Review) -> None:
        """Put reviews on record."""
        ...

    async def get(self, access: Access, plan: CarePlanId, review: ReviewId) -> Review | None:
        """Return a review of a plan, if the asker may read the version of the plan that it made."""
        ...

    async def page(self, access: Access, plan: CarePlanId, *, after: Cursor | None, limit: int) -> Page[Review]:
        """Return one page of the reviews of a plan whose versions the asker may read, the newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanFilter:
    """Which plans are asked for; everything given must hold. Without a client: those of the asker's agency."""

    client: ClientId | None = None
    status: PlanStatus | None = None
    worker: WorkerId | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanItem:
    """A plan in a list."""

    id: CarePlanId
    version: int
    client_id: ClientId
    agency_id: AgencyId
    worker_id: WorkerId | None
    title: str
    status: PlanStatus
    starts: date | None
    ends: date | None
    next_review: date | None
    created_at: datetime
    updated_at: datetime


class CarePlanList(Protocol):
    """Lists of care plans."""

    async def readable(self, access: Access, plans: Collection[CarePlanId]) -> frozenset[CarePlanId]:
        """Return those of these plans that the asker may read."""
        ...

    async def page(
        self, access: Access, which: CarePlanFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[CarePlanItem]:
        """Return one page of those that the asker may read; without a client those of the asker's own agency."""
        ...
