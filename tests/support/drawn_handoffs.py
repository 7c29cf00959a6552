"""Handoffs in every state, whole, and the referral around each, as the tests of their drawing need them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

from app.domain.codings import Coding
from app.domain.identity import AgencyId, ClientId, HandoffId
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.clocks import Clock
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.outcomes import Outcome, Result, ServiceReceived
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty, Withdrawal
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState, ReferralState
from tests.support.builders_referrals import MONDAY, SENDER, SUMMARY, a_referral

H = HandoffState
PROVIDER = AgencyId(uuid4())
CLIENT = ClientId(uuid4())
DETAILS, NOTE, PLACE = "Two children, no stove.", "No stove to be had.", "Room 2"
REASON = Reason(
    code=ReasonCode.NO_CAPACITY, party=ReasonParty.PROVIDER, next_action=NextAction.REROUTE, note="no places"
)
OUTCOME = Outcome(result=Result.NOT_MET, services=(ServiceReceived(code="pantry", units=2),), note=NOTE)
WORKED = (H.COMPLETED, H.FAILED, H.HANDED_BACK, H.CANCELLED)
AGREED = (
    *(H.ACCEPTED, H.WAITLISTED, H.SCHEDULED, H.NO_SHOW, H.APPOINTMENT_CANCELLED, H.IN_PROGRESS, H.PAUSED),
    H.CANCEL_REQUESTED,
)


def a_handoff(state: HandoffState, **more: Any) -> Handoff:
    ended = state in (*WORKED, H.DECLINED, H.WITHDRAWN, H.EXPIRED)
    whole: dict[str, Any] = {
        "id": HandoffId(uuid4()),
        "client": CLIENT,
        "sender": SENDER,
        "provider": PROVIDER,
        "service": None,
        "position": 0,
        "created_at": MONDAY,
        "updated_at": MONDAY + timedelta(days=2),
        "state": state,
        "before": H.SCHEDULED,
        "reason": REASON if state in (H.FAILED, H.DECLINED, H.HANDED_BACK) else None,
        "withdrawal": Withdrawal.CONSENT_REVOKED if state is H.WITHDRAWN else None,
        "outcome": OUTCOME if state is H.COMPLETED else None,
        "meeting": Meeting(starts=MONDAY + timedelta(days=3), place=PLACE) if state is H.SCHEDULED else None,
        "waitlist": Waitlist(position=4, estimate=date(2026, 5, 1)) if state is H.WAITLISTED else None,
        "clocks": {Clock.DUE: MONDAY + timedelta(days=2)} if state is H.SENT else {},
        "sent_at": None if state is H.QUEUED else MONDAY,
        "answered_at": MONDAY if state in (*AGREED, *WORKED, H.DECLINED) else None,
        "ended_at": MONDAY + timedelta(days=2) if ended else None,
    }
    return Handoff(**{**whole, **more})


def a_referral_of(state: HandoffState, routing: Routing = Routing.DIRECT, **more: Any) -> Referral:
    """A referral with one handoff."""
    base = a_referral(client=CLIENT, providers=0)
    content = base.content
    known = {"referral": base.id, "routing": routing, "category": content.category, "priority": content.priority}
    handoff = a_handoff(state, **{**known, **more})
    code = Coding(system="http://snomed.info/sct", code="464021000124104", display="Pantry")
    return replace(
        base,
        content=replace(content, details=DETAILS, code=code),
        summary=SUMMARY,
        routing=routing,
        state=ReferralState.OPEN,
        handoffs=[handoff],
    )


def every_handoff() -> list[Referral]:
    """Every state in every routing, with consent to report back and without."""
    return [
        a_referral_of(state, routing, feedback=feedback, question="How many?", answer="Three.")
        for state, routing, feedback in product(H, Routing, (False, True))
    ]
