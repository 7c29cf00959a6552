"""Referrals by the million: each way that one can go is walked once by the domain's own verbs, then copied."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.adapters.postgres.repositories import referral_rows
from app.domain.clients.client import Client
from app.domain.clients.summary import Summary
from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, NetworkId, ReferralId
from app.domain.lifecycle import Party
from app.domain.referrals.content import Content, Target
from app.domain.referrals.handoff import Meeting, Terms
from app.domain.referrals.history import Deed
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from benchmarks.people import CATEGORIES, START, Ids

SUMMARY = Summary(age_band="25-34", area="787", language="es", interpreter=False, accessibility=())
MET = Outcome(result=Result.NEED_MET)
FULL = Reason(code=ReasonCode.NO_CAPACITY, party=ReasonParty.PROVIDER, next_action=NextAction.REROUTE)
SENDER, PROVIDER = AgencyId(UUID(int=1)), AgencyId(UUID(int=2))


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of one referral."""

    referral: dict[str, Any]
    handoff: dict[str, Any]
    history: list[dict[str, Any]]
    opens_record: bool


@dataclass(frozen=True, slots=True)
class Stencil:
    """The rows of a referral that went one way, to be copied under other ids."""

    rows: Cut

    def cut(self, client: Client, sender: AgencyId, target: Target, ids: Ids) -> Cut:
        """Return the rows for a client, its sender and the provider."""
        network: dict[str, Any] = {"network_id": client.network}
        referral_id, handoff_id = ids.new(), ids.new()
        when = {"updated_at": START + timedelta(seconds=ids.made // 2)}
        category = CATEGORIES[ids.made % len(CATEGORIES)]
        both = network | when | {"client_id": client.id, "sender_id": sender, "category": category}
        provider = {"provider_id": target.agency, "service_id": target.service}
        sides = {SENDER: sender, PROVIDER: target.agency}
        return Cut(
            self.rows.referral | both | {"id": referral_id},
            self.rows.handoff | both | provider | {"id": handoff_id, "referral_id": referral_id},
            [
                line
                | network
                | {"referral_id": referral_id, "handoff_id": line["handoff_id"] and handoff_id}
                | {"agency_id": sides[line["agency_id"]]}
                for line in self.rows.history
            ],
            self.rows.opens_record,
        )


def stencil(how: str, ids: Ids) -> Stencil:
    """Walk one way through the states, and keep the rows."""
    made = _referral(how, ids)
    handoff = made.handoffs[0]
    return Stencil(
        Cut(
            referral_rows.referral_values(made),
            referral_rows.handoff_values(handoff),
            [referral_rows.history_values(entry) for entry in made.entries],
            handoff.opens_record,
        )
    )


def _referral(how: str, ids: Ids) -> Referral:
    made = Referral(
        id=ReferralId(ids.new()),
        network=NetworkId(UUID(int=0)),
        client=ClientId(UUID(int=0)),
        sender=SENDER,
        content=Content(category=Category.FOOD, details="Two adults and three children, no car."),
        routing=Routing.DIRECT,
        created_at=START,
        updated_at=START,
    )
    made.line_up([Target(agency=PROVIDER)], Routing.DIRECT, START, ids.new, most=5)
    _go(made, how, START)
    return made


def _go(made: Referral, how: str, at: datetime) -> None:
    handoff = made.handoffs[0]
    terms = {handoff.id: Terms(feedback=True)}
    sender = Deed(at=at, actor=made.sender, agency=made.sender, parties=frozenset({Party.SENDER}))
    provider = Deed(at=at, actor=handoff.provider, agency=handoff.provider, parties=frozenset({Party.PROVIDER}))
    meeting = Meeting(starts=at + timedelta(days=2))
    made.send(sender, terms, SUMMARY)
    if how == "declined":
        made.work(handoff.id, provider, terms, lambda h, d, t: h.decline(d, t.times, FULL))
    if how in ("sent", "declined"):
        return
    made.accept(handoff.id, provider, terms)
    if how == "accepted":
        return
    made.work(handoff.id, provider, terms, lambda h, d, t: h.schedule(d, t.times, meeting))
    if how == "scheduled":
        return
    made.work(handoff.id, provider, terms, lambda h, d, t: h.start(d, t.times))
    if how == "in_progress":
        return
    made.work(handoff.id, provider, terms, lambda h, d, t: h.complete(d, t.times, MET))
    made.complete(sender, MET)
