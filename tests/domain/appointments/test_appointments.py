"""What holds for a meeting with a client, and what hypothesis finds when it does whatever anybody can."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.appointments.appointment import (
    Appointment,
    AppointmentContent,
    AppointmentMode,
    CancelReason,
    MeetingTime,
    refuse_wrong,
)
from app.domain.appointments.appointment_moves import APPOINTMENTS, OWNER, AppointmentAction, AppointmentStatus
from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.errors import Conflict, DomainError, Invalid
from app.domain.identity import LocationId
from tests.support.builders_appointments import TEN, an_appointment, at

PLAIN = [
    action for action in AppointmentAction if action not in {AppointmentAction.RESCHEDULE, AppointmentAction.CANCEL}
]
A_LOCATION = LocationId(an_appointment().id)
WRONG: dict[str, tuple[AppointmentContent, MeetingTime, set[str]]] = {
    "ends before it starts": (AppointmentContent(title="A"), at(hours=-1), {"/ends"}),
    "takes no time": (AppointmentContent(title="A"), at(hours=0), {"/ends"}),
    "takes longer than a week": (AppointmentContent(title="A"), at(hours=24 * 7 + 1), {"/ends"}),
    "is in no time zone": (AppointmentContent(title="A"), at(time_zone="Miami"), {"/time_zone"}),
    "is for nothing": (AppointmentContent(title=" "), at(), {"/title"}),
    "has a link that is none": (
        AppointmentContent(title="A", mode=AppointmentMode.VIDEO, link="javascript:alert(1)"),
        at(),
        {"/link"},
    ),
    "is by phone with a link": (
        AppointmentContent(title="A", mode=AppointmentMode.PHONE, link="https://meet.example"),
        at(),
        {"/link"},
    ),
    "is by video at a place": (
        AppointmentContent(title="A", mode=AppointmentMode.VIDEO, location=A_LOCATION),
        at(),
        {"/location_id"},
    ),
    "is wrong in several places": (
        AppointmentContent(title="", place=" "),
        at(hours=-1),
        {"/title", "/place", "/ends"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_appointment_is_refused_that(name: str) -> None:
    content, time, pointers = WRONG[name]
    with pytest.raises(Invalid) as refused:
        refuse_wrong(content, time)
    assert pointers == {fault.pointer for fault in refused.value.faults}


def test_an_appointment_is_released_by_a_consent_to_encounters_and_bears_its_agencys_labels() -> None:
    content = AppointmentContent(title="A", sensitivities=frozenset({Sensitivity.HIV}))
    appointment = an_appointment(content=content, program_labels=frozenset({Sensitivity.MH}))
    assert appointment.kinds == {Section.ENCOUNTERS}
    assert appointment.sensitivities == {Sensitivity.HIV, Sensitivity.MH}


def test_the_same_description_again_changes_nothing() -> None:
    appointment = an_appointment()
    before = replace(appointment)
    assert not appointment.change(appointment.content, TEN)
    assert before == appointment


def test_what_took_place_is_not_described_anew() -> None:
    appointment = an_appointment(status=AppointmentStatus.FULFILLED)
    with pytest.raises(Conflict) as refused:
        appointment.change(AppointmentContent(title="Another"), TEN)
    assert refused.value.facts["allowed_actions"] == ["enter_in_error"]


class AnythingAtAll(RuleBasedStateMachine):
    """Whatever is done, the appointment stands where the table of moves says, and says why where it must."""

    @initialize(status=st.sampled_from([AppointmentStatus.BOOKED, AppointmentStatus.PROPOSED]))
    def begin(self, status: AppointmentStatus) -> None:
        self.now = TEN
        self.appointment: Appointment = an_appointment(status=status)

    def attempt(self, action: AppointmentAction, verb: Any, *arguments: Any) -> None:
        self.now += timedelta(minutes=7)
        before = replace(self.appointment)
        row = APPOINTMENTS.table.get((before.status, action))
        try:
            verb(*arguments)
        except DomainError:
            assert before == self.appointment
        else:
            assert row is not None
            assert self.appointment.status is row.target
            assert self.appointment.updated_at == self.now

    @rule(action=st.sampled_from(PLAIN), comment=st.sampled_from([None, "", " ", "a\x00b", "That is how it was."]))
    def act(self, action: AppointmentAction, comment: str | None) -> None:
        self.attempt(action, self.appointment.act, action, self.now + timedelta(minutes=7), comment)

    @rule(hours=st.integers(-2, 200))
    def reschedule(self, hours: int) -> None:
        at_ = self.now + timedelta(minutes=7)
        self.attempt(AppointmentAction.RESCHEDULE, self.appointment.reschedule, at(hours=hours), at_)

    @rule(reason=st.sampled_from(CancelReason), comment=st.sampled_from([None, "The bridge was closed."]))
    def cancel(self, reason: CancelReason, comment: str | None) -> None:
        at_ = self.now + timedelta(minutes=7)
        self.attempt(AppointmentAction.CANCEL, self.appointment.cancel, reason, comment, at_)

    @invariant()
    def it_ends_after_it_starts(self) -> None:
        assert self.appointment.time.starts < self.appointment.time.ends

    @invariant()
    def it_says_why_it_did_not_take_place(self) -> None:
        if self.appointment.status is AppointmentStatus.CANCELLED:
            assert self.appointment.cancel_reason is not None
        if self.appointment.cancel_reason is CancelReason.OTHER:
            assert self.appointment.comment
        if self.appointment.status is AppointmentStatus.ENTERED_IN_ERROR:
            assert self.appointment.comment
            assert APPOINTMENTS.allowed(self.appointment.status, OWNER) == []


TestAnythingAtAll = AnythingAtAll.TestCase
TestAnythingAtAll.settings = settings(max_examples=100, stateful_step_count=12, deadline=None)
