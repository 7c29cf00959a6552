from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.clients.access import Tier
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed
from app.domain.referrals.content import Target
from app.domain.referrals.handoff import Terms
from app.domain.referrals.history import Deed
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty, Withdrawal
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState as H
from app.domain.referrals.states import ReferralState as R
from tests.support.builders_referrals import FULL, MET, MONDAY, UNMET, a_referral, by, sent, terms

PROVIDER = by(Party.PROVIDER)
SENDER = by(Party.SENDER)
SYSTEM = by(Party.SYSTEM)


def work(referral: Referral, place: int, verb: str, deed: Deed = PROVIDER, *said: object) -> None:
    referral.work(
        referral.handoffs[place].id,
        deed,
        terms(referral),
        lambda handoff, deed, held: getattr(handoff, verb)(deed, held.times, *said),
    )


def accept(referral: Referral, place: int = 0) -> None:
    referral.accept(referral.handoffs[place].id, PROVIDER, terms(referral))


def states(referral: Referral) -> list[H]:
    return [handoff.state for handoff in referral.handoffs]


def test_a_direct_referral_opens_and_shows_its_provider_who_the_client_is() -> None:
    referral = sent(a_referral())
    assert (referral.state, states(referral)) == (R.OPEN, [H.SENT])
    assert referral.handoffs[0].tier == Tier.IDENTITY


def test_an_accepted_handoff_places_the_referral_and_a_started_one_brings_it_into_service() -> None:
    referral = sent(a_referral())
    accept(referral)
    assert referral.state == R.PLACED
    work(referral, 0, "start")
    assert referral.state == R.IN_SERVICE


def test_a_completed_handoff_leaves_the_closing_to_the_sender() -> None:
    referral = sent(a_referral())
    accept(referral)
    work(referral, 0, "complete", PROVIDER, MET)
    assert referral.state == R.IN_SERVICE
    with pytest.raises(NotYours):
        referral.complete(PROVIDER, MET)
    referral.complete(SENDER, MET)
    assert (referral.state, referral.outcome) == (R.COMPLETED, MET)


def test_a_referral_is_not_completed_while_a_provider_is_at_work() -> None:
    referral = sent(a_referral())
    accept(referral)
    work(referral, 0, "start")
    with pytest.raises(Conflict) as refusal:
        referral.complete(SENDER, MET)
    assert refusal.value.code == "referral.still-in-service"


def test_an_unmet_need_calls_for_action_when_the_client_lets_it_be_told() -> None:
    referral = sent(a_referral())
    accept(referral)
    work(referral, 0, "complete", PROVIDER, UNMET)
    assert referral.state == R.NEEDS_ACTION


def test_an_unmet_need_is_not_told_by_the_state_without_feedback_consent() -> None:
    referral = sent(a_referral(), feedback=False)
    accept(referral)
    work(referral, 0, "complete", PROVIDER, UNMET)
    assert referral.state == R.IN_SERVICE


def test_a_no_never_ends_a_referral() -> None:
    referral = sent(a_referral())
    work(referral, 0, "decline", PROVIDER, FULL)
    assert referral.state == R.NEEDS_ACTION
    referral.line_up([Target(agency=AgencyId(uuid4()))], Routing.DIRECT, MONDAY, uuid4, 20)
    referral.reroute(SENDER, terms(referral), 5)
    assert (referral.state, states(referral)) == (R.OPEN, [H.DECLINED, H.SENT])
    with pytest.raises(TransitionNotAllowed):
        accept(referral, 0)


def test_re_routes_end_at_the_networks_number() -> None:
    referral = sent(a_referral())
    work(referral, 0, "decline", PROVIDER, FULL)
    referral.line_up([Target(agency=AgencyId(uuid4()))], Routing.DIRECT, MONDAY, uuid4, 20)
    with pytest.raises(Conflict) as refusal:
        referral.reroute(SENDER, terms(referral), 0)
    assert refusal.value.code == "referral.reroutes-exhausted"


@pytest.mark.parametrize(
    ("verb", "deed", "said"), [("decline", PROVIDER, (FULL,)), ("expire", SYSTEM, ()), ("recall", SENDER, ())]
)
def test_in_a_sequence_the_next_is_sent_when_one_ends_without_an_accept(
    verb: str, deed: Deed, said: tuple[object, ...]
) -> None:
    referral = sent(a_referral(routing=Routing.SEQUENTIAL, providers=3))
    assert states(referral) == [H.SENT, H.QUEUED, H.QUEUED]
    work(referral, 0, verb, deed, *said)
    assert states(referral)[1:] == [H.SENT, H.QUEUED]
    assert referral.state == R.OPEN


