"""A household, and what is left of it for who does not see every member."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.clients.household import (
    MOST_MEMBERS,
    Household,
    HouseholdContent,
    HouseholdMember,
    Relationship,
    recorded,
)
from app.domain.errors import Conflict, Invalid
from app.domain.identity import ClientId, HouseholdId
from app.domain.partial_date import PartialDate
from tests.support.builders_clients import AGENCY, NETWORK, NOW

MOTHER, FATHER, SISTER = (ClientId(UUID(int=n)) for n in (11, 12, 13))
LEO = HouseholdMember(name="Leo", birth_date=PartialDate.parse("2019"), relationship=Relationship.CHILD)
LATER = NOW + timedelta(days=1)


def of(*clients: ClientId, head: ClientId | None = None) -> tuple[HouseholdMember, ...]:
    return tuple(HouseholdMember(client=client, head=client == head) for client in clients)


def a_household(*members: HouseholdMember) -> Household:
    content = HouseholdContent(members=members or (*of(MOTHER, FATHER, head=FATHER), LEO))
    return recorded(content, id=HouseholdId(UUID(int=9)), network=NETWORK, agency=AGENCY, at=NOW)


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ((LEO,), "/members"),
        (of(MOTHER, MOTHER), "/members"),
        ((*of(MOTHER, head=MOTHER), HouseholdMember(name="Ana", head=True)), "/members"),
        ((*of(MOTHER), HouseholdMember()), "/members/1"),
        ((*of(MOTHER), HouseholdMember(name=" ")), "/members/1/name"),
        ((HouseholdMember(client=MOTHER, name="Ana"),), "/members/0/name"),
        ((HouseholdMember(client=MOTHER, birth_date=LEO.birth_date),), "/members/0/birth_date"),
        (tuple(HouseholdMember(client=ClientId(UUID(int=n))) for n in range(MOST_MEMBERS + 1)), "/members"),
    ],
)
def test_what_cannot_stand_is_named(members: tuple[HouseholdMember, ...], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_household(*members)

    assert [pointer] == [fault.pointer for fault in refusal.value.faults]


def test_a_member_whom_the_asker_does_not_see_is_not_shown() -> None:
    shown = a_household().content.shown_to({MOTHER})

    assert (*of(MOTHER), LEO) == shown.members


def test_who_is_not_seen_stays_when_the_rest_is_told_anew() -> None:
    household = a_household()

    assert household.describe(HouseholdContent(members=of(SISTER)), {MOTHER}, LATER)
    assert (*of(SISTER), *of(FATHER, head=FATHER)) == household.content.members
    assert household.updated_at == LATER


def test_a_new_head_takes_the_place_of_one_who_is_not_seen() -> None:
    household = a_household()
    household.describe(HouseholdContent(members=of(MOTHER, head=MOTHER)), {MOTHER}, LATER)

    assert (*of(MOTHER, head=MOTHER), *of(FATHER)) == household.content.members


def test_to_say_the_same_again_changes_nothing() -> None:
    household = a_household()

    assert not household.describe(household.content, {MOTHER, FATHER}, LATER)
    assert household.updated_at == NOW


def test_clients_join_and_leave() -> None:
    household = a_household()
    household.join(SISTER, LATER)
    household.leave(FATHER, LATER)

    assert frozenset({MOTHER, SISTER}) == household.clients


def test_a_household_that_is_full_takes_nobody_in() -> None:
    household = a_household(*of(*(ClientId(UUID(int=n)) for n in range(MOST_MEMBERS))))

    with pytest.raises(Conflict, match="at most 50"):
        household.join(ClientId(UUID(int=99)), LATER)
