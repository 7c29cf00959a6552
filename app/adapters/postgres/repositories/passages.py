"""What goes over with clients from one worker to another: everything of many clients in one statement each."""

from typing import Any

from sqlalchemy import Table, any_, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.sql import Select

from app.adapters.postgres.repositories.tasks import task_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_plans import CarePlanActivityRow, CarePlanRow
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import ReferralRow
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.care_plans.plan_moves import UNDER_WAY
from app.domain.identity import CarePlanId, ClientId, ReferralId
from app.domain.referrals.states import CLOSED
from app.domain.work.task import PENDING, Task
from app.ports.caseloads import MovedReferral, Passage

_C, _M = table_of(ClientRow), table_of(CareTeamMemberRow)
_R, _T = table_of(ReferralRow), table_of(TaskRow)
_P, _Y = table_of(CarePlanRow), table_of(CarePlanActivityRow)
_UUID = UUID_TYPE(as_uuid=True)
_CLIENTS = bindparam("clients", type_=ARRAY(_UUID))
_GIVER, _RECEIVER = bindparam("giver", type_=_UUID), bindparam("receiver", type_=_UUID)
_NETWORK, _AGENCY = bindparam("network", type_=_UUID), bindparam("agency", type_=_UUID)
_AT = bindparam("at", type_=TIMESTAMP(timezone=True))
_OPEN_REFERRALS = (
    select(_R.c.id)
    .where(
        _R.c.network_id == _NETWORK,
        _R.c.client_id == any_(_CLIENTS),
        _R.c.sender_id == _AGENCY,
        _R.c.worker_id == _GIVER,
        ~or_(*(_R.c.state == state.value for state in sorted(CLOSED))),
    )
    .order_by(_R.c.id)
    .with_for_update()
)
_PENDING_TASKS = (
    select(_T.c.id)
    .where(
        _T.c.network_id == _NETWORK,
        _T.c.client_id == any_(_CLIENTS),
        _T.c.agency_id == _AGENCY,
        _T.c.worker_id == _GIVER,
        or_(*(_T.c.status == status.value for status in sorted(PENDING))),
    )
    .order_by(_T.c.id)
    .with_for_update()
)
_LOCK_REFERRALS = Statement.of(_OPEN_REFERRALS)
_LOCK_CLIENTS = Statement.of(
    select(_C.c.id)
    .where(_C.c.network_id == _NETWORK, _C.c.id == any_(_CLIENTS))
    .order_by(_C.c.id)
    .with_for_update(key_share=True)
)
_THEIRS = Statement.of(
    select(_M.c.client_id).where(
        _M.c.network_id == _NETWORK, _M.c.worker_id == _GIVER, _M.c.is_primary, _M.c.client_id == any_(_CLIENTS)
    )
)
_PLANS = Statement.of(
    select(_P.c.id)
    .where(
        _P.c.network_id == _NETWORK,
        _P.c.client_id == any_(_CLIENTS),
        _P.c.agency_id == _AGENCY,
        or_(*(_P.c.status == status.value for status in sorted(UNDER_WAY))),
        or_(
            _P.c.worker_id == _GIVER,
            select(_Y.c.id)
            .where(_Y.c.network_id == _P.c.network_id, _Y.c.plan_id == _P.c.id, _Y.c.worker_id == _GIVER)
            .exists(),
        ),
    )
    .order_by(_P.c.id)
)


def _take(table: Table, chosen: Select[Any], *returned: Any) -> Statement:
    locked = chosen.cte("locked").prefix_with("MATERIALIZED")
    return Statement.of(
        update(table)
        .where(table.c.network_id == _NETWORK, table.c.id == locked.c.id)
        .values(worker_id=_RECEIVER, version=table.c.version + 1, updated_at=_AT)
        .returning(*returned)
    )


_TAKE_REFERRALS = _take(_R, _OPEN_REFERRALS, _R.c.id, _R.c.client_id, _R.c.version)
_TAKE_TASKS = _take(_T, _PENDING_TASKS, _T)


class PassageRepository:
    """What goes over with clients from one worker to another."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def lock_theirs(self, passage: Passage) -> frozenset[ClientId]:
        """Lock referrals before clients, as those do who answer them; then see whose the clients are."""
        given = _given(passage)
        await self.session.fetch(_LOCK_REFERRALS, **given)
        await self.session.fetch(_LOCK_CLIENTS, **given)
        return frozenset(ClientId(row["client_id"]) for row in await self.session.fetch(_THEIRS, **given))

    async def take_tasks(self, passage: Passage) -> tuple[Task, ...]:
        """Give pending tasks to the receiver."""
        tasks = tuple(task_of(row) for row in await self.session.fetch(_TAKE_TASKS, **_given(passage)))
        self.session.touch(*tasks)
        return tasks

    async def take_referrals(self, passage: Passage) -> tuple[MovedReferral, ...]:
        """Give open referrals to the receiver."""
        rows = await self.session.fetch(_TAKE_REFERRALS, **_given(passage))
        self.session.touch_ids("referral", (row["id"] for row in rows))
        return tuple(
            MovedReferral(id=ReferralId(row["id"]), client=ClientId(row["client_id"]), version=row["version"])
            for row in rows
        )

    async def plans(self, passage: Passage) -> tuple[CarePlanId, ...]:
        """Name the plans under way for which the giver answers, or in which something is the giver's to do."""
        return tuple(CarePlanId(row["id"]) for row in await self.session.fetch(_PLANS, **_given(passage)))


def _given(passage: Passage) -> dict[str, Any]:
    return {
        "agency": passage.agency,
        "giver": passage.giver,
        "receiver": passage.receiver,
        "clients": list(passage.clients),
        "at": passage.at,
    }