def test_a_sequence_stops_at_the_first_accept_and_goes_on_when_it_is_handed_back() -> None:
    referral = sent(a_referral(routing=Routing.SEQUENTIAL, providers=2))
    accept(referral)
    assert states(referral) == [H.ACCEPTED, H.QUEUED]
    work(referral, 0, "hand_back", PROVIDER, FULL)
    assert (referral.state, states(referral)) == (R.OPEN, [H.HANDED_BACK, H.SENT])


def test_a_sequence_passes_over_a_provider_to_whom_nothing_may_go() -> None:
    referral = sent(a_referral(routing=Routing.SEQUENTIAL, providers=3))
    held = terms(referral) | {referral.handoffs[1].id: Terms(refusal="no consent")}
    referral.work(referral.handoffs[0].id, PROVIDER, held, lambda h, d, t: h.decline(d, t.times, FULL))
    assert states(referral) == [H.DECLINED, H.QUEUED, H.SENT]


def test_an_exhausted_sequence_needs_action() -> None:
    referral = sent(a_referral(routing=Routing.SEQUENTIAL, providers=2))
    work(referral, 0, "decline", PROVIDER, FULL)
    work(referral, 1, "decline", PROVIDER, FULL)
    assert referral.state == R.NEEDS_ACTION


def test_the_first_accept_wins_and_the_others_hear_that_it_is_filled() -> None:
    referral = sent(a_referral(routing=Routing.FIRST_ACCEPT, providers=3))
    assert states(referral) == [H.SENT] * 3
    assert {Tier.SUMMARY} == {handoff.tier for handoff in referral.handoffs}
    accept(referral, 1)
    assert states(referral) == [H.WITHDRAWN, H.ACCEPTED, H.WITHDRAWN]
    assert referral.handoffs[0].withdrawal == Withdrawal.FILLED
    assert [handoff.tier for handoff in referral.handoffs] == [Tier.SUMMARY, Tier.IDENTITY, Tier.SUMMARY]
    with pytest.raises(Conflict) as refusal:
        accept(referral, 2)
    assert refusal.value.code == "handoff.already-filled"


def test_whoever_declined_forgets_who_the_client_was() -> None:
    referral = sent(a_referral())
    work(referral, 0, "decline", PROVIDER, FULL)
    assert (referral.handoffs[0].tier, referral.handoffs[0].opens_record) == (Tier.SUMMARY, False)


def test_an_offer_belongs_to_the_select_mode() -> None:
    referral = sent(a_referral())
    with pytest.raises(Conflict) as refusal:
        work(referral, 0, "offer")
    assert refusal.value.code == "handoff.offer-needs-select"


def test_a_routing_without_a_road_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        a_referral(routing=Routing.QUEUE)
    assert refusal.value.code == "referral.routing-not-offered"


def test_a_hold_stops_the_clocks_and_the_resumption_gives_back_the_time_that_was_left() -> None:
    referral = sent(a_referral())
    before = dict(referral.handoffs[0].clocks)
    referral.hold(by(Party.SENDER, at=MONDAY + timedelta(hours=1)))
    assert (referral.state, referral.handoffs[0].next_clock) == (R.ON_HOLD, None)
    referral.resume(by(Party.SENDER, at=MONDAY + timedelta(days=7, hours=1)), terms(referral))
    assert referral.state == R.OPEN
    assert {clock: at + timedelta(days=7) for clock, at in before.items()} == referral.handoffs[0].clocks


def test_nobody_accepts_on_hold_but_a_no_counts_when_the_referral_goes_on() -> None:
    referral = sent(a_referral())
    referral.hold(SENDER)
    with pytest.raises(Conflict) as refusal:
        accept(referral)
    assert refusal.value.code == "referral.on-hold"
    work(referral, 0, "decline", PROVIDER, FULL)
    assert referral.state == R.ON_HOLD
    referral.resume(SENDER, terms(referral))
    assert referral.state == R.NEEDS_ACTION


def test_a_cancelled_referral_that_nobody_accepted_is_withdrawn_at_once() -> None:
    referral = sent(a_referral(routing=Routing.FIRST_ACCEPT, providers=2))
    client = Reason(code=ReasonCode.CLIENT_DECLINED, party=ReasonParty.CLIENT, next_action=NextAction.NONE)
    referral.cancel(SENDER, terms(referral), client)
    assert (referral.state, states(referral)) == (R.CANCELLED, [H.WITHDRAWN, H.WITHDRAWN])
    assert referral.handoffs[0].withdrawal == Withdrawal.CLIENT


