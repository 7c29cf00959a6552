"""Lets hypothesis do whatever anybody can do, in any order, and looks for a referral that nobody has on a list."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.errors import DomainError
from app.domain.identity import AgencyId
from app.domain.lifecycle import Party
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.content import Target
from app.domain.referrals.handoff import Terms
from app.domain.referrals.handoff_moves import HANDOFFS, HandoffAction
from app.domain.referrals.referral_moves import REFERRALS
from app.domain.referrals.routing import MODES, OFFERED, Routing
from app.domain.referrals.states import AGREED, CLOSED, LIVE, HandoffState, ReferralState
from tests.support.builders_referrals import FULL, MET, MONDAY, UNMET, a_referral, by, sent, terms

VERBS = {
    "view": (),
    "ask": ("what?",),
    "reply": ("that",),
    "offer": (),
    "decline": (FULL,),
    "put_on_waitlist": (Waitlist(position=1),),
    "schedule": (Meeting(starts=MONDAY),),
    "no_show": (),
    "cancel_appointment": (),
    "start": (),
    "pause": (),
    "resume": (),
    "fail": (FULL,),
    "hand_back": (FULL,),
    "recall": (),
    "request_cancel": (),
    "confirm_cancel": (),
    "expire": (),
    "enter_in_error": (),
}
PARTIES = st.sampled_from(list(Party))


class AnythingAtAll(RuleBasedStateMachine):
    @initialize(routing=st.sampled_from(OFFERED), feedback=st.booleans())
    def begin(self, routing: Routing, *, feedback: bool) -> None:
        self.at = MONDAY
        self.referral = sent(a_referral(routing=routing, providers=MODES[routing].most or 3), feedback=feedback)

    def attempt(self, verb: Callable[[], None]) -> None:
        self.at += timedelta(minutes=7)
        before = self.referral.recorded
        try:
            verb()
        except DomainError:
            assert before == self.referral.recorded

    @rule(place=st.integers(0, 5), party=PARTIES, verb=st.sampled_from(sorted(VERBS)))
    def work(self, place: int, party: Party, verb: str) -> None:
        handoff = self.referral.handoffs[place % len(self.referral.handoffs)]
        deed = by(party, at=self.at, note="said")
        self.attempt(
            lambda: self.referral.work(
                handoff.id, deed, terms(self.referral), lambda h, d, t: getattr(h, verb)(d, t.times, *VERBS[verb])
            )
        )

    @rule(place=st.integers(0, 5), met=st.booleans())
    def finish(self, place: int, *, met: bool) -> None:
        handoff = self.referral.handoffs[place % len(self.referral.handoffs)]
        self.attempt(
            lambda: self.referral.work(
                handoff.id,
                by(Party.PROVIDER, at=self.at),
                terms(self.referral),
                lambda h, d, t: h.complete(d, t.times, MET if met else UNMET),
            )
        )

    @rule(place=st.integers(0, 5), party=PARTIES, waits=st.booleans())
    def accept(self, place: int, party: Party, *, waits: bool) -> None:
        handoff = self.referral.handoffs[place % len(self.referral.handoffs)]
        waitlist = Waitlist() if waits else None
        self.attempt(lambda: self.referral.accept(handoff.id, by(party, at=self.at), terms(self.referral), waitlist))

    @rule(party=PARTIES)
    def hold(self, party: Party) -> None:
        self.attempt(lambda: self.referral.hold(by(party, at=self.at)))

    @rule(party=PARTIES)
    def resume(self, party: Party) -> None:
        self.attempt(lambda: self.referral.resume(by(party, at=self.at), terms(self.referral)))

    @rule(party=PARTIES)
    def cancel(self, party: Party) -> None:
        self.attempt(lambda: self.referral.cancel(by(party, at=self.at), terms(self.referral), FULL))

    @rule(party=PARTIES)
    def complete(self, party: Party) -> None:
        self.attempt(lambda: self.referral.complete(by(party, at=self.at), MET))

    @rule(party=PARTIES)
    def close_unmet(self, party: Party) -> None:
        self.attempt(lambda: self.referral.close_unmet(by(party, at=self.at), FULL))

    @rule(routing=st.sampled_from(OFFERED))
    def reroute(self, routing: Routing) -> None:
        if self.referral.state is not ReferralState.NEEDS_ACTION:
            return
        self.referral.line_up([Target(agency=AgencyId(uuid4()))], routing, self.at, uuid4, 20)
        self.attempt(lambda: self.referral.reroute(by(Party.SENDER, at=self.at), terms(self.referral), 5))

    @rule(revoked=st.booleans())
    def consent_changes(self, *, revoked: bool) -> None:
        held = {
            h.id: Terms(refusal="revoked" if revoked else None, feedback=not revoked) for h in self.referral.handoffs
        }
        self.attempt(lambda: self.referral.consent_changed(by(Party.SENDER, at=self.at), held))

    @invariant()
    def somebody_has_it_on_a_list(self) -> None:
        states = {handoff.state for handoff in self.referral.handoffs}
        expected = {
            ReferralState.OPEN: bool(states & LIVE) and not states & AGREED,
            ReferralState.PLACED: bool(states & AGREED),
            ReferralState.IN_SERVICE: bool(states & AGREED) or HandoffState.COMPLETED in states,
            ReferralState.NEEDS_ACTION: not states & (LIVE | AGREED),
            ReferralState.CANCEL_PENDING: bool(states & AGREED) and not states & LIVE,
        }
        assert expected.get(self.referral.state, True)
        if self.referral.state in CLOSED:
            assert not states & (LIVE | AGREED)

    @invariant()
    def at_most_one_provider_is_at_work(self) -> None:
        assert sum(handoff.state in AGREED for handoff in self.referral.handoffs) <= 1

    @invariant()
    def ended_handoffs_have_no_clock_and_live_ones_have_one(self) -> None:
        for handoff in self.referral.handoffs:
            if handoff.state in LIVE:
                assert handoff.clocks
                assert (handoff.stopped_at is not None) == (self.referral.state is ReferralState.ON_HOLD)
            if HANDOFFS.is_terminal(handoff.state):
                assert not handoff.clocks

    @invariant()
    def the_history_is_a_walk_through_the_tables(self) -> None:
        place = {None: ReferralState.DRAFT.value}
        for number, entry in enumerate(self.referral.entries, start=1):
            assert number == entry.number
            assert place.get(entry.handoff, "queued") == entry.source
            place[entry.handoff] = entry.target
            if entry.handoff is not None:
                assert (HandoffState(entry.source), HandoffAction(entry.action)) in HANDOFFS.table
            else:
                assert entry.source in {source.value for source, _ in REFERRALS.table}
        assert place[None] == self.referral.state
        assert len(self.referral.entries) == len(self.referral.happenings)


AnythingAtAll.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestAnythingAtAll = AnythingAtAll.TestCase
