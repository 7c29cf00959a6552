"""Builders of appointments, so that a test says only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.domain.appointments.appointment import (
    Appointment,
    AppointmentContent,
    AppointmentMode,
    CancelReason,
    MeetingTime,
)
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, AppointmentId, ClientId, Identifier, LocationId, NetworkId, WorkerId

TEN = datetime(2027, 1, 18, 10, tzinfo=UTC)


def at(hour: float = 10, hours: float = 1, **fields: Any) -> MeetingTime:
    """A meeting on one Monday."""
    starts = TEN + timedelta(hours=hour - 10)
    return MeetingTime(starts=starts, ends=starts + timedelta(hours=hours), **fields)


def an_appointment(**fields: Any) -> Appointment:
    whole = {
        "id": AppointmentId(uuid4()),
        "network": NetworkId(UUID(int=1)),
        "client": ClientId(UUID(int=3)),
        "agency": AgencyId(UUID(int=2)),
        "content": AppointmentContent(title="Go through the application"),
        "time": at(),
        "program_labels": frozenset(),
        "created_at": TEN - timedelta(days=3),
        "updated_at": TEN - timedelta(days=3),
    }
    return Appointment(**{**whole, **fields})


def a_full_appointment(**fields: Any) -> Appointment:
    """An appointment of which every field is told."""
    content = AppointmentContent(
        title="Revisión del plan",
        details="Bring the letter.",
        mode=AppointmentMode.VIDEO,
        place="Her sister's, «la casa azul»",
        location=LocationId(uuid4()),
        link="https://meet.example/abc",
        worker=WorkerId(uuid4()),
        sensitivities=frozenset({Sensitivity.HIV}),
    )
    whole: dict[str, Any] = {
        "content": content,
        "time": at(time_zone="America/New_York"),
        "program_labels": frozenset({Sensitivity.MH}),
        "status": AppointmentStatus.CANCELLED,
        "cancel_reason": CancelReason.OTHER,
        "comment": "The bridge was closed.",
        "in_plan": True,
        "identifiers": (Identifier(system="urn:oid:1.2.3", value=str(uuid4())),),
    }
    return an_appointment(**{**whole, **fields})
