"""Referrals as their senders list them, and the history of one."""

from typing import Any

import asyncpg
from sqlalchemy import bindparam, case, false, literal, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_everywhere, piece_of, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.telling import told
from app.adapters.postgres.repositories.referral_rows import history_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralHistoryRow, ReferralRow
from app.domain.identity import ClientId, HandoffId, ReferralId
from app.domain.referrals.asker import Asker
from app.domain.referrals.history import HistoryEntry
from app.domain.referrals.offers import referral_offers
from app.domain.referrals.states import AGREED, ReferralState
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order, ReferralFilter, ReferralLine

_R, _H, _L = table_of(ReferralRow), table_of(HandoffRow), table_of(ReferralHistoryRow)

_ME = bindparam("agency", type_=_R.c.sender_id.type)
_PIECE = piece_of(_R)
_MEMBERS = (
    "id",
    "version",
    "client_id",
    "sender_id",
    "worker_id",
    "category",
    "priority",
    "code",
    "details",
    "routing",
    "state",
    "before",
    "authorization_required",
    "authorization_number",
    "override_reason",
    "reason",
    "outcome",
    "comment",
    "parent_id",
    "replaces_id",
    "reroutes",
    "sent_at",
    "closed_at",
    "created_at",
    "updated_at",
)


_AT_WORK = case(
    (
        _R.c.state == ReferralState.IN_SERVICE,
        select(literal(1))
        .where(
            _H.c.network_id == _R.c.network_id,
            _H.c.referral_id == _R.c.id,
            or_(*(_H.c.state == state for state in sorted(AGREED))),
        )
        .exists(),
    ),
    else_=false(),
).label("at_work")


def _all() -> Select[Any]:
    return select(
        _R.c.id,
        _R.c.updated_at,
        _R.c.client_id,
        _R.c.sender_id,
        _R.c.state,
        _R.c.sensitivity,
        _AT_WORK,
        told({name: _R.c[name] for name in _MEMBERS}),
    ).where(_R.c.network_id == bindparam("network"), or_(_R.c.sender_id == _ME, may_see_everywhere(_PIECE)))


_LIST = ByChange(
    _all,
    _R,
    {
        "own": equals(_R.c.sender_id),
        "sender": equals(_R.c.sender_id),
        "client": equals(_R.c.client_id),
        "state": equals(_R.c.state),
        "category": equals(_R.c.category),
        "updated_since": since(_R.c.updated_at),
    },
)


def _history(*, one_handoff: bool) -> Statement:
    chosen = select(_L).where(_L.c.network_id == bindparam("network"), _L.c.referral_id == bindparam("referral"))
    if one_handoff:
        chosen = chosen.where(_L.c.handoff_id == bindparam("handoff"))
    return Statement.of(chosen.where(_L.c.number > bindparam("after")).order_by(_L.c.number).limit(bindparam("limit")))


_HISTORY, _HISTORY_OF_HANDOFF = _history(one_handoff=False), _history(one_handoff=True)


class ReferralQueries:
    """Lists of one network's referrals."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, asker: Asker, which: ReferralFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[ReferralLine]:
        """Return one page of the asker's own referrals, or of the network's."""
        given = {
            "own": None if access.network_wide else access.agency,
            "sender": which.sender,
            "client": which.client,
            "state": which.state,
            "category": which.category,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        items = tuple(_line(row, asker) for row in rows[:limit])
        labels = told_of_others(rows[:limit], access, "sender_id")
        return Page(items=items, next=following(rows, limit), places=places(rows, limit), labels=labels)

    async def history(
        self, referral: ReferralId, handoff: HandoffId | None, *, after: Cursor | None, limit: int
    ) -> Page[HistoryEntry]:
        """Return lines of history in order."""
        statement = _HISTORY if handoff is None else _HISTORY_OF_HANDOFF
        named = {} if handoff is None else {"handoff": handoff}
        number = after[0] if after else 0
        rows = await self.session.page(statement, referral=referral, after=number, limit=limit + 1, **named)
        items = tuple(map(history_of, rows[:limit]))
        numbers = tuple((item.number,) for item in items)
        return Page(items=items, next=numbers[-1] if len(rows) > limit else None, places=numbers)


def _line(row: asyncpg.Record, asker: Asker) -> ReferralLine:
    state = ReferralState(row["state"])
    return ReferralLine(
        id=ReferralId(row["id"]),
        client_id=ClientId(row["client_id"]),
        state=state,
        available_actions=referral_offers(
            state, asker.sides(row["sender_id"], None), asker.roles, at_work=row["at_work"]
        ),
        told=row["told"],
    )


def following(rows: list[asyncpg.Record], limit: int) -> Cursor | None:
    """Return where the next page begins, if there is one."""
    return (rows[limit - 1]["updated_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
