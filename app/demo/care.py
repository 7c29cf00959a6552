"""One client's care as the demo tells it: who looks after the client, and what was made so far."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from app.demo.members import ZONE
from app.demo.network import Demo
from app.domain.care_plans.activity import Activity
from app.domain.care_plans.care_plan import CarePlan
from app.domain.clients.client import Client
from app.domain.identity import AssessmentId, CarePlanId, GoalId, NeedId, ReferralId, WorkerId
from app.domain.networks.roles import Role
from app.domain.referrals.views import ReferralView
from app.use_cases.care import care_plans
from app.use_cases.core import Call, Core


@dataclass(slots=True, kw_only=True)
class Care:
    """A client in the care of a worker, with what the steps of the story have made."""

    demo: Demo
    member: str
    client: Client
    worker: WorkerId
    assessment: AssessmentId | None = None
    needs: list[NeedId] = field(default_factory=list)
    goals: list[GoalId] = field(default_factory=list)
    drafts: list[ReferralId] = field(default_factory=list)
    plan: CarePlanId | None = None
    referral: ReferralView | None = None

    @property
    def call(self) -> Call:
        """Speak as the worker."""
        return self.by(self.worker)

    def by(self, worker: WorkerId) -> Call:
        """Speak as a worker of the agency who does care work."""
        call = self.demo.by(self.member, Role.CASE_MANAGER)
        return replace(call, actor=replace(call.actor, api_client=None, worker=worker))

    def at(self, ago: float) -> Core:
        """Return the core as it was so many days ago."""
        return self.demo.at(timedelta(days=ago))

    def day(self, ago: float) -> date:
        """Return the day that was so many days ago, in the agency's own time."""
        return self.at(ago).clock.now().astimezone(ZoneInfo(ZONE)).date()

    async def planned(self, ago: float) -> CarePlan:
        """Return the plan as it stood."""
        if self.plan is None:
            raise LookupError("There is no plan yet.")
        return (await self.at(ago).run(self.call, care_plans.read, self.plan)).plan

    async def activity(self, ago: float, place: int) -> Activity:
        """Return a step of the plan, by its place from 0."""
        return (await self.planned(ago)).activities[place]


class Step(Protocol):
    """Something that happens in a client's care, so many days before now."""

    @property
    def ago(self) -> float:
        """How many days before now."""

    async def happen(self, care: Care) -> None:
        """Let it happen."""
