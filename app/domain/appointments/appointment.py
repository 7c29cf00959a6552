"""A meeting of a worker with a client, because a care plan is carried out at agreed times and places."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.appointments.appointment_moves import AHEAD, APPOINTMENTS, OWNER, AppointmentAction, AppointmentStatus
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, AppointmentId, ClientId, Identifier, LocationId, NetworkId, WorkerId
from app.domain.networks.calendar import is_time_zone

LONGEST = timedelta(days=7)
DETAILS_LENGTH = 10_000
COMMENT_LENGTH = 2_000
KINDS: frozenset[DataCategory] = frozenset({Section.ENCOUNTERS})


class AppointmentMode(StrEnum):
    """How worker and client meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class CancelReason(StrEnum):
    """On whose side it lies that a meeting does not take place (FHIR: pat, prov, other)."""

    CLIENT = "client"
    AGENCY = "agency"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTime:
    """From when until when, and the time zone in whose clock time it was agreed (an IANA name)."""

    starts: datetime
    ends: datetime
    time_zone: str = "UTC"

    def check(self, faults: Faults) -> None:
        """Note what is wrong with it."""
        if faults.require(self.starts < self.ends, "/ends", "must be after starts"):
            faults.require(self.ends - self.starts <= LONGEST, "/ends", "must be at most 7 days after starts")
        faults.require(is_time_zone(self.time_zone), "/time_zone", "must be an IANA time zone such as America/New_York")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentContent:
    """What the meeting is about, how and where it is, and who meets the client; replaced as a whole.

    `location` is a place of the directory, `place` any other in words; `sensitivities` are labels that it bears beside
    those of the agency's programs.
    """

    title: str
    details: str | None = None
    mode: AppointmentMode = AppointmentMode.IN_PERSON
    place: str | None = None
    location: LocationId | None = None
    link: str | None = None
    worker: WorkerId | None = None
    sensitivities: frozenset[Sensitivity] = frozenset()

    def check(self, faults: Faults) -> None:
        """Note what is wrong with it."""
        faults.name(self.title, "/title")
        faults.text(self.details, "/details", most=DETAILS_LENGTH)
        faults.text(self.place, "/place", most=NAME_LENGTH)
        faults.url(self.link, "/link")
        meets = self.mode is AppointmentMode.IN_PERSON
        faults.require(meets or self.location is None, "/location_id", "is for meetings in person")
        faults.require(self.link is None or self.mode is AppointmentMode.VIDEO, "/link", "is for meetings by video")


@dataclass(slots=True, kw_only=True)
class Appointment:
    """A meeting of an agency with a client; `in_plan` when an activity of a care plan follows it.

    `comment` is what was said when it was cancelled, missed or entered in error.
    """

    id: AppointmentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    content: AppointmentContent
    time: MeetingTime
    program_labels: frozenset[Sensitivity]
    created_at: datetime
    updated_at: datetime
    status: AppointmentStatus = AppointmentStatus.BOOKED
    cancel_reason: CancelReason | None = None
    comment: str | None = None
    in_plan: bool = False
    identifiers: tuple[Identifier, ...] = ()
    version: int = 1

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """What a consent must name to release it."""
        return KINDS

    @property
    def sensitivities(self) -> frozenset[Sensitivity]:
        """The labels of the agency's programs and its own."""
        return self.program_labels | self.content.sensitivities

    def change(self, content: AppointmentContent, at: datetime) -> bool:
        """Describe it anew, everything but when; tell whether that changes anything.

        Only while it is ahead: what took place is not told anew.
        """
        if self.status not in AHEAD:
            raise Conflict(
                "appointment.ended",
                "Only an appointment that is still ahead can be described anew.",
                status=self.status.value,
                allowed_actions=APPOINTMENTS.allowed(self.status, OWNER),
            )
        refuse_wrong(content, None)
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def reschedule(self, time: MeetingTime, at: datetime) -> None:
        """Agree on another time."""
        status = APPOINTMENTS.move(self.status, AppointmentAction.RESCHEDULE, OWNER)
        refuse_wrong(None, time)
        self.status, self.time, self.updated_at = status, time, at

    def cancel(self, reason: CancelReason, comment: str | None, at: datetime) -> None:
        """Say that it does not take place, and on whose side that lies."""
        status = APPOINTMENTS.move(self.status, AppointmentAction.CANCEL, OWNER)
        _refuse_comment(comment, required=reason is CancelReason.OTHER)
        self.status, self.cancel_reason, self.comment, self.updated_at = status, reason, comment, at

    def act(self, action: AppointmentAction, at: datetime, comment: str | None = None) -> None:
        """Book it, or say how it came out; what needs more than a comment has a verb of its own."""
        status = APPOINTMENTS.move(self.status, action, OWNER)
        _refuse_comment(comment, required=action is AppointmentAction.ENTER_IN_ERROR)
        self.status, self.updated_at = status, at
        self.comment = comment or self.comment


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """A meeting to be made, agreed on or only proposed."""

    content: AppointmentContent
    time: MeetingTime
    booked: bool = True


def refuse_wrong(content: AppointmentContent | None, time: MeetingTime | None) -> None:
    """Refuse content or a time that breaks a rule, naming every place."""
    faults = Faults()
    for part in (content, time):
        if part is not None:
            part.check(faults)
    faults.refuse("appointment.invalid", "The appointment cannot be as described.")


def _refuse_comment(comment: str | None, *, required: bool) -> None:
    faults = Faults()
    faults.require(comment or not required, "/comment", "is required")
    faults.text(comment, "/comment", most=COMMENT_LENGTH)
    faults.refuse("appointment.invalid", "Say why.")
