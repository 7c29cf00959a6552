"""Everything that stands open about clients who are handed on: one statement for each noun, however many they are."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, and_, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, distinct_on
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.queries.access import may_see_record, reach
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.agencies import AgencyRow
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.care_plans import CarePlanRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.goals import GoalRow
from app.adapters.postgres.tables.needs import NeedRow
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralRow
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.appointments import appointment_moves
from app.domain.care_plans import goal_moves, need_moves, plan_moves
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.need_moves import Verification
from app.domain.caseloads.handover import Facts, Point, PointKind
from app.domain.codes import Sensitivity, labels_in
from app.domain.identity import ClientId
from app.domain.referrals.states import AGREED, CLOSED, LIVE, HandoffState, ReferralState
from app.domain.work.task import PENDING
from app.ports.access import Access
from app.ports.caseloads import Passage

_C, _N, _G, _P = table_of(ClientRow), table_of(NeedRow), table_of(GoalRow), table_of(CarePlanRow)
_R, _H, _T, _A = table_of(ReferralRow), table_of(HandoffRow), table_of(TaskRow), table_of(AppointmentRow)
_O = table_of(AgencyRow)
_CLIENTS = bindparam("clients", type_=ARRAY(UUID_TYPE(as_uuid=True)))
_AGENCY = bindparam("agency", type_=UUID_TYPE(as_uuid=True))
_LABELS = _R.c.sensitivity.op("|")(_H.c.sensitivity).label("sensitivity")  # whose provider it is tells something too


@dataclass(frozen=True, slots=True)
class _Noun:
    """How one noun is asked for, and how a row becomes a point."""

    statement: Statement
    point: Callable[[asyncpg.Record], Iterator[Point]]


def _of(table: Any, client: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(table.c.network_id == bindparam("network"), client == any_(_CLIENTS))


def _one_of(column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
    return or_(*(column == value for value in sorted(values)))


def _alerts(row: asyncpg.Record) -> Iterator[Point]:
    for alert in row["alerts"]:
        yield Point(kind=PointKind.ALERT, text=alert["text"])


def _need(row: asyncpg.Record) -> Iterator[Point]:
    content = msgspec.convert(row["content"], NeedContent)
    yield Point(kind=PointKind.NEED, text=content.title, subject=row["id"], status=row["status"])


def _goal(row: asyncpg.Record) -> Iterator[Point]:
    content = msgspec.convert(row["content"], GoalContent)
    yield Point(
        kind=PointKind.GOAL, text=content.title, subject=row["id"], status=row["state"], detail=row["achievement"]
    )


def _plan(row: asyncpg.Record) -> Iterator[Point]:
    review = row["next_review"]
    yield Point(
        kind=PointKind.CARE_PLAN,
        text=row["title"],
        subject=row["id"],
        status=row["status"],
        detail=None if review is None else str(review),
    )


def _referral(row: asyncpg.Record) -> Iterator[Point]:
    yield Point(kind=PointKind.REFERRAL, text=row["category"], subject=row["id"], status=row["state"])


def _handoff(row: asyncpg.Record) -> Iterator[Point]:
    yield Point(kind=PointKind.HANDOFF, text=row["provider"]["name"], subject=row["id"], status=row["state"])


def _task(row: asyncpg.Record) -> Iterator[Point]:
    yield Point(
        kind=PointKind.TASK,
        text=row["title"],
        subject=row["id"],
        status=row["status"],
        detail=row["priority"],
        at=row["due"],
    )


def _appointment(row: asyncpg.Record) -> Iterator[Point]:
    yield Point(
        kind=PointKind.APPOINTMENT,
        text=row["title"],
        subject=row["id"],
        status=row["status"],
        detail=row["mode"],
        at=row["starts"],
    )


_NOUNS: Sequence[_Noun] = (
    _Noun(
        Statement.of(select(_C.c.id.label("client_id"), _C.c.alerts).where(_of(_C, _C.c.id))),
        _alerts,
    ),
    _Noun(
        Statement.of(
            select(_N.c.client_id, _N.c.id, _N.c.status, _N.c.content, _N.c.sensitivity)
            .where(
                _of(_N, _N.c.client_id),
                may_see_record(_N),
                _one_of(_N.c.status, need_moves.OPEN),
                _N.c.verification != Verification.REFUTED.value,
            )
            .order_by(_N.c.id)
        ),
        _need,
    ),
    _Noun(
        Statement.of(
            select(_G.c.client_id, _G.c.id, _G.c.state, _G.c.achievement, _G.c.content, _G.c.sensitivity)
            .where(
                _of(_G, _G.c.client_id),
                may_see_record(_G),
                _one_of(_G.c.state, frozenset(GoalState) - goal_moves.ENDED),
            )
            .order_by(_G.c.id)
        ),
        _goal,
    ),
    _Noun(
        Statement.of(
            select(_P.c.client_id, _P.c.id, _P.c.title, _P.c.status, _P.c.next_review, _P.c.sensitivity)
            .where(_of(_P, _P.c.client_id), may_see_record(_P), _one_of(_P.c.status, plan_moves.UNDER_WAY))
            .order_by(_P.c.id)
        ),
        _plan,
    ),
    _Noun(
        Statement.of(
            select(_R.c.client_id, _R.c.id, _R.c.category, _R.c.state, _R.c.sensitivity)
            .where(
                _of(_R, _R.c.client_id),
                _R.c.sender_id == _AGENCY,
                _one_of(_R.c.state, frozenset(ReferralState) - CLOSED),
            )
            .order_by(_R.c.id)
        ),
        _referral,
    ),
    _Noun(
        Statement.of(
            select(_R.c.client_id, _H.c.id, _H.c.state, _LABELS, _O.c.profile.label("provider"))
            .select_from(_R)
            .join(_H, and_(_H.c.network_id == _R.c.network_id, _H.c.referral_id == _R.c.id))
            .join(_O, and_(_O.c.network_id == _H.c.network_id, _O.c.id == _H.c.provider_id))
            .where(
                _of(_R, _R.c.client_id),
                or_(
                    and_(_H.c.sender_id == _AGENCY, _one_of(_H.c.state, LIVE | AGREED | {HandoffState.QUEUED})),
                    and_(_H.c.provider_id == _AGENCY, _one_of(_H.c.state, AGREED)),
                ),
            )
            .order_by(_H.c.id)
        ),
        _handoff,
    ),
    _Noun(
        Statement.of(
            select(_T.c.client_id, _T.c.id, _T.c.title, _T.c.status, _T.c.priority, _T.c.due)
            .where(_of(_T, _T.c.client_id), _T.c.agency_id == _AGENCY, _one_of(_T.c.status, PENDING))
            .order_by(_T.c.id)
        ),
        _task,
    ),
    _Noun(
        Statement.of(
            select(_A.c.client_id, _A.c.id, _A.c.title, _A.c.status, _A.c.mode, _A.c.starts, _A.c.sensitivity)
            .ext(distinct_on(_A.c.client_id))
            .where(
                _of(_A, _A.c.client_id),
                _A.c.agency_id == _AGENCY,
                _one_of(_A.c.status, appointment_moves.AHEAD),
                _A.c.starts >= bindparam("at", type_=TIMESTAMP(timezone=True)),
            )
            .order_by(_A.c.client_id, _A.c.starts, _A.c.id)
        ),
        _appointment,
    ),
)


async def gather(session: Session, passage: Passage) -> Mapping[ClientId, Facts]:
    """Return everything open about the clients that their agency may read; of appointments the next one."""
    points: dict[ClientId, list[Point]] = {client: [] for client in passage.clients}
    labels: dict[ClientId, set[Sensitivity]] = {client: set() for client in passage.clients}
    access = Access(agency=passage.agency, network_wide=False, at=passage.at)
    given = {"clients": list(passage.clients), **reach(access)}
    for noun in _NOUNS:
        for row in await session.fetch(noun.statement, **given):
            client = ClientId(row["client_id"])
            points[client].extend(noun.point(row))
            labels[client] |= labels_in(row.get("sensitivity") or 0)
    return {
        client: Facts(points=tuple(points[client]), sensitivities=frozenset(labels[client]))
        for client in passage.clients
    }
