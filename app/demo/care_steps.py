"""The steps that carry a story of care on: planning, helping, sharing, looking back, each by the use case for it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.demo.care import Care
from app.domain.care_plans.activity import ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ActivityAction
from app.domain.care_plans.agreement import Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.crisis import CrisisPlan
from app.domain.care_plans.goal_moves import Achievement, GoalAction
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanAction
from app.domain.care_plans.progress import Progress
from app.domain.care_plans.review import Cadence, CadenceUnit, ReviewContent, ReviewOutcome
from app.domain.codes import Category
from app.domain.consents.consent import ConsentType, Signature, Signer, SigningMethod, Terms
from app.domain.consents.scope import Direction, Purpose, Section
from app.domain.identity import CarePlanTemplateId
from app.domain.networks.roles import Role
from app.domain.referrals.content import Content, Destination, NewReferral
from app.domain.referrals.outcomes import Enrollment, Outcome, Result
from app.use_cases.care import care_plan_activities, care_plan_drafting, care_plan_history, care_plans, goals
from app.use_cases.care.care_plan_drafting import Wish
from app.use_cases.care.care_plans import NewPlan
from app.use_cases.consents import consents
from app.use_cases.referrals import handoffs, referrals

MONTHLY = Cadence(every=1, unit=CadenceUnit.MONTHS)
MET = Outcome(result=Result.NEED_MET, enrollment=Enrollment.ENROLLED, note="Comes every week, and it goes well.")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan is drafted of a template, or of some of its goals; they take the place of those before."""

    ago: float
    template: CarePlanTemplateId
    goals: tuple[str, ...] = ()

    async def happen(self, care: Care) -> None:
        """Draft it."""
        wish = Wish(client=care.client.id, worker=care.worker, goals=self.goals)
        shown = await care.at(self.ago).run(care.call, care_plan_drafting.apply, self.template, wish)
        care.plan, care.goals = shown.plan.id, list(shown.plan.goals)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan is written for the goals that there are; `steps` says what is done for all of them."""

    ago: float
    title: str
    steps: tuple[tuple[ActivityKind, str], ...]
    strengths: tuple[str, ...] = ()
    review_every: Cadence = field(default=MONTHLY)

    async def happen(self, care: Care) -> None:
        """Write it."""
        content = PlanContent(
            title=self.title,
            starts=care.day(self.ago),
            worker=care.worker,
            needs=tuple(care.needs),
            strengths=self.strengths,
            review_every=self.review_every,
        )
        steps = tuple(ActivityContent(kind=kind, title=title, goals=tuple(care.goals)) for kind, title in self.steps)
        new = NewPlan(client=care.client.id, content=content, goals=tuple(care.goals), activities=steps)
        care.plan = (await care.at(self.ago).run(care.call, care_plans.create, new)).plan.id


@dataclass(frozen=True, slots=True)
class Written:
    """The crisis plan is written with the client, in place of the template's first lines."""

    ago: float
    crisis_plan: CrisisPlan

    async def happen(self, care: Care) -> None:
        """Write it."""
        plan = await care.planned(self.ago)
        content = replace(plan.content, crisis_plan=self.crisis_plan)
        await care.at(self.ago).run(care.call, care_plans.change, plan.id, content, expected=None)


@dataclass(frozen=True, slots=True)
class Begun:
    """The client agrees, and the plan with its goals becomes active."""

    ago: float
    method: AgreementMethod = AgreementMethod.SIGNED

    async def happen(self, care: Care) -> None:
        """Begin it."""
        core, plan = care.at(self.ago), await care.planned(self.ago)
        agreed = Agreement(answer=AgreementAnswer.AGREED, on=care.day(self.ago), method=self.method)
        await core.run(care.call, care_plans.agree, plan.id, agreed, expected=None)
        await core.run(care.call, care_plans.act, plan.id, PlanAction.ACTIVATE, expected=None)
        for goal in care.goals:
            await core.run(care.call, goals.act, goal, GoalAction.ACTIVATE, expected=None)


@dataclass(frozen=True, slots=True)
class Moved:
    """The plan is held, completed or revoked."""

    ago: float
    action: PlanAction
    reason: str | None = None

    async def happen(self, care: Care) -> None:
        """Move it."""
        plan = await care.planned(self.ago)
        await care.at(self.ago).run(care.call, care_plans.act, plan.id, self.action, self.reason, expected=None)


