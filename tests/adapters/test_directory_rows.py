"""What is kept comes back as it was."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Category, Sensitivity
from app.domain.directory.capacity import Accepting, Capacity
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.location import Address, Location, LocationKind, LocationProfile, Phone, PhoneKind
from app.domain.directory.schedule import Schedule
from app.domain.directory.service import Service, ServiceProfile, ServiceStatus, TaxonomyTerm
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ApiClientId, Identifier, LocationId, NetworkId, ServiceId, WorkerId
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership, ProgramType
from app.domain.networks.api_client import ApiClient, ApiClientStatus, AuthMethod
from app.domain.networks.calendar import Calendar, Holiday, Hours, Weekday
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.domain.networks.worker import Worker, WorkerProfile, WorkerStatus

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NETWORK = NetworkId(uuid4())
HOURS = Hours(weekday=Weekday.MONDAY, opens=time(9), closes=time(17, 30))


def an_identifier() -> Identifier:
    return Identifier(system="https://211.example/id", value=str(uuid4()))


def a_full_agency() -> Agency:
    profile = AgencyProfile(
        name="Centro Ñandú",
        alternate_name="CÑ",
        description="Food\nand more",
        email="office@nandu.example",
        phone="305-555-0100",
        url="https://nandu.example",
        tax_id="59-0000000",
        calendar=Calendar(
            time_zone="America/New_York",
            hours=(HOURS,),
            holidays=(Holiday(first=date(2026, 12, 24), last=date(2026, 12, 26), name="Winter"),),
        ),
        languages=("es", "ht"),
        program_types=(ProgramType.MENTAL_HEALTH,),
        identifiers=(an_identifier(),),
    )
    return Agency(
        id=AgencyId(uuid4()),
        network=NETWORK,
        profile=profile,
        membership=Membership.LIGHT,
        status=AgencyStatus.SUSPENDED,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def a_full_worker(agency: AgencyId) -> Worker:
    profile = WorkerProfile(
        given="Ana",
        family="Núñez",
        roles=frozenset({Role.CASE_MANAGER, Role.SUPERVISOR}),
        email="ana@nandu.example",
        phone="305-555-0101",
        title="Lead case manager",
        languages=("es",),
        identifiers=(an_identifier(),),
    )
    return Worker(
        id=WorkerId(uuid4()),
        network=NETWORK,
        agency=agency,
        profile=profile,
        status=WorkerStatus.LEFT,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def a_full_api_client(agency: AgencyId) -> ApiClient:
    return ApiClient(
        id=ApiClientId(uuid4()),
        network=NETWORK,
        agency=agency,
        name="Intake desk",
        roles=frozenset({Role.INTAKE, Role.CASE_MANAGER}),
        scopes=Scopes.parse("system/Task.rus user/Patient.rs"),
        auth_method=AuthMethod.PRIVATE_KEY_JWT,
        secret_hash=b"\x01" * 32,
        former_secret_hash=b"\x02" * 32,
        former_secret_until=NOW,
        jwks='{"keys": []}',
        jwks_uri="https://nandu.example/jwks.json",
        algorithms=("ES384", "EdDSA"),
        status=ApiClientStatus.REVOKED,
        revoked_at=NOW,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def a_full_location(agency: AgencyId) -> Location:
    profile = LocationProfile(
        name="Main office",
        alternate_name="HQ",
        description="Third floor",
        kind=LocationKind.PHYSICAL,
        address=Address(
            lines=("1 Main St", "Suite 2"),
            city="Miami",
            region="Miami-Dade",
            state="FL",
            postal_code="33126-1966",
            country="US",
        ),
        latitude=25.8042558278849,
        longitude=-80.3342444910158,
        phones=(Phone(number="305-555-0100", extension="7", kind=PhoneKind.TTY, description="desk"),),
        accessibility=("wheelchair",),
        languages=("es",),
        transportation="Bus 7",
        url="https://nandu.example/hq",
        schedule=Schedule(hours=(HOURS,), original_text="Mon 9-5:30"),
        identifiers=(an_identifier(),),
    )
    return Location(
        id=LocationId(uuid4()),
        network=NETWORK,
        agency=agency,
        profile=profile,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def a_full_service(agency: AgencyId, location: LocationId) -> Service:
    profile = ServiceProfile(
        name="Counseling",
        alternate_name="Talk",
        description="One to one",
        status=ServiceStatus.TEMPORARILY_CLOSED,
        program="Wellness",
        categories=(Category.STRESS, Category.SOCIAL_CONNECTION),
        taxonomy_terms=(TaxonomyTerm(vocabulary="211", code="RP-1400", name="Counseling Services"),),
        sensitivity=(Sensitivity.MH,),
        eligibility=Eligibility(
            minimum_age=18,
            maximum_age=64,
            income_percent_fpl=200,
            postal_codes=("33126",),
            counties=("Miami-Dade",),
            states=("FL",),
            text="Residents",
        ),
        languages=("es",),
        interpretation="By telephone",
        fees="Sliding scale",
        application_process="Call",
        required_documents=("Photo ID",),
        wait_time="2 weeks",
        accreditations="COA",
        licenses="FL 7",
        email="talk@nandu.example",
        url="https://nandu.example/talk",
        phones=(Phone(number="305-555-0102"),),
        schedule=Schedule(hours=(HOURS,), original_text="Mondays"),
        locations=(location,),
        identifiers=(an_identifier(),),
    )
    return Service(
        id=ServiceId(uuid4()),
        network=NETWORK,
        agency=agency,
        profile=profile,
        capacity=Capacity(accepting=Accepting.WAITLIST, total=10, available=3, updated_at=NOW),
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def unlike_its_default(value: object) -> None:
    """Fail when a builder leaves a field at its default: a round trip would not notice that it is dropped."""
    for each in fields(value):  # type: ignore[arg-type]
        assert getattr(value, each.name) not in (None, ()), each.name


async def test_everything_of_the_directory_comes_back_as_it_was(transactions: PostgresTransactions) -> None:
    agency = a_full_agency()
    worker, api_client, location = (make(agency.id) for make in (a_full_worker, a_full_api_client, a_full_location))
    service = a_full_service(agency.id, location.id)
    for described in (agency, worker, location, service):
        unlike_its_default(described.profile)
    async with transactions.begin(NETWORK) as tx:
        await tx.agencies.add(agency)
        await tx.workers.add(worker)
        await tx.api_clients.add(api_client)
        await tx.locations.add(location)
        await tx.services.add(service)
    async with transactions.begin(NETWORK) as tx:
        assert agency == await tx.agencies.get(agency.id)
        assert worker == await tx.workers.get(worker.id)
        assert api_client == await tx.api_clients.get(api_client.id)
        assert location == await tx.locations.lock(location.id)
        assert service == await tx.services.lock(service.id)
        assert {service.id: service} == await tx.services.get_many([service.id, ServiceId(uuid4())])


async def test_a_change_counts_the_version_up_and_a_second_writer_is_refused(
    transactions: PostgresTransactions,
) -> None:
    agency = a_full_agency()
    async with transactions.begin(NETWORK) as tx:
        await tx.agencies.add(agency)
    stale = replace(agency)
    async with transactions.begin(NETWORK) as tx:
        agency.describe(replace(agency.profile, name="Another name", identifiers=()), NOW)
        await tx.agencies.save(agency)
        assert agency == await tx.agencies.get(agency.id)
    assert agency.version == 2
    with pytest.raises(Conflict):
        async with transactions.begin(NETWORK) as tx:
            await tx.agencies.save(stale)


async def test_what_another_system_calls_it_finds_it_in_this_network_only(transactions: PostgresTransactions) -> None:
    agency = a_full_agency()
    known = agency.profile.identifiers[0]
    async with transactions.begin(NETWORK) as tx:
        await tx.agencies.add(agency)
        assert {known.value: agency} == await tx.agencies.lock_known(known.system, [known.value, "none"])
        assert await tx.locations.lock_known(known.system, [known.value]) == {}
    async with transactions.begin(NetworkId(uuid4())) as tx:
        assert await tx.agencies.lock_known(known.system, [known.value]) == {}
        assert await tx.agencies.get(agency.id) is None


async def test_an_identifier_means_one_entry(transactions: PostgresTransactions) -> None:
    agency, another = a_full_agency(), a_full_agency()
    another.profile = replace(another.profile, identifiers=agency.profile.identifiers)
    with pytest.raises(Conflict) as refusal:
        async with transactions.begin(NETWORK) as tx:
            await tx.agencies.add(agency, another)
    assert refusal.value.code == "identifier.taken"
