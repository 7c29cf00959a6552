"""A meeting told in words of another standard: made, described anew, put off and moved by what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.appointments.appointment import (
    Appointment,
    AppointmentContent,
    CancelReason,
    MeetingTime,
    NewAppointment,
)
from app.domain.appointments.appointment_moves import AppointmentAction, AppointmentStatus
from app.domain.codes import Sensitivity
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.identity import AppointmentId, ClientId, LocationId, WorkerId
from app.ports.resources import Reference, Target
from app.use_cases import records
from app.use_cases.bundles import asked as ask
from app.use_cases.care import appointments
from app.use_cases.core import Context, UseCase
from app.use_cases.standing import check_own
from app.use_cases.told.told_orders import check_named, labels_named

TYPE = "Appointment"
A, S = AppointmentAction, AppointmentStatus
WAYS: Mapping[AppointmentStatus, AppointmentAction] = {
    S.BOOKED: A.BOOK,
    S.ARRIVED: A.ARRIVE,
    S.FULFILLED: A.FULFIL,
    S.NO_SHOW: A.NO_SHOW,
    S.CANCELLED: A.CANCEL,
    S.ENTERED_IN_ERROR: A.ENTER_IN_ERROR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Who meets the client, and where: some of them may be strangers, of whom only the words are kept."""

    workers: tuple[WorkerId, ...]
    locations: Mapping[LocationId, str | None]
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How it came out, and why."""

    status: AppointmentStatus
    reason: CancelReason
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAppointment:
    """What is told anew: fields of the content and of the time, who comes and where, and how it came out.

    `labels` are those that it is told with, of its codes too.
    """

    content: Mapping[str, Any]
    time: Mapping[str, Any]
    actors: Actors | None
    move: Move | None
    labels: frozenset[Sensitivity]
    references: tuple[Reference, ...]


def made(told: ToldAppointment, client: ClientId, at: str) -> UseCase[[], UUID | None]:
    """Return the use case that makes it with a client, who is named `at` an element; what is over has come out so."""

    async def verb(context: Context) -> UUID:
        await check_named(context, tuple(each for each in told.references if each.target.id != client))
        labels = told.labels | await labels_named(context, client, told.references)
        content = AppointmentContent(**told.content, sensitivities=labels)
        content = replace(content, **await _whom_and_where(context, told.actors))
        if told.move is not None and told.move.status in (S.CANCELLED, S.NO_SHOW):
            content = replace(content, details=None)
        booked = told.move is None or told.move.status is not S.PROPOSED
        new = NewAppointment(content=content, time=MeetingTime(**told.time), booked=booked)
        try:
            shown = await ask(context, appointments.make, client, new)
        except NotFound:
            fault = Fault(pointer=at, message="names nothing that is here")
            raise Invalid(
                "resource.reference-not-found", "It names what cannot be named there.", faults=(fault,)
            ) from None
        await _move(context, shown.appointment, told.move)
        return shown.appointment.id

    return UseCase(verb, appointments.make.rule)


def moved(told: ToldAppointment, subject: UUID) -> UseCase[[], None]:
    """Return the use case that lets a meeting be as it is told."""

    async def verb(context: Context) -> None:
        there = (await appointments.read(context, AppointmentId(subject))).appointment
        check_own(context.actor, there.agency)
        await records.served(context, there.client)
        await check_named(context, told.references, Target(type=TYPE, id=subject))
        if missing := [name for name, value in told.time.items() if value is None]:
            faults = tuple(Fault(pointer=f"/{name}", message="must be said") for name in missing)
            raise Invalid("appointment.invalid", "An appointment has a beginning and an end.", faults=faults)
        await _describe(context, there, told)
        if told.time and (time := replace(there.time, **told.time)) != there.time:
            await ask(context, appointments.reschedule, there.id, time, expected=None)
        await _move(context, there, told.move)

    return UseCase(verb, appointments.change.rule)


async def _describe(context: Context, there: Appointment, told: ToldAppointment) -> None:
    """Describe it anew; what is said when it ends is said about the end."""
    fields = {**told.content, **await _whom_and_where(context, told.actors)}
    ends = told.move is not None and told.move.status not in (S.PROPOSED, S.BOOKED, S.ARRIVED)
    if ends:
        fields.pop("details", None)
    further = told.labels | await labels_named(context, there.client, told.references)
    if further - there.sensitivities:
        fields["sensitivities"] = there.content.sensitivities | (further - there.sensitivities)
    content = replace(there.content, **fields)
    if content != there.content:
        await ask(context, appointments.change, there.id, content, expected=None)


async def _move(context: Context, there: Appointment, move: Move | None) -> None:
    if move is None or move.status is there.status:
        return
    if move.status is S.PROPOSED:
        fault = Fault(pointer="/status", message=f"cannot become proposed again: it is {there.status}")
        raise Invalid("appointment.invalid", "What was agreed on is not proposed anew.", faults=(fault,))
    comment = _comment(there, move.comment)
    if move.status is S.CANCELLED:
        await ask(context, appointments.cancel, there.id, move.reason, comment, expected=None)
        return
    says_why = move.status in (S.NO_SHOW, S.ENTERED_IN_ERROR)
    await ask(context, appointments.act, there.id, WAYS[move.status], comment if says_why else None, expected=None)


def _comment(there: Appointment, said: str | None) -> str | None:
    """Return what is said beside what the meeting is about."""
    details = there.content.details or ""
    left = (said or "").removeprefix(details).strip()
    return left or None


async def _whom_and_where(context: Context, actors: Actors | None) -> dict[str, Any]:
    """Return the first worker of the own agency and the first place of the directory; others stay words."""
    if actors is None:
        return {}
    workers = [await context.tx.workers.get(id_) for id_ in actors.workers]
    own = (each.id for each in workers if each is not None and each.agency == context.actor.agency and each.roles)
    known = await context.tx.locations.get_many(tuple(actors.locations)) if actors.locations else {}
    location = next((id_ for id_ in actors.locations if id_ in known), None)
    called = next((words for id_, words in actors.locations.items() if words and id_ not in known), None)
    if location is not None:
        words = actors.locations[location]
        place = words if words and words != known[location].name else None
    else:
        place = actors.place or called
    return {"worker": next(own, None), "location": location, "place": place}
