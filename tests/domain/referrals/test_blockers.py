import pytest

from app.domain.errors import Conflict
from app.domain.referrals.blockers import BlockerCode, Circumstances, check_sendable, find_blockers, only_authorization


def codes(**known: object) -> list[str]:
    return [blocker.code for blocker in find_blockers(Circumstances(**{"handoffs": ("one",)} | known))]


def test_a_clear_draft_has_no_blockers() -> None:
    assert codes() == []


def test_everything_in_the_way_is_listed_at_once() -> None:
    found = codes(
        handoffs=(),
        without_consent=("one",),
        ineligible=(("one", "serves ages 60 to any"),),
        authorization_missing=True,
        duplicates=1,
        do_not_contact=True,
    )
    assert set(BlockerCode) == set(found)


@pytest.mark.parametrize("known", [{"without_consent": ("one",)}, {"authorization_missing": True}, {"handoffs": ()}])
def test_a_wall_stands_whatever_the_reason(known: dict[str, object]) -> None:
    blockers = find_blockers(Circumstances(**{"handoffs": ("one",)} | known))
    with pytest.raises(Conflict) as refusal:
        check_sendable(blockers, "I want it")
    assert refusal.value.code == "referral.blocked"


@pytest.mark.parametrize("known", [{"duplicates": 2}, {"ineligible": (("one", "too young"),)}])
def test_a_warning_gives_way_to_a_reason(known: dict[str, object]) -> None:
    blockers = find_blockers(Circumstances(handoffs=("one",), **known))
    with pytest.raises(Conflict):
        check_sendable(blockers, None)
    check_sendable(blockers, "the other one is for the sister")


def test_do_not_contact_is_known_to_all_and_stops_nothing_but_messages() -> None:
    blockers = find_blockers(Circumstances(handoffs=("one",), do_not_contact=True))
    check_sendable(blockers, None)
    assert [blocker.code for blocker in blockers] == [BlockerCode.DO_NOT_CONTACT]


def test_only_the_payer_missing_lets_the_referral_wait() -> None:
    assert only_authorization(find_blockers(Circumstances(handoffs=("one",), authorization_missing=True)))
    assert not only_authorization(find_blockers(Circumstances(handoffs=(), authorization_missing=True)))
