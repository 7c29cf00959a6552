"""Everything that is drawn as FHIR resources, as the builders make it and with every field told, and the drawing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from app.adapters.fhir.instruments.library import InstrumentLibrary
from app.adapters.fhir.projection import FhirProjector
from app.adapters.fhir.validation.validating import validate
from app.domain.assessments.own_instrument import OwnInstrument
from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.care_plan import CarePlan, LastReview
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_teams.member import Member, MemberKind, Person
from app.domain.care_teams.team import CareTeam, TeamContent, TeamKind, own_team
from app.domain.clients.client import Link as ClientLink
from app.domain.clients.household import Household, HouseholdContent, HouseholdKind, HouseholdMember
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.consents.consent import ConsentType, Revocation, RevocationMethod, Witness
from app.domain.consents.proxy import Authority, Proxy, ProxyContent, ProxyEnd, ProxyKind
from app.domain.consents.scope import Section
from app.domain.directory.capacity import Accepting, Capacity
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.location import Address, Location, LocationProfile, Phone, PhoneKind
from app.domain.directory.schedule import Schedule
from app.domain.directory.service import Service, ServiceProfile, TaxonomyTerm
from app.domain.identity import (
    ActivityId,
    AgencyId,
    ApiClientId,
    AssessmentId,
    CarePlanId,
    CareTeamId,
    ClientId,
    GoalId,
    HouseholdId,
    Identifier,
    LocationId,
    MemberId,
    MessageId,
    NeedId,
    ProxyId,
    ReferralId,
    ServiceId,
    TaskId,
    WorkerId,
)
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership, ProgramType
from app.domain.networks.calendar import Hours, Weekday
from app.domain.networks.network import found as found_network
from app.domain.networks.roles import Role
from app.domain.networks.worker import Worker, WorkerProfile, WorkerStatus
from app.domain.referrals.message import PlacedMessage, say
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.resources.authorship import Authorship, Deed
from app.domain.work.task import About, Task, TaskContent, TaskKind, TaskStatus
from app.ports.resources import Face, Projection
from tests.support import builders_appointments as appointments
from tests.support import builders_assessments as assessments
from tests.support import builders_clients as clients
from tests.support import builders_goals as goals
from tests.support import builders_referrals as referrals

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
NETWORK, AGENCY, CLIENT = clients.NETWORK, clients.AGENCY, ClientId(UUID(int=3))
NURSE = Concept(codings=(Coding(system="http://snomed.info/sct", code="106292003", display="Nurse"),), text="Nurse")
KNOWN_AS = (Identifier(system="urn:oid:1.2.3", value="A-7"),)
HOURS = Schedule(
    hours=(
        Hours(weekday=Weekday.MONDAY, opens=time(9), closes=time(17)),
        Hours(weekday=Weekday.FRIDAY, opens=time(22), closes=time(4)),
        Hours(weekday=Weekday.SUNDAY, opens=time(0), closes=time(0)),
    ),
    original_text="Mo 9 to 5; Fr through the night; Su always",
)
_LIFE: dict[str, Any] = {"network": NETWORK, "agency": AGENCY, "created_at": AT, "updated_at": AT}


@cache
def the_projector() -> FhirProjector:
    """The projector, with the instruments that are shipped."""
    return FhirProjector(InstrumentLibrary().shipped())


def shown(projection: Projection, face: Face | None = None) -> bytes:
    """One face as it is served, without version and date."""
    face = face or projection.face
    head = f'{{"resourceType":"{projection.type}","id":"{projection.id}","meta":'.encode()
    return head + face.meta + (b"}" if face.content == b"{}" else b"," + face.content[1:])


def faces(thing: object) -> Iterator[tuple[Projection, bytes]]:
    """Every face of every resource that a thing is drawn as."""
    for projection in the_projector().project(thing):
        yield projection, shown(projection)
        if projection.other is not None:
            yield projection, shown(projection, projection.other)


def faults(thing: object) -> list[tuple[str, str, str]]:
    """What is wrong with the resources of a thing."""
    return [
        (projection.type, issue.expression, issue.text)
        for projection, resource in faces(thing)
        for issue in validate(resource, projection.type).faults
    ]


def a_whole_agency(**more: Any) -> Agency:
    profile = AgencyProfile(
        name="Puente «Norte» & Co",
        alternate_name="Puente",
        description="Food and shelter.",
        email="hello@puente.example",
        phone="+1 512 555 0100",
        url="https://puente.example",
        tax_id="12-3456789",
        languages=("es",),
        program_types=tuple(ProgramType),
        identifiers=KNOWN_AS,
    )
    whole: dict[str, Any] = {
        "id": AgencyId(uuid4()),
        "network": NETWORK,
        "profile": profile,
        "membership": Membership.FULL,
        "status": AgencyStatus.ACTIVE,
        "version": 1,
        "created_at": AT,
        "updated_at": AT,
    }
    return Agency(**{**whole, **more})


def a_whole_location() -> Location:
    profile = LocationProfile(
        name="The yard",
        alternate_name="El patio",
        description="Behind the church.",
        address=Address(lines=("1 Oak Street",), city="Austin", region="Travis", state="TX", postal_code="78701"),
        latitude=30.2672,
        longitude=-97.7431,
        phones=(Phone(number="512 555 0101", extension="7", kind=PhoneKind.FAX, description="Ask for Bea."),),
        accessibility=("ramp",),
        languages=("en",),
        url="https://puente.example/yard",
        schedule=HOURS,
        identifiers=KNOWN_AS,
    )
    return Location(id=LocationId(uuid4()), profile=profile, version=1, **_LIFE)


def a_whole_service() -> Service:
    profile = ServiceProfile(
        name="Pantry",
        alternate_name="Despensa",
        description="Food for a week.",
        program="Harvest",
        categories=(Category.FOOD, Category.HOMELESSNESS),
        taxonomy_terms=(
            TaxonomyTerm(vocabulary="211 taxonomy", code="BD-1800", name="Food pantries"),
            TaxonomyTerm(vocabulary="urn:x", code="A  B"),
        ),
        eligibility=Eligibility(minimum_age=18, income_percent_fpl=200, postal_codes=("78701",), text="No pets."),
        languages=("en", "es-MX"),
        fees="None.",
        application_process="Come by.",
        required_documents=("A letter", "A card"),
        wait_time="One week.",
        email="pantry@puente.example",
        url="https://puente.example/pantry",
        phones=(Phone(number="512 555 0102"),),
        schedule=HOURS,
        locations=(LocationId(uuid4()),),
        identifiers=KNOWN_AS,
    )
    capacity = Capacity(accepting=Accepting.WAITLIST, total=9, available=0, updated_at=AT)
    return Service(id=ServiceId(uuid4()), profile=profile, capacity=capacity, version=1, **_LIFE)


def a_whole_worker() -> Worker:
    profile = WorkerProfile(
        given="Bea",
        family="Ng",
        roles=frozenset({Role.CASE_MANAGER, Role.SUPERVISOR}),
        email="bea@puente.example",
        phone="512 555 0103",
        title="Case manager",
        languages=("es",),
        identifiers=KNOWN_AS,
    )
    return Worker(id=WorkerId(uuid4()), profile=profile, status=WorkerStatus.LEFT, version=1, **_LIFE)


def some_activities() -> tuple[Activity, ...]:
    contents = (
        ActivityContent(
            kind=ActivityKind.CONTACT,
            title="Call on Mondays",
            concept=NURSE,
            details="At noon.",
            goals=(GoalId(uuid4()),),
            who="Her sister",
            starts=date(2027, 3, 1),
            due=date(2027, 4, 1),
            when="every Monday",
            place="At home",
        ),
        ActivityContent(kind=ActivityKind.EDUCATION, title="Read", when="in the evening", worker=WorkerId(uuid4())),
        ActivityContent(kind=ActivityKind.REFERRAL, title="Pantry", link=Link(referral=ReferralId(uuid4()))),
    )
    return tuple(
        Activity(
            id=ActivityId(uuid4()),
            content=content,
            created_at=AT,
            updated_at=AT,
            status=ActivityStatus.CANCELLED,
            status_reason="She moved.",
        )
        for content in contents
    )


def a_whole_plan() -> CarePlan:
    content = PlanContent(
        title="Eat and rest",
        description="What we agreed.",
        categories=(NURSE,),
        starts=date(2027, 3, 1),
        ends=date(2027, 9, 1),
        language="es",
        worker=WorkerId(uuid4()),
        needs=(NeedId(uuid4()), NeedId(uuid4())),
        teams=(CareTeamId(uuid4()),),
        strengths=("Patience",),
        preferences=("Mornings",),
        cultural_considerations=("Fasts in Lent",),
        crisis_plan=CrisisPlan(warning_signs=("Silence",), contacts=(CrisisContact(name="Eva", phone="988"),)),
        next_review=date(2027, 4, 1),
        notes="Slowly.",
        identifiers=KNOWN_AS,
    )
    return CarePlan(
        id=CarePlanId(uuid4()),
        client=CLIENT,
        content=content,
        created_by=UUID(int=9),
        status=PlanStatus.ON_HOLD,
        status_reason="In hospital.",
        goals=(GoalId(uuid4()),),
        activities=some_activities(),
        agreement=Agreement(
            answer=AgreementAnswer.AGREED, on=date(2027, 3, 1), method=AgreementMethod.REPRESENTATIVE, name="Eva"
        ),
        last_review=LastReview(on=date(2027, 2, 1), outcome="continue"),
        sensitivities=frozenset({Sensitivity.SUD}),
        **_LIFE,
    )


def a_member(**more: Any) -> Member:
    whole: dict[str, Any] = {
        "id": MemberId(uuid4()),
        "team": CareTeamId(CLIENT),
        "client": CLIENT,
        "kind": MemberKind.OTHER,
        "since": AT,
        "created_at": AT,
        "updated_at": AT,
    }
    return Member(**{**whole, **more})


def a_whole_team() -> CareTeam:
    content = TeamContent(
        name="Visits",
        categories=(NURSE,),
        reasons=(Concept(text="Asthma"),),
        note="Twice a week.",
        starts=AT - timedelta(days=9),
        ends=AT,
        identifiers=KNOWN_AS,
    )
    members = [
        a_member(kind=MemberKind.WORKER, worker=WorkerId(uuid4()), agency=AGENCY, role=NURSE, primary=True),
        a_member(kind=MemberKind.AGENCY, agency=AGENCY, role=Concept(text="Pantry"), until=AT),
        a_member(kind=MemberKind.CLIENT),
        a_member(kind=MemberKind.RELATED_PERSON, person=Person(name="Eva Ruiz", phone="988")),
    ]
    whole = CareTeam(id=CareTeamId(uuid4()), client=CLIENT, kind=TeamKind.NAMED, content=content, **_LIFE)
    return replace(whole, members=members)


def a_whole_task() -> Task:
    content = TaskContent(
        title="Call back", details="After five.", priority=Priority.URGENT, worker=WorkerId(uuid4()), due=AT
    )
    return Task(
        id=TaskId(uuid4()),
        kind=TaskKind.CARE_PLAN_REVIEW,
        content=content,
        about=About(client=CLIENT, plan=CarePlanId(uuid4())),
        status=TaskStatus.DONE,
        ended_at=AT,
        sensitivities=frozenset({Sensitivity.STD}),
        **_LIFE,
    )


def a_whole_proxy() -> Proxy:
    content = ProxyContent(
        kind=ProxyKind.GUARDIAN,
        name="Eva Ruiz",
        relationship="aunt",
        phone="512 555 0104",
        email="eva@mail.example",
        authority=tuple(Authority),
        since=date(2026, 1, 1),
        evidence="Order 7",
        note="Speaks Spanish.",
    )
    ended = ProxyEnd(on=date(2025, 12, 1), by=UUID(int=9))
    return Proxy(id=ProxyId(uuid4()), client=CLIENT, content=content, ended=ended, **_LIFE)


def some_instruments() -> tuple[OwnInstrument, ...]:
    """Every shipped instrument, as if a network had written it."""
    return tuple(
        OwnInstrument(id=uuid4(), key=key, edition=version, title=key, definition=edition.definition, **_LIFE)
        for (key, version), edition in InstrumentLibrary().shipped().items()
    )


def a_whole_authorship() -> Authorship:
    return Authorship(
        id=uuid4(),
        at=AT,
        deed=Deed.UPDATE,
        agency=AGENCY,
        worker=WorkerId(uuid4()),
        api_client=ApiClientId(uuid4()),
        principal=AgencyId(uuid4()),
        client=CLIENT,
        kinds=frozenset({Section.RESULTS}),
        sensitivities=frozenset({Sensitivity.SUD}),
        written=[("Observation", uuid4()), ("DiagnosticReport", uuid4())],
    )


def a_whole_household() -> Household:
    content = HouseholdContent(
        kind=HouseholdKind.SHARED,
        name="The house on Oak Street",
        members=(HouseholdMember(client=CLIENT, head=True), HouseholdMember(name="Grandma Pérez")),
        identifiers=KNOWN_AS,
    )
    return Household(id=HouseholdId(uuid4()), content=content, **_LIFE)


def a_whole_goal() -> Goal:
    goal = goals.a_goal(goals.a_full_goal(NeedId(uuid4())), state=GoalState.ON_HOLD)
    goal.acceptances = (goals.an_acceptance(priority=GoalPriority.LOW),)
    goal.reason, goal.achievement = "Later.", Achievement.NO_PROGRESS
    return goal


def some_messages() -> list[PlacedMessage]:
    """What each side says, told to the other and withheld from it."""
    found = []
    for routing, feedback in ((Routing.DIRECT, True), (Routing.FIRST_ACCEPT, False)):
        referral = referrals.sent(referrals.a_referral(routing=routing), feedback=feedback)
        handoff = referral.handoffs[0]
        for agency in (handoff.sender, handoff.provider):
            said = say(handoff, "On Tuesdays?", id=MessageId(uuid4()), agency=agency, by=UUID(int=9), at=AT)
            found.append(PlacedMessage(said, handoff))
    return found


def a_pooled_referral() -> Referral:
    """Food for whoever takes it, offered to two agencies."""
    referral = referrals.sent(referrals.a_referral(routing=Routing.POOL))
    handoff = referral.handoffs[0]
    handoff.provider, handoff.offered_to = handoff.sender, frozenset({AGENCY, AgencyId(uuid4())})
    return referral


def every_thing() -> list[object]:
    """One of everything, plain and whole."""
    found = clients.a_full_profile()
    linked = ClientLink(target=ClientId(uuid4()), at=AT, by=UUID(int=9))
    source = goals.a_source(AssessmentId(uuid4()))
    spoken = clients.some_terms(
        type=ConsentType.VERBAL, signature=None, witness=Witness(name="Bo", witnessed_at=AT), recipients=(AGENCY,)
    )
    revoked = Revocation(at=AT, by=UUID(int=9), how=RevocationMethod.PHONE)
    return [
        *(appointments.an_appointment(), appointments.a_full_appointment()),
        *(assessments.an_assessment(), assessments.a_full_assessment()),
        *(clients.a_client(), clients.a_client(found), clients.a_client(link=linked)),
        *(clients.a_consent(), clients.a_consent(spoken, revocation=revoked, labels=frozenset({Sensitivity.SUD}))),
        *(goals.a_need(), goals.a_need(status=NeedStatus.ENTERED_IN_ERROR, source=source)),
        goals.a_need(goals.a_full_need(), status=NeedStatus.RESOLVED, verification=Verification.CONFIRMED),
        *(goals.a_goal(), a_whole_goal()),
        *(referrals.a_referral(), referrals.sent(referrals.a_referral())),
        referrals.sent(referrals.a_referral(routing=Routing.FIRST_ACCEPT, providers=3)),
        *(a_pooled_referral(), *some_messages(), found_network("Biscayne", id=NETWORK, at=AT)),
        *(a_whole_agency(), a_whole_location(), a_whole_service(), a_whole_worker()),
        *some_instruments(),
        *(a_whole_authorship(), a_whole_household()),
        *(a_whole_plan(), a_whole_team(), own_team(CLIENT, NETWORK, AT), a_whole_task(), a_whole_proxy()),
    ]
