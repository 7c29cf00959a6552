"""Administration and the directory, through the core."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from app.domain.codes import Category
from app.domain.directory.capacity import Accepting
from app.domain.directory.eligibility import Eligibility, Summary, Verdict
from app.domain.directory.location import LocationProfile
from app.domain.directory.schedule import Schedule
from app.domain.directory.service import Service, ServiceProfile, ServiceStatus
from app.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from app.domain.identity import AgencyId, LocationId, NetworkId, ServiceId
from app.domain.networks.agency import AgencyProfile, Membership
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.calendar import Calendar, Hours, Weekday
from app.domain.networks.network import Policies
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.domain.networks.worker import WorkerProfile
from app.ports.directory import AgencyFilter, ApiClientFilter, Position, ServiceFilter, ServiceSearch, WorkerFilter
from app.use_cases.directory import locations, services
from app.use_cases.networks import agencies, api_clients, networks, workers
from tests.support.builders_directory import A_LOCATION, World, a_call, an_actor

PANTRY = ServiceProfile(name="Food pantry", categories=(Category.FOOD,))


async def test_a_network_changes_its_policies_and_another_network_does_not_exist(world: World) -> None:
    call = world.by(Role.NETWORK_ADMIN)
    changed = await world.core.run(
        call, networks.agree, world.network.id, 1, "Harbor Network", Policies(max_reroutes=9)
    )
    assert (changed.version, changed.policies.max_reroutes) == (2, 9)
    with pytest.raises(NotFound):
        await world.core.run(call, networks.read, NetworkId(uuid4()))


async def test_everybody_of_the_network_reads_the_directory_and_nobody_else(world: World) -> None:
    agency = await world.an_agency()
    service = await world.a_service(agency)
    assert service == await world.core.run(world.by(Role.INTAKE), services.read, service.id)
    stranger = a_call(an_actor(NetworkId(uuid4()), world.home, Role.NETWORK_ADMIN))
    with pytest.raises(NotFound):
        await world.core.run(stranger, services.read, service.id)
    assert (await world.core.run(stranger, agencies.browse, AgencyFilter(), 50, None)).items == ()


async def test_an_agency_admin_writes_what_is_the_agencys_own(world: World) -> None:
    own, other = await world.an_agency("Own"), await world.an_agency("Other")
    call = world.by(Role.AGENCY_ADMIN, agency=own.id)
    location = await world.core.run(call, locations.open_at, own.id, A_LOCATION)
    service = await world.core.run(call, services.offer, own.id, replace(PANTRY, locations=(location.id,)))
    assert (location.id,) == service.profile.locations
    for attempt in (
        lambda: world.core.run(call, services.offer, other.id, PANTRY),
        lambda: world.core.run(call, locations.open_at, other.id, A_LOCATION),
        lambda: world.core.run(call, agencies.describe, other.id, 1, AgencyProfile(name="Taken over")),
    ):
        with pytest.raises(Forbidden) as refusal:
            await attempt()
        assert refusal.value.code == "agency.not-yours"
    with pytest.raises(Forbidden):
        await world.core.run(call, agencies.change_membership, own.id, 1, Membership.FULL)


async def test_a_change_of_what_was_not_read_is_refused(world: World) -> None:
    agency = await world.an_agency()
    call = world.by(Role.COORDINATOR)
    await world.core.run(call, agencies.describe, agency.id, 1, AgencyProfile(name="New name"))
    with pytest.raises(Stale):
        await world.core.run(call, agencies.describe, agency.id, 1, AgencyProfile(name="Newer name"))


async def test_a_service_is_offered_only_where_there_is_a_place(world: World) -> None:
    agency = await world.an_agency()
    with pytest.raises(Invalid) as refusal:
        await world.a_service(agency, replace(PANTRY, locations=(LocationId(uuid4()),)))
    assert [fault.pointer for fault in refusal.value.faults] == ["/locations/0"]


async def test_workers_are_seen_by_their_own_agency_and_the_networks_people(world: World) -> None:
    own, other = await world.an_agency("Own"), await world.an_agency("Other")
    profile = WorkerProfile(given="Ana", family="Reyes", roles=frozenset({Role.CASE_MANAGER}))
    worker = await world.core.run(world.by(Role.AGENCY_ADMIN, agency=own.id), workers.employ, own.id, profile)
    assert worker == await world.core.run(world.by(Role.INTAKE, agency=own.id), workers.read, worker.id)
    assert worker == await world.core.run(world.by(Role.COORDINATOR), workers.read, worker.id)
    stranger = world.by(Role.AGENCY_ADMIN, agency=other.id)
    with pytest.raises(NotFound):
        await world.core.run(stranger, workers.read, worker.id)
    for asked in (WorkerFilter(), WorkerFilter(agency=own.id)):
        assert (await world.core.run(stranger, workers.browse, asked, 50, None)).items == ()


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.COORDINATOR])
async def test_an_agency_admin_grants_no_network_role(world: World, role: Role) -> None:
    agency = await world.an_agency()
    call = world.by(Role.AGENCY_ADMIN, agency=agency.id)
    profile = WorkerProfile(given="Ana", family="Reyes", roles=frozenset({role}))
    new = NewApiClient(agency=agency.id, name="Ours", roles=frozenset({role}), scopes=Scopes.parse("system/Task.r"))
    with pytest.raises(Forbidden):
        await world.core.run(call, workers.employ, agency.id, profile)
    with pytest.raises(Forbidden):
        await world.core.run(call, api_clients.register, new, "secret")


async def test_an_api_client_lives_from_registration_to_revocation(world: World) -> None:
    agency = await world.an_agency()
    call = world.by(Role.AGENCY_ADMIN, agency=agency.id)
    new = NewApiClient(
        agency=agency.id, name="Ours", roles=frozenset({Role.INTAKE}), scopes=Scopes.parse("system/Task.rus")
    )
    client = await world.core.run(call, api_clients.register, new, "first")
    rotated = await world.core.run(call, api_clients.rotate_secret, client.id, client.version, "second")
    assert rotated.proves("second")
    assert not rotated.proves("first")
    revoked = await world.core.run(call, api_clients.revoke, client.id, rotated.version)
    assert not revoked.proves("second")
    listed = await world.core.run(call, api_clients.browse, ApiClientFilter(), 50, None)
    assert [revoked] == list(listed.items)


async def test_nobody_gives_a_client_more_than_they_have(world: World) -> None:
    agency = await world.an_agency()
    scopes = Scopes.parse("system/Device.cruds system/Organization.r")
    call = a_call(an_actor(world.network.id, agency.id, Role.AGENCY_ADMIN, scopes=scopes))
    new = NewApiClient(
        agency=agency.id, name="Ours", roles=frozenset({Role.INTAKE}), scopes=Scopes.parse("system/Patient.r")
    )
    with pytest.raises(Forbidden) as refusal:
        await world.core.run(call, api_clients.register, new, "secret")
    assert refusal.value.code == "scope.not-yours-to-grant"


async def test_lists_are_paged_by_name_without_gap_or_repetition(world: World) -> None:
    agency = await world.an_agency()
    for name in ("Ébano", "apple", "Zebra", "apple", "Banana"):
        await world.a_service(agency, replace(PANTRY, name=name))
    call, seen, after = world.by(Role.INTAKE), [], None
    while True:
        page = await world.core.run(call, services.browse, ServiceFilter(), 2, after)
        seen += [service.name for service in page.items]
        if page.next is None:
            break
        after = page.next
    assert seen == ["apple", "apple", "Banana", "Ébano", "Zebra"]


async def test_services_are_listed_by_agency_category_and_place(world: World) -> None:
    one, two = await world.an_agency("One"), await world.an_agency("Two")
    place = await world.core.run(world.by(Role.COORDINATOR), locations.open_at, one.id, A_LOCATION)
    pantry = await world.a_service(one, replace(PANTRY, locations=(place.id,)))
    rides = await world.a_service(two, ServiceProfile(name="Rides", categories=(Category.TRANSPORTATION,)))
    asked = {
        "agency": (ServiceFilter(agency=two.id), [rides]),
        "category": (ServiceFilter(category=Category.FOOD), [pantry]),
        "location": (ServiceFilter(location=place.id), [pantry]),
        "status": (ServiceFilter(status=ServiceStatus.DEFUNCT), []),
        "updated_after": (ServiceFilter(updated_after=datetime(2020, 1, 1, tzinfo=UTC)), [pantry, rides]),
    }
    for criterion, (filters, expected) in asked.items():
        page = await world.core.run(world.by(Role.INTAKE), services.browse, filters, 50, None)
        assert expected == list(page.items), criterion


async def find(world: World, asked: ServiceSearch) -> list[str]:
    page = await world.core.run(world.by(Role.INTAKE), services.search, asked, 50, None)
    return [match.service.name for match in page.items]


async def test_a_search_by_need_finds_what_is_offered_and_nothing_else(world: World) -> None:
    agency = await world.an_agency()
    await world.a_service(agency)
    await world.a_service(agency, replace(PANTRY, name="Closed pantry", status=ServiceStatus.DEFUNCT))
    await world.a_service(agency, ServiceProfile(name="Rides", categories=(Category.TRANSPORTATION,)))
    assert await find(world, ServiceSearch(category=Category.FOOD)) == ["Food pantry"]
    assert await find(world, ServiceSearch(words="PANTRY food")) == ["Food pantry"]
    assert await find(world, ServiceSearch()) == ["Food pantry", "Rides"]
    await world.core.run(world.by(Role.NETWORK_ADMIN), agencies.suspend, agency.id, None)
    assert await find(world, ServiceSearch()) == []


async def test_a_search_leaves_out_who_cannot_be_served_and_prefers_who_names_the_area(world: World) -> None:
    agency = await world.an_agency()
    criteria = {
        "For seniors": Eligibility(minimum_age=60),
        "For the neighbourhood": Eligibility(postal_codes=("33126",)),
        "For elsewhere": Eligibility(postal_codes=("33127",)),
        "For some county": Eligibility(counties=("Monroe",)),
        "For all": Eligibility(),
    }
    for name, eligibility in criteria.items():
        await world.a_service(agency, replace(PANTRY, name=name, eligibility=eligibility))
    person = Summary(age=30, postal_code="33126-1966")
    found = await find(world, ServiceSearch(category=Category.FOOD, person=person))
    assert found == ["For the neighbourhood", "For all", "For some county"]


async def test_the_search_and_the_domain_judge_eligibility_alike(world: World) -> None:
    agency = await world.an_agency()
    criteria = [
        Eligibility(minimum_age=low, maximum_age=high, income_percent_fpl=income, postal_codes=codes, states=states)
        for low, high in ((None, None), (18, None), (None, 64), (18, 64))
        for income in (None, 200)
        for codes in ((), ("33126",))
        for states in ((), ("FL",))
    ]
    offered: dict[str, Service] = {}
    for number, eligibility in enumerate(criteria):
        name = f"Service {number:02}"
        offered[name] = await world.a_service(agency, replace(PANTRY, name=name, eligibility=eligibility))
    people = [
        Summary(age=age, income_percent_fpl=income, postal_code=code, state=state)
        for age in (None, 17, 65)
        for income in (None, 201)
        for code in (None, "33126", "99999")
        for state in (None, "fl", "GA")
    ]
    for person in people:
        expected = {
            name for name, service in offered.items() if service.is_eligible(person).verdict is not Verdict.FAILS
        }
        assert expected == set(await find(world, ServiceSearch(person=person))), person


async def test_a_search_ranks_by_factors_that_add_up(world: World) -> None:
    agency = await world.an_agency()
    place = await world.core.run(
        world.by(Role.COORDINATOR),
        locations.open_at,
        agency.id,
        LocationProfile(name="Pier", latitude=25.77, longitude=-80.19),
    )
    near = await world.a_service(agency, replace(PANTRY, name="Near", languages=("es-US",), locations=(place.id,)))
    await world.a_service(agency, replace(PANTRY, name="Interpreting", interpretation="By telephone"))
    await world.a_service(agency, replace(PANTRY, name="English only"))
    await world.core.run(world.by(Role.COORDINATOR), services.report_capacity, near.id, None, Accepting.OPEN, 5, 2)
    asked = ServiceSearch(category=Category.FOOD, language="es", near=Position(latitude=25.78, longitude=-80.19))
    page = await world.core.run(world.by(Role.INTAKE), services.search, asked, 50, None)
    assert [match.service.name for match in page.items] == ["Near", "Interpreting"]
    for match in page.items:
        assert match.score == sum(factor.points for factor in match.factors)
    assert [factor.factor for factor in page.items[0].factors] == ["language", "room", "distance"]
    assert page.items[0].distance_kilometres == pytest.approx(1.1, abs=0.05)
    far = replace(asked, near=Position(latitude=26.5, longitude=-80.19, kilometres=20))
    assert await find(world, far) == []


async def test_a_search_by_hours_asks_the_agencys_own_clock(world: World) -> None:
    call = world.by(Role.NETWORK_ADMIN)
    profile = AgencyProfile(name="Night shelter", calendar=Calendar(time_zone="America/New_York"))
    agency = await world.core.run(call, agencies.join, profile, Membership.FULL)
    hours = (Hours(weekday=Weekday.SUNDAY, opens=time(20), closes=time(6)),)
    await world.a_service(agency, replace(PANTRY, name="Night", schedule=Schedule(hours=hours)))
    await world.a_service(agency, replace(PANTRY, name="Unknown hours"))
    sunday_ten_at_night = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert await find(world, ServiceSearch(open_at=sunday_ten_at_night)) == ["Night"]
    assert await find(world, ServiceSearch(open_at=sunday_ten_at_night + timedelta(hours=7, minutes=59))) == ["Night"]
    assert await find(world, ServiceSearch(open_at=sunday_ten_at_night + timedelta(hours=8))) == []
    assert await find(world, ServiceSearch(open_at=sunday_ten_at_night - timedelta(hours=3))) == []


async def test_a_search_pages_through_equal_ranks(world: World) -> None:
    agency = await world.an_agency()
    for number in range(7):
        await world.a_service(agency, replace(PANTRY, name=f"Pantry {number % 3}"))
    seen: list[ServiceId] = []
    after = None
    while True:
        page = await world.core.run(world.by(Role.INTAKE), services.search, ServiceSearch(words="pantry"), 2, after)
        seen += [match.service.id for match in page.items]
        if page.next is None:
            break
        after = page.next
    assert (len(seen), len(set(seen))) == (7, 7)


async def test_the_last_place_is_taken_once(world: World) -> None:
    service = await world.a_service(await world.an_agency())
    call = world.by(Role.COORDINATOR)
    await world.core.run(call, services.report_capacity, service.id, 1, Accepting.OPEN, 1, 1)

    async def take() -> str:
        try:
            async with world.core.transactions.begin(world.network.id) as tx:
                await tx.services.take_capacity(service.id, datetime.now(UTC))
        except Conflict as refusal:
            return refusal.code
        return "taken"

    assert sorted(await asyncio.gather(take(), take(), take())) == ["service.full", "service.full", "taken"]
    async with world.core.transactions.begin(world.network.id) as tx:
        released = await tx.services.release_capacity(service.id, datetime.now(UTC))
    assert (released.capacity.available, released.version) == (1, 2)


async def test_whoever_may_not_report_room_is_refused(world: World) -> None:
    service = await world.a_service(await world.an_agency("One"))
    other = await world.an_agency("Two")
    for call in (world.by(Role.INTAKE, agency=other.id), world.by(Role.CASE_MANAGER, agency=service.agency)):
        with pytest.raises(Forbidden):
            await world.core.run(call, services.report_capacity, service.id, None, Accepting.OPEN, None, None)


async def test_an_agency_that_is_not_there_cannot_be_given_anything(world: World) -> None:
    nobody = AgencyId(uuid4())
    for attempt in (
        lambda: world.core.run(world.by(Role.COORDINATOR), services.offer, nobody, PANTRY),
        lambda: world.core.run(world.by(Role.COORDINATOR), locations.open_at, nobody, A_LOCATION),
    ):
        with pytest.raises(NotFound):
            await attempt()


async def test_the_search_and_the_domain_judge_hours_alike(world: World) -> None:
    zone = "America/New_York"
    profile = AgencyProfile(name="Around the clock", calendar=Calendar(time_zone=zone))
    agency = await world.core.run(world.by(Role.NETWORK_ADMIN), agencies.join, profile, Membership.FULL)
    hours = [
        tuple(Hours(weekday=day, opens=time(opens), closes=time(closes)) for day in days)
        for days in (tuple(Weekday)[:5], (Weekday.SATURDAY, Weekday.SUNDAY), (Weekday.MONDAY,))
        for opens, closes in ((9, 17), (20, 6), (0, 0), (13, 12))
    ]
    for number, stated in enumerate(hours):
        await world.a_service(agency, replace(PANTRY, name=f"Service {number:02}", schedule=Schedule(hours=stated)))
    start = datetime(2026, 3, 7, 3, 30, tzinfo=UTC)  # the clocks go forward on the 8th
    for moment in (start + timedelta(hours=7 * step) for step in range(24)):
        asked = ServiceSearch(open_at=moment)
        page = await world.core.run(world.by(Role.INTAKE), services.search, asked, 50, None)
        everything = await world.core.run(world.by(Role.INTAKE), services.browse, ServiceFilter(), 50, None)
        expected = {service.name for service in everything.items if service.is_open(moment, zone)}
        assert expected == {match.service.name for match in page.items}, moment
