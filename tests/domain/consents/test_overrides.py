"""Shows who may do what to an override of a missing consent, and when it stands in for one."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import Sensitivity
from app.domain.consents.override import (
    OVERRIDES,
    ConsentOverride,
    OverrideAction,
    OverrideState,
    check_possible,
    check_reason,
)
from app.domain.errors import Conflict, DomainError, Forbidden, Invalid
from app.domain.identity import AgencyId, ClientId, NetworkId, OverrideId, ReferralId
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIRST, SECOND = UUID(int=7), UUID(int=8)
LASTS = timedelta(hours=72)
LEADS = {
    ("pending", "approve", "second"): "approved",
    ("pending", "refuse", "second"): "refused",
    ("pending", "withdraw", "agency"): "withdrawn",
    ("approved", "withdraw", "agency"): "withdrawn",
    ("pending", "end", "system"): "ended",
    ("approved", "end", "system"): "ended",
}


def an_override(state: OverrideState = OverrideState.PENDING) -> ConsentOverride:
    return ConsentOverride(
        id=OverrideId(UUID(int=1)),
        network=NetworkId(UUID(int=2)),
        client=ClientId(UUID(int=3)),
        referral=ReferralId(UUID(int=4)),
        agency=AgencyId(UUID(int=5)),
        reason="The client cannot sign.",
        asked_by=FIRST,
        created_at=NOW,
        updated_at=NOW,
        state=state,
    )


@pytest.mark.parametrize(("state", "action", "party"), list(product(OverrideState, OverrideAction, Party)))
def test_every_state_action_and_side_leads_where_the_page_says_or_nowhere(
    state: OverrideState, action: OverrideAction, party: Party
) -> None:
    expected = LEADS.get((state.value, action.value, party.value))
    if expected is not None:
        assert OVERRIDES.move(state, action, frozenset({party})) == expected
        return
    possible = any((state.value, action.value, each.value) in LEADS for each in Party)
    with pytest.raises(NotYours if possible else TransitionNotAllowed):
        OVERRIDES.move(state, action, frozenset({party}))


def test_an_approved_override_counts_until_its_time_has_passed() -> None:
    override = an_override()
    override.approve(SECOND, "Called the ward.", NOW, LASTS)
    moments = [NOW, NOW + LASTS - timedelta(seconds=1), NOW + LASTS]
    assert [override.counts(at) for at in moments] == [True, True, False]
    assert (override.decided_by, override.decided_at, override.note) == (SECOND, NOW, "Called the ward.")


@pytest.mark.parametrize("decide", ["approve", "refuse"])
def test_who_asked_does_not_decide(decide: str) -> None:
    override = an_override()
    with pytest.raises(Forbidden) as refusal:
        override.approve(FIRST, None, NOW, LASTS) if decide == "approve" else override.refuse(FIRST, None, NOW)
    assert (refusal.value.code, override.state) == ("override.own", OverrideState.PENDING)
    assert override.parties(FIRST, may_ask=True, may_decide=True) == {Party.AGENCY}
    assert override.parties(SECOND, may_ask=False, may_decide=True) == {Party.SECOND}


@pytest.mark.parametrize("label", Sensitivity)
def test_no_override_opens_what_part_2_and_victim_services_protect(label: Sensitivity) -> None:
    if label not in (Sensitivity.SUD, Sensitivity.SDV):
        check_possible(frozenset({label}))
        return
    with pytest.raises(Conflict) as refusal:
        check_possible(frozenset({label, Sensitivity.MH}))
    assert (refusal.value.code, refusal.value.facts["labels"]) == ("override.never", [label.value])


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001])
def test_a_reason_is_said(reason: str) -> None:
    with pytest.raises(Invalid):
        check_reason(reason)


MOVES = st.lists(st.tuples(st.sampled_from(OverrideAction), st.sampled_from([FIRST, SECOND])), max_size=8)


@given(MOVES)
def test_nothing_counts_that_a_second_person_has_not_approved(moves: list[tuple[OverrideAction, UUID]]) -> None:
    override = an_override()
    for action, by in moves:
        deeds = {
            OverrideAction.APPROVE: lambda who: override.approve(who, None, NOW, LASTS),
            OverrideAction.REFUSE: lambda who: override.refuse(who, None, NOW),
            OverrideAction.WITHDRAW: lambda _: override.withdraw(NOW),
            OverrideAction.END: lambda _: override.end(NOW),
        }
        try:
            deeds[action](by)
        except DomainError:
            continue
    assert override.counts(NOW) == (override.state is OverrideState.APPROVED)
    if override.decided_by is not None:
        assert override.decided_by != override.asked_by
