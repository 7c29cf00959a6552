"""Builds a whole network to look at: agencies, services, people, consents and referrals that have already lived."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.demo.directory import MEMBERS
from app.demo.members import NETWORK, Member
from app.demo.people import People
from app.domain.clients.client import Client
from app.domain.codes import Category
from app.domain.consents.consent import ConsentType, Signature, Signer, SigningMethod, Terms
from app.domain.consents.proxy import Authority, Proxy, ProxyContent, ProxyKind
from app.domain.consents.scope import Direction, Purpose, RecipientClass
from app.domain.directory.service import Service
from app.domain.identity import AgencyId, ApiClientId, ClientId, NetworkId, WorkerId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import Agency
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.clock import Clock
from app.use_cases.clients import clients
from app.use_cases.consents import consents, proxies
from app.use_cases.core import Call, Core
from app.use_cases.directory import locations, services
from app.use_cases.networks import agencies, api_clients, networks, workers
from app.use_cases.rounds import system_call

FOUNDED = timedelta(days=240)
REGISTERED = timedelta(days=200)
MAJORITY = 18
SILENT = 6  # every so many clients have not said yet whom the agencies may tell
EVERY_SCOPE = "system/*.cruds"
CARE_SCOPES = (
    "system/Patient.cruds system/Bundle.crs system/Consent.crus system/ServiceRequest.crus system/Task.crus "
    "system/Organization.rs "
    "system/HealthcareService.rus system/Location.rs system/Practitioner.rs system/AuditEvent.rs "
    "system/Condition.crus system/Goal.crus system/CarePlan.cruds system/CareTeam.crus system/Group.crus "
    "system/Questionnaire.rs system/QuestionnaireResponse.crus system/Appointment.crus system/Subscription.cruds "
    "system/Observation.cruds system/Encounter.cruds system/Procedure.cruds system/DocumentReference.cruds "
    "system/Communication.crs system/RelatedPerson.crus system/Provenance.rs"
)
OVERSIGHT_SCOPES = "system/Consent.rus system/Task.rus system/AuditEvent.rs system/Organization.rs"
HUB_ROLES = (Role.NETWORK_ADMIN, Role.COORDINATOR, Role.PRIVACY_OFFICER)
AGENCY_ROLES = (Role.AGENCY_ADMIN, Role.SUPERVISOR, Role.CASE_MANAGER, Role.INTAKE)
SCOPES = {
    Role.NETWORK_ADMIN: EVERY_SCOPE,
    Role.AGENCY_ADMIN: EVERY_SCOPE,
    Role.COORDINATOR: CARE_SCOPES,
    Role.PRIVACY_OFFICER: OVERSIGHT_SCOPES,
    Role.SUPERVISOR: CARE_SCOPES,
    Role.CASE_MANAGER: CARE_SCOPES,
    Role.INTAKE: CARE_SCOPES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An API client of the demo, with the secret that only this tells."""

    agency: str
    agency_id: AgencyId
    role: Role
    id: ApiClientId
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A worker of the demo."""

    agency: str
    agency_id: AgencyId
    role: Role
    worker_id: WorkerId
    name: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story of care that was told, and of which client."""

    about: str
    agency: str
    client: ClientId


@dataclass(frozen=True, slots=True)
class Past(Clock):
    """A clock that is behind another."""

    clock: Clock
    behind: timedelta

    def now(self) -> datetime:
        """Return the moment that was so long ago."""
        return self.clock.now() - self.behind


@dataclass(slots=True, kw_only=True)
class Demo:
    """The demo network as far as it is built."""

    core: Core
    network: NetworkId
    new_secret: Callable[[], str]
    credentials: list[Credential] = field(default_factory=list)
    colleagues: list[Colleague] = field(default_factory=list)
    agencies: dict[str, Agency] = field(default_factory=dict)
    services: dict[tuple[str, str], Service] = field(default_factory=dict)
    clients: dict[str, list[Client]] = field(default_factory=dict)
    consenting: set[ClientId] = field(default_factory=set)
    told: set[ClientId] = field(default_factory=set)
    care: list[Told] = field(default_factory=list)

    def at(self, ago: timedelta) -> Core:
        """Return the core as it was so long ago."""
        return replace(self.core, clock=Past(self.core.clock, ago))

    def credential(self, member: str, role: Role) -> Credential:
        """Return the API client of an agency that has a role."""
        agency = self.agencies[member]
        return next(one for one in self.credentials if one.agency_id == agency.id and one.role is role)

    def by(self, member: str, role: Role) -> Call:
        """Speak for an API client of an agency."""
        credential = self.credential(member, role)
        actor = Actor(
            network=self.network,
            agency=credential.agency_id,
            api_client=credential.id,
            roles=frozenset({role}),
            scopes=Scopes.parse(credential.scopes),
        )
        return Call(actor=actor, request_id="demo")


