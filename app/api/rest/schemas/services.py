"""Services as they are sent, shown and searched."""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import Moment
from app.api.pages import COUNT
from app.api.rest.schemas.clocks import OwnClocksIn, OwnClocksOut
from app.api.rest.schemas.locations import PhoneIn, PhoneOut, ScheduleIn, ScheduleOut
from app.api.rest.schemas.shapes import Email, ExternalIdentifier, Input, LanguageTag, Name, Shape, WebAddress, Words
from app.domain.codes import Category, Sensitivity
from app.domain.directory.capacity import Accepting
from app.domain.directory.eligibility import Criterion, Summary, Verdict
from app.domain.directory.service import ServiceStatus
from app.domain.identity import AgencyId
from app.domain.networks.agency import Membership
from app.ports.directory import Position, ServiceSearch

Age = Annotated[int, Field(ge=0, le=130)]
Percent = Annotated[int, Field(ge=0, le=1000)]
Places = Annotated[int, Field(ge=0, le=1_000_000)]


class TaxonomyTermOut(Shape):
    """A classification in an outside vocabulary."""

    vocabulary: Name = Field(description="Which vocabulary.", examples=["211"])
    code: Name = Field(description="The code there.", examples=["BD-1800.2000"])
    name: Name | None = Field(description="What the code means.", examples=["Food Pantries"])


class TaxonomyTermIn(Input, TaxonomyTermOut):
    """A classification in an outside vocabulary."""


class EligibilityOut(Shape):
    """Whom a service is for; what is not stated does not restrict, and areas are alternatives."""

    minimum_age: Age | None = Field(description="The youngest served, in years.")
    maximum_age: Age | None = Field(description="The oldest served, in years.")
    income_percent_fpl: Percent | None = Field(
        description="The highest income, in percent of the federal poverty level."
    )
    postal_codes: list[Name] = Field(description="Postal codes served.", max_length=2000)
    counties: list[Name] = Field(description="Counties served.", max_length=2000)
    states: list[Name] = Field(description="States served.", max_length=2000)
    text: Words | None = Field(description="Criteria that only a person can judge.")


class EligibilityIn(Input, EligibilityOut):
    """Whom a service is for; what is not stated does not restrict, and areas are alternatives."""


class CapacityOut(Shape):
    """How much room a service has."""

    accepting: Accepting = Field(description="Whether new clients are taken, put on a waitlist, or turned away.")
    total: Places | None = Field(description="Places there are; null when places are not counted.")
    available: Places | None = Field(description="Places free now.")
    updated_at: datetime | None = Field(description="When this was last reported.")


class CapacityIn(Input):
    """A report of room: total and available, or neither."""

    accepting: Accepting = Field(description="Whether new clients are taken, put on a waitlist, or turned away.")
    total: Places | None = Field(description="Places there are.", examples=[20])
    available: Places | None = Field(description="Places free now.", examples=[3])


class ServiceFields(Shape):
    """How a service is described."""

    name: Name = Field(description="Its name.", examples=["Food pantry"])
    alternate_name: Name | None = Field(description="Another name in use.")
    description: Words | None = Field(description="What one gets.")
    status: ServiceStatus = Field(description="Whether it is offered now.")
    program: Words | None = Field(description="The program that it belongs to.")
    categories: list[Category] = Field(description="Needs that it answers (SDOHCC categories).", max_length=30)
    taxonomy_terms: list[TaxonomyTermOut] = Field(description="Outside classifications.", max_length=100)
    sensitivity: list[Sensitivity] = Field(description="Labels that its agency gives it.", max_length=10)
    eligibility: EligibilityOut = Field(description="Whom it is for.")
    languages: list[LanguageTag] = Field(description="Languages spoken.", max_length=100)
    interpretation: Words | None = Field(description="How other languages are interpreted.")
    fees: Words | None = Field(description="What it costs.")
    application_process: Words | None = Field(description="How to apply.")
    required_documents: list[Words] = Field(description="What to bring.", max_length=100)
    wait_time: Words | None = Field(description="How long one waits, usually.")
    accreditations: Words | None = Field(description="Who has accredited it.")
    licenses: Words | None = Field(description="Its licences.")
    email: Email | None = Field(description="Where it reads mail.")
    url: WebAddress | None = Field(description="Its web page.")
    phones: list[PhoneOut] = Field(description="Its numbers.", max_length=100)
    schedule: ScheduleOut = Field(description="When it is open.")
    clocks: OwnClocksOut = Field(description="How long it may take, where that differs from the agency.")
    locations: list[UUID] = Field(description="Where it is offered.", max_length=100)
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.", max_length=100)


