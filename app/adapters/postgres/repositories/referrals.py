"""Referrals with their handoffs and history: read with two statements, written with one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, any_, bindparam, func, literal_column, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.sql import Select

from app.adapters.postgres.repositories.handoff_offers import offer
from app.adapters.postgres.repositories.referral_rows import (
    clock_levels_of,
    handoff_of,
    handoff_values,
    history_values,
    referral_of,
    referral_values,
)
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.agencies import AgencyRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.directory import ServiceRow
from app.adapters.postgres.tables.networks import NetworkRow
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralHistoryRow, ReferralRow
from app.domain.codes import Category
from app.domain.errors import Conflict
from app.domain.identity import ClientId, HandoffId, ReferralId
from app.domain.referrals.clocks import ClockLevels
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import CLOSED, ReferralState
from app.domain.resources.reading import OF_HANDOFF
from app.ports.resources import Target

_R, _H, _L = table_of(ReferralRow), table_of(HandoffRow), table_of(ReferralHistoryRow)
_N, _A, _S = table_of(NetworkRow), table_of(AgencyRow), table_of(ServiceRow)
_UUID = UUID_TYPE(as_uuid=True)
_FIXED = frozenset({"network_id", "id", "created_at"})
_ACTIVE = sorted(frozenset(ReferralState) - CLOSED - {ReferralState.DRAFT})
_OPEN = sorted(frozenset(ReferralState) - CLOSED)


def _referral() -> Select[Any]:
    return select(_R).where(_R.c.network_id == bindparam("network"), _R.c.id == bindparam("id"))


def _referral_of_handoff() -> Select[Any]:
    of_handoff = select(_H.c.referral_id).where(_H.c.network_id == bindparam("network"), _H.c.id == bindparam("id"))
    return select(_R).where(_R.c.network_id == bindparam("network"), _R.c.id == of_handoff.scalar_subquery())


def _handoffs() -> Select[Any]:
    of_referral = (_H.c.network_id == bindparam("network"), _H.c.referral_id == bindparam("id"))
    return select(_H).where(*of_referral).order_by(_H.c.id)


_GET, _LOCK = Statement.of(_referral()), Statement.of(_referral().with_for_update(key_share=True))
_GET_BY_HANDOFF = Statement.of(_referral_of_handoff())
_LOCK_BY_HANDOFF = Statement.of(_referral_of_handoff().with_for_update(of=_R, key_share=True))
_GET_MANY = Statement.of(
    select(_R).where(_R.c.network_id == bindparam("network"), _R.c.id == any_(bindparam("ids", type_=ARRAY(_UUID))))
)
_HANDOFFS_OF = Statement.of(
    select(_H)
    .where(_H.c.network_id == bindparam("network"), _H.c.referral_id == any_(bindparam("ids", type_=ARRAY(_UUID))))
    .order_by(_H.c.id)
)
_HANDOFFS = Statement.of(_handoffs())  # written only under the referral's lock: they need none of their own
_ACTIVE_FOR = Statement.of(
    select(func.count()).where(
        _R.c.network_id == bindparam("network"),
        _R.c.client_id == bindparam("client"),
        _R.c.category == bindparam("category"),
        _R.c.id != bindparam("besides"),
        _R.c.state == any_(bindparam("states", type_=ARRAY(_R.c.state.type))),
    )
)
_WITH_CLIENT = Statement.of(
    select(_R.c.id)
    .where(
        _R.c.network_id == bindparam("network"),
        _R.c.client_id == bindparam("client"),
        _R.c.state == any_(bindparam("states", type_=ARRAY(_R.c.state.type))),
    )
    .order_by(_R.c.id)
)
_DUE = Statement.of(
    select(_H.c.id)
    .where(_H.c.network_id == bindparam("network"), _H.c.clock_at <= bindparam("now"))
    .order_by(_H.c.clock_at, _H.c.id)
    .limit(bindparam("limit"))
)


def _levels() -> Select[Any]:
    agency = and_(_A.c.network_id == _H.c.network_id, _A.c.id == _H.c.provider_id)
    service = and_(_S.c.network_id == _H.c.network_id, _S.c.id == _H.c.service_id)
    found = _H.join(_N, _N.c.network_id == _H.c.network_id).join(_A, agency).outerjoin(_S, service)
    return (
        select(
            _H.c.id,
            _N.c.policies,
            _A.c.profile["calendar"].label("calendar"),
            _A.c.profile["clocks"].label("agency_clocks"),
            _S.c.profile["clocks"].label("service_clocks"),
        )
        .select_from(found)
        .where(_H.c.network_id == bindparam("network"), _H.c.id == any_(bindparam("handoffs", type_=ARRAY(_UUID))))
    )


_LEVELS = Statement.of(_levels())


def _rows(table: Table, name: str) -> Any:
    """Turn one JSON array of objects into rows of a table: any number of them in one parameter."""
    given = bindparam(name, type_=JSONB)
    columns = [literal_column(f"{name}.{column.name}", column.type).label(column.name) for column in table.c]
    whole = func.jsonb_populate_recordset(literal_column(f"NULL::{table.name}"), given).table_valued(name=name)
    return select(*columns).select_from(whole)


def _insert(table: Table, name: str) -> Any:
    return insert(table).from_select([column.name for column in table.c], _rows(table, name))


def _update(table: Table, name: str) -> Any:
    new = _rows(table, name).subquery(f"{name}_rows")
    changes = {column.name: new.c[column.name] for column in table.c if column.name not in _FIXED}
    return (
        update(table)
        .where(table.c.network_id == new.c.network_id, table.c.network_id == bindparam("network", type_=_UUID))
        .where(table.c.id == new.c.id)
        .values(changes)
        .returning(table.c.id)
    )


def _written(*parts: Any) -> Statement:
    """Write everything in one statement and count what was written of the first two kinds."""
    first, second, *others = parts
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in (first, second)]
    return Statement.of(select(*counts).add_cte(*others))


_ADD = _written(
    _insert(_R, "referrals_in").returning(_R.c.id).cte("referrals_written"),
    _insert(_H, "handoffs_in").returning(_H.c.id).cte("handoffs_written"),
    _insert(_L, "history_in").cte("history_written"),
)
_SAVE = _written(
    _update(_R, "referrals_in").cte("referrals_written"),
    _update(_H, "handoffs_in").cte("handoffs_written"),
    _insert(_H, "new_in").cte("new_written"),
    _insert(_L, "history_in").cte("history_written"),
)
_PUT_IN_PLAN = Statement.of(
    update(_R).where(_R.c.network_id == bindparam("network"), _R.c.id == bindparam("id")).values(in_plan=true())
)
_OF_HANDOFFS = Statement.text(
    "SELECT DISTINCT referral_id AS id FROM handoffs WHERE network_id = $1 AND id = ANY ($2::uuid[])",
    *("network", "handoffs"),
)
_DROP = Statement.text("DELETE FROM handoffs WHERE network_id = $1 AND id = ANY($2::uuid[])", "network", "ids")


class ReferralRepository:
    """The referrals of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, referral: ReferralId) -> Referral | None:
        """Return a referral with its handoffs."""
        return await self._read(_GET, referral)

    async def get_many(self, referrals: Collection[UUID]) -> tuple[Referral, ...]:
        """Return those that there are, with their handoffs."""
        found = {row["id"]: referral_of(row) for row in await self.session.fetch(_GET_MANY, ids=list(referrals))}
        for row in await self.session.fetch(_HANDOFFS_OF, ids=list(found)):
            found[row["referral_id"]].handoffs.append(handoff_of(row))
        return tuple(found.values())

    async def of_handoffs(self, handoffs: Collection[UUID]) -> tuple[Referral, ...]:
        """Return the referrals of handoffs."""
        return await self.get_many(
            [row["id"] for row in await self.session.fetch(_OF_HANDOFFS, handoffs=list(handoffs))]
        )

    async def of_handoff(self, handoff: HandoffId) -> Referral | None:
        """Return the referral of a handoff."""
        return await self._read(_GET_BY_HANDOFF, handoff)

    async def lock(self, referral: ReferralId) -> Referral | None:
        """Return a referral, locked."""
        return await self._read(_LOCK, referral)

    async def lock_of_handoff(self, handoff: HandoffId) -> Referral | None:
        """Return the referral of a handoff, locked."""
        return await self._read(_LOCK_BY_HANDOFF, handoff)

    async def add(self, referral: Referral) -> None:
        """Insert a referral, its handoffs and its history."""
        referral.version = 1 + (referral.recorded > 0)
        for handoff in referral.handoffs:
            handoff.version = _first(handoff)
        await self.session.fetch_row(
            _ADD,
            referrals_in=[referral_values(referral)],
            handoffs_in=[handoff_values(handoff) | self._in_network() for handoff in referral.handoffs],
            history_in=self._history(referral),
        )
        await offer(self.session, referral.handoffs)
        _settle(referral, referral.handoffs)
        self.session.touch(referral, new=True)

    async def save(self, referral: Referral) -> None:
        """Write what changed; refuse when a row was not there."""
        if referral.dropped:
            await self.session.execute(_DROP, ids=referral.dropped)
            self.session.changes.gone |= {Target(type=each, id=id_) for id_ in referral.dropped for each in OF_HANDOFF}
        old, new = _split(referral)
        row = await self.session.fetch_row(
            _SAVE,
            referrals_in=[referral_values(referral) | {"version": referral.version + referral.changed}],
            handoffs_in=[handoff_values(each) | {"version": each.version + 1} | self._in_network() for each in old],
            new_in=[handoff_values(each) | {"version": _first(each)} | self._in_network() for each in new],
            history_in=self._history(referral),
        )
        if row is None or tuple(row) != (1, len(old)):
            raise Conflict("referral.changed-meanwhile", "Somebody changed the referral at the same moment.")
        referral.version += referral.changed
        for handoff in old:
            handoff.version += 1
        for handoff in new:
            handoff.version = _first(handoff)
        await offer(self.session, (*old, *new))
        _settle(referral, (*old, *new))
        self.session.touch(referral)

    async def put_in_plan(self, referral: ReferralId) -> None:
        """Set the flag and nothing else."""
        await self.session.execute(_PUT_IN_PLAN, id=referral)

    async def active_for(self, client: ClientId, category: Category, besides: ReferralId) -> int:
        """Count the client's other active referrals of a category."""
        asked = {"client": client, "category": category, "besides": besides, "states": _ACTIVE}
        return int(await self.session.fetch_value(_ACTIVE_FOR, **asked))

    async def with_client(self, client: ClientId) -> tuple[ReferralId, ...]:
        """Name the client's referrals that are not closed."""
        return tuple(row["id"] for row in await self.session.fetch(_WITH_CLIENT, client=client, states=_OPEN))

    async def clock_levels(self, handoffs: Collection[HandoffId]) -> dict[HandoffId, ClockLevels]:
        """Return what says how long the providers of handoffs may take, in one statement."""
        rows = await self.session.fetch(_LEVELS, handoffs=list(handoffs))
        return {HandoffId(row["id"]): clock_levels_of(row) for row in rows}

    async def due(self, now: datetime, limit: int) -> tuple[HandoffId, ...]:
        """Name handoffs of which a clock has struck."""
        return tuple(row["id"] for row in await self.session.fetch(_DUE, now=now, limit=limit))

    async def _read(self, referral: Statement, id: UUID) -> Referral | None:  # noqa: A002 - the column's name
        row = await self.session.fetch_row(referral, id=id)
        if row is None:
            return None
        found = referral_of(row)
        found.handoffs = [handoff_of(each) for each in await self.session.fetch(_HANDOFFS, id=found.id)]
        for handoff in found.handoffs:
            handoff.stored, handoff.opened, handoff.on_team = True, handoff.opens_record, handoff.works
        return found

    def _history(self, referral: Referral) -> list[dict[str, Any]]:
        return [history_values(entry) | self._in_network() for entry in referral.entries]

    def _in_network(self) -> dict[str, Any]:
        return {"network_id": self.session.network}


def _split(referral: Referral) -> tuple[list[Handoff], list[Handoff]]:
    changed = [handoff for handoff in referral.handoffs if handoff.changed]
    return [each for each in changed if each.stored], [each for each in changed if not each.stored]


def _first(handoff: Handoff) -> int:
    """Return the version of a handoff that is kept for the first time: sent at once, it has moved once already."""
    return 1 if handoff.sent_at is None else 2


def _settle(referral: Referral, handoffs: Iterable[Handoff]) -> None:
    referral.changed, referral.dropped, referral.entries = False, [], []
    for handoff in handoffs:
        handoff.changed, handoff.stored = False, True
