"""Referrals for tests: complete by default, each part changed by naming it."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from app.domain.clients.summary import Summary
from app.domain.codes import Category, Priority
from app.domain.identity import AgencyId, ClientId, NetworkId, ReferralId
from app.domain.lifecycle import Party
from app.domain.referrals.clocks import Times
from app.domain.referrals.content import Content, Target
from app.domain.referrals.handoff import Terms
from app.domain.referrals.history import Deed
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SENDER = AgencyId(UUID("00000000-0000-7000-8000-00000000000a"))
SUMMARY = Summary(age_band="25-34", area="787", language="es", interpreter=True, accessibility=())
FULL = Reason(code=ReasonCode.NO_CAPACITY, party=ReasonParty.PROVIDER, next_action=NextAction.REROUTE)
MET = Outcome(result=Result.NEED_MET)
UNMET = Outcome(result=Result.NOT_MET)


def a_referral(
    *,
    routing: Routing = Routing.DIRECT,
    providers: int = 1,
    sender: AgencyId = SENDER,
    client: ClientId | None = None,
    priority: Priority = Priority.ROUTINE,
    at: datetime = MONDAY,
) -> Referral:
    """Return a draft with providers in line."""
    referral = Referral(
        id=ReferralId(uuid4()),
        network=NetworkId(uuid4()),
        client=client or ClientId(uuid4()),
        sender=sender,
        content=Content(category=Category.FOOD, priority=priority),
        routing=routing,
        created_at=at,
        updated_at=at,
    )
    targets = [Target(agency=AgencyId(uuid4())) for _ in range(providers)]
    referral.line_up(targets, routing, at, uuid4, most=20)
    return referral


def by(*parties: Party, at: datetime = MONDAY, note: str | None = None, agency: AgencyId = SENDER) -> Deed:
    """Return a deed of somebody on these sides."""
    return Deed(at=at, actor=UUID(int=1), agency=agency, parties=frozenset(parties), note=note)


def terms(referral: Referral, *, feedback: bool = True) -> dict:
    """Return usual terms for every handoff of a referral."""
    return {handoff.id: Terms(times=Times(), feedback=feedback) for handoff in referral.handoffs}


def sent(referral: Referral, *, feedback: bool = True) -> Referral:
    """Send it."""
    referral.send(by(Party.SENDER), terms(referral, feedback=feedback), SUMMARY)
    return referral