class ServiceIn(Input, ServiceFields):
    """The description of a service, complete: what is left out is empty."""

    status: ServiceStatus = Field(default=ServiceStatus.ACTIVE, description="Whether it is offered now.")
    taxonomy_terms: list[TaxonomyTermIn] = Field(description="Outside classifications.", max_length=100)  # type: ignore[assignment]
    eligibility: EligibilityIn = Field(
        default_factory=partial(EligibilityIn.model_validate, {}), description="Whom it is for."
    )
    phones: list[PhoneIn] = Field(description="Its numbers.", max_length=100)  # type: ignore[assignment]
    schedule: ScheduleIn = Field(default_factory=partial(ScheduleIn.model_validate, {}), description="When it is open.")
    clocks: OwnClocksIn = Field(
        default_factory=partial(OwnClocksIn.model_validate, {}),
        description="How long it may take, where that differs from the agency.",
    )


class NewServiceIn(ServiceIn):
    """A service to be entered."""

    agency_id: UUID = Field(description="The agency that offers it.")


class ServiceOut(ServiceFields):
    """Something that an agency offers."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency that offers it.")
    labels: list[Sensitivity] = Field(
        description="All labels that its referrals carry: its own and those of its categories and classifications.",
        max_length=10,
    )
    capacity: CapacityOut = Field(description="How much room it has.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was entered.")
    updated_at: datetime = Field(description="When it last changed.")


class PositionIn(Input):
    """A point on the map, and how far from it is near enough."""

    latitude: float = Field(ge=-90, le=90, description="Degrees north.", examples=[25.8043])
    longitude: float = Field(ge=-180, le=180, description="Degrees east.", examples=[-80.3342])
    kilometres: float | None = Field(ge=0, le=20_000, description="The farthest; null only ranks.", examples=[15])


class PersonIn(Input):
    """What is known of the person, without identity."""

    age: Age | None = Field(description="Age in years.", examples=[67])
    income_percent_fpl: Percent | None = Field(description="Household income in percent of the poverty level.")
    postal_code: Name | None = Field(description="Where the person lives.", examples=["33126"])
    county: Name | None = Field(description="Where the person lives.", examples=["Miami-Dade"])
    state: Name | None = Field(description="Where the person lives.", examples=["FL"])


class ServiceSearchIn(Input):
    """A need put as a question to the directory; nothing is required."""

    category: Category | None = Field(description="The need (SDOHCC category).", examples=["food-insecurity"])
    words: Annotated[str, Field(max_length=200)] | None = Field(
        description="Words of the name or classification.", examples=["pantry"]
    )
    taxonomy_code: Name | None = Field(description="An outside classification.")
    language: LanguageTag | None = Field(description="A language that must be spoken or interpreted.")
    person: PersonIn = Field(default_factory=partial(PersonIn.model_validate, {}), description="For whom.")
    open_at: Moment | None = Field(description="Only what is open at this moment.")
    with_room: bool = Field(default=False, description="Only what can take somebody now.")
    near: PositionIn | None = Field(description="Near where.")
    agency_id: UUID | None = Field(description="Only of this agency.")
    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: Annotated[str, Field(max_length=1000, pattern=r"^[A-Za-z0-9_-]+$")] | None = Field(
        description="`next_cursor` of the page before."
    )
    count: bool = Field(default=False, description=COUNT)

    def asked(self) -> ServiceSearch:
        """Turn what was sent into the question."""
        return ServiceSearch(
            category=self.category,
            words=self.words,
            taxonomy_code=self.taxonomy_code,
            language=self.language,
            person=self.person.into(Summary),
            open_at=self.open_at,
            with_room=self.with_room,
            near=None if self.near is None else self.near.into(Position),
            agency=None if self.agency_id is None else AgencyId(self.agency_id),
        )


class FactorOut(Shape):
    """One reason for a service's place in the ranking."""

    factor: str = Field(description="What was looked at.", examples=["language"])
    points: int = Field(description="What it adds to the score.", examples=[15])
    reason: str = Field(description="Why, in words.", examples=["speaks es"])


class FindingOut(Shape):
    """How one criterion of eligibility was judged."""

    criterion: Criterion = Field(description="What was judged.")
    verdict: Verdict = Field(description="How.")
    reason: str = Field(description="Why, in words.", examples=["serves ages 60 to any"])


class JudgementOut(Shape):
    """Whether the person can be served, as far as it can be told."""

    verdict: Verdict = Field(description="The whole.")
    findings: list[FindingOut] = Field(description="Each criterion.")


class ServiceMatchOut(Shape):
    """A service that answers a search, and why it stands where it stands."""

    service: ServiceOut = Field(description="The service.")
    agency_name: str = Field(description="Who offers it.", examples=["Harbor Food Bank"])
    membership: Membership = Field(description="How far that agency takes part.")
    score: int = Field(description="The sum of the factors.", examples=[30])
    factors: list[FactorOut] = Field(description="The reasons for its place.")
    eligibility: JudgementOut = Field(description="Whether the person can be served.")
    distance_kilometres: float | None = Field(description="How far it is from the place asked for.", examples=[1.2])
    is_open: bool | None = Field(description="Whether it is open then; null when it states no hours.")
