"""Services: eligibility, room, hours, descriptions."""

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import Category, Sensitivity
from app.domain.directory.capacity import Accepting, Capacity, reported
from app.domain.directory.eligibility import Criterion, Eligibility, Summary, Verdict
from app.domain.directory.location import Address, LocationProfile, Phone
from app.domain.directory.location import check_profile as check_location
from app.domain.directory.schedule import Schedule
from app.domain.directory.service import Service, ServiceProfile, ServiceStatus, TaxonomyTerm, offer
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, NetworkId, ServiceId
from app.domain.networks.calendar import Hours, Weekday

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday
PANTRY = ServiceProfile(name="Food pantry", categories=(Category.FOOD,))


def offered(profile: ServiceProfile = PANTRY) -> Service:
    return offer(
        profile, id=ServiceId(UUID(int=3)), network=NetworkId(UUID(int=1)), agency=AgencyId(UUID(int=2)), at=NOW
    )


@pytest.mark.parametrize(
    ("criteria", "person", "verdict"),
    [
        (Eligibility(), Summary(), Verdict.MEETS),
        (Eligibility(minimum_age=60), Summary(age=60), Verdict.MEETS),
        (Eligibility(minimum_age=60), Summary(age=59), Verdict.FAILS),
        (Eligibility(maximum_age=17), Summary(age=18), Verdict.FAILS),
        (Eligibility(minimum_age=60), Summary(), Verdict.UNKNOWN),
        (Eligibility(income_percent_fpl=200), Summary(income_percent_fpl=201), Verdict.FAILS),
        (Eligibility(postal_codes=("33126",)), Summary(postal_code="33126-1966"), Verdict.MEETS),
        (Eligibility(postal_codes=("33126",)), Summary(postal_code="33127"), Verdict.FAILS),
        (Eligibility(postal_codes=("33126",)), Summary(state="FL"), Verdict.UNKNOWN),
        (Eligibility(postal_codes=("33126",), counties=("Monroe County",)), Summary(county="monroe"), Verdict.MEETS),
        (Eligibility(states=("FL",)), Summary(state="fl"), Verdict.MEETS),
        (Eligibility(minimum_age=60, states=("FL",)), Summary(age=50), Verdict.FAILS),
    ],
)
def test_eligibility_is_judged_from_what_is_known(criteria: Eligibility, person: Summary, verdict: Verdict) -> None:
    assert verdict == criteria.judge(person).verdict


def test_a_judgement_explains_each_criterion() -> None:
    judgement = Eligibility(minimum_age=18, maximum_age=64, text="Must be a veteran").judge(Summary(age=70))
    assert [(finding.criterion, finding.reason) for finding in judgement.findings] == [
        (Criterion.AGE, "serves ages 18 to 64"),
        (Criterion.OTHER, "Must be a veteran"),
    ]


def test_counted_room_is_taken_and_given_back() -> None:
    service = offered()
    service.report_capacity(Accepting.OPEN, 2, 1, NOW)
    service.take_capacity(NOW)
    assert service.capacity.available == 0
    with pytest.raises(Conflict) as refusal:
        service.take_capacity(NOW)
    assert refusal.value.code == "service.full"
    service.release_capacity(NOW)
    assert service.capacity.has_room


@given(st.integers(0, 9), st.lists(st.booleans(), max_size=40))
def test_available_room_stays_between_zero_and_total(total: int, moves: list[bool]) -> None:
    capacity = Capacity(total=total, available=total)
    for takes in moves:
        if takes and capacity.has_room:
            capacity = capacity.take(NOW)
        elif not takes:
            capacity = capacity.release(NOW)
        assert 0 <= (capacity.available or 0) <= total


def test_uncounted_room_is_open_until_the_agency_says_otherwise() -> None:
    service = offered()
    service.take_capacity(NOW)
    service.report_capacity(Accepting.WAITLIST, None, None, NOW)
    with pytest.raises(Conflict):
        service.take_capacity(NOW)


def test_a_service_that_is_not_offered_takes_nobody() -> None:
    with pytest.raises(Conflict) as refusal:
        offered(replace(PANTRY, status=ServiceStatus.TEMPORARILY_CLOSED)).take_capacity(NOW)
    assert refusal.value.code == "service.not-offered"


@pytest.mark.parametrize(
    ("total", "available", "pointer"), [(5, None, "/available"), (-1, 0, "/total"), (5, 6, "/available")]
)
def test_an_impossible_report_of_room_is_refused(total: int, available: int | None, pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reported(Accepting.OPEN, total, available, NOW)
    assert pointer in [fault.pointer for fault in refusal.value.faults]


def test_hours_are_judged_in_the_time_zone_of_the_agency() -> None:
    hours = (Hours(weekday=Weekday.MONDAY, opens=time(9), closes=time(11)),)
    service = offered(replace(PANTRY, schedule=Schedule(hours=hours)))
    assert service.is_open(NOW, "America/New_York") is True
    assert service.is_open(NOW, "UTC") is False
    assert offered().is_open(NOW, "UTC") is None


def test_a_service_carries_its_own_labels_and_those_of_its_categories() -> None:
    profile = replace(PANTRY, categories=(Category.INTIMATE_PARTNER_VIOLENCE,), sensitivity=(Sensitivity.MH,))
    assert {Sensitivity.SDV, Sensitivity.MH} == offered(profile).labels


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"description": "x" * 20_001}, "/description"),
        ({"categories": (Category.FOOD, Category.FOOD)}, "/categories"),
        ({"eligibility": Eligibility(minimum_age=65, maximum_age=18)}, "/eligibility/maximum_age"),
        ({"eligibility": Eligibility(minimum_age=-1)}, "/eligibility/minimum_age"),
        ({"eligibility": Eligibility(states=("FL", " "))}, "/eligibility/states/1"),
        ({"phones": (Phone(number="---"),)}, "/phones/0/number"),
        ({"taxonomy_terms": (TaxonomyTerm(vocabulary="211", code=""),)}, "/taxonomy_terms/0/code"),
        ({"required_documents": ("ID", "")}, "/required_documents/1"),
    ],
)
def test_a_wrong_description_is_refused_at_its_place(change: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        offered(replace(PANTRY, **change))  # type: ignore[arg-type]
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"latitude": 25.8}, "/longitude"),
        ({"latitude": 91.0, "longitude": 0.0}, "/latitude"),
        ({"latitude": float("nan"), "longitude": 0.0}, "/latitude"),
        ({"address": Address(lines=("1 Main St", ""))}, "/address/lines/1"),
    ],
)
def test_a_place_is_somewhere_on_earth(change: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_location(replace(LocationProfile(name="Main office"), **change))  # type: ignore[arg-type]
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]
