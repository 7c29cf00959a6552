"""Networks, agencies and workers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.domain.codes import Priority, Sensitivity
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, Identifier, NetworkId, WorkerId
from app.domain.networks import agency, network, worker
from app.domain.networks.calendar import Calendar, Holiday, Span
from app.domain.networks.roles import Role

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
NETWORK = NetworkId(UUID(int=1))
PROFILE = agency.AgencyProfile(name="Harbor Food Bank")


def joined(profile: agency.AgencyProfile = PROFILE) -> agency.Agency:
    return agency.join(profile, id=AgencyId(UUID(int=2)), network=NETWORK, membership=agency.Membership.FULL, at=NOW)


def test_program_types_bring_their_labels_to_all_that_the_agency_does() -> None:
    program_types = (agency.ProgramType.GENERAL, agency.ProgramType.SUBSTANCE_USE)
    assert frozenset({Sensitivity.SUD}) == joined(replace(PROFILE, program_types=program_types)).sensitivity


def test_a_listed_agency_answers_nothing_here() -> None:
    one = joined()
    assert one.answers_in_service
    one.become(agency.Membership.LISTED, LATER)
    assert not one.answers_in_service
    assert one.updated_at == LATER


def test_a_suspended_agency_can_be_reinstated_and_not_suspended_twice() -> None:
    one = joined()
    one.suspend(LATER)
    assert not one.answers_in_service
    with pytest.raises(Conflict) as refusal:
        one.suspend(LATER)
    assert refusal.value.code == "agency.suspended"
    one.reinstate(LATER)
    assert one.answers_in_service


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "two\nlines"}, "/name"),
        ({"name": "n" * 301}, "/name"),
        ({"email": "nobody"}, "/email"),
        ({"url": "harbor.example"}, "/url"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"calendar": Calendar(time_zone="Mars/Olympus")}, "/calendar/time_zone"),
        ({"calendar": Calendar(time_zone="../etc/passwd")}, "/calendar/time_zone"),
        (
            {"calendar": Calendar(holidays=(Holiday(first=date(2026, 1, 2), last=date(2026, 1, 1)),))},
            "/calendar/holidays/0/last",
        ),
        ({"languages": ("English",)}, "/languages/0"),
        ({"languages": ("es", "es")}, "/languages"),
        ({"identifiers": (Identifier(system=" ", value="1"),)}, "/identifiers/0/system"),
    ],
)
def test_a_wrong_description_is_refused_at_its_place(change: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        joined(replace(PROFILE, **change))  # type: ignore[arg-type]
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]


def test_all_wrong_places_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        joined(replace(PROFILE, name="", email="x", languages=("English", "es")))
    assert [fault.pointer for fault in refusal.value.faults] == ["/name", "/email", "/languages/0"]


def test_a_network_begins_with_the_usual_policies() -> None:
    one = network.found("Biscayne Care Network", id=NETWORK, at=NOW)
    assert Span(amount=2) == one.policies.clocks.respond_within(Priority.ROUTINE)
    assert set(Priority) == {priority for priority in Priority if one.policies.clocks.respond_within(priority)}


def test_a_policy_out_of_bounds_is_refused_at_its_place() -> None:
    one = network.found("Biscayne Care Network", id=NETWORK, at=NOW)
    wrong = replace(one.policies, max_concurrent_handoffs=0, stalled_after=Span(amount=-1))
    with pytest.raises(Invalid) as refusal:
        one.agree(wrong, LATER)
    expected = ["/policies/max_concurrent_handoffs", "/policies/stalled_after/amount"]
    assert expected == [fault.pointer for fault in refusal.value.faults]


def test_a_worker_who_left_may_do_nothing_until_taken_on_again() -> None:
    profile = worker.WorkerProfile(given="Ana", family="Reyes", roles=frozenset({Role.CASE_MANAGER}))
    one = worker.employ(profile, id=WorkerId(UUID(int=3)), network=NETWORK, agency=AgencyId(UUID(int=2)), at=NOW)
    assert one.roles == {Role.CASE_MANAGER}
    one.leave(LATER)
    assert one.roles == frozenset()
    with pytest.raises(Conflict):
        one.leave(LATER)
    one.come_back(LATER)
    assert one.roles == {Role.CASE_MANAGER}
    assert one.name == "Ana Reyes"


def test_nobody_can_be_given_the_role_of_the_system() -> None:
    profile = worker.WorkerProfile(given="Ana", family="Reyes", roles=frozenset({Role.SYSTEM}))
    with pytest.raises(Invalid) as refusal:
        worker.check_profile(profile)
    assert [fault.pointer for fault in refusal.value.faults] == ["/roles"]
