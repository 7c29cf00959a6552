"""Inboxes and outboxes: who the client is leaves the database only where the tier or the asker's own right allows."""

from typing import Any

import asyncpg
import msgspec
from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see, reach
from app.adapters.postgres.queries.keyset import Arm, ByChange, differs, equals, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.referral_rows import handoff_of, read
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralRow
from app.domain.clients.access import Tier
from app.domain.clients.contact import ContactPoint
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.clients.summary import Summary
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate
from app.domain.referrals.asker import Asker
from app.domain.referrals.content import Coding
from app.domain.referrals.states import HandoffState, ReferralState
from app.domain.referrals.views import Case, HandoffView, Identity, identity_of, show_handoff
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, Order

_H, _R, _C = table_of(HandoffRow), table_of(ReferralRow), table_of(ClientRow)
_ME = bindparam("agency", type_=_H.c.provider_id.type)


def _shown() -> Select[Any]:
    only_provides = and_(_H.c.provider_id == _ME, _H.c.sender_id != _ME)
    named = case((only_provides, _H.c.tier >= int(Tier.IDENTITY)), else_=may_see(_H.c.client_id))
    client = and_(_C.c.network_id == _H.c.network_id, _C.c.id == _H.c.client_id, named)
    told = and_(_R.c.network_id == _H.c.network_id, _R.c.id == _H.c.referral_id)
    return (
        select(
            _H,
            _R.c.state.label("referral_state"),
            _R.c.summary,
            _R.c.details,
            _R.c.code,
            _C.c.id.label("known_client"),
            _C.c.names,
            _C.c.birth_date,
            _C.c.contact_points,
            _C.c.do_not_contact,
        )
        .select_from(_H.join(_R, told).outerjoin(_C, client))
        .where(_H.c.network_id == bindparam("network"), or_(_H.c.sent_at.is_not(None), _H.c.sender_id == _ME))
    )


_LIST = ByChange(
    _shown,
    _H,
    {
        "provider": equals(_H.c.provider_id),
        "sender": equals(_H.c.sender_id),
        "other": differs(_H.c.provider_id),
        "state": equals(_H.c.state),
        "updated_since": since(_H.c.updated_at),
    },
)


class HandoffQueries:
    """Inboxes and outboxes of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, asker: Asker, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[HandoffView]:
        """Return one page of handoffs to or from the asker's agency, or of the network's."""
        arms = _arms(access, which)
        if not arms:
            return Page(items=())
        statement, arguments = _LIST.ask(arms, order, after, limit)
        rows = await self.session.fetch(statement, **(arguments | reach(access)))
        items = tuple(show_handoff(handoff_of(row), asker, _case_of(row)) for row in rows[:limit])
        return Page(items=items, next=following(rows, limit))


def _arms(access: Access, which: HandoffFilter) -> list[Arm]:
    """Put the question in arms that each have an index: one for each side, and for each state asked for."""
    states: list[HandoffState | None] = [*sorted(which.states)] or [None]
    shared = {"updated_since": which.updated_since}
    return [{**side, **shared, "state": state} for side in _sides(access, which) for state in states]


def _sides(access: Access, which: HandoffFilter) -> list[Arm]:
    me, named = access.agency, {"provider": which.provider, "sender": which.sender}
    if access.network_wide or me in named.values():
        return [named]
    if which.provider is None and which.sender is None:
        return [{"provider": me}, {"sender": me, "other": me}]
    if which.provider is not None and which.sender is not None:
        return []
    return [{"provider": which.provider or me, "sender": which.sender or me}]


def _case_of(row: asyncpg.Record) -> Case:
    return Case(
        state=ReferralState(row["referral_state"]),
        summary=read(row["summary"], Summary),
        details=row["details"],
        code=read(row["code"], Coding),
        identity=_identity_of(row),
    )


def _identity_of(row: asyncpg.Record) -> Identity | None:
    if row["known_client"] is None:
        return None
    profile = Profile(
        names=msgspec.convert(row["names"], tuple[Name, ...]),
        birth_date=None if row["birth_date"] is None else PartialDate.parse(row["birth_date"]),
        contact_points=msgspec.convert(row["contact_points"], tuple[ContactPoint, ...]),
        do_not_contact=row["do_not_contact"],
    )
    return identity_of(ClientId(row["known_client"]), profile)