@dataclass(frozen=True, slots=True)
class Worked:
    """A step of the plan is begun, done or given up by hand."""

    ago: float
    step: int
    action: ActivityAction

    async def happen(self, care: Care) -> None:
        """Move it."""
        plan, activity = await care.planned(self.ago), await care.activity(self.ago, self.step)
        core = care.at(self.ago)
        await core.run(care.call, care_plan_activities.act, plan.id, activity.id, self.action, expected=None)


@dataclass(frozen=True, slots=True)
class Referred:
    """A step of the plan becomes a referral, sent to a service of another agency."""

    ago: float
    step: int
    category: Category
    to: tuple[str, str]

    async def happen(self, care: Care) -> None:
        """Send it, and link it."""
        core, service = care.at(self.ago), care.demo.services[self.to]
        plan, activity = await care.planned(self.ago), await care.activity(self.ago, self.step)
        new = NewReferral(
            client=care.client.id,
            content=Content(category=self.category, details=activity.content.title, worker=care.worker),
            destinations=(Destination(agency=service.agency, service=service.id),),
        )
        view = await core.run(care.call, referrals.create, new)
        care.referral = await core.run(care.call, referrals.send, view.id, expected=None)
        linked = replace(activity.content, link=Link(referral=view.id))
        await core.run(care.call, care_plan_activities.change, plan.id, activity.id, linked, expected=None)


@dataclass(frozen=True, slots=True)
class Helped:
    """The provider accepts, begins a day later and, unless it goes on, completes with the need met; the loop closes."""

    ago: float
    provider: str
    until: float | None = None

    async def happen(self, care: Care) -> None:
        """Let both sides do their part."""
        if care.referral is None:
            raise LookupError("Nothing was referred yet.")
        handoff, call = care.referral.handoffs[0].id, care.demo.by(self.provider, Role.INTAKE)
        await care.at(self.ago).run(call, handoffs.accept, handoff, expected=None)
        await care.at(self.ago - 1).run(call, handoffs.start, handoff, expected=None)
        if self.until is not None:
            await care.at(self.until).run(call, handoffs.complete, handoff, MET, expected=None)
            await care.at(self.until).run(care.call, referrals.complete, care.referral.id, MET, expected=None)


@dataclass(frozen=True, slots=True)
class Shared:
    """The client lets an agency of the care team read needs, goals and plans."""

    ago: float
    agency: str

    async def happen(self, care: Care) -> None:
        """Sign for it."""
        core, name = care.at(self.ago), care.client.profile.name.full
        signed = Signature(name=name, signer=Signer.CLIENT, method=SigningMethod.ELECTRONIC, signed_at=core.clock.now())
        terms = Terms(
            type=ConsentType.GENERAL,
            recipients=(care.demo.agencies[self.agency].id,),
            purposes=(Purpose.CARE_COORDINATION,),
            categories=(Section.CONDITIONS, Section.CARE_PLANS),
            direction=Direction.BOTH,
            signature=signed,
            language="en",
        )
        await core.run(care.call, consents.grant, care.client.id, terms)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody writes down how a goal goes; `reached` closes it."""

    ago: float
    goal: int
    achievement: Achievement
    note: str
    reached: bool = False

    async def happen(self, care: Care) -> None:
        """Write it down."""
        core, goal = care.at(self.ago), care.goals[self.goal]
        entry = Progress(at=core.clock.now() - timedelta(minutes=5), note=self.note, achievement=self.achievement)
        await core.run(care.call, goals.add_progress, goal, entry, expected=None)
        if self.reached:
            act = GoalAction.COMPLETE
            await core.run(care.call, goals.act, goal, act, achievement=self.achievement, expected=None)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The plan is looked at together."""

    ago: float
    outcome: ReviewOutcome
    notes: str
    participants: tuple[str, ...] = ()

    async def happen(self, care: Care) -> None:
        """Record it; the next one is due as the plan's cadence says."""
        plan = await care.planned(self.ago)
        who = (care.client.profile.name.full, *self.participants)
        held = ReviewContent(outcome=self.outcome, on=care.day(self.ago), notes=self.notes, participants=who)
        await care.at(self.ago).run(care.call, care_plan_history.review, plan.id, held)
