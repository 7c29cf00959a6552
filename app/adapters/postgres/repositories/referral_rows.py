"""Referrals, handoffs and history entries to rows and back, side by side."""

from datetime import datetime
from typing import Any, TypeVar

import asyncpg
import msgspec

from app.domain.clients.summary import Summary
from app.domain.codes import Category, Priority, label_bits, labels_in
from app.domain.codings import Coding
from app.domain.identity import AgencyId, ClientId, HandoffId, NetworkId, ReferralId, ServiceId, WorkerId
from app.domain.networks.calendar import Calendar
from app.domain.networks.clocks import OwnClocks
from app.domain.networks.network import Policies
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.clocks import Clock, ClockLevels
from app.domain.referrals.content import Content
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.history import HistoryEntry
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason, Withdrawal
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState, ReferralState

T = TypeVar("T")
_MOMENT = datetime


def referral_values(referral: Referral) -> dict[str, Any]:
    """Write a referral as a row."""
    content = referral.content
    return {
        "network_id": referral.network,
        "id": referral.id,
        "client_id": referral.client,
        "sender_id": referral.sender,
        "worker_id": content.worker,
        "category": content.category,
        "priority": content.priority,
        "code": content.code,
        "details": content.details,
        "authorization_required": content.authorization_required,
        "authorization_number": content.authorization_number,
        "routing": referral.routing,
        "state": referral.state,
        "before": referral.before,
        "sensitivity": label_bits(referral.sensitivity),
        "summary": referral.summary,
        "override_reason": referral.override_reason,
        "reason": referral.reason,
        "outcome": referral.outcome,
        "comment": referral.comment,
        "parent_id": referral.parent,
        "replaces_id": referral.replaces,
        "depth": referral.depth,
        "reroutes": referral.reroutes,
        "line_from": referral.line_from,
        "in_plan": referral.in_plan,
        "recorded": referral.recorded,
        "sent_at": referral.sent_at,
        "closed_at": referral.closed_at,
        "version": referral.version,
        "created_at": referral.created_at,
        "updated_at": referral.updated_at,
    }


