"""The network that one looks at first."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.demo import caseloads, stories
from app.demo import file as demo_file
from app.demo.directory import MEMBERS
from app.demo.network import Demo, build
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.caseloads.handover import HandoverStatus
from app.domain.errors import NotFound
from app.domain.networks.roles import Role
from app.domain.referrals.states import ReferralState
from app.domain.work.task import TaskKind, TaskStatus
from app.ports.appointments import AppointmentFilter, AppointmentOrder
from app.ports.care_plans import CarePlanFilter
from app.ports.caseloads import HandoverFilter
from app.ports.clients import ClientFilter, ClientOrder
from app.ports.directory import AgencyFilter, ServiceFilter
from app.ports.goals import GoalFilter
from app.ports.households import HouseholdFilter
from app.ports.referrals import Order, ReferralFilter
from app.ports.tasks import TaskFilter
from app.ports.timelines import TimelineFilter
from app.use_cases.assessments import assessments
from app.use_cases.care import appointments, care_plan_reminders, care_plans, goals, tasks
from app.use_cases.caseloads import caseloads as lists
from app.use_cases.caseloads import handovers
from app.use_cases.clients import clients, households, timelines
from app.use_cases.core import Core
from app.use_cases.directory import services
from app.use_cases.networks import agencies
from app.use_cases.referrals import referrals
from app.use_cases.rounds import system_call

ALL: dict[str, Any] = {"after": None, "limit": 200}


TOLD: list[Demo] = []


async def the_demo(core: Core) -> Demo:
    """The demo as it was told once, since nobody changes it here but by looking."""
    if not TOLD:
        secrets = iter(range(1_000))
        demo = await build(core, lambda: f"secret {next(secrets)}")
        await stories.tell(demo)
        await caseloads.care_for(demo)
        TOLD.append(demo)
    return replace(TOLD[0], core=core)


async def test_the_demo_has_agencies_people_and_referrals_in_every_state_that_one_wants_to_see(core: Core) -> None:
    demo = await the_demo(core)
    hub = demo.by("hub", Role.COORDINATOR)
    joined = await core.run(hub, agencies.browse, AgencyFilter(), 200, None)
    assert {member.profile.name for member in MEMBERS} == {agency.name for agency in joined.items}
    offered = await core.run(hub, services.browse, ServiceFilter(), 200, None)
    assert sum(len(member.offers) for member in MEMBERS) == len(offered.items)
    served = Counter[str]()
    states = Counter[ReferralState]()
    for member in MEMBERS:
        if member.clients:
            call = demo.by(member.key, Role.CASE_MANAGER)
            page = await core.run(call, clients.search, ClientFilter(), ClientOrder.NAME, after=None, limit=200)
            served[member.key] = len(page.items)
            sent = await core.run(call, referrals.browse, ReferralFilter(), Order.NEWEST, after=None, limit=200)
            states.update(view.state for view in sent.items)
    assert all(served[member.key] >= member.clients for member in MEMBERS)  # with those handed to it
    assert sum(map(len, demo.clients.values())) == 60
    assert {
        ReferralState.DRAFT,
        ReferralState.OPEN,
        ReferralState.NEEDS_ACTION,
        ReferralState.PLACED,
        ReferralState.IN_SERVICE,
        ReferralState.ON_HOLD,
        ReferralState.COMPLETED,
        ReferralState.CLOSED_UNMET,
    } <= states.keys()


async def test_the_demo_has_plans_at_every_stage_and_goals_that_were_reached(core: Core) -> None:
    demo = await the_demo(core)
    plans, reached = Counter[tuple[str, PlanStatus]](), Counter[str]()
    for member in demo.clients:
        call = demo.by(member, Role.CASE_MANAGER)
        listed = await core.run(call, care_plans.browse, CarePlanFilter(), Order.NEWEST, **ALL)
        plans.update((member, item.status) for item in listed.items)
        pursued = await core.run(call, goals.browse, GoalFilter(state=GoalState.COMPLETED), Order.NEWEST, **ALL)
        reached.update(goal.achievement or "" for goal in pursued.items)
    assert plans == {
        ("northside", PlanStatus.ACTIVE): 1,
        ("northside", PlanStatus.COMPLETED): 1,
        ("northside", PlanStatus.DRAFT): 1,
        ("clinic", PlanStatus.ACTIVE): 1,
        ("housing", PlanStatus.ON_HOLD): 1,
    }
    assert reached == {Achievement.ACHIEVED: 1}


async def test_the_pantry_of_the_demo_reads_the_plan_that_it_helps_with(core: Core) -> None:
    demo = await the_demo(core)
    active = CarePlanFilter(status=PlanStatus.ACTIVE)
    northside = demo.by("northside", Role.CASE_MANAGER)
    [plan] = (await core.run(northside, care_plans.browse, active, Order.NEWEST, **ALL)).items
    pantry = demo.by("food", Role.INTAKE)
    read = await core.run(pantry, care_plans.read, plan.id)
    assert [activity.status for activity in read.plan.activities] == [
        ActivityStatus.IN_PROGRESS,
        ActivityStatus.IN_PROGRESS,
        ActivityStatus.NOT_STARTED,
        ActivityStatus.COMPLETED,
        ActivityStatus.NOT_STARTED,
    ]
    with pytest.raises(NotFound):
        await core.run(demo.by("transit", Role.INTAKE), care_plans.read, plan.id)


async def test_the_demos_trend_falls_and_its_safety_task_waits(core: Core) -> None:
    demo = await the_demo(core)
    call = demo.by("clinic", Role.CASE_MANAGER)
    known = await core.run(call, tasks.browse, TaskFilter(), Order.NEWEST, **ALL)
    [safety] = [task for task in known.items if task.kind is TaskKind.SAFETY]
    assert safety.status is TaskStatus.OPEN
    assert safety.about.client is not None
    wanted = {"instrument": "phq-9", "score": "total"}
    trend = await core.run(call, assessments.scores, safety.about.client, **wanted, **ALL)
    assert [point.value for point in trend.items] == [6, 11, 16]


async def test_every_client_of_the_demo_has_a_case_manager_and_some_were_handed_over(core: Core) -> None:
    demo = await the_demo(core)
    for member, served in demo.clients.items():
        call = demo.by(member, Role.SUPERVISOR)
        loads = await core.run(call, lists.browse, None, **ALL)
        shares = [line.clients for line in loads.items if line.clients]
        assert (sum(shares), len(shares)) == (len(served), 2)
    call = demo.by("northside", Role.CASE_MANAGER)
    given = await core.run(call, handovers.browse, HandoverFilter(), Order.NEWEST, **ALL)
    statuses = Counter(handover.status for handover in given.items)
    assert statuses[HandoverStatus.ACKNOWLEDGED] == 1
    assert statuses[HandoverStatus.GIVEN] >= 1


async def test_the_demo_has_calendars_and_households(core: Core) -> None:
    demo = await the_demo(core)
    call = demo.by("northside", Role.CASE_MANAGER)
    calendar = await core.run(call, appointments.browse, AppointmentFilter(), AppointmentOrder.FIRST, **ALL)
    assert [item.status for item in calendar.items] == [
        AppointmentStatus.FULFILLED,
        AppointmentStatus.NO_SHOW,
        *[AppointmentStatus.BOOKED] * 4,
    ]
    together = await core.run(call, households.browse, HouseholdFilter(), Order.NEWEST, **ALL)
    assert len(together.items) == 2


async def test_one_plan_of_the_demo_is_due_for_review(core: Core) -> None:
    demo = await the_demo(core)
    assert await core.run(system_call(demo.network, "reviews"), care_plan_reminders.remind_due) == 1


async def test_nothing_happened_to_a_client_before_the_agency_knew_of_it(core: Core) -> None:
    demo = await the_demo(core)
    for member, served in demo.clients.items():
        call = demo.by(member, Role.CASE_MANAGER)
        for client in served:
            told = await core.run(call, timelines.of_client, client.id, TimelineFilter(), **ALL)
            assert told.items[-1].type == "client.registered"
            assert told.items[0].at <= core.clock.now()


async def test_every_role_of_every_agency_gets_credentials_that_prove_it(core: Core) -> None:
    demo = await the_demo(core)
    assert len({credential.client_id for credential in demo.credentials}) == len(demo.credentials)
    async with core.transactions.begin(demo.network) as tx:
        for credential in demo.credentials:
            registered = await tx.api_clients.get(credential.id)
            assert registered is not None
            assert registered.proves(credential.client_secret)
    assert {Role.NETWORK_ADMIN, Role.COORDINATOR} <= {credential.role for credential in demo.credentials}


async def test_the_demo_is_the_same_every_time(core: Core) -> None:
    one, other = await build(core, lambda: "secret"), await build(core, lambda: "secret")
    names = [[client.profile for served in demo.clients.values() for client in served] for demo in (one, other)]
    assert names[0] == names[1]
    assert len({profile.names[0] for profile in names[0]}) == len(names[0])


@pytest.mark.long
async def test_the_file_finds_the_same_network_again_and_only_its_owner_reads_it(core: Core, tmp_path: Path) -> None:
    path = tmp_path / "home" / demo_file.NAME
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:8000")
    first = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:9000")
    again = json.loads(path.read_text())
    assert {**first, "base_url": "http://127.0.0.1:9000"} == again
    path.write_text('{"network": "01a1ffd4-55a3-7574-b366-7a635ad74896"}')
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:8000")
    anew = json.loads(path.read_text())
    assert first["network"] != anew["network"]
    assert len(first["clients"]) == len(anew["clients"])
