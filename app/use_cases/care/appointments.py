"""What agencies do with their appointments with clients."""

from dataclasses import dataclass

from app.domain.appointments.appointment import (
    Appointment,
    AppointmentContent,
    CancelReason,
    MeetingTime,
    NewAppointment,
    refuse_wrong,
)
from app.domain.appointments.appointment_moves import (
    HAPPENED,
    OWNER,
    TAKES_TIME,
    AppointmentAction,
    AppointmentStatus,
)
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import AppointmentId, ClientId, LocationId
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.appointments import AppointmentFilter, AppointmentItem, AppointmentOrder
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.care import plan_following
from app.use_cases.care.tasks import check_colleague
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import check_own, may_everywhere

NOBODY: frozenset[Party] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendared:
    """An appointment, what stands in its way without forbidding it, and on which side the asker is.

    `overlapping` are other appointments of the same worker; only the agency itself is told of them.
    """

    appointment: Appointment
    parties: frozenset[Party]
    overlapping: tuple[AppointmentId, ...] = ()
    do_not_contact: bool = False


@use_case(action="appointment.list", resource="Appointment", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: AppointmentFilter, order: AppointmentOrder, *, after: Cursor | None, limit: int
) -> Page[AppointmentItem]:
    """List a client's appointments as far as the actor may read them, or those of the actor's agency."""
    access = Access.of(context.actor, context.now)
    page = await context.tx.appointment_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(item.id for item in page.items), clients=frozenset(item.client_id for item in page.items))
    return page


@use_case(action="appointment.read", resource="Appointment", permission="r", roles=CARE_ROLES)
async def read(context: Context, appointment_id: AppointmentId) -> Calendared:
    """Show an appointment that the actor may read."""
    return await _shown(context, await _seen(context, await context.tx.appointments.get(appointment_id)))


@use_case(action="appointment.make", resource="Appointment", permission="c", roles=CARE_ROLES)
async def make(context: Context, client_id: ClientId, new: NewAppointment) -> Calendared:
    """Propose or book a meeting of the actor's agency with a client; a full calendar is told of, not forbidden."""
    await records.served(context, client_id)
    refuse_wrong(new.content, new.time)
    agency = await context.tx.agencies.get(context.actor.agency)
    appointment = Appointment(
        id=AppointmentId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        agency=context.actor.agency,
        content=new.content,
        time=new.time,
        program_labels=agency.sensitivity if agency else frozenset(),
        created_at=context.now,
        updated_at=context.now,
        status=AppointmentStatus.BOOKED if new.booked else AppointmentStatus.PROPOSED,
    )
    await _check_named(context, appointment)
    await context.tx.appointments.add(appointment)
    await _report(context, appointment, "created")
    return await _shown(context, appointment)


@use_case(action="appointment.change", resource="Appointment", permission="u", roles=CARE_ROLES)
async def change(
    context: Context, appointment_id: AppointmentId, content: AppointmentContent, *, expected: int | None
) -> Calendared:
    """Describe an appointment anew, everything but when; the same description again leaves no trace."""
    appointment = await _held(context, appointment_id, expected)
    if not appointment.change(content, context.now):
        return await _shown(context, appointment)
    await _check_named(context, appointment)
    return await _save(context, appointment, "changed")


@use_case(action="appointment.reschedule", resource="Appointment", permission="u", roles=CARE_ROLES)
async def reschedule(
    context: Context, appointment_id: AppointmentId, time: MeetingTime, *, expected: int | None
) -> Calendared:
    """Agree on another time."""
    appointment = await _held(context, appointment_id, expected)
    appointment.reschedule(time, context.now)
    return await _save(context, appointment, HAPPENED[AppointmentAction.RESCHEDULE])


@use_case(action="appointment.cancel", resource="Appointment", permission="u", roles=CARE_ROLES)
async def cancel(
    context: Context,
    appointment_id: AppointmentId,
    reason: CancelReason,
    comment: str | None,
    *,
    expected: int | None,
) -> Calendared:
    """Say that it does not take place, and on whose side that lies."""
    appointment = await _held(context, appointment_id, expected)
    appointment.cancel(reason, comment, context.now)
    return await _save(context, appointment, HAPPENED[AppointmentAction.CANCEL])


@use_case(action="appointment.act", resource="Appointment", permission="u", roles=CARE_ROLES)
async def act(
    context: Context,
    appointment_id: AppointmentId,
    action: AppointmentAction,
    comment: str | None = None,
    *,
    expected: int | None,
) -> Calendared:
    """Book it, or say how it came out."""
    appointment = await _held(context, appointment_id, expected)
    appointment.act(action, context.now, comment)
    return await _save(context, appointment, HAPPENED[action])


async def _held(context: Context, appointment_id: AppointmentId, expected: int | None) -> Appointment:
    """Return and lock an appointment that the actor may change: its own agency's, while that serves the client."""
    appointment = await _seen(context, await context.tx.appointments.lock(appointment_id))
    check_own(context.actor, appointment.agency)
    await records.served(context, appointment.client)
    check_version("appointment", appointment, expected)
    return appointment


async def _seen(context: Context, appointment: Appointment | None) -> Appointment:
    await records.check_seen(context, "appointment", appointment)
    if appointment is None:
        raise NotFound("appointment")
    return appointment


async def _save(context: Context, appointment: Appointment, what: str) -> Calendared:
    await context.tx.appointments.save(appointment)
    await _report(context, appointment, what)
    if appointment.in_plan:
        await plan_following.appointment_moved(context, appointment)
    return await _shown(context, appointment)


async def _report(context: Context, appointment: Appointment, what: str) -> None:
    context.happened(
        Happening(
            type=f"appointment.{what}",
            subject_type="appointment",
            subject=appointment.id,
            version=appointment.version,
            stream=appointment.id,
            related={"client": appointment.client},
            audience=await records.audience(context, appointment),
            record=appointment,
            facts={"status": appointment.status.value},
        )
    )


async def _shown(context: Context, appointment: Appointment) -> Calendared:
    own = may_everywhere(context.actor) or appointment.agency == context.actor.agency
    ahead = appointment.status in TAKES_TIME
    worker = appointment.content.worker
    overlapping: tuple[AppointmentId, ...] = ()
    if own and ahead and worker is not None:
        overlapping = await context.tx.appointments.overlapping(worker, appointment.time, appointment.id)
    client = await context.tx.clients.get(appointment.client) if ahead else None
    return Calendared(
        appointment=appointment,
        parties=OWNER if own else NOBODY,
        overlapping=overlapping,
        do_not_contact=client is not None and client.profile.do_not_contact,
    )


async def _check_named(context: Context, appointment: Appointment) -> None:
    """Refuse a worker who does not work there and a place that is not in the directory."""
    content = appointment.content
    if content.worker is not None:
        await check_colleague(context, content.worker, appointment.agency, "/worker_id")
    if content.location is not None:
        await _check_location(context, content.location)


async def _check_location(context: Context, location_id: LocationId) -> None:
    if await context.tx.locations.get(location_id) is None:
        fault = Fault(pointer="/location_id", message="is no location of this network")
        raise Invalid("appointment.invalid", "The appointment cannot be as described.", faults=(fault,))