def referral_of(row: asyncpg.Record) -> Referral:
    """Read a referral back, without its handoffs."""
    return Referral(
        id=ReferralId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        sender=AgencyId(row["sender_id"]),
        content=content_of(row),
        routing=Routing(row["routing"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        state=ReferralState(row["state"]),
        before=None if row["before"] is None else ReferralState(row["before"]),
        sensitivity=labels_in(row["sensitivity"]),
        summary=read(row["summary"], Summary),
        override_reason=row["override_reason"],
        reason=read(row["reason"], Reason),
        outcome=read(row["outcome"], Outcome),
        comment=row["comment"],
        parent=_some(row["parent_id"]),
        replaces=_some(row["replaces_id"]),
        depth=row["depth"],
        reroutes=row["reroutes"],
        line_from=row["line_from"],
        in_plan=row["in_plan"],
        recorded=row["recorded"],
        sent_at=row["sent_at"],
        closed_at=row["closed_at"],
        version=row["version"],
    )


def content_of(row: asyncpg.Record) -> Content:
    """Read what a referral asks for."""
    return Content(
        category=Category(row["category"]),
        priority=Priority(row["priority"]),
        code=read(row["code"], Coding),
        details=row["details"],
        worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        authorization_required=row["authorization_required"],
        authorization_number=row["authorization_number"],
    )


def handoff_values(handoff: Handoff) -> dict[str, Any]:
    """Write a handoff as a row, without its network."""
    return {
        "id": handoff.id,
        "referral_id": handoff.referral,
        "client_id": handoff.client,
        "sender_id": handoff.sender,
        "provider_id": handoff.provider,
        "offered_to": sorted(handoff.offered_to),
        "service_id": handoff.service,
        "routing": handoff.routing,
        "category": handoff.category,
        "priority": handoff.priority,
        "position": handoff.position,
        "state": handoff.state,
        "before": handoff.before,
        "tier": int(handoff.tier),
        "feedback": handoff.feedback,
        "silenced": handoff.silenced,
        "sensitivity": label_bits(handoff.sensitivity),
        "reason": handoff.reason,
        "withdrawal": handoff.withdrawal,
        "outcome": handoff.outcome,
        "question": handoff.question,
        "answer": handoff.answer,
        "meeting": handoff.meeting,
        "waitlist": handoff.waitlist,
        "clocks": handoff.clocks,
        "clock_at": handoff.next_clock,
        "stopped_at": handoff.stopped_at,
        "holds_place": handoff.holds_place,
        "nudged": handoff.nudged,
        "messages": handoff.messages,
        "sent_at": handoff.sent_at,
        "answered_at": handoff.answered_at,
        "ended_at": handoff.ended_at,
        "version": handoff.version,
        "created_at": handoff.created_at,
        "updated_at": handoff.updated_at,
    }


def handoff_of(row: asyncpg.Record) -> Handoff:
    """Read a handoff back."""
    return Handoff(
        id=HandoffId(row["id"]),
        referral=ReferralId(row["referral_id"]),
        client=ClientId(row["client_id"]),
        sender=AgencyId(row["sender_id"]),
        provider=AgencyId(row["provider_id"]),
        service=None if row["service_id"] is None else ServiceId(row["service_id"]),
        routing=Routing(row["routing"]),
        category=Category(row["category"]),
        priority=Priority(row["priority"]),
        position=row["position"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        offered_to=frozenset(map(AgencyId, row["offered_to"])),
        state=HandoffState(row["state"]),
        before=None if row["before"] is None else HandoffState(row["before"]),
        feedback=row["feedback"],
        silenced=row["silenced"],
        sensitivity=labels_in(row["sensitivity"]),
        reason=read(row["reason"], Reason),
        withdrawal=None if row["withdrawal"] is None else Withdrawal(row["withdrawal"]),
        outcome=read(row["outcome"], Outcome),
        question=row["question"],
        answer=row["answer"],
        meeting=read(row["meeting"], Meeting),
        waitlist=read(row["waitlist"], Waitlist),
        clocks={Clock(name): msgspec.convert(at, datetime) for name, at in row["clocks"].items()},
        stopped_at=row["stopped_at"],
        holds_place=row["holds_place"],
        nudged=row["nudged"],
        messages=row["messages"],
        sent_at=row["sent_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        version=row["version"],
    )


def history_values(entry: HistoryEntry) -> dict[str, Any]:
    """Write a line of history as a row, without its network."""
    return {
        "referral_id": entry.referral,
        "number": entry.number,
        "handoff_id": entry.handoff,
        "at": entry.at,
        "actor_id": entry.actor,
        "agency_id": entry.agency,
        "principal_id": entry.principal,
        "action": entry.action,
        "source": entry.source,
        "target": entry.target,
        "reason": entry.reason,
        "note": entry.note,
    }


def history_of(row: asyncpg.Record) -> HistoryEntry:
    """Read a line of history back."""
    return HistoryEntry(
        referral=ReferralId(row["referral_id"]),
        number=row["number"],
        handoff=None if row["handoff_id"] is None else HandoffId(row["handoff_id"]),
        at=row["at"],
        actor=row["actor_id"],
        agency=AgencyId(row["agency_id"]),
        principal=None if row["principal_id"] is None else AgencyId(row["principal_id"]),
        action=row["action"],
        source=row["source"],
        target=row["target"],
        reason=row["reason"],
        note=row["note"],
    )


def clock_levels_of(row: asyncpg.Record) -> ClockLevels:
    """Read what says how long a provider may take."""
    return ClockLevels(
        policies=msgspec.convert(row["policies"], Policies),
        calendar=msgspec.convert(row["calendar"], Calendar),
        agency=read(row["agency_clocks"], OwnClocks) or OwnClocks(),
        service=read(row["service_clocks"], OwnClocks) or OwnClocks(),
    )


def read(value: Any, kind: type[T]) -> T | None:
    """Read a value object from its JSON."""
    return None if value is None else msgspec.convert(value, kind)


def _some(value: Any) -> ReferralId | None:
    return None if value is None else ReferralId(value)
