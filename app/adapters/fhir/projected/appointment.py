"""A meeting as an Appointment.

https://hl7.org/fhir/R4/appointment.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import (
    OURS,
    TERMINOLOGY,
    Json,
    concept_of,
    identifiers,
    moment,
    said,
    spelled,
    to,
    told,
    uri,
)
from app.domain.appointments.appointment import Appointment, CancelReason
from app.domain.appointments.appointment_moves import FHIR_STATUS, AppointmentStatus

_REASONS = {CancelReason.CLIENT: "pat", CancelReason.AGENCY: "prov", CancelReason.OTHER: "other"}
_ENDED_SO = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW})


def drawings(appointment: Appointment) -> tuple[Drawing, ...]:
    """Draw a meeting."""
    return (of_record("Appointment", appointment.id, appointment, _appointment(appointment)),)


def _appointment(appointment: Appointment) -> Json:
    content, time = appointment.content, appointment.time
    minutes = int((time.ends - time.starts).total_seconds()) // 60
    return told(
        {
            "meta": meta(appointment.sensitivities),
            "extension": _own(appointment),
            "identifier": identifiers(appointment.identifiers),
            "status": FHIR_STATUS[appointment.status],
            "cancelationReason": _reason(appointment),
            "description": said(content.title),
            "start": moment(time.starts),
            "end": moment(time.ends),
            "minutesDuration": minutes or None,
            "created": moment(appointment.created_at),
            "comment": said("\n\n".join(text for text in (content.details, appointment.comment) if text)),
            "participant": _participants(appointment),
        }
    )


def _own(appointment: Appointment) -> list[Json]:
    """Write how they meet, for which FHIR R4 has no place."""
    content = appointment.content
    found: list[Json] = [
        {"url": f"{OURS}extension:mode", "valueCode": spelled(content.mode.value)},
        {"url": f"{OURS}extension:time-zone", "valueCode": appointment.time.time_zone},
    ]
    if link := uri(content.link):
        found.append({"url": f"{OURS}extension:meeting-link", "valueUrl": link})
    return found


def _reason(appointment: Appointment) -> Json | None:
    if appointment.cancel_reason is None or appointment.status not in _ENDED_SO:
        return None
    return concept_of(f"{TERMINOLOGY}appointment-cancellation-reason", _REASONS[appointment.cancel_reason])


def _participants(appointment: Appointment) -> list[Json]:
    content, place = appointment.content, said(appointment.content.place)
    proposed = appointment.status is AppointmentStatus.PROPOSED
    actors = (
        to("Patient", appointment.client),
        to("Practitioner", content.worker),
        to("Location", content.location, place),
        {"display": place} if place and content.location is None else None,
    )
    status = "needs-action" if proposed else "accepted"
    return [{"actor": actor, "status": status} for actor in actors if actor]
