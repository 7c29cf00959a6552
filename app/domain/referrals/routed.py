"""Who is asked next: the line of a referral's providers, and how far its routing goes down the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.errors import Conflict, NotFound
from app.domain.identity import HandoffId
from app.domain.referrals.content import Content
from app.domain.referrals.handoff import Handoff, Terms
from app.domain.referrals.history import Deed
from app.domain.referrals.reasons import Withdrawal
from app.domain.referrals.recording import Recorded
from app.domain.referrals.routing import MODES, Routing
from app.domain.referrals.states import AGREED, CLOSED, LIVE, HandoffState, ReferralState

TermsOf = Mapping[HandoffId, Terms]
NO_TERMS = Terms(refusal="nothing is known of this provider")
DRAFTS = frozenset({ReferralState.DRAFT, ReferralState.AWAITING_AUTHORIZATION})


@dataclass(slots=True, kw_only=True)
class Routed(Recorded):
    """A referral's providers in their order; `line_from` is the position at which the present round begins."""

    content: Content
    routing: Routing
    state: ReferralState = ReferralState.DRAFT
    line_from: int = 0
    handoffs: list[Handoff] = field(default_factory=list)

    def handoff(self, identifier: HandoffId) -> Handoff:
        """Return one of its handoffs."""
        for handoff in self.handoffs:
            if handoff.id == identifier:
                return handoff
        raise NotFound("handoff")

    def line(self) -> list[Handoff]:
        """Return the queued handoffs of the present round, in their order."""
        queued = (h for h in self.handoffs if h.state is HandoffState.QUEUED and h.position >= self.line_from)
        return sorted(queued, key=lambda handoff: handoff.position)

    def _dispatch(self, deed: Deed, terms: TermsOf) -> None:
        sendable = [handoff for handoff in self.line() if self._may_go(terms.get(handoff.id, NO_TERMS))]
        if not sendable:
            raise Conflict("referral.nobody-in-line", "There is no provider to whom it can be sent.")
        for handoff in sendable[: MODES[self.routing].at_once]:
            handoff.category, handoff.priority = self.content.category, self.content.priority
            handoff.send(deed, terms[handoff.id])

    def _route_on(self, deed: Deed, terms: TermsOf) -> None:
        """Send the next in line when its routing knows a line and nobody else is at it."""
        waits = self.state in CLOSED | DRAFTS | {ReferralState.ON_HOLD, ReferralState.CANCEL_PENDING}
        if waits or not MODES[self.routing].next_in_line or any(self._at_it(handoff) for handoff in self.handoffs):
            return
        for handoff in self.line():
            held = terms.get(handoff.id, NO_TERMS)
            if self._may_go(held):
                handoff.send(deed.as_system(), held)
                return

    def _may_go(self, held: Terms) -> bool:
        return held.refusal is None and not (held.full and MODES[self.routing].next_in_line)

    def _at_it(self, handoff: Handoff) -> bool:
        return handoff.state in LIVE | AGREED or handoff.served

    def _withdraw_others(self, winner: Handoff, deed: Deed, terms: TermsOf) -> None:
        for handoff in self.handoffs:
            if handoff is not winner and handoff.state in LIVE:
                times = terms.get(handoff.id, NO_TERMS).times
                handoff.recall(deed.as_system(), times, Withdrawal.FILLED)
