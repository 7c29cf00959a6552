"""Appointment: a meeting of the own agency with one client; what has no time or more clients is kept as it came.

https://hl7.org/fhir/R4/appointment.html
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, codes_of, moment_of, named, pointing, words_of
from app.api.fhir.mapped.parts import (
    EXTENSION,
    Part,
    changes_of,
    fields_of,
    plain,
    said_anew,
    text_of,
    told_now,
    value_of,
    word_of,
)
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.appointments.appointment import AppointmentMode, CancelReason
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.errors import Fault, Invalid
from app.domain.faults import NAME_LENGTH
from app.domain.identity import ClientId, LocationId, WorkerId
from app.domain.sensitivity.labelling import labels_for
from app.use_cases.care import appointments
from app.use_cases.core import Context, UseCase
from app.use_cases.told.told_appointments import Actors, Move, ToldAppointment, made, moved

TYPE = "Appointment"
S = AppointmentStatus
STATUSES = {
    "proposed": S.PROPOSED,
    "pending": S.PROPOSED,
    "waitlist": S.PROPOSED,
    "booked": S.BOOKED,
    "arrived": S.ARRIVED,
    "checked-in": S.ARRIVED,
    "fulfilled": S.FULFILLED,
    "noshow": S.NO_SHOW,
    "cancelled": S.CANCELLED,
    "entered-in-error": S.ENTERED_IN_ERROR,
}
REASONS = {"pat": CancelReason.CLIENT, "prov": CancelReason.AGENCY}
UNTITLED = "Appointment"
PLACES = {
    "/title": "Appointment.description",
    "/details": "Appointment.comment",
    "/comment": "Appointment.comment",
    "/starts": "Appointment.start",
    "/ends": "Appointment.end",
    "/time_zone": "Appointment.extension",
    "/link": "Appointment.extension",
    "/mode": "Appointment.extension",
    "/place": "Appointment.participant",
    "/location_id": "Appointment.participant",
    "/worker_id": "Appointment.participant",
    "/client_id": "Appointment.participant",
    "/status": "Appointment.status",
}


def writer() -> Writer:
    """Return the writer: what takes place no more is cancelled, not deleted."""
    instead = "give it the status cancelled or entered-in-error."
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE, instead))


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    clients, values = list(_named(resource, "Patient")), fields_of(PARTS, resource)
    status = STATUSES[resource["status"]]
    if "modifierExtension" in resource or len(clients) != 1 or not {"starts", "ends"} <= values.keys():
        return kept(TYPE)
    if status is S.ENTERED_IN_ERROR:
        return kept(TYPE)
    told = _told(posted, values, None)
    return pointing(made(told, ClientId(clients[0][1]), clients[0][0]), PLACES)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    async def verb(context: Context) -> None:
        now = await told_now(context, TYPE, subject)
        _check_client(posted.resource, now)
        await moved(_told(posted, changes_of(PARTS, posted.resource, now), now), subject)(context)

    return pointing(UseCase(verb, appointments.change.rule), PLACES)


def _told(posted: Posted, values: dict[str, Any], now: Json | None) -> ToldAppointment:
    resource = posted.resource
    status = STATUSES[resource["status"]]
    before = None if now is None else STATUSES[now["status"]]
    anew = frozenset({"participant"}) if now is None else said_anew(resource, now)
    return ToldAppointment(
        content=plain(values, "title", "details", "mode", "link"),
        time=plain(values, "starts", "ends", "time_zone"),
        actors=_actors(resource) if "participant" in anew else None,
        move=None if status is before else Move(status=status, reason=_reason(resource), comment=_why(resource)),
        labels=posted.draft.security | labels_for(posted.draft.codings),
        references=posted.named,
    )


def _check_client(resource: Json, now: Json) -> None:
    """Refuse to let another client come."""
    posted, there = list(_named(resource, "Patient")), list(_named(now, "Patient"))
    if {id_ for _, id_ in posted} != {id_ for _, id_ in there}:
        place = posted[-1][0] if posted else "Appointment.participant"
        fault = Fault(pointer=place, message="must name the same client as before")
        raise Invalid("appointment.invalid", "An appointment stays that of its client.", faults=(fault,))


def _named(resource: Json, *types: str) -> Iterator[tuple[str, UUID]]:
    """Yield the participants of some types, with the element that names each."""
    for place, participant in enumerate(resource.get("participant", ())):
        who = named(participant, "actor")
        if who is not None and who[0] in types:
            yield f"Appointment.participant[{place}].actor", who[1]


def _actors(resource: Json) -> Actors:
    """Read with whom it is and where, which the domain may know or not."""
    places = {
        LocationId(who[1]): str(each["actor"]["display"]) if "display" in each["actor"] else None
        for each in resource.get("participant", ())
        if (who := named(each, "actor")) is not None and who[0] == "Location"
    }
    words = (each["actor"].get("display") for each in resource.get("participant", ()) if _is_words(each))
    return Actors(
        workers=tuple(WorkerId(id_) for _, id_ in _named(resource, "Practitioner", "PractitionerRole")),
        locations=places,
        place=next((text[:NAME_LENGTH] for text in words if text), None),
    )


def _is_words(participant: Json) -> bool:
    """Whether a participant is only named: a place in words is."""
    actor = participant.get("actor", {})
    return (
        "display" in actor
        and not actor.keys() & {"reference", "identifier"}
        and actor.get("type") in (None, "Location")
    )


def _title(resource: Json) -> str:
    concepts = [*resource.get("serviceType", ()), resource.get("appointmentType"), *resource.get("reasonCode", ())]
    said = next((words for concept in concepts if (words := words_of(concept))), UNTITLED)
    return str(resource.get("description") or said)


def _ends(resource: Json) -> datetime | None:
    if "end" in resource:
        return moment_of(resource["end"])
    starts, minutes = moment_of(resource.get("start")), resource.get("minutesDuration")
    if starts is None or minutes is None:
        return None
    return starts + min(timedelta(minutes=int(minutes)), datetime.max.replace(tzinfo=UTC) - starts)


def _mode(resource: Json) -> AppointmentMode:
    said = word_of(resource, "mode", AppointmentMode)
    return said or (AppointmentMode.VIDEO if value_of(resource, "meeting-link") else AppointmentMode.IN_PERSON)


def _reason(resource: Json) -> CancelReason:
    codes = sorted(codes_of(resource.get("cancelationReason")))
    return next((REASONS[start] for code in codes if (start := code.partition("-")[0]) in REASONS), CancelReason.OTHER)


def _why(resource: Json) -> str | None:
    why: str | None = resource.get("comment") or words_of(resource.get("cancelationReason"))
    return why


PARTS = (
    Part("title", _title, ("description", "serviceType", "appointmentType", "reasonCode")),
    Part("details", lambda resource: resource.get("comment"), ("comment",)),
    Part("mode", _mode, (f"{EXTENSION}mode", f"{EXTENSION}meeting-link")),
    Part("link", lambda resource: text_of(resource, "meeting-link"), (f"{EXTENSION}meeting-link",)),
    Part("starts", lambda resource: moment_of(resource.get("start")), ("start",)),
    Part("ends", _ends, ("end", "minutesDuration")),
    Part("time_zone", lambda resource: text_of(resource, "time-zone") or "UTC", (f"{EXTENSION}time-zone",)),
)
