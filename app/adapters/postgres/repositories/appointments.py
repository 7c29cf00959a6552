"""Appointments to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import Text, any_, bindparam, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.appointments.appointment import (
    LONGEST,
    Appointment,
    AppointmentContent,
    AppointmentMode,
    CancelReason,
    MeetingTime,
)
from app.domain.appointments.appointment_moves import TAKES_TIME, AppointmentStatus
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, AppointmentId, ClientId, Identifier, LocationId, NetworkId, WorkerId

MOST_OVERLAPPING = 20
_T = table_of(AppointmentRow)
_MOMENT = _T.c.starts.type
_PUT_IN_PLAN = Statement.of(
    update(_T).where(_T.c.network_id == bindparam("network"), _T.c.id == bindparam("id")).values(in_plan=true())
)
_OVERLAPPING = Statement.of(
    select(_T.c.id)
    .where(
        _T.c.network_id == bindparam("network"),
        _T.c.worker_id == bindparam("worker"),
        _T.c.starts >= bindparam("earliest", type_=_MOMENT),
        _T.c.starts < bindparam("ends", type_=_MOMENT),
        _T.c.ends > bindparam("starts", type_=_MOMENT),
        _T.c.status == any_(bindparam("statuses", type_=ARRAY(Text))),
        _T.c.id != bindparam("besides"),
    )
    .order_by(_T.c.starts, _T.c.id)
    .limit(MOST_OVERLAPPING)
)


def _values(appointment: Appointment) -> dict[str, Any]:
    content, time = appointment.content, appointment.time
    return {
        "network_id": appointment.network,
        "id": appointment.id,
        "client_id": appointment.client,
        "agency_id": appointment.agency,
        "worker_id": content.worker,
        "location_id": content.location,
        "title": content.title,
        "details": content.details,
        "mode": content.mode,
        "place": content.place,
        "link": content.link,
        "starts": time.starts,
        "ends": time.ends,
        "time_zone": time.time_zone,
        "kinds": kind_bits(appointment.kinds),
        "sensitivity": label_bits(appointment.sensitivities),
        "own_labels": label_bits(content.sensitivities),
        "program_labels": label_bits(appointment.program_labels),
        "status": appointment.status,
        "cancel_reason": appointment.cancel_reason,
        "comment": appointment.comment,
        "in_plan": appointment.in_plan,
        "identifiers": msgspec.to_builtins(appointment.identifiers),
        "version": appointment.version,
        "created_at": appointment.created_at,
        "updated_at": appointment.updated_at,
    }


def _entity(row: asyncpg.Record) -> Appointment:
    return Appointment(
        id=AppointmentId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        content=_content(row),
        time=MeetingTime(starts=row["starts"], ends=row["ends"], time_zone=row["time_zone"]),
        program_labels=labels_in(row["program_labels"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=AppointmentStatus(row["status"]),
        cancel_reason=None if row["cancel_reason"] is None else CancelReason(row["cancel_reason"]),
        comment=row["comment"],
        in_plan=row["in_plan"],
        identifiers=msgspec.convert(row["identifiers"], tuple[Identifier, ...]),
        version=row["version"],
    )


def _content(row: asyncpg.Record) -> AppointmentContent:
    return AppointmentContent(
        title=row["title"],
        details=row["details"],
        mode=AppointmentMode(row["mode"]),
        place=row["place"],
        location=None if row["location_id"] is None else LocationId(row["location_id"]),
        link=row["link"],
        worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        sensitivities=labels_in(row["own_labels"]),
    )


APPOINTMENTS = Shelf("appointment", AppointmentRow, _values, _entity, lambda appointment: appointment.identifiers)


class AppointmentRepository:
    """The appointments of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, appointment: AppointmentId) -> Appointment | None:
        """Return an appointment."""
        return await APPOINTMENTS.get(self.session, appointment)

    async def lock(self, appointment: AppointmentId) -> Appointment | None:
        """Return an appointment and lock its row."""
        return await APPOINTMENTS.lock(self.session, appointment)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Appointment]:
        """Return and lock the appointments that another system calls by these values."""
        return await APPOINTMENTS.lock_known(self.session, system, values)

    async def add(self, *appointments: Appointment) -> None:
        """Insert appointments."""
        await APPOINTMENTS.add(self.session, *appointments)

    async def save(self, appointment: Appointment) -> None:
        """Write a changed appointment."""
        await APPOINTMENTS.save(self.session, appointment)

    async def put_in_plan(self, appointment: AppointmentId) -> None:
        """Set the flag and nothing else."""
        await self.session.execute(_PUT_IN_PLAN, id=appointment)

    async def overlapping(
        self, worker: WorkerId, time: MeetingTime, besides: AppointmentId
    ) -> tuple[AppointmentId, ...]:
        """Look along the worker's calendar, no further back than the longest appointment reaches."""
        rows = await self.session.fetch(
            _OVERLAPPING,
            worker=worker,
            earliest=time.starts - LONGEST,
            starts=time.starts,
            ends=time.ends,
            statuses=sorted(TAKES_TIME),
            besides=besides,
        )
        return tuple(AppointmentId(row["id"]) for row in rows)
