"""Handoffs as they are acted upon and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import CalendarDay, Moment
from app.api.rest.schemas.concepts import CodingOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.clients.contact import Channel, ContactSystem, ContactUse, Day
from app.domain.clients.demographics import Accessibility
from app.domain.clients.names import NameUse
from app.domain.codes import Category, Priority
from app.domain.referrals.outcomes import Enrollment, Result
from app.domain.referrals.reasons import NextAction, ReasonCode, ReasonParty, Withdrawal
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState

Note = Annotated[str, Field(min_length=1, max_length=2_000, examples=["Spoke with the client by phone."])]
Words = Annotated[str, Field(min_length=1, max_length=10_000)]


class ReasonOut(Shape):
    """Why somebody says no."""

    code: ReasonCode = Field(description="The reason; `other` needs a note.", examples=["no_capacity"])
    party: ReasonParty = Field(description="On whose side it lies.", examples=["provider"])
    next_action: NextAction = Field(description="What to do next.", examples=["reroute"])
    note: Note | None = Field(description="More about it.")


class ReasonIn(Input, ReasonOut):
    """Why you say no."""


class ServiceReceivedOut(Shape):
    """One thing that the client received."""

    code: Name = Field(description="What.", examples=["food-box"])
    start: CalendarDay | None = Field(description="From when.")
    end: CalendarDay | None = Field(description="Until when.")
    units: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(description="How many.", examples=[4])


class ServiceReceivedIn(Input, ServiceReceivedOut):
    """One thing that the client received."""


class OutcomeOut(Shape):
    """What came of it."""

    result: Result = Field(description="Whether the need was met.", examples=["need_met"])
    services: list[ServiceReceivedOut] = Field(description="What was received.", max_length=100)
    enrollment: Enrollment | None = Field(description="Whether the client entered the program.")
    note: Note | None = Field(description="More about it.")


class OutcomeIn(Input, OutcomeOut):
    """What came of it."""

    services: list[ServiceReceivedIn] = Field(description="What was received.", max_length=100)  # type: ignore[assignment]


class MeetingOut(Shape):
    """An appointment with the client."""

    starts: Moment = Field(description="When it begins.")
    ends: Moment | None = Field(description="When it ends.")
    place: Name | None = Field(description="Where or how.", examples=["Main office, room 2"])


class WaitlistOut(Shape):
    """A place in a provider's line."""

    position: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(description="The place.", examples=[4])
    estimate: CalendarDay | None = Field(description="When it may be the client's turn.")


class WaitlistEntryIn(Input, WaitlistOut):
    """A place in your line."""


class HandoffActionIn(Input):
    """What may be said about an action."""

    note: Note | None = Field(description="A note for the history.")


class AskIn(HandoffActionIn):
    """A question to the sender."""

    question: Words = Field(description="What is missing.", examples=["Is the client enrolled in SNAP?"])


class HandoffAnswerIn(HandoffActionIn):
    """An answer to the provider."""

    answer: Words = Field(description="What was missing.", examples=["Yes, since March."])


class AcceptIn(HandoffActionIn):
    """The taking of a handoff."""

    waitlist: WaitlistEntryIn | None = Field(description="Take it onto the waitlist: no place is used yet.")


class WaitlistIn(HandoffActionIn, WaitlistOut):
    """A wait for room."""


class ScheduleMeetingIn(HandoffActionIn, MeetingOut):
    """An appointment with the client."""


class RefuseIn(HandoffActionIn):
    """A no, and why."""

    reason: ReasonIn = Field(description="Why.")


class FinishIn(HandoffActionIn):
    """The end of the work."""

    outcome: OutcomeIn = Field(description="What came of it.")


class ActionOut(Shape):
    """One action, as it stands for you."""

    action: str = Field(description="What.", examples=["accept"])
    href: str = Field(
        description="Where to POST it.", examples=["/v1/handoffs/0198c5b2-7d7e-7a51-9c0e-4b6f1d2a3c4d/accept"]
    )
    allowed: bool = Field(description="Whether you may now.")
    reason: str | None = Field(description="Why not.", examples=["for the provider"])


class ClientSummaryOut(Shape):
    """The client without identity (tier T1)."""

    age_band: str | None = Field(description="A band of ages.", examples=["25-34"])
    area: str | None = Field(description="Three digits of the ZIP code, or the state.", examples=["331"])
    language: str | None = Field(description="BCP-47.", examples=["es"])
    interpreter: bool = Field(description="Whether an interpreter is needed.")
    accessibility: list[Accessibility] = Field(description="What the client needs to take part.")


