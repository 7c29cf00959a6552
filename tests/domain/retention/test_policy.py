"""For how long a record is kept, by cases written out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import Faults
from app.domain.partial_date import PartialDate
from app.domain.retention.policy import Idle, RetentionPolicy, kept_until

POLICY = RetentionPolicy(adult_years=7, minor_years=3, deceased_years=2)
LAST = date(2020, 5, 17)


def idle(born: str | None = None, last: date = LAST, *, deceased: bool = False) -> Idle:
    return Idle(born=None if born is None else PartialDate.parse(born), deceased=deceased, last=last)


@pytest.mark.parametrize(
    ("who", "until"),
    [
        (idle("1980-01-01"), date(2027, 5, 17)),
        (idle(None), date(2027, 5, 17)),
        (idle("2002-05-17"), date(2027, 5, 17)),  # eighteen on that very day
        (idle("2002-05-18"), date(2023, 5, 18)),  # seventeen: of age the day after, and three years
        (idle("2010"), date(2031, 1, 1)),
        (idle("2010", deceased=True), date(2022, 5, 17)),
        (idle("1980-01-01", deceased=True), date(2022, 5, 17)),
        (idle("1980", date(2020, 2, 29)), date(2027, 3, 1)),
    ],
)
def test_a_record_is_kept_for_the_years_of_its_kind(who: Idle, until: date) -> None:
    assert until == kept_until(POLICY, who)


@pytest.mark.parametrize("who", [idle("1980"), idle(None), idle("2015"), idle("1980", deceased=True)])
def test_nothing_goes_unless_the_network_says_so(who: Idle) -> None:
    assert kept_until(RetentionPolicy(), who) is None
    assert RetentionPolicy().shortest is None


@given(st.integers(1, 100), st.integers(1, 100), st.integers(1, 100), st.dates(max_value=date(2100, 1, 1)))
def test_nothing_goes_before_the_shortest_time_is_over(adult: int, minor: int, deceased: int, last: date) -> None:
    policy = RetentionPolicy(adult_years=adult, minor_years=minor, deceased_years=deceased)
    shortest = policy.shortest
    assert shortest is not None
    for who in (idle("1980", last), idle(None, last), idle("2015", last), idle("1980", last, deceased=True)):
        until = kept_until(policy, who)
        assert until is not None
        assert until.year - last.year >= shortest


@pytest.mark.parametrize("name", ["adult_years", "minor_years", "deceased_years"])
@pytest.mark.parametrize("years", [-1, 101])
def test_years_out_of_bounds_are_named(name: str, years: int) -> None:
    faults = Faults()
    RetentionPolicy(**{name: years}).check(faults, "/policies/retention")
    assert [f"/policies/retention/{name}"] == [fault.pointer for fault in faults.found]