def test_a_provider_at_work_confirms_the_cancellation() -> None:
    referral = sent(a_referral())
    accept(referral)
    referral.cancel(SENDER, terms(referral), FULL)
    assert (referral.state, states(referral)) == (R.CANCEL_PENDING, [H.CANCEL_REQUESTED])
    work(referral, 0, "confirm_cancel")
    assert (referral.state, states(referral)) == (R.CANCELLED, [H.CANCELLED])


def test_work_that_finished_first_completes_the_cancelled_referral() -> None:
    referral = sent(a_referral())
    accept(referral)
    referral.cancel(SENDER, terms(referral), FULL)
    work(referral, 0, "complete", PROVIDER, MET)
    assert (referral.state, referral.outcome) == (R.COMPLETED, MET)


def test_revoked_consent_withdraws_what_nobody_has_accepted_and_leaves_the_rest_to_a_person() -> None:
    live, accepted = sent(a_referral()), sent(a_referral())
    accept(accepted)
    for referral in (live, accepted):
        referral.consent_changed(SENDER, {referral.handoffs[0].id: Terms(refusal="revoked")})
    assert (live.state, live.handoffs[0].withdrawal) == (R.NEEDS_ACTION, Withdrawal.CONSENT_REVOKED)
    assert (accepted.state, accepted.handoffs[0].feedback) == (R.PLACED, False)


def test_an_error_is_explained_and_takes_the_handoffs_along() -> None:
    referral = sent(a_referral())
    with pytest.raises(Invalid):
        referral.enter_in_error(SENDER, terms(referral))
    referral.enter_in_error(by(Party.SENDER, note="wrong client"), terms(referral))
    assert (referral.state, states(referral)) == (R.ENTERED_IN_ERROR, [H.ENTERED_IN_ERROR])


def test_every_move_is_one_line_of_history_and_one_happening() -> None:
    referral = sent(a_referral(routing=Routing.FIRST_ACCEPT, providers=2))
    accept(referral)
    assert [
        ("send", None),
        ("send", referral.handoffs[0].id),
        ("send", referral.handoffs[1].id),
        ("accept", referral.handoffs[0].id),
        ("recall", referral.handoffs[1].id),
        ("place", None),
    ] == [(entry.action, entry.handoff) for entry in referral.entries]
    assert [entry.number for entry in referral.entries] == [1, 2, 3, 4, 5, 6]
    assert [happening.type for happening in referral.happenings] == [
        "referral.sent",
        "handoff.sent",
        "handoff.sent",
        "handoff.accepted",
        "handoff.withdrawn",
        "referral.placed",
    ]


def test_providers_hear_who_the_client_is_only_when_they_may_know() -> None:
    referral = sent(a_referral(routing=Routing.FIRST_ACCEPT, providers=2))
    accept(referral)
    told = {happening.type: "client" in happening.related for happening in referral.happenings}
    assert told == {
        "referral.sent": True,
        "handoff.sent": False,
        "handoff.accepted": True,
        "handoff.withdrawn": False,
        "referral.placed": True,
    }
    providers = {handoff.provider for handoff in referral.handoffs}
    assert not any(
        providers & happening.audience for happening in referral.happenings if happening.type.startswith("referral.")
    )


def test_other_as_a_reason_explains_itself() -> None:
    with pytest.raises(Invalid):
        Reason(code=ReasonCode.OTHER, party=ReasonParty.SYSTEM, next_action=NextAction.NONE)


def told(referral: Referral, place: int = 0) -> tuple[Tier, bool]:
    return referral.handoffs[place].tier, referral.handoffs[place].opens_record


def test_a_provider_at_work_is_told_nothing_more_of_a_client_who_revoked_and_again_once_it_is_allowed() -> None:
    referral = sent(a_referral())
    accept(referral)
    seen = [told(referral)]
    revoked = {referral.handoffs[0].id: Terms(refusal="revoked")}
    for held in (revoked, terms(referral), revoked):
        referral.consent_changed(SENDER, held)
        seen.append(told(referral))
    work(referral, 0, "start")
    work(referral, 0, "complete", PROVIDER, MET)
    everything, nothing = (Tier.IDENTITY, True), (Tier.SUMMARY, False)
    assert [everything, nothing, everything, nothing] == seen
    assert told(referral) == nothing
