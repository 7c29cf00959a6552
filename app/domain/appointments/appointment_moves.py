"""How an appointment may come out: its states in FHIR's words, and the table of what leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class AppointmentStatus(StrEnum):
    """Where an appointment stands (FHIR Appointment.status; `FHIR_STATUS` gives the code of each)."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


class AppointmentAction(StrEnum):
    """What can be done with an appointment."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    ARRIVE = "arrive"
    FULFIL = "fulfil"
    NO_SHOW = "no_show"
    CANCEL = "cancel"
    ENTER_IN_ERROR = "enter_in_error"


A, S = AppointmentAction, AppointmentStatus

FHIR_STATUS: Mapping[AppointmentStatus, str] = {
    S.PROPOSED: "proposed",
    S.BOOKED: "booked",
    S.ARRIVED: "arrived",
    S.FULFILLED: "fulfilled",
    S.NO_SHOW: "noshow",
    S.CANCELLED: "cancelled",
    S.ENTERED_IN_ERROR: "entered-in-error",
}

AHEAD = frozenset({S.PROPOSED, S.BOOKED})
TAKES_TIME = frozenset({S.PROPOSED, S.BOOKED, S.ARRIVED})
ENDED = frozenset({S.FULFILLED, S.NO_SHOW, S.CANCELLED, S.ENTERED_IN_ERROR})
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})


def _move(
    action: AppointmentAction, sources: frozenset[AppointmentStatus], target: AppointmentStatus, why: str
) -> Move[AppointmentStatus, AppointmentAction]:
    return Move(action=action, sources=sources, target=target, by=OWNER, why=why)


APPOINTMENTS: Machine[AppointmentStatus, AppointmentAction] = Machine(
    "appointment",
    AppointmentStatus,
    (
        _move(A.BOOK, frozenset({S.PROPOSED}), S.BOOKED, "the client agreed to the time"),
        _move(A.RESCHEDULE, frozenset({S.PROPOSED}), S.PROPOSED, "another time is proposed"),
        _move(A.RESCHEDULE, frozenset({S.BOOKED}), S.BOOKED, "another time is agreed on"),
        _move(A.ARRIVE, frozenset({S.BOOKED, S.NO_SHOW}), S.ARRIVED, "the client is there, late or in time"),
        _move(A.FULFIL, frozenset({S.BOOKED, S.ARRIVED}), S.FULFILLED, "the meeting took place"),
        _move(A.NO_SHOW, frozenset({S.BOOKED}), S.NO_SHOW, "the client did not come"),
        _move(A.CANCEL, frozenset({S.PROPOSED, S.BOOKED, S.ARRIVED}), S.CANCELLED, "it does not take place"),
        _move(
            A.ENTER_IN_ERROR,
            frozenset(AppointmentStatus) - {S.ENTERED_IN_ERROR},
            S.ENTERED_IN_ERROR,
            "it was never meant",
        ),
    ),
)

HAPPENED: Mapping[AppointmentAction, str] = {
    A.BOOK: "booked",
    A.RESCHEDULE: "rescheduled",
    A.ARRIVE: "arrived",
    A.FULFIL: "fulfilled",
    A.NO_SHOW: "no_show",
    A.CANCEL: "cancelled",
    A.ENTER_IN_ERROR: "entered_in_error",
}
