"""What an asker is shown of referrals and handoffs: the tiers and the feedback consent, applied in one place."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from app.domain.clients.access import Tier
from app.domain.clients.contact import ContactPoint
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.clients.summary import Summary
from app.domain.codes import Category, Priority
from app.domain.codings import Coding
from app.domain.disclosure.elements import Noun
from app.domain.disclosure.withholding import tells
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId, ServiceId, WorkerId
from app.domain.lifecycle import Offer
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.asker import Asker
from app.domain.referrals.blockers import Blocker, refuses_to_send
from app.domain.referrals.clocks import Clock
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.offers import handoff_offers, pool_offers, referral_offers
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason, Withdrawal
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import ENDED, HANDOFF_FACES, REFERRAL_FACES, HandoffState, ReferralState
from app.domain.referrals.telling import standing_to, withheld_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the client is and by which permitted ways to reach them; no way at all where `do_not_contact`."""

    id: ClientId
    name: Name
    birth_date: str | None
    contact_points: tuple[ContactPoint, ...]
    do_not_contact: bool


def identity_of(client: ClientId, profile: Profile) -> Identity:
    """Return what tier T2 tells of a client."""
    permitted = () if profile.do_not_contact else tuple(point for point in profile.contact_points if point.permitted)
    return Identity(
        id=client,
        name=profile.name,
        birth_date=None if profile.birth_date is None else str(profile.birth_date),
        contact_points=permitted,
        do_not_contact=profile.do_not_contact,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a handoff shows of its referral and client; `identity` where its tier, or the asker's own right, allows."""

    state: ReferralState
    summary: Summary | None
    details: str | None
    code: Coding | None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffView:
    """One handoff as one asker may see it; `withheld` names what there is and may not be told."""

    id: HandoffId
    version: int
    referral_id: ReferralId
    sender_id: AgencyId
    provider_id: AgencyId | None
    service_id: ServiceId | None
    routing: Routing
    position: int
    state: HandoffState
    task_status: str | None
    business_status: str | None
    on_hold: bool
    priority: Priority
    category: Category | None
    tier: Tier
    summary: Summary | None
    client_id: ClientId | None
    client: Identity | None
    code: Coding | None
    details: str | None
    question: str | None
    answer: str | None
    meeting: Meeting | None
    waitlist: Waitlist | None
    reason: Reason | None
    withdrawal: Withdrawal | None
    outcome: Outcome | None
    feedback: bool
    withheld: tuple[str, ...]
    respond_by: datetime | None
    expires_at: datetime | None
    sent_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    created_at: datetime
    updated_at: datetime
    available_actions: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral as its sender sees it; lists leave out handoffs and blockers."""

    id: ReferralId
    version: int
    client_id: ClientId
    sender_id: AgencyId
    worker_id: WorkerId | None
    category: Category
    priority: Priority
    code: Coding | None
    details: str | None
    routing: Routing
    state: ReferralState
    service_request_status: str
    before: ReferralState | None
    authorization_required: bool
    authorization_number: str | None
    override_reason: str | None
    reason: Reason | None
    outcome: Outcome | None
    comment: str | None
    parent_id: ReferralId | None
    replaces_id: ReferralId | None
    reroutes: int
    sent_at: datetime | None
    closed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    available_actions: tuple[Offer, ...]
    handoffs: tuple[HandoffView, ...] = ()
    blockers: tuple[Blocker, ...] = ()


def show_handoff(handoff: Handoff, asker: Asker, case: Case) -> HandoffView:
    """Return what `asker` may see: the provider what its tier holds, the sender what the client lets be told back."""
    standing = standing_to(handoff, asker)

    def told(element: str, value: T) -> T | None:
        return value if tells(Noun.HANDOFF, element, standing) else None

    face = HANDOFF_FACES[handoff.state]
    return HandoffView(
        id=handoff.id,
        version=handoff.version,
        referral_id=handoff.referral,
        sender_id=handoff.sender,
        provider_id=handoff.asked,
        service_id=handoff.service,
        routing=handoff.routing,
        position=handoff.position,
        state=handoff.state,
        task_status=face.task_status,
        business_status=face.business_status,
        on_hold=handoff.stopped_at is not None,
        priority=handoff.priority,
        category=told("category", handoff.category),
        tier=handoff.tier,
        summary=told("summary", case.summary),
        client_id=told("client_id", handoff.client),
        client=told("client", _known(handoff, case.identity, asker)),
        code=told("code", case.code),
        details=told("details", case.details),
        question=handoff.question,
        answer=handoff.answer,
        meeting=told("meeting", handoff.meeting),
        waitlist=told("waitlist", handoff.waitlist),
        reason=told("reason", handoff.reason),
        withdrawal=handoff.withdrawal,
        outcome=told("outcome", handoff.outcome),
        feedback=handoff.feedback,
        withheld=withheld_of(handoff, standing, case.details),
        respond_by=handoff.clocks.get(Clock.DUE),
        expires_at=handoff.clocks.get(Clock.EXPIRY),
        sent_at=handoff.sent_at,
        answered_at=handoff.answered_at,
        ended_at=handoff.ended_at,
        created_at=handoff.created_at,
        updated_at=handoff.updated_at,
        available_actions=offers_of(handoff, asker, case.state),
    )


def show_referral(
    referral: Referral, asker: Asker, blockers: tuple[Blocker, ...] = (), identity: Identity | None = None
) -> ReferralView:
    """Return a referral with its handoffs, as its sender sees them."""
    content = referral.content
    case = Case(
        state=referral.state,
        summary=referral.summary,
        details=content.details,
        code=content.code,
        identity=identity,
    )
    sides = asker.sides(referral.sender, None)
    return ReferralView(
        id=referral.id,
        version=referral.version,
        client_id=referral.client,
        sender_id=referral.sender,
        worker_id=content.worker,
        category=content.category,
        priority=content.priority,
        code=content.code,
        details=content.details,
        routing=referral.routing,
        state=referral.state,
        service_request_status=REFERRAL_FACES[referral.state].service_request_status,
        before=referral.before,
        authorization_required=content.authorization_required,
        authorization_number=content.authorization_number,
        override_reason=referral.override_reason,
        reason=referral.reason,
        outcome=referral.outcome,
        comment=referral.comment,
        parent_id=referral.parent,
        replaces_id=referral.replaces,
        reroutes=referral.reroutes,
        sent_at=referral.sent_at,
        closed_at=referral.closed_at,
        created_at=referral.created_at,
        updated_at=referral.updated_at,
        available_actions=referral_offers(
            referral.state,
            sides,
            asker.roles,
            at_work=bool(referral.at_work),
            walled=refuses_to_send(referral.state, blockers),
        ),
        handoffs=tuple(
            show_handoff(handoff, asker, case) for handoff in sorted(referral.handoffs, key=lambda one: one.position)
        ),
        blockers=blockers,
    )


def offers_of(handoff: Handoff, asker: Asker, referral: ReferralState) -> tuple[Offer, ...]:
    """Return what an asker may do with a handoff of a referral in this state, and why not the rest."""
    if handoff.offers_to(asker.agency):
        return pool_offers(handoff.state, asker.roles, handoff.routing, referral)
    sides = asker.sides(handoff.sender, handoff.asked)
    return handoff_offers(handoff.state, sides, asker.roles, handoff.routing, referral)


def _known(handoff: Handoff, identity: Identity | None, asker: Asker) -> Identity | None:
    """Leave a provider whose work is over no way to reach the client: what changes since then is not its to know."""
    over = asker.only_provides(handoff.sender, handoff.provider) and handoff.state in ENDED
    return replace(identity, contact_points=()) if identity and over else identity