class ReferredNameOut(Shape):
    """The name to call the client by."""

    use: NameUse = Field(description="What the name is for.")
    family: str | None = Field(description="Family name.", examples=["Lima"])
    given: list[str] = Field(description="Given names.", examples=[["Ana"]])
    prefix: str | None = Field(description="Before the name.")
    suffix: str | None = Field(description="After the name.")
    since: CalendarDay | None = Field(description="Borne since.")
    until: CalendarDay | None = Field(description="Borne until.")


class ReferredHoursOut(Shape):
    """When it is safe to reach the client."""

    day: Day = Field(description="On which day of the week.")
    opens: str = Field(description="From, in the client's local time.", examples=["09:00:00"])
    closes: str = Field(description="Until.", examples=["17:00:00"])


class ReferredContactOut(Shape):
    """A permitted way to reach the client."""

    system: ContactSystem = Field(description="What it is an address of.")
    value: str = Field(description="The number or address.", examples=["305-555-0134"])
    use: ContactUse | None = Field(description="Which line it is.")
    permitted: list[Channel] = Field(description="The channels that may be used, and no others.")
    safe_hours: list[ReferredHoursOut] = Field(description="When; empty means at any hour.")
    note: str | None = Field(description="What to know.")


class ReferredClientOut(Shape):
    """Who the client is (tier T2), and how they may be reached: not at all where `do_not_contact` or when over."""

    id: UUID = Field(description="The client's identifier.")
    name: ReferredNameOut = Field(description="The name to call the client by.")
    birth_date: str | None = Field(description="As far as it is known.", examples=["1984-03-09"])
    contact_points: list[ReferredContactOut] = Field(description="Permitted ways.")
    do_not_contact: bool = Field(description="Whether nobody may send the client anything.")


class HandoffItemOut(Shape):
    """One provider's share of a referral, in a list or in its referral."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[2])
    referral_id: UUID = Field(description="The referral.")
    sender_id: UUID = Field(description="The agency that asks.")
    provider_id: UUID | None = Field(description="The agency that is asked; null in a pool, until one has taken it.")
    service_id: UUID | None = Field(description="The service asked for.")
    routing: Routing = Field(description="How it was sent.")
    position: int = Field(description="Its place in line.", examples=[0])
    state: HandoffState = Field(description="Where it stands.")
    task_status: str | None = Field(
        description="The same as FHIR's Task.status; null: as before.", examples=["requested"]
    )
    business_status: str | None = Field(description="FHIR's Task.businessStatus.", examples=["sent"])
    on_hold: bool = Field(description="Whether the sender has paused it: every clock stands still.")
    priority: Priority = Field(description="How soon an answer is needed.")
    category: Category | None = Field(description="The need (SDOHCC category); from tier T1.")
    tier: Annotated[int, Field(ge=0, le=3)] = Field(
        description="How much the provider is told: T0 to T3.", examples=[2]
    )
    summary: ClientSummaryOut | None = Field(description="The client without identity; from tier T1.")
    client_id: UUID | None = Field(description="The client; from tier T2.")
    client: ReferredClientOut | None = Field(description="Who that is; from tier T2.")
    code: CodingOut | None = Field(description="What is asked for, in a code.")
    details: str | None = Field(description="The need in words; from tier T2.")
    question: str | None = Field(description="What the provider asked.")
    answer: str | None = Field(description="What the sender answered.")
    meeting: MeetingOut | None = Field(description="The appointment.")
    waitlist: WaitlistOut | None = Field(description="The place in line.")
    reason: ReasonOut | None = Field(description="Why it was declined, failed or handed back.")
    withdrawal: Withdrawal | None = Field(description="Why it was taken back.")
    outcome: OutcomeOut | None = Field(description="What came of it.")
    feedback: bool = Field(description="Whether the client lets the sender be told how it went.")
    withheld: list[str] = Field(description="What there is and may not be told, sorted.", examples=[[]])
    respond_by: datetime | None = Field(description="When an answer is due.")
    expires_at: datetime | None = Field(description="When it expires unanswered.")
    sent_at: datetime | None = Field(description="When it was sent.")
    answered_at: datetime | None = Field(description="When it was first answered.")
    ended_at: datetime | None = Field(description="When it ended.")
    created_at: datetime = Field(description="When it was lined up.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class HandoffOut(HandoffItemOut):
    """One provider's share of a referral, as far as you may see it."""

    notices: Notices
