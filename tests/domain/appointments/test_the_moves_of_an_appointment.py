"""Holds the table of an appointment's moves against what is said of it, written out again here."""

from itertools import product

import pytest

from app.domain.appointments.appointment_moves import (
    APPOINTMENTS,
    FHIR_STATUS,
    HAPPENED,
    OWNER,
    AppointmentAction,
    AppointmentStatus,
)
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed

# A proposed meeting is booked, moved to another proposed time, or falls through. A booked one is moved, begins when
# the client is there, takes place without anybody having noted the arrival, is missed, or falls through. A client who
# came late was no no-show after all. Who is there may still leave again. What ended has ended; but anything may turn
# out never to have been meant.
PROSE = {
    ("proposed", "book"): "booked",
    ("proposed", "reschedule"): "proposed",
    ("proposed", "cancel"): "cancelled",
    ("booked", "reschedule"): "booked",
    ("booked", "arrive"): "arrived",
    ("booked", "fulfil"): "fulfilled",
    ("booked", "no_show"): "no_show",
    ("booked", "cancel"): "cancelled",
    ("no_show", "arrive"): "arrived",
    ("arrived", "fulfil"): "fulfilled",
    ("arrived", "cancel"): "cancelled",
    **{
        (status, "enter_in_error"): "entered_in_error"
        for status in ("proposed", "booked", "arrived", "fulfilled", "no_show", "cancelled")
    },
}
FHIR = {
    "proposed": "proposed",
    "booked": "booked",
    "arrived": "arrived",
    "fulfilled": "fulfilled",
    "no_show": "noshow",
    "cancelled": "cancelled",
    "entered_in_error": "entered-in-error",
}


@pytest.mark.parametrize(("status", "action", "party"), list(product(AppointmentStatus, AppointmentAction, Party)))
def test_every_action_in_every_status_by_everybody_ends_where_the_prose_says_or_is_refused(
    status: AppointmentStatus, action: AppointmentAction, party: Party
) -> None:
    expected = PROSE.get((status.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            APPOINTMENTS.move(status, action, frozenset({party}))
    elif party not in {Party.AGENCY, Party.SYSTEM}:
        with pytest.raises(NotYours):
            APPOINTMENTS.move(status, action, frozenset({party}))
    else:
        assert expected == APPOINTMENTS.move(status, action, frozenset({party})).value


@pytest.mark.parametrize("status", AppointmentStatus)
def test_what_is_offered_is_what_is_allowed(status: AppointmentStatus) -> None:
    allowed = {action for (source, action) in PROSE if source == status}
    assert allowed == set(APPOINTMENTS.allowed(status, OWNER))
    assert APPOINTMENTS.allowed(status, frozenset()) == []
    assert all(offer.allowed or offer.reason for offer in APPOINTMENTS.offers(status, OWNER))


def test_every_status_has_its_fhir_code_and_every_action_its_event() -> None:
    assert {status.value: code for status, code in FHIR_STATUS.items()} == FHIR
    assert set(AppointmentAction) == set(HAPPENED)
