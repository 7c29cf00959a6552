"""Appointments over REST."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.appointments import (
    AppointmentCommentIn,
    AppointmentIn,
    AppointmentItemOut,
    AppointmentOut,
    CancelAppointmentIn,
    MeetingTimeIn,
    NewAppointmentIn,
)
from app.domain.appointments.appointment_moves import APPOINTMENTS, AppointmentAction, AppointmentStatus
from app.domain.identity import AgencyId, AppointmentId, ClientId, WorkerId
from app.ports.appointments import AppointmentFilter, AppointmentOrder
from app.ports.transactions import Rendered
from app.use_cases.care import appointments
from app.use_cases.care.appointments import Calendared

PATH = "/v1/appointments"
operations = Operations("Appointments", PATH)
router = operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only with this client: of every agency, as far as you may.")]
WorkerQuery = Annotated[UUID | None, Query(description="Only of this worker.")]
AgencyQuery = Annotated[UUID | None, Query(description="Only of this agency; for coordinators, or with a client.")]
StatusQuery = Annotated[AppointmentStatus | None, Query(description="Only of this status.")]
FromQuery = Annotated[AnyMoment | None, Query(alias="from", description="Only those that start then or later.")]
ToQuery = Annotated[AnyMoment | None, Query(alias="to", description="Only those that start before then.")]
SortQuery = Annotated[AppointmentOrder, Query(description="The first to start first, or the last.")]


@operations.get("", appointments.browse, answers=PageOf[AppointmentItemOut])
async def list_appointments(  # noqa: PLR0913, PLR0917 - one for each filter
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    worker_id: WorkerQuery = None,
    agency_id: AgencyQuery = None,
    status: StatusQuery = None,
    since: FromQuery = None,
    until: ToQuery = None,
    sort: SortQuery = AppointmentOrder.FIRST,
) -> Response:
    """List appointments in the order in which they start.

    Without a client: those of your agency. With one: all of the client's that you may read.
    """
    which = AppointmentFilter(
        client=ClientId(client_id) if client_id else None,
        worker=WorkerId(worker_id) if worker_id else None,
        agency=AgencyId(agency_id) if agency_id else None,
        status=status,
        since=since,
        until=until,
    )
    return await desk.answer(
        lambda found: page.answer(found, asdict), appointments.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", appointments.make, answers=AppointmentOut, status=201)
async def create_appointment(desk: AtDesk, appointment: NewAppointmentIn) -> Response:
    """Book or propose a meeting with a client.

    For agencies that serve the client. Other appointments of the same worker at that time are told of in
    `overlapping_ids`; they forbid nothing.
    """
    return await desk.answer(_made, appointments.make, appointment.client(), appointment.new())


@operations.get("/{appointment_id}", appointments.read, answers=AppointmentOut)
async def read_appointment(desk: AtDesk, appointment_id: UUID) -> Response:
    """Read an appointment."""
    return await desk.answer(_shown, appointments.read, AppointmentId(appointment_id))


@operations.put("/{appointment_id}", appointments.change, answers=AppointmentOut)
async def change_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, appointment: AppointmentIn
) -> Response:
    """Describe an appointment anew, everything but when.

    Only while it is ahead; another time is agreed on by `reschedule`.
    """
    content = appointment.content()
    return await desk.answer(_shown, appointments.change, AppointmentId(appointment_id), content, expected=expected)


@operations.post("/{appointment_id}/book", appointments.act, answers=AppointmentOut)
async def book_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, said: AppointmentCommentIn | None = None
) -> Response:
    """Say that the client agreed to the proposed time."""
    return await _act(desk, appointment_id, AppointmentAction.BOOK, expected, said)


@operations.post("/{appointment_id}/reschedule", appointments.reschedule, answers=AppointmentOut)
async def reschedule_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, time: MeetingTimeIn
) -> Response:
    """Agree on another time."""
    return await desk.answer(
        _shown, appointments.reschedule, AppointmentId(appointment_id), time.time(), expected=expected
    )


@operations.post("/{appointment_id}/arrive", appointments.act, answers=AppointmentOut)
async def arrive_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, said: AppointmentCommentIn | None = None
) -> Response:
    """Say that the client is there."""
    return await _act(desk, appointment_id, AppointmentAction.ARRIVE, expected, said)


@operations.post("/{appointment_id}/fulfil", appointments.act, answers=AppointmentOut)
async def fulfil_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, said: AppointmentCommentIn | None = None
) -> Response:
    """Say that the meeting took place."""
    return await _act(desk, appointment_id, AppointmentAction.FULFIL, expected, said)


@operations.post("/{appointment_id}/no-show", appointments.act, answers=AppointmentOut)
async def no_show_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, said: AppointmentCommentIn | None = None
) -> Response:
    """Say that the client did not come."""
    return await _act(desk, appointment_id, AppointmentAction.NO_SHOW, expected, said)


@operations.post("/{appointment_id}/cancel", appointments.cancel, answers=AppointmentOut)
async def cancel_appointment(
    desk: AtDesk, appointment_id: UUID, expected: Expected, cancellation: CancelAppointmentIn
) -> Response:
    """Say that the meeting does not take place, and why."""
    return await desk.answer(
        _shown,
        appointments.cancel,
        AppointmentId(appointment_id),
        cancellation.reason,
        cancellation.comment,
        expected=expected,
    )


@operations.post("/{appointment_id}/enter-in-error", appointments.act, answers=AppointmentOut)
async def enter_appointment_in_error(
    desk: AtDesk, appointment_id: UUID, expected: Expected, said: AppointmentCommentIn
) -> Response:
    """Mark an appointment that was never meant; say why in `comment`."""
    return await _act(desk, appointment_id, AppointmentAction.ENTER_IN_ERROR, expected, said)


async def _act(
    desk: AtDesk,
    appointment_id: UUID,
    action: AppointmentAction,
    expected: int | None,
    said: AppointmentCommentIn | None,
) -> Response:
    comment = said.comment if said else None
    return await desk.answer(
        _shown, appointments.act, AppointmentId(appointment_id), action, comment, expected=expected
    )


def appointment_view(shown: Calendared) -> dict[str, Any]:
    """Put an appointment into the words of `AppointmentOut`."""
    appointment = shown.appointment
    content, time = appointment.content, appointment.time
    return {
        "id": appointment.id,
        "version": appointment.version,
        "client_id": appointment.client,
        "agency_id": appointment.agency,
        "worker_id": content.worker,
        "title": content.title,
        "mode": content.mode,
        "status": appointment.status,
        "starts": time.starts,
        "ends": time.ends,
        "time_zone": time.time_zone,
        "updated_at": appointment.updated_at,
        "details": content.details,
        "place": content.place,
        "location_id": content.location,
        "link": content.link,
        "sensitivities": sorted(appointment.sensitivities),
        "cancel_reason": appointment.cancel_reason,
        "comment": appointment.comment,
        "in_plan": appointment.in_plan,
        "overlapping_ids": shown.overlapping,
        "do_not_contact": shown.do_not_contact,
        "created_at": appointment.created_at,
        "available_actions": actions(PATH, appointment.id, APPOINTMENTS.offers(appointment.status, shown.parties)),
    }


def _shown(shown: Calendared) -> Rendered:
    return disclosed(appointment_view(shown), version=shown.appointment.version)


def _made(shown: Calendared) -> Rendered:
    location = f"{PATH}/{shown.appointment.id}"
    return disclosed_new(appointment_view(shown), version=shown.appointment.version, location=location)
