"""Caseloads, transfers and handovers as agencies list them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import and_, any_, bindparam, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see, may_see_record, reach, told_of_others
from app.adapters.postgres.queries.handover_facts import gather
from app.adapters.postgres.queries.keyset import BEFORE_ALL_NAMES, ByChange, equals, places
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.handovers import handover_of
from app.adapters.postgres.repositories.transfers import transfer_of
from app.adapters.postgres.repositories.workers import WORKERS
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.agencies import WorkerRow
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow
from app.adapters.postgres.tables.caseloads import CaseloadTransferRow, ClientAcuityRow, HandoverRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.caseloads.acuity import UNKNOWN_WEIGHT, Acuity
from app.domain.caseloads.handover import Facts, Handover
from app.domain.caseloads.transfer import Transfer
from app.domain.clients.access import Tier
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.identity import AgencyId, ClientId, WorkerId
from app.domain.networks.roles import CARE_ROLES
from app.domain.networks.worker import WorkerStatus
from app.ports.access import Access
from app.ports.caseloads import CaseloadClient, CaseloadLine, HandoverFilter, Passage, TransferFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_W, _M, _A, _C = table_of(WorkerRow), table_of(CareTeamMemberRow), table_of(ClientAcuityRow), table_of(ClientRow)
_T, _H = table_of(CaseloadTransferRow), table_of(HandoverRow)
_NOBODY = UUID(int=0)
_JUDGED = and_(_A.c.network_id == _M.c.network_id, _A.c.agency_id == _M.c.agency_id, _A.c.client_id == _M.c.client_id)
# The worker's agency is the membership's, so that a whole caseload is read in its index alone.
_JUDGED_BY_OWN = and_(
    _A.c.network_id == _M.c.network_id, _A.c.agency_id == _W.c.agency_id, _A.c.client_id == _M.c.client_id
)
_THIS_WORKERS = (_M.c.network_id == bindparam("network"), _M.c.worker_id == bindparam("worker"), _M.c.is_primary)
_WEIGHT = func.coalesce(_A.c.weight, UNKNOWN_WEIGHT)


def _workers() -> Statement:
    load = (
        select(func.count().label("clients"), func.coalesce(func.sum(_WEIGHT), 0).label("weight"))
        .select_from(_M.outerjoin(_A, _JUDGED_BY_OWN))
        .where(_M.c.network_id == _W.c.network_id, _M.c.worker_id == _W.c.id, _M.c.is_primary)
        .lateral("load")
    )
    after = tuple_(bindparam("after_name", type_=_W.c.name_key.type), bindparam("after_id", type_=_W.c.id.type))
    working = and_(
        _W.c.status == WorkerStatus.ACTIVE.value, _W.c.roles.overlap(bindparam("roles", type_=_W.c.roles.type))
    )
    return Statement.of(
        select(_W, load.c.clients, load.c.weight)
        .select_from(_W.join(load, true()))
        .where(
            _W.c.network_id == bindparam("network"),
            _W.c.agency_id == bindparam("agency"),
            tuple_(_W.c.name_key, _W.c.id) > after,
            or_(working, load.c.clients > 0),
        )
        .order_by(_W.c.name_key, _W.c.id)
        .limit(bindparam("limit"))
    )


def _clients() -> Statement:
    return Statement.of(
        select(_M.c.client_id, _M.c.since, _C.c.names, _C.c.restricted, _A.c.acuity, _WEIGHT.label("weight"))
        .select_from(
            _M.join(_C, and_(_C.c.network_id == _M.c.network_id, _C.c.id == _M.c.client_id)).outerjoin(_A, _JUDGED)
        )
        .where(
            *_THIS_WORKERS,
            _M.c.client_id > bindparam("after", type_=_M.c.client_id.type),
            may_see(_M.c.client_id, Tier.FULL),
        )
        .order_by(_M.c.client_id)
        .limit(bindparam("limit"))
    )


_WORKERS, _CLIENTS = _workers(), _clients()
_AMONG = bindparam("among", type_=ARRAY(_M.c.client_id.type))
_THEIRS = Statement.of(select(_M.c.client_id).where(*_THIS_WORKERS, _M.c.client_id == any_(_AMONG)))
_COUNT = Statement.of(select(func.count()).select_from(_M).where(*_THIS_WORKERS))


def _transfers() -> Select[Any]:
    return select(_T).where(_T.c.network_id == bindparam("network"))


def _handovers() -> Select[Any]:
    return select(_H).where(_H.c.network_id == bindparam("network"), may_see_record(_H))


_TRANSFERS = ByChange(
    _transfers,
    _T,
    {
        "own": equals(_T.c.agency_id),
        "giver": equals(_T.c.from_worker_id),
        "receiver": equals(_T.c.to_worker_id),
        "status": equals(_T.c.status),
    },
)
_HANDOVERS = ByChange(
    _handovers,
    _H,
    {
        "own": equals(_H.c.agency_id),
        "client": equals(_H.c.client_id),
        "receiver": equals(_H.c.to_worker_id),
        "transfer": equals(_H.c.transfer_id),
        "status": equals(_H.c.status),
    },
)


class CaseloadQueries:
    """Lists of one network's caseloads."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def workers(self, agency: AgencyId, *, after: Cursor | None, limit: int) -> Page[CaseloadLine]:
        """Return one page of workers with the size and the weight of their caseloads."""
        name, id_ = after or BEFORE_ALL_NAMES
        rows = await self.session.page(
            _WORKERS, agency=agency, roles=sorted(CARE_ROLES), after_name=name, after_id=id_, limit=limit + 1
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(
                CaseloadLine(worker=WORKERS.entity(row), clients=row["clients"], weight=row["weight"])
                for row in rows[:limit]
            ),
            next=None if last is None else (last["name_key"], last["id"]),
            places=places(rows, limit, "name_key"),
        )

    async def clients(
        self, access: Access, worker: WorkerId, *, after: Cursor | None, limit: int
    ) -> Page[CaseloadClient]:
        """Return one page of a worker's clients."""
        first = _NOBODY if after is None else after[0]
        rows = await self.session.page(_CLIENTS, worker=worker, after=first, limit=limit + 1, **reach(access))
        last = rows[limit - 1]["client_id"] if len(rows) > limit else None
        return Page(
            items=tuple(map(_client, rows[:limit])),
            next=None if last is None else (last,),
            places=tuple((row["client_id"],) for row in rows[:limit]),
        )

    async def theirs(self, worker: WorkerId, among: Collection[ClientId]) -> frozenset[ClientId]:
        """Return those of the clients who are the worker's."""
        rows = await self.session.fetch(_THEIRS, worker=worker, among=list(among))
        return frozenset(ClientId(row["client_id"]) for row in rows)

    async def count(self, worker: WorkerId) -> int:
        """Count a worker's clients."""
        return int(await self.session.fetch_value(_COUNT, worker=worker))

    async def facts(self, passage: Passage) -> Mapping[ClientId, Facts]:
        """Return everything open about the clients."""
        return await gather(self.session, passage)

    async def transfers(
        self, access: Access, which: TransferFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Transfer]:
        """Return one page of transfers."""
        own = None if access.network_wide else access.agency
        sides: list[dict[str, object]] = [{}]
        if which.worker is not None:
            sides = [{"giver": which.worker}, {"receiver": which.worker}]
        arms = [{"own": own, "status": which.status, **side} for side in sides]
        statement, arguments = _TRANSFERS.ask(arms, order, after, limit)
        rows = await self.session.page(statement, **arguments)
        return Page(
            items=tuple(map(transfer_of, rows[:limit])), next=following(rows, limit), places=places(rows, limit)
        )

    async def handovers(
        self, access: Access, which: HandoverFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Handover]:
        """Return one page of handovers."""
        everything = access.network_wide or which.client is not None
        given = {
            "own": None if everything else access.agency,
            "client": which.client,
            "receiver": which.receiver,
            "transfer": which.transfer,
            "status": which.status,
        }
        statement, arguments = _HANDOVERS.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(handover_of, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )


def _client(row: asyncpg.Record) -> CaseloadClient:
    names = () if row["restricted"] else msgspec.convert(row["names"], tuple[Name, ...])
    return CaseloadClient(
        client=ClientId(row["client_id"]),
        name=Profile(names=names).name.full if names else None,
        acuity=Acuity(row["acuity"]) if row["acuity"] else None,
        weight=row["weight"],
        since=row["since"],
    )
