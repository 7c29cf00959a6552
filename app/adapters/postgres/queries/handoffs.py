"""Inboxes and outboxes: who the client is leaves the database only where the tier or the asker's own right allows.

What `domain.referrals.views` says of one handoff is said here once more for pages, in SQL that is made of the same
table of elements; a test compares the two.
"""

from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, FromClause, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see, may_see_everywhere, piece_of, reach, told_of_others
from app.adapters.postgres.queries.asking import is_offered, is_pooled
from app.adapters.postgres.queries.disclosing import StandingColumns, only_if, told_if, withheld
from app.adapters.postgres.queries.keyset import Arm, ByChange, differs, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.queries.telling import an_object, told
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import HandoffOfferRow, HandoffRow, ReferralRow
from app.domain.clients.access import Tier
from app.domain.disclosure.elements import Claim, Noun
from app.domain.identity import ClientId, HandoffId
from app.domain.lifecycle import Offer
from app.domain.referrals.asker import Asker
from app.domain.referrals.offers import handoff_offers, pool_offers
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState, ReferralState
from app.domain.referrals.telling import TOLD_BACK
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, HandoffLine, Order

_H, _R, _C = table_of(HandoffRow), table_of(ReferralRow), table_of(ClientRow)
_OFFERS = table_of(HandoffOfferRow)
_O = select(_OFFERS, _OFFERS.c.handoff_id.label("id")).subquery("offer")
_ME = bindparam("agency", type_=_H.c.provider_id.type)
_POOLED, _OFFERED = is_pooled(_H), is_offered(_H)
_ONLY_PROVIDES = and_(_H.c.provider_id == _ME, _H.c.sender_id != _ME)
_BOUND = or_(_ONLY_PROVIDES, _OFFERED)
_STANDING = StandingColumns(
    tier=lambda least: or_(~_BOUND, _H.c.tier >= int(least)),
    claims={Claim.OWN: _H.c.provider_id == _ME, Claim.FEEDBACK: _H.c.feedback, Claim.OPENED: ~_C.c.restricted},
)
_ENDED = _H.c.state.in_([literal_column(f"'{state}'") for state in sorted(TOLD_BACK)])
_ELSEWHERE = may_see_everywhere(piece_of(_H))
_OVER = and_(_ONLY_PROVIDES, _H.c.ended_at.is_not(None))


def _name() -> ColumnElement[Any]:
    """Choose the name to call the client by: preferred, else legal, else the first."""
    by_use = [
        func.jsonb_path_query_first(_C.c.names, literal_column(f"""'$[*] ? (@.use == "{use}")'"""))
        for use in ("preferred", "legal")
    ]
    return func.coalesce(*by_use, func.jsonb_array_element(_C.c.names, literal_column("0")))


def _identity() -> ColumnElement[Any]:
    permitted = func.jsonb_path_query_array(
        _C.c.contact_points, literal_column("'$[*] ? (@.permitted.size() > 0)'::jsonpath")
    )
    return an_object(
        {
            "id": _C.c.id,
            "name": _name(),
            "birth_date": _C.c.birth_date,
            "contact_points": case((or_(_C.c.do_not_contact, _OVER), literal_column("'[]'::jsonb")), else_=permitted),
            "do_not_contact": _C.c.do_not_contact,
        }
    )


def _there() -> dict[str, ColumnElement[bool]]:
    held = {name: _H.c[name].is_not(None) for name in ("meeting", "outcome", "reason", "waitlist")}
    return {
        **held,
        "outcome": or_(_ENDED, held["outcome"]),
        "reason": or_(_ENDED, held["reason"]),
        "client": or_(_H.c.silenced, _C.c.restricted),
        "details": and_(_H.c.silenced, _R.c.details.is_not(None)),
    }


