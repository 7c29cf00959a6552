"""Lets the agencies of the demo look after their clients: who answers for whom, who lives together, who meets when."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.demo.care import Care
from app.demo.care_stories import CARE_STORIES, CareStory
from app.demo.members import ZONE
from app.demo.network import FOUNDED, Colleague, Demo, Told
from app.domain.appointments.appointment import (
    AppointmentContent,
    AppointmentMode,
    MeetingTime,
    NewAppointment,
)
from app.domain.appointments.appointment_moves import AppointmentAction
from app.domain.care_teams.member import MemberKind, NewMember, Person
from app.domain.caseloads.acuity import Acuity
from app.domain.caseloads.transfer import NewTransfer, TransferReason
from app.domain.clients.client import Client
from app.domain.clients.household import HouseholdContent, HouseholdMember, Relationship
from app.domain.codings import Concept
from app.domain.identity import CareTeamId, ClientId, WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.ports.caseloads import HandoverFilter
from app.ports.referrals import Order
from app.use_cases.care import appointments, care_teams
from app.use_cases.caseloads import caseloads, handovers, transfers
from app.use_cases.clients import households
from app.use_cases.networks import workers
from app.use_cases.rounds import system_call

GROWN_UP = 18
HANDED_OVER = 4
SECOND = {"northside": ("Marisol", "Quiroga"), "clinic": ("Étienne", "Charles"), "housing": ("Yolanda", "Frías")}
ACUITIES = (Acuity.LOW, Acuity.HIGH, Acuity.MODERATE, Acuity.LOW, Acuity.CRISIS, Acuity.MODERATE)
MEETINGS = (
    (-9, 10, "First visit at home", AppointmentMode.IN_PERSON, AppointmentAction.FULFIL),
    (-2, 14, "Go through the papers for SNAP", AppointmentMode.IN_PERSON, AppointmentAction.NO_SHOW),
    (1, 9, "Call the landlord together", AppointmentMode.PHONE, None),
    (1, 11, "Look at the plan together", AppointmentMode.IN_PERSON, None),
    (3, 15, "How it goes", AppointmentMode.VIDEO, None),
    (6, 10, "Fill in the housing application", AppointmentMode.IN_PERSON, None),
)


async def care_for(demo: Demo) -> None:
    """Give every client a case manager, tell the stories of care, and fill calendars; `stories.tell` comes before."""
    theirs: dict[ClientId, WorkerId] = {}
    for member in demo.clients:
        await _assign(demo, member, theirs)
    for story in CARE_STORIES:
        await _tell(demo, story, theirs)
    for member in ("northside", "clinic"):
        await _meet(demo, member, theirs)
    await _live_together(demo)
    await _hand_over(demo, theirs)


async def _assign(demo: Demo, member: str, theirs: dict[ClientId, WorkerId]) -> None:
    """Share an agency's clients between its two case managers, and say how much attention some of them need."""
    pair = (_case_manager(demo, member), await _second(demo, member))
    call = demo.by(member, Role.CASE_MANAGER)
    for number, client in enumerate(demo.clients[member]):
        core = demo.at(demo.core.clock.now() - client.created_at - timedelta(hours=1))
        theirs[client.id] = pair[number % 2]
        await core.run(call, care_teams.set_primary, client.id, theirs[client.id])
        if number % 3 == 0:
            acuity = ACUITIES[number // 3 % len(ACUITIES)]
            await core.run(call, caseloads.judge_acuity, client.id, acuity, None, expected=None)


def _case_manager(demo: Demo, member: str) -> WorkerId:
    agency = demo.agencies[member].id
    return next(one.worker_id for one in demo.colleagues if (one.agency_id, one.role) == (agency, Role.CASE_MANAGER))


async def _second(demo: Demo, member: str) -> WorkerId:
    agency, (given, family) = demo.agencies[member], SECOND[member]
    slug = (agency.profile.url or "").removeprefix("https://")
    role = Role.CASE_MANAGER
    profile = WorkerProfile(
        given=given,
        family=family,
        roles=frozenset({role}),
        email=f"{role.value.replace('_', '.')}.2@{slug}",
        title="Case manager",
        languages=("en", "es"),
    )
    core = demo.at(FOUNDED)
    worker = await core.run(system_call(demo.network, "demo"), workers.employ, agency.id, profile)
    demo.colleagues.append(
        Colleague(
            agency=agency.name,
            agency_id=agency.id,
            role=role,
            worker_id=worker.id,
            name=worker.name,
            email=profile.email,
        )
    )
    return worker.id


async def _tell(demo: Demo, story: CareStory, theirs: dict[ClientId, WorkerId]) -> None:
    """Tell a story of care of a client who fits it and of whom nothing was told yet."""
    client = next(one for one in demo.clients[story.member] if one.id not in demo.told and _fits(demo, one, story))
    demo.told.add(client.id)
    care = Care(demo=demo, member=story.member, client=client, worker=theirs[client.id])
    for step in story.steps:
        await step.happen(care)
    demo.care.append(Told(about=story.about, agency=demo.agencies[story.member].name, client=client.id))


def _fits(demo: Demo, client: Client, story: CareStory) -> bool:
    spoken = client.profile.language
    in_language = story.language is None or (spoken is not None and spoken.tag == story.language)
    return client.id in demo.consenting and in_language and _grown_up(client, demo.core.clock.now().date())


def _grown_up(client: Client, today: date) -> bool:
    born = client.profile.birth_date
    return born is not None and born.years_until(today) >= GROWN_UP


async def _meet(demo: Demo, member: str, theirs: dict[ClientId, WorkerId]) -> None:
    """Fill the calendar of an agency: what was, and what comes."""
    now = demo.core.clock.now().astimezone(ZoneInfo(ZONE))
    call = demo.by(member, Role.CASE_MANAGER)
    for client, (days, hour, title, mode, came_out) in zip(demo.clients[member], MEETINGS, strict=False):
        starts = datetime.combine(now.date() + timedelta(days=days), time(hour), ZoneInfo(ZONE))
        content = AppointmentContent(title=title, mode=mode, worker=theirs[client.id])
        new = NewAppointment(
            content=content, time=MeetingTime(starts=starts, ends=starts + timedelta(minutes=45), time_zone=ZONE)
        )
        made = await demo.at(timedelta(days=12)).run(call, appointments.make, client.id, new)
        if came_out is not None:
            core = demo.at(now - starts - timedelta(hours=1))
            await core.run(call, appointments.act, made.appointment.id, came_out, expected=None)


async def _live_together(demo: Demo) -> None:
    """Two households: a family with one client, whose sister is on the team, and two clients who share a home."""
    call, core = demo.by("northside", Role.CASE_MANAGER), demo.at(timedelta(days=30))
    today = core.clock.now().date()
    alone, first, second = [client for client in demo.clients["northside"] if _grown_up(client, today)][:3]
    family = alone.profile.names[0].family
    children = tuple(
        HouseholdMember(name=f"{given} {family}", relationship=Relationship.CHILD) for given in ("Leo", "Maya")
    )
    for members, address in (
        ((HouseholdMember(client=alone.id, head=True), *children), alone.profile.addresses[0]),
        (
            (
                HouseholdMember(client=first.id, head=True),
                HouseholdMember(client=second.id, relationship=Relationship.ROOMMATE),
            ),
            first.profile.addresses[0],
        ),
    ):
        await core.run(call, households.record, HouseholdContent(members=members, address=address))
    sister = Person(name=f"Ana {family}", relationship=Concept(text="Sister"), phone="305-555-0188")
    new = NewMember(kind=MemberKind.RELATED_PERSON, role=Concept(text="Emergency contact"), person=sister)
    await core.run(call, care_teams.add_member, CareTeamId(alone.id), new)


async def _hand_over(demo: Demo, theirs: dict[ClientId, WorkerId]) -> None:
    """One case manager goes on leave: the other takes over some clients, and has read about the first of them."""
    first = demo.care[0].client
    giver = theirs[first]
    others = [client.id for client in demo.clients["northside"] if theirs[client.id] == giver and client.id != first]
    receiver = next(worker for worker in theirs.values() if worker != giver and _same(demo, worker, giver))
    new = NewTransfer(
        giver=giver,
        receiver=receiver,
        reason=TransferReason.ABSENCE,
        clients=(first, *others[: HANDED_OVER - 1]),
        note="On leave until spring. They know that you will call.",
    )
    core, call = demo.at(timedelta(hours=3)), demo.by("northside", Role.SUPERVISOR)
    await core.run(call, transfers.create, new)
    given = await core.run(call, handovers.browse, HandoverFilter(receiver=receiver), Order.NEWEST, after=None, limit=1)
    await demo.at(timedelta(hours=1)).run(
        Care(demo=demo, member="northside", client=demo.clients["northside"][0], worker=receiver).call,
        handovers.acknowledge,
        given.items[0].id,
        expected=None,
    )


def _same(demo: Demo, one: WorkerId, other: WorkerId) -> bool:
    agencies = {colleague.worker_id: colleague.agency_id for colleague in demo.colleagues}
    return agencies[one] == agencies[other]
