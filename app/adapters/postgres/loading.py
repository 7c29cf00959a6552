"""Aggregates read back whole, where they were changed without being read, so that their resources can follow."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

from app.adapters.postgres.changes import Identified
from app.adapters.postgres.repositories.appointments import APPOINTMENTS
from app.adapters.postgres.repositories.assessments import ASSESSMENTS
from app.adapters.postgres.repositories.care_plans import CarePlanRepository
from app.adapters.postgres.repositories.care_teams import CareTeamRepository
from app.adapters.postgres.repositories.clients import ClientRepository
from app.adapters.postgres.repositories.goals import GOALS
from app.adapters.postgres.repositories.households import HOUSEHOLDS
from app.adapters.postgres.repositories.needs import NEEDS
from app.adapters.postgres.repositories.referrals import ReferralRepository
from app.adapters.postgres.repositories.tasks import TaskRepository
from app.adapters.postgres.session import Session
from app.domain.identity import CarePlanId, CareTeamId, ClientId, ReferralId, TaskId

Load = Callable[[Session, UUID], Awaitable[Identified | None]]


async def _client(session: Session, id_: UUID) -> Identified | None:
    return await ClientRepository(session).get(ClientId(id_))


async def _referral(session: Session, id_: UUID) -> Identified | None:
    return await ReferralRepository(session).get(ReferralId(id_))


async def _task(session: Session, id_: UUID) -> Identified | None:
    return await TaskRepository(session).get(TaskId(id_))


async def _care_team(session: Session, id_: UUID) -> Identified | None:
    return await CareTeamRepository(session).get(CareTeamId(id_))


async def _care_plan(session: Session, id_: UUID) -> Identified | None:
    return await CarePlanRepository(session).get(CarePlanId(id_))


_LOADS: Mapping[str, Load] = {
    "client": _client,
    "referral": _referral,
    "task": _task,
    "care-team": _care_team,
    "care-plan": _care_plan,
    "need": NEEDS.get,
    "goal": GOALS.get,
    "assessment": ASSESSMENTS.get,
    "appointment": APPOINTMENTS.get,
    "household": HOUSEHOLDS.get,
}


async def load(session: Session, ids: Mapping[str, Collection[UUID]]) -> list[Identified]:
    """Return those that there are, of each noun."""
    found = [await _LOADS[noun](session, id_) for noun, some in ids.items() for id_ in sorted(some)]
    return [thing for thing in found if thing is not None]
