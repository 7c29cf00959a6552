"""Where appointments are kept and how they are listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.appointments.appointment import Appointment, AppointmentMode, MeetingTime
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.identity import AgencyId, AppointmentId, ClientId, WorkerId
from app.ports.access import Access
from app.ports.queries import Cursor, Page


class Appointments(Protocol):
    """The appointments of the network's agencies."""

    async def get(self, appointment: AppointmentId) -> Appointment | None:
        """Return an appointment."""
        ...

    async def lock(self, appointment: AppointmentId) -> Appointment | None:
        """Return an appointment and keep others from changing it until the transaction ends."""
        ...

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Appointment]:
        """Return and lock the appointments that another system calls by these values."""
        ...

    async def add(self, *appointments: Appointment) -> None:
        """Keep appointments that were just made."""
        ...

    async def save(self, appointment: Appointment) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def put_in_plan(self, appointment: AppointmentId) -> None:
        """Note that an activity of a care plan follows it; that is no change of the appointment itself."""
        ...

    async def overlapping(
        self, worker: WorkerId, time: MeetingTime, besides: AppointmentId
    ) -> tuple[AppointmentId, ...]:
        """Return the worker's other appointments at that time that take place as far as is known, at most 20."""
        ...


class AppointmentOrder(StrEnum):
    """How a list of appointments is sorted."""

    FIRST = "starts"
    LAST = "-starts"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFilter:
    """Which appointments are asked for; everything given must hold.

    `since` and `until` bound when they start: from then on, and before then. Without a client: the asker's agency's.
    """

    client: ClientId | None = None
    worker: WorkerId | None = None
    agency: AgencyId | None = None
    status: AppointmentStatus | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentItem:
    """An appointment in a list."""

    id: AppointmentId
    version: int
    client_id: ClientId
    agency_id: AgencyId
    worker_id: WorkerId | None
    title: str
    mode: AppointmentMode
    status: AppointmentStatus
    starts: datetime
    ends: datetime
    time_zone: str
    updated_at: datetime


class AppointmentList(Protocol):
    """Lists of appointments."""

    async def page(
        self,
        access: Access,
        which: AppointmentFilter,
        order: AppointmentOrder,
        *,
        after: Cursor | None,
        limit: int,
    ) -> Page[AppointmentItem]:
        """Return one page of those that the asker may read; without a client those of the asker's own agency."""
        ...
