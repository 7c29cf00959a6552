"""Care plans with their goals and activities, their versions and their reviews: kept, found and locked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, any_, bindparam, delete, exists, not_, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.repositories.care_plan_rows import (
    activity_values,
    plan_of,
    plan_values,
    with_parts,
)
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.assessments import AssessmentRow
from app.adapters.postgres.tables.care_plans import (
    CarePlanActivityRow,
    CarePlanGoalRow,
    CarePlanRow,
)
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import ReferralRow
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.care_plans.activity import Link
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.plan_moves import UNDER_WAY
from app.domain.codes import Sensitivity, labels_in
from app.domain.identity import CarePlanId, ClientId, GoalId, NeedId

_P, _G, _A = table_of(CarePlanRow), table_of(CarePlanGoalRow), table_of(CarePlanActivityRow)
_UUID = UUID_TYPE(as_uuid=True)
_PLANS = any_(bindparam("plans", type_=ARRAY(_UUID)))
_KEPT = bindparam("kept", type_=ARRAY(_UUID))
_UNDER_WAY = (
    _P.c.network_id == bindparam("network"),
    _P.c.status == any_(bindparam("statuses", type_=ARRAY(_P.c.status.type))),
)
_GOALS_OF = Statement.of(
    select(_G).where(_G.c.network_id == bindparam("network"), _G.c.plan_id == _PLANS).order_by(_G.c.position)
)
_ACTIVITIES_OF = Statement.of(
    select(_A).where(_A.c.network_id == bindparam("network"), _A.c.plan_id == _PLANS).order_by(_A.c.position)
)
_FORGET_GOALS = Statement.of(
    delete(_G).where(_G.c.network_id == bindparam("network"), _G.c.plan_id == bindparam("plan"))
)
_ADD_GOAL = Statement.of(insert(_G))
_FORGET_ACTIVITIES = Statement.of(
    delete(_A).where(
        _A.c.network_id == bindparam("network"), _A.c.plan_id == bindparam("plan"), not_(_A.c.id == any_(_KEPT))
    )
)
_NEW = insert(_A)
_PUT_ACTIVITY = Statement.of(
    _NEW.on_conflict_do_update(
        index_elements=[_A.c.network_id, _A.c.id],
        set_={column.name: _NEW.excluded[column.name] for column in _A.c if column.name not in {"network_id", "id"}},
    )
)
_WITH_GOAL = Statement.of(
    select(_P)
    .where(
        *_UNDER_WAY,
        exists().where(_G.c.network_id == _P.c.network_id, _G.c.plan_id == _P.c.id, _G.c.goal_id == bindparam("goal")),
    )
    .order_by(_P.c.id)
    .with_for_update(key_share=True)
)
_WITH_NEED = Statement.of(
    select(_P)
    .where(*_UNDER_WAY, _P.c.client_id == bindparam("client"), bindparam("need", type_=_UUID) == any_(_P.c.need_ids))
    .order_by(_P.c.id)
    .with_for_update(key_share=True)
)


def _linked(noun: str) -> Statement:
    follows = exists().where(
        _A.c.network_id == _P.c.network_id, _A.c.plan_id == _P.c.id, _A.c[f"{noun}_id"] == bindparam("subject")
    )
    return Statement.of(select(_P).where(*_UNDER_WAY, follows).order_by(_P.c.id).with_for_update(key_share=True))


_LINKED = {noun: _linked(noun) for noun in ("referral", "task", "appointment")}
_DUE = Statement.of(
    select(_P)
    .where(_P.c.network_id == bindparam("network"), _P.c.review_clock <= bindparam("day", type_=Date))
    .order_by(_P.c.review_clock, _P.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_R, _M, _T, _Q = (table_of(row) for row in (ReferralRow, AppointmentRow, TaskRow, AssessmentRow))
_THINGS = any_(bindparam("things", type_=ARRAY(_UUID)))
_LABELS = Statement.of(
    union_all(
        *(
            select(thing.c.id, thing.c.sensitivity).where(
                thing.c.network_id == bindparam("network"), thing.c.id == _THINGS
            )
            for thing in (_R, _M)
        ),
        select(_T.c.id, _Q.c.sensitivity)
        .join(_Q, (_Q.c.network_id == _T.c.network_id) & (_Q.c.id == _T.c.assessment_id))
        .where(_T.c.network_id == bindparam("network"), _T.c.id == _THINGS),
    )
)
_TELL = Statement.of(
    update(_P)
    .where(_P.c.network_id == bindparam("network"), _P.c.id == bindparam("id"))
    .values(review_told=bindparam("review_told"), review_clock=bindparam("review_clock"))
)
PLANS = Shelf("care-plan", CarePlanRow, plan_values, plan_of, lambda plan: plan.identifiers)


class CarePlanRepository:
    """The care plans of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, plan: CarePlanId) -> CarePlan | None:
        """Return a plan."""
        return await self._whole(await PLANS.get(self.session, plan))

    async def lock(self, plan: CarePlanId) -> CarePlan | None:
        """Return a plan and lock its row; its goals and activities are only written under that lock."""
        return await self._whole(await PLANS.lock(self.session, plan))

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, CarePlan]:
        """Return and lock the plans that another system calls by these values."""
        found = await PLANS.lock_known(self.session, system, values)
        await self._with_parts(tuple(found.values()))
        return found

    async def lock_with_goal(self, goal: GoalId) -> tuple[CarePlan, ...]:
        """Return and lock the plans under way that pursue a goal."""
        rows = await self.session.fetch(_WITH_GOAL, goal=goal, statuses=sorted(UNDER_WAY))
        return await self._with_parts(tuple(map(plan_of, rows)))

    async def lock_with_need(self, need: NeedId, client: ClientId) -> tuple[CarePlan, ...]:
        """Return and lock the client's plans under way that address a need."""
        rows = await self.session.fetch(_WITH_NEED, need=need, client=client, statuses=sorted(UNDER_WAY))
        return await self._with_parts(tuple(map(plan_of, rows)))

    async def lock_linked(self, link: Link) -> tuple[CarePlan, ...]:
        """Return and lock the plans under way of which an activity is this thing."""
        found: dict[UUID, CarePlan] = {}
        for noun, subject in (("referral", link.referral), ("task", link.task), ("appointment", link.appointment)):
            if subject is None:
                continue
            rows = await self.session.fetch(_LINKED[noun], subject=subject, statuses=sorted(UNDER_WAY))
            found |= {row["id"]: plan_of(row) for row in rows}
        return await self._with_parts(tuple(found.values()))

    async def lock_due(self, day: date, limit: int) -> tuple[CarePlan, ...]:
        """Return and lock plans whose review is due, without waiting for anybody."""
        rows = await self.session.fetch(_DUE, day=day, limit=limit)
        return await self._with_parts(tuple(map(plan_of, rows)))

    async def labels_of(self, things: Collection[UUID]) -> Mapping[UUID, frozenset[Sensitivity]]:
        """Return the labels of referrals, appointments and tasks, in one statement."""
        rows = await self.session.fetch(_LABELS, things=list(things)) if things else ()
        return {row["id"]: labels_in(row["sensitivity"]) for row in rows}

    async def add(self, *plans: CarePlan) -> None:
        """Insert new plans."""
        await PLANS.add(self.session, *plans)
        for plan in plans:
            await self._write_goals(plan)
        await self._write_activities(*plans)

    async def save(self, plan: CarePlan) -> None:
        """Write a changed plan with its goals and activities, one version on."""
        await PLANS.save(self.session, plan)
        await self.session.execute(_FORGET_GOALS, plan=plan.id)
        await self._write_goals(plan)
        await self.session.execute(_FORGET_ACTIVITIES, plan=plan.id, kept=[each.id for each in plan.activities])
        await self._write_activities(plan)

    async def tell(self, plan: CarePlan) -> None:
        """Set the day of which somebody was told, and nothing else."""
        await self.session.execute(_TELL, id=plan.id, review_told=plan.review_told, review_clock=plan.review_clock)

    async def _whole(self, plan: CarePlan | None) -> CarePlan | None:
        if plan is not None:
            await self._with_parts((plan,))
        return plan

    async def _with_parts(self, plans: Sequence[CarePlan]) -> tuple[CarePlan, ...]:
        if not plans:
            return ()
        ids = [plan.id for plan in plans]
        goals = await self.session.fetch(_GOALS_OF, plans=ids)
        return with_parts(plans, goals, await self.session.fetch(_ACTIVITIES_OF, plans=ids))

    async def _write_goals(self, plan: CarePlan) -> None:
        rows = [
            {"network_id": plan.network, "plan_id": plan.id, "goal_id": goal, "position": position}
            for position, goal in enumerate(plan.goals)
        ]
        if rows:
            await self.session.execute_many(_ADD_GOAL, rows)

    async def _write_activities(self, *plans: CarePlan) -> None:
        rows = [
            activity_values(plan, position, activity)
            for plan in plans
            for position, activity in enumerate(plan.activities)
        ]
        if rows:
            await self.session.execute_many(_PUT_ACTIVITY, rows)