async def build(core: Core, new_secret: Callable[[], str]) -> Demo:
    """Build agencies, people and consents; `stories.tell` adds the referrals, `caseloads.care_for` the care."""
    demo = Demo(core=core, network=NetworkId(core.ids.new()), new_secret=new_secret)
    people = People(core.clock.now().date())
    await demo.at(FOUNDED).run(system_call(demo.network, "demo"), networks.establish, NETWORK)
    for member in MEMBERS:
        await _join(demo, member)
        await _staff(demo, member, people)
    for member in MEMBERS:
        await _describe(demo, member)
        await _serve(demo, member, people)
    return demo


async def _join(demo: Demo, member: Member) -> None:
    core, call = demo.at(FOUNDED), system_call(demo.network, "demo")
    agency = await core.run(call, agencies.join, member.profile, member.membership)
    demo.agencies[member.key] = agency
    for role in HUB_ROLES if member.key == "hub" else AGENCY_ROLES:
        secret = demo.new_secret()
        new = NewApiClient(
            agency=agency.id,
            name=f"{agency.name}: {role.value.replace('_', ' ')}",
            roles=frozenset({role}),
            scopes=Scopes.parse(SCOPES[role]),
        )
        registered = await core.run(call, api_clients.register, new, secret)
        demo.credentials.append(
            Credential(
                agency=agency.name,
                agency_id=agency.id,
                role=role,
                id=registered.id,
                client_id=registered.client_id,
                client_secret=secret,
                scopes=SCOPES[role],
            )
        )


async def _staff(demo: Demo, member: Member, people: People) -> None:
    core, call = demo.at(FOUNDED), system_call(demo.network, "demo")
    agency = demo.agencies[member.key]
    slug = (agency.profile.url or "").removeprefix("https://").removesuffix(".example")
    for role in HUB_ROLES if member.key == "hub" else AGENCY_ROLES:
        worker = await core.run(call, workers.employ, agency.id, people.worker(role, slug))
        demo.colleagues.append(
            Colleague(
                agency=agency.name,
                agency_id=agency.id,
                role=role,
                worker_id=worker.id,
                name=worker.name,
                email=worker.profile.email,
            )
        )


async def _describe(demo: Demo, member: Member) -> None:
    core, call = demo.at(REGISTERED), demo.by("hub", Role.NETWORK_ADMIN)
    agency = demo.agencies[member.key]
    places = [await core.run(call, locations.open_at, agency.id, place) for place in member.places]
    for offer in member.offers:
        profile = replace(offer.profile, locations=tuple(place.id for place in places))
        service = await core.run(call, services.offer, agency.id, profile)
        if offer.total is not None:
            report = (offer.accepting, offer.total, offer.available)
            service = await core.run(call, services.report_capacity, service.id, None, *report)
        demo.services[member.key, service.name] = service


async def _serve(demo: Demo, member: Member, people: People) -> None:
    if not member.clients:
        return
    call, served = demo.by(member.key, Role.CASE_MANAGER), demo.clients.setdefault(member.key, [])
    for number, profile in enumerate(people.clients(member.clients)):
        core = demo.at(REGISTERED - timedelta(hours=19 * number))
        client = (await core.run(call, clients.register, profile)).client
        served.append(client)
        if number % SILENT != SILENT - 1:
            proxy = await _parent(core, call, client)
            await core.run(call, consents.grant, client.id, _allowed(client, core.clock.now(), proxy))
            demo.consenting.add(client.id)


async def _parent(core: Core, call: Call, client: Client) -> Proxy | None:
    """Record who signs for a child."""
    born, today = client.profile.birth_date, core.clock.now().date()
    if born is None or born.years_until(today) >= MAJORITY:
        return None
    content = ProxyContent(
        kind=ProxyKind.PARENT,
        name=f"Parent of {client.profile.name.full}",
        authority=(Authority.RELEASE_OF_INFORMATION, Authority.HEALTH_CARE),
        since=today,
    )
    return await core.run(call, proxies.record, client.id, content)


def _allowed(client: Client, at: datetime, proxy: Proxy | None) -> Terms:
    """Write the usual consent: every agency of the network may know of social needs and tell back what came of them."""
    return Terms(
        type=ConsentType.GENERAL,
        recipient_classes=(RecipientClass.NETWORK,),
        purposes=(Purpose.CARE_COORDINATION, Purpose.CASE_MANAGEMENT, Purpose.ELIGIBILITY),
        categories=tuple(Category),
        direction=Direction.BOTH,
        ends=at + timedelta(days=365),
        signature=Signature(
            name=client.profile.name.full if proxy is None else proxy.content.name,
            signer=Signer.CLIENT if proxy is None else Signer.PARENT,
            method=SigningMethod.ELECTRONIC,
            signed_at=at,
            proxy=None if proxy is None else proxy.id,
        ),
        language=client.profile.language.tag if client.profile.language else "en",
    )
