"""What is done for one client, walked once through the service itself: what is copied is what the service writes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.appointments.appointment import AppointmentContent, MeetingTime, NewAppointment
from app.domain.appointments.appointment_moves import AppointmentAction
from app.domain.assessments.plain_answers import PlainAnswer
from app.domain.care_plans.activity import ActivityContent, ActivityKind, Link
from app.domain.care_plans.agreement import Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.need_moves import VerificationAction
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanAction
from app.domain.care_plans.progress import Progress
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.targets import Target, Value
from app.domain.care_teams.member import MemberKind, NewMember
from app.domain.clients.profile import Profile
from app.domain.codes import Category
from app.domain.codings import Concept
from app.domain.consents.consent import ConsentType, Signature, Signer, SigningMethod, Terms
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass
from app.domain.identity import CareTeamId, ClientId, GoalId, HandoffId, NeedId
from app.domain.referrals.answers import Meeting
from app.domain.referrals.content import Content, Destination, NewReferral
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty
from app.domain.referrals.routing import Routing
from app.domain.referrals.views import ReferralView
from app.use_cases.assessments import assessments
from app.use_cases.assessments.assessments import NewAssessment
from app.use_cases.care import appointments, care_plan_activities, care_plans, care_teams, goals, needs
from app.use_cases.care.care_plans import NewPlan
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.core import Core
from app.use_cases.referrals import handoffs, referrals
from benchmarks.partners import Partner
from benchmarks.people import START

MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)
TERMS = Terms(
    type=ConsentType.GENERAL,
    recipient_classes=(RecipientClass.NETWORK,),
    purposes=(Purpose.CARE_COORDINATION,),
    categories=tuple(DATA_CATEGORIES.values()),
    direction=Direction.BOTH,
    starts=START,
    signature=Signature(name="The client", signer=Signer.CLIENT, method=SigningMethod.PAPER, signed_at=START),
)
SEVERAL_DAYS, HALF_OF_THEM = "LA6569-3", "LA6570-1"
MOOD = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3")
PHQ_9 = {f"/{item}": SEVERAL_DAYS for item in MOOD} | {"/44260-8": "LA6568-5"}
HUNGER = {"/88122-7": "LA28397-0", "/88123-5": "LA6729-3"}
NEEDS = {
    Category.FOOD: "Nothing to eat at the end of the month.",
    Category.HOUSING_INSTABILITY: "We sleep at my sister's, and cannot stay.",
    Category.TRANSPORTATION: "The bus does not come to where we live.",
}
GOALS = ("I want to eat breakfast every day.", "I want a room of our own by the summer.")
MET = Outcome(result=Result.NEED_MET)
FULL = Reason(code=ReasonCode.NO_CAPACITY, party=ReasonParty.PROVIDER, next_action=NextAction.REROUTE)


@dataclass(slots=True)
class Calendar:
    """A clock by which one minute passes from each step to the next."""

    at: datetime = START

    def now(self) -> datetime:
        """Return the next minute."""
        self.at += MINUTE
        return self.at


async def begun(core: Core, owner: Partner, profile: Profile) -> ClientId:
    """Register a client at a partner, and let the client consent to everything."""
    me = owner.as_worker
    client = (await core.run(me, clients.register, profile)).client.id
    await core.run(me, consents.grant, client, TERMS)
    return client


async def care(core: Core, owner: Partner, other: Partner, client: ClientId) -> None:
    """Do with a client what a case manager does in some months."""
    me = owner.as_worker
    team = CareTeamId(client)
    await core.run(me, care_teams.set_primary, client, owner.workers[0])
    await core.run(me, care_teams.add_member, team, NewMember(kind=MemberKind.AGENCY, agency=other.agency))
    await _assess(core, owner, client, "hunger-vital-sign", HUNGER)
    await _assess(core, owner, client, "phq-9", PHQ_9)
    found = [await _need(core, owner, client, category, words) for category, words in NEEDS.items()]
    wanted = [await _goal(core, owner, client, words, need) for words, need in zip(GOALS, found, strict=False)]
    await _plan(core, owner, client, tuple(found), tuple(wanted))
    for goal in wanted:
        for achievement in (Achievement.IN_PROGRESS, Achievement.IMPROVING):
            told = Progress(at=START, note="Talked about it at home.", achievement=achievement)
            await core.run(me, goals.add_progress, goal, told, expected=None)
    await _assess(core, owner, client, "phq-9", PHQ_9 | {"/44250-9": HALF_OF_THEM})


async def _assess(core: Core, owner: Partner, client: ClientId, instrument: str, codes: dict[str, str]) -> None:
    answers = {link_id: PlainAnswer(values=(code,)) for link_id, code in codes.items()}
    new = NewAssessment(client=client, instrument=instrument, answers=answers)
    await core.run(owner.as_worker, assessments.begin, new, complete=True)


async def _need(core: Core, owner: Partner, client: ClientId, category: Category, words: str) -> NeedId:
    me = owner.as_worker
    need = await core.run(me, needs.record, client, NeedContent(category=category, words=words, priority=1))
    await core.run(me, needs.judge, need.id, VerificationAction.CONFIRM, expected=None)
    return need.id


async def _goal(core: Core, owner: Partner, client: ClientId, words: str, need: NeedId) -> GoalId:
    target = Target(measure=Concept(text="How often in a week"), value=Value(text="every day"), due=date(2027, 6, 1))
    content = GoalContent(words=words, targets=(target,), needs=(need,))
    return (await core.run(owner.as_worker, goals.propose, client, content, state=GoalState.ACTIVE)).id


async def _plan(
    core: Core, owner: Partner, client: ClientId, found: tuple[NeedId, ...], wanted: tuple[GoalId, ...]
) -> None:
    me, worker = owner.as_worker, owner.workers[0]
    meeting = MeetingTime(starts=START + WEEK, ends=START + WEEK + timedelta(hours=1), time_zone="America/Chicago")
    about = AppointmentContent(title="Talk about the plan", worker=worker)
    talk = (await core.run(me, appointments.make, client, NewAppointment(content=about, time=meeting))).appointment
    content = PlanContent(
        title="Food first, then a room",
        description="What we do together until the summer.",
        worker=worker,
        needs=found,
        strengths=("She cooks well.", "Her sister helps."),
        preferences=("Call in the evening.",),
        review_every=Cadence(every=1, unit=CadenceUnit.MONTHS),
        next_review=date(2030, 1, 1),
    )
    activities = (
        ActivityContent(kind=ActivityKind.BENEFIT_APPLICATION, title="Apply for SNAP", goals=wanted[:1], worker=worker),
        ActivityContent(kind=ActivityKind.EDUCATION, title="What a lease says", goals=wanted[1:], who="Both of us"),
    )
    agreement = Agreement(answer=AgreementAnswer.AGREED, on=START.date(), method=AgreementMethod.VERBAL)
    new = NewPlan(client=client, content=content, goals=wanted, activities=activities, agreement=agreement)
    plan = (await core.run(me, care_plans.create, new)).plan
    linked = Link(appointment=talk.id)
    follows = ActivityContent(kind=ActivityKind.APPOINTMENT, title=about.title, goals=wanted, link=linked)
    await core.run(me, care_plan_activities.add, plan.id, follows)
    await core.run(me, care_plans.act, plan.id, PlanAction.ACTIVATE, expected=None)
    for action in (AppointmentAction.ARRIVE, AppointmentAction.FULFIL):
        await core.run(me, appointments.act, talk.id, action, expected=None)
    again = replace(meeting, starts=meeting.starts + WEEK, ends=meeting.ends + WEEK)
    await core.run(me, appointments.make, client, NewAppointment(content=about, time=again))


@dataclass(frozen=True, slots=True)
class Way:
    """For what a client is referred, and how far that goes."""

    how: str
    category: Category


async def referral(core: Core, owner: Partner, other: Partner, client: ClientId, way: Way) -> None:
    """Refer a client, and go one of the ways that a referral can go."""
    new = NewReferral(
        client=client,
        content=Content(category=way.category, details="Two adults and three children, no car."),
        routing=Routing.DIRECT,
        destinations=(Destination(service=other.service.service),),
    )
    sent: ReferralView = await core.run(owner.as_program, referrals.create, new, send=True)
    await _answer(core, other, sent.handoffs[0].id, way.how)
    if way.how == "completed":
        await core.run(owner.as_program, referrals.complete, sent.id, MET, expected=None)


async def _answer(core: Core, other: Partner, handoff: HandoffId, how: str) -> None:
    me = other.as_program
    meeting = Meeting(starts=START + timedelta(days=2))
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "accepted": lambda: core.run(me, handoffs.accept, handoff, expected=None),
        "scheduled": lambda: core.run(me, handoffs.schedule, handoff, meeting, expected=None),
        "in_progress": lambda: core.run(me, handoffs.start, handoff, expected=None),
        "completed": lambda: core.run(me, handoffs.complete, handoff, MET, expected=None),
    }
    if how == "declined":
        await core.run(me, handoffs.decline, handoff, FULL, expected=None)
    if how not in steps:
        return
    for step, go in steps.items():
        await go()
        if step == how:
            return
