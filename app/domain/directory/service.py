"""Services: what agencies offer, described well enough to choose one for a person and to send a referral to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.codes import Category, Sensitivity, labels_of
from app.domain.codings import Coding
from app.domain.directory.capacity import Accepting, Capacity, reported
from app.domain.directory.eligibility import Eligibility, Judgement, Summary, check_eligibility
from app.domain.directory.location import ITEMS_MOST, Phone, check_phones
from app.domain.directory.schedule import Schedule, check_schedule
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, Identifier, LocationId, NetworkId, ServiceId
from app.domain.networks.clocks import OwnClocks, check_clocks
from app.domain.sensitivity.labelling import labels_for, labels_of_names


class ServiceStatus(StrEnum):
    """Whether a service is offered now (the words of HSDS)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyTerm:
    """A classification in an outside vocabulary, such as the 211 taxonomy."""

    vocabulary: str
    code: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceProfile:
    """How a service is described; replaced as a whole, so that two descriptions can be compared."""

    name: str
    alternate_name: str | None = None
    description: str | None = None
    status: ServiceStatus = ServiceStatus.ACTIVE
    program: str | None = None
    categories: tuple[Category, ...] = ()
    taxonomy_terms: tuple[TaxonomyTerm, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    eligibility: Eligibility = field(default_factory=Eligibility)
    languages: tuple[str, ...] = ()
    interpretation: str | None = None
    fees: str | None = None
    application_process: str | None = None
    required_documents: tuple[str, ...] = ()
    wait_time: str | None = None
    accreditations: str | None = None
    licenses: str | None = None
    email: str | None = None
    url: str | None = None
    phones: tuple[Phone, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    clocks: OwnClocks = field(default_factory=OwnClocks)
    locations: tuple[LocationId, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


@dataclass(slots=True, kw_only=True)
class Service:
    """Something that an agency offers, at none, one or many locations."""

    id: ServiceId
    network: NetworkId
    agency: AgencyId
    profile: ServiceProfile
    capacity: Capacity
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """The name under which people know the service."""
        return self.profile.name

    @property
    def offered(self) -> bool:
        """Whether the service can be asked for now."""
        return self.profile.status is ServiceStatus.ACTIVE

    @property
    def labels(self) -> frozenset[Sensitivity]:
        """The sensitivity labels of the service: its own, those of its categories and those of its taxonomy's terms."""
        terms = self.profile.taxonomy_terms
        coded = labels_for(Coding(system=term.vocabulary, code=term.code) for term in terms)
        named = labels_of_names(term.name for term in terms if term.name)
        return labels_of(self.profile.categories).union(self.profile.sensitivity, coded, named)

    def is_open(self, at: datetime, time_zone: str) -> bool | None:
        """Whether the service is open at a moment, by its own hours; `None` when it states none."""
        return self.profile.schedule.is_open(at, time_zone)

    def is_eligible(self, person: Summary) -> Judgement:
        """Judge whether a person can be served, with the reason for each criterion."""
        return self.profile.eligibility.judge(person)

    def describe(self, profile: ServiceProfile, at: datetime) -> None:
        """Replace the description of the service."""
        check_profile(profile)
        self.profile, self.updated_at = profile, at

    def report_capacity(self, accepting: Accepting, total: int | None, available: int | None, at: datetime) -> None:
        """Take over what the agency says about its room."""
        self.capacity = reported(accepting, total, available, at)
        self.updated_at = at

    def take_capacity(self, at: datetime) -> None:
        """Use one place for an accepted handoff; `Conflict` when the service is not offered or full."""
        if not self.offered:
            raise Conflict("service.not-offered", "The service is not offered now.", status=self.profile.status.value)
        self.capacity = self.capacity.take(at)

    def release_capacity(self, at: datetime) -> None:
        """Give the place of an ended handoff back."""
        self.capacity = self.capacity.release(at)


def offer(
    profile: ServiceProfile,
    *,
    id: ServiceId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    at: datetime,
) -> Service:
    """Enter a service that an agency offers, with room untracked until the agency reports it."""
    check_profile(profile)
    return Service(
        id=id,
        network=network,
        agency=agency,
        profile=profile,
        capacity=Capacity(),
        version=1,
        created_at=at,
        updated_at=at,
    )


def check_profile(profile: ServiceProfile) -> None:
    """Refuse a description that breaks a rule, naming every place."""
    faults = Faults()
    faults.name(profile.name, "/name")
    faults.text(profile.alternate_name, "/alternate_name", most=NAME_LENGTH)
    for name in _TEXTS:
        faults.text(getattr(profile, name), f"/{name}")
    for name in _LISTS:
        faults.distinct(getattr(profile, name), f"/{name}")
        faults.at_most(getattr(profile, name), ITEMS_MOST, f"/{name}")
    check_eligibility(profile.eligibility, faults, "/eligibility")
    faults.languages(profile.languages, "/languages")
    faults.email(profile.email, "/email")
    faults.url(profile.url, "/url")
    check_phones(profile.phones, faults)
    check_schedule(profile.schedule, faults, "/schedule")
    check_clocks(profile.clocks, faults, "/clocks")
    faults.identifiers(profile.identifiers, "/identifiers")
    for place, term in enumerate(profile.taxonomy_terms):
        faults.name(term.vocabulary, f"/taxonomy_terms/{place}/vocabulary")
        faults.name(term.code, f"/taxonomy_terms/{place}/code")
    for place, document in enumerate(profile.required_documents):
        faults.text(document, f"/required_documents/{place}")
    faults.refuse("service.invalid", "The service cannot be as described.")


_TEXTS = (
    "description",
    "program",
    "interpretation",
    "fees",
    "application_process",
    "wait_time",
    "accreditations",
    "licenses",
)
_LISTS = ("categories", "taxonomy_terms", "sensitivity", "required_documents", "locations")
