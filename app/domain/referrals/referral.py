"""The referral with its handoffs: the one thing that is locked, moved and saved as a whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.domain.clients.summary import Summary
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.errors import Conflict
from app.domain.identity import HandoffId, NetworkId, ReferralId
from app.domain.records import Piece
from app.domain.referrals.answers import Waitlist
from app.domain.referrals.content import ReferralChanges, Target, check_targets, need_reason
from app.domain.referrals.handoff import Handoff, Terms
from app.domain.referrals.history import Deed, Step
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason, Withdrawal, withdrawal_for
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.roll_up import follow
from app.domain.referrals.routed import DRAFTS, NO_TERMS, Routed, TermsOf
from app.domain.referrals.routing import MODES, Routing, check_routing
from app.domain.referrals.states import AGREED, CLOSED, LIVE, HandoffState, ReferralState

A = ReferralAction


@dataclass(slots=True, kw_only=True)
class Referral(Routed):
    """A client's need put into words by a sender, and every provider's share of it.

    `before` is the state before a hold.
    `in_plan` says that an activity of a care plan follows it.
    """

    network: NetworkId
    created_at: datetime
    updated_at: datetime
    before: ReferralState | None = None
    sensitivity: frozenset[Sensitivity] = frozenset()
    summary: Summary | None = None
    override_reason: str | None = None
    reason: Reason | None = None
    outcome: Outcome | None = None
    comment: str | None = None
    parent: ReferralId | None = None
    replaces: ReferralId | None = None
    depth: int = 1
    reroutes: int = 0
    in_plan: bool = False
    sent_at: datetime | None = None
    closed_at: datetime | None = None
    dropped: list[HandoffId] = field(default_factory=list, compare=False)
    changed: bool = field(default=False, compare=False)

    @property
    def piece(self) -> Piece:
        """What the rule of sight asks of the words of its sender."""
        kinds: frozenset[DataCategory] = frozenset({self.content.category})
        return Piece(client=self.client, agency=self.sender, kinds=kinds, sensitivities=self.sensitivity)

    @property
    def at_work(self) -> tuple[HandoffId, ...]:
        """Name the handoffs that a provider has agreed to and not finished."""
        return tuple(handoff.id for handoff in self.handoffs if handoff.state in AGREED)

    def change(self, deed: Deed, changes: ReferralChanges) -> None:
        """Change the words of a draft; what was sent is changed by nobody."""
        if self.state not in DRAFTS:
            raise Conflict("referral.not-a-draft", "Only a draft can be changed.", state=self.state.value)
        self.content = replace(self.content, **changes.content)
        self.content.check()
        self.override_reason = changes.override_reason or self.override_reason
        self.updated_at, self.changed = deed.at, True
        self._tell("changed", deed)

    def bear(self, labels: frozenset[Sensitivity]) -> None:
        """Take labels on, with all its handoffs: who may not read the one may not read the others."""
        self.sensitivity |= labels
        for handoff in self.handoffs:
            handoff.sensitivity |= self.sensitivity
            handoff.changed = True

    def line_up_anew(
        self, targets: Iterable[Target], routing: Routing, at: datetime, new_id: Callable[[], UUID], most: int
    ) -> None:
        """Replace the providers of a draft."""
        self.dropped = [handoff.id for handoff in self.handoffs]
        self.handoffs = []
        self.line_up(targets, routing, at, new_id, most)

    def send(self, deed: Deed, terms: TermsOf, summary: Summary) -> None:
        """Lay the referral before its providers, as its routing says."""
        self._move(A.SEND, deed)
        self.sent_at, self.summary = deed.at, summary
        self._dispatch(deed, terms)
        self._settle(deed)

    def await_authorization(self, deed: Deed) -> None:
        """Let a draft wait for the payer."""
        if self.state is ReferralState.DRAFT:
            self._move(A.AWAIT_AUTHORIZATION, deed.as_system())
        self._settle(deed)

    def hold(self, deed: Deed) -> None:
        """Pause everything; every clock stops."""
        before = self.state
        self._move(A.HOLD, deed)
        self.before = before
        for handoff in self.handoffs:
            handoff.stop_clocks(deed.at)
        self._settle(deed)

    def resume(self, deed: Deed, terms: TermsOf) -> None:
        """Go on from the state before, and from there to where the handoffs have gone meanwhile."""
        self._move(A.RESUME, deed)
        self.before = None
        for handoff in self.handoffs:
            handoff.restart_clocks(deed.at, terms.get(handoff.id, NO_TERMS).times)
        self._route_on(deed, terms)
        self._settle(deed)

    def line_up(
        self, targets: Iterable[Target], routing: Routing, at: datetime, new_id: Callable[[], UUID], most: int
    ) -> None:
        """Put further providers in line; nothing goes out yet."""
        chosen = tuple(targets)
        check_targets(chosen)
        check_routing(routing, len(chosen), most=most)
        self.routing, self.changed = routing, True
        self.line_from = 1 + max((handoff.position for handoff in self.handoffs), default=-1)
        for place, target in enumerate(chosen):
            self.handoffs.append(self._queued(target, self.line_from + place, at, new_id))

    def reroute(self, deed: Deed, terms: TermsOf, most: int) -> None:
        """Send the providers that were lined up, after the others ended."""
        if self.reroutes >= most:
            raise Conflict(
                "referral.reroutes-exhausted", f"A referral is re-routed {most} times at most.", max_reroutes=most
            )
        self._move(A.REROUTE, deed)
        self.reroutes += 1
        self._dispatch(deed, terms)
        self._settle(deed)

    def work(
        self, identifier: HandoffId, deed: Deed, terms: TermsOf, verb: Callable[[Handoff, Deed, Terms], None]
    ) -> None:
        """Let one handoff move; then the next in line is sent if it must, and the referral follows."""
        handoff = self.handoff(identifier)
        verb(handoff, deed, terms.get(identifier, NO_TERMS))
        self._route_on(deed, terms)
        self._settle(deed)

    def accept(self, identifier: HandoffId, deed: Deed, terms: TermsOf, waitlist: Waitlist | None = None) -> None:
        """Let one provider take its handoff; where the first accept wins, the others are withdrawn as filled."""
        handoff = self.handoff(identifier)
        handoff.refuse_when_filled()
        if self.state is ReferralState.ON_HOLD:
            raise Conflict("referral.on-hold", "The referral is on hold; nobody can accept it now.")
        times = terms.get(identifier, NO_TERMS).times
        handoff.accept(deed, times)
        if waitlist is not None:
            handoff.put_on_waitlist(deed, times, waitlist)
        if MODES[handoff.routing].first_accept_ends_others:
            self._withdraw_others(handoff, deed, terms)
        self._settle(deed)

    def complete(self, deed: Deed, outcome: Outcome) -> None:
        """Close it with an outcome, when every provider has finished."""
        REFERRALS.row(self.state, A.COMPLETE, deed.parties)
        if self.at_work:
            raise Conflict(
                "referral.still-in-service",
                "A provider is still at work; let it complete, or ask it to cancel.",
                handoffs=[str(handoff) for handoff in self.at_work],
            )
        self._move(A.COMPLETE, deed, outcome.result.value)
        self.outcome, self.closed_at = outcome, deed.at
        self._settle(deed)

    def close_unmet(self, deed: Deed, reason: Reason) -> None:
        """Give up, and say why: an unmet need is counted."""
        self._move(A.CLOSE_UNMET, deed, reason.text)
        self.reason, self.closed_at = reason, deed.at
        self._settle(deed)

    def cancel(self, deed: Deed, terms: TermsOf, reason: Reason) -> None:
        """Take it back: at once while nobody has accepted, else when the providers have confirmed."""
        self._move(A.CANCEL, deed, reason.text)
        self.reason = reason
        for handoff in self.handoffs:
            times = terms.get(handoff.id, NO_TERMS).times
            if handoff.state in LIVE:
                handoff.recall(deed, times, withdrawal_for(reason))
            elif handoff.state in AGREED - {HandoffState.CANCEL_REQUESTED}:
                handoff.request_cancel(deed, times)
        self._settle(deed)

    def enter_in_error(self, deed: Deed, terms: TermsOf) -> None:
        """Mark it, and every handoff, as never having been meant."""
        self.comment = need_reason(deed.note, "referral.comment-required")
        self._move(A.ENTER_IN_ERROR, deed)
        for handoff in self.handoffs:
            if handoff.state is not HandoffState.ENTERED_IN_ERROR:
                handoff.enter_in_error(deed, terms.get(handoff.id, NO_TERMS).times)
        self._settle(deed)

    def consent_changed(self, deed: Deed, terms: TermsOf) -> None:
        """Withdraw what nobody has accepted and the client no longer allows; take over what may be told, both ways."""
        system = deed.as_system()
        for handoff in self.handoffs:
            held = terms.get(handoff.id, NO_TERMS)
            handoff.offer_to(held.offered, deed.at)
            handoff.allow_feedback(deed.at, allowed=held.feedback)
            handoff.allow_telling(deed.at, allowed=held.refusal is None)
            if handoff.state in LIVE and held.refusal is not None:
                handoff.recall(system, held.times, Withdrawal.CONSENT_REVOKED)
        self._route_on(deed, terms)
        self._settle(deed)

    def begin(self, deed: Deed) -> None:
        """Report that the draft exists."""
        self.content.check()
        self._tell("created", deed)

    def _queued(self, target: Target, position: int, at: datetime, new_id: Callable[[], UUID]) -> Handoff:
        return Handoff(
            id=HandoffId(new_id()),
            referral=self.id,
            client=self.client,
            sender=self.sender,
            provider=target.agency,
            service=target.service,
            routing=self.routing,
            category=self.content.category,
            priority=self.content.priority,
            position=position,
            sensitivity=self.sensitivity,
            created_at=at,
            updated_at=at,
            changed=True,
        )

    def _move(self, action: ReferralAction, deed: Deed, reason: str | None = None) -> None:
        source = self.state
        self.state = REFERRALS.move(source, action, deed.parties, before=self.before)
        if self.state in CLOSED:
            self.closed_at = deed.at
        self.updated_at, self.changed = deed.at, True
        self.steps.append(Step(deed=deed, action=action, source=source, target=self.state, reason=reason))

    def _settle(self, deed: Deed) -> None:
        """Let the referral follow its handoffs, then put every step on record: own first moves, handoffs, own last."""
        self._record_own_steps()
        for handoff in self.handoffs:
            self._record_steps_of(handoff)
        for action in follow(self.state, self.handoffs):
            self._move(action, deed.as_system())
            if action is A.COMPLETE:
                self.outcome = next((h.outcome for h in self.handoffs if h.outcome and h.feedback), None)
        self._record_own_steps()