def _told(element: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
    return told_if(Noun.HANDOFF, element, _STANDING, value)


def _members() -> dict[str, ColumnElement[Any]]:
    h = _H.c
    plain = ("id", "version", "referral_id", "sender_id", "provider_id", "service_id", "routing", "position", "state")
    rest = ("sent_at", "answered_at", "ended_at", "created_at", "updated_at")
    return {
        **{name: h[name] for name in plain},
        "provider_id": only_if(~_POOLED, h.provider_id),
        "on_hold": h.stopped_at.is_not(None),
        "priority": h.priority,
        "category": _told("category", h.category),
        "tier": h.tier,
        "summary": _told("summary", _R.c.summary),
        "client_id": _told("client_id", h.client_id),
        "client": _told("client", only_if(_C.c.id.is_not(None), _identity())),
        "code": _told("code", _R.c.code),
        "details": _told("details", _R.c.details),
        "question": h.question,
        "answer": h.answer,
        "meeting": _told("meeting", h.meeting),
        "waitlist": _told("waitlist", h.waitlist),
        "reason": _told("reason", h.reason),
        "withdrawal": h.withdrawal,
        "outcome": _told("outcome", h.outcome),
        "feedback": h.feedback,
        "withheld": withheld(Noun.HANDOFF, _STANDING, _there()),
        "respond_by": func.jsonb_object_field_text(h.clocks, literal_column("'due'")),
        "expires_at": func.jsonb_object_field_text(h.clocks, literal_column("'expiry'")),
        **{name: h[name] for name in rest},
    }


def _shown(source: FromClause, at: ColumnElement[Any]) -> Select[Any]:
    """Select what lists tell of the handoffs in a source, which are at their place by a moment."""
    client = and_(
        _C.c.network_id == _H.c.network_id,
        _C.c.id == _H.c.client_id,
        case((_BOUND, _H.c.tier >= int(Tier.IDENTITY)), else_=may_see(_H.c.client_id)),
    )
    referral = and_(_R.c.network_id == _H.c.network_id, _R.c.id == _H.c.referral_id)
    return (
        select(
            _H.c.id,
            at,
            _H.c.state,
            _H.c.routing,
            _H.c.sender_id,
            _H.c.provider_id,
            _H.c.sensitivity,
            _OFFERED.label("offered"),
            _R.c.state.label("referral_state"),
            _told("client_id", _H.c.client_id).label("known_client"),
            told(_members()),
        )
        .select_from(source.join(_R, referral).outerjoin(_C, client))
        .where(
            _H.c.network_id == bindparam("network"),
            or_(
                _H.c.sender_id == _ME,
                and_(_H.c.sent_at.is_not(None), or_(_H.c.provider_id == _ME, _OFFERED, _ELSEWHERE)),
            ),
        )
    )


def _of_parties() -> Select[Any]:
    return _shown(_H, _H.c.updated_at)


def _of_pool() -> Select[Any]:
    """Read along what is offered to the asker: nothing that is offered to others is read past."""
    offered = and_(_H.c.network_id == _O.c.network_id, _H.c.id == _O.c.id)
    mine = (_O.c.network_id == bindparam("network"), _O.c.agency_id == _ME, _OFFERED)
    return _shown(_O.join(_H, offered), _O.c.updated_at).where(*mine)


_LIST = ByChange(
    _of_parties,
    _H,
    {
        "provider": lambda name: and_(equals(_H.c.provider_id)(name), ~_POOLED),
        "sender": equals(_H.c.sender_id),
        "other": lambda name: or_(differs(_H.c.provider_id)(name), _POOLED),
        "state": equals(_H.c.state),
        "updated_since": since(_H.c.updated_at),
    },
)
_POOL = ByChange(_of_pool, _O, {"state": equals(_H.c.state), "updated_since": since(_O.c.updated_at)})


class HandoffQueries:
    """Inboxes, outboxes and pools of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, asker: Asker, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[HandoffLine]:
        """Return one page of handoffs to or from the asker's agency, offered to it, or of the network's."""
        arms = _arms(access, which)
        if not arms:
            return Page(items=())
        asked = _POOL if which.offered else _LIST
        statement, arguments = asked.ask(arms, order, after, limit)
        rows = await self.session.page(statement, **(arguments | reach(access)))
        offers = _Offers(asker)
        items = tuple(_line(row, offers) for row in rows[:limit])
        labels = told_of_others(rows[:limit], access, "sender_id", "provider_id")
        return Page(items=items, next=following(rows, limit), places=places(rows, limit), labels=labels)


def _arms(access: Access, which: HandoffFilter) -> list[Arm]:
    """Put the question in arms that each have an index: one for each side, and for each state asked for."""
    states: list[HandoffState | None] = [*sorted(which.states)] or [None]
    shared = {"updated_since": which.updated_since}
    return [{**side, **shared, "state": state} for side in _sides(access, which) for state in states]


def _sides(access: Access, which: HandoffFilter) -> list[Arm]:
    me, named = access.agency, {"provider": which.provider, "sender": which.sender}
    if which.offered:
        return [{}]
    if access.network_wide or me in named.values():
        return [named]
    if which.provider is None and which.sender is None:
        return [{"provider": me}, {"sender": me, "other": me}]
    if which.provider is not None and which.sender is not None:
        return []
    return [{"provider": which.provider or me, "sender": which.sender or me}]


class _Offers:
    """What the asker may do with the handoffs of a page: worked out once for each state and side, not for each row."""

    __slots__ = ("_asker", "_known")

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._known: dict[tuple[object, ...], tuple[HandoffState, tuple[Offer, ...]]] = {}

    def of(self, row: asyncpg.Record) -> tuple[HandoffState, tuple[Offer, ...]]:
        """Return the state of a handoff and what it offers."""
        sender, provider, me = row["sender_id"], row["provider_id"], self._asker.agency
        sides = (sender == me, provider == me, sender == provider)
        key = (row["state"], row["routing"], row["referral_state"], row["offered"], *sides)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._worked_out(row)
        return known

    def _worked_out(self, row: asyncpg.Record) -> tuple[HandoffState, tuple[Offer, ...]]:
        state, roles = HandoffState(row["state"]), self._asker.roles
        routing, referral = Routing(row["routing"]), ReferralState(row["referral_state"])
        if row["offered"]:
            return state, pool_offers(state, roles, routing, referral)
        pooled = routing is Routing.POOL and row["provider_id"] == row["sender_id"]
        sides = self._asker.sides(row["sender_id"], None if pooled else row["provider_id"])
        return state, handoff_offers(state, sides, roles, routing, referral)


def _line(row: asyncpg.Record, offers: _Offers) -> HandoffLine:
    state, available = offers.of(row)
    client = row["known_client"]
    return HandoffLine(
        id=HandoffId(row["id"]),
        client_id=None if client is None else ClientId(client),
        state=state,
        available_actions=available,
        told=row["told"],
    )
