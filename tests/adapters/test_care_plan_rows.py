"""Care plans come back from rows as they went in, with every field told, and are found by what they name."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from app.adapters.postgres.repositories.care_plan_rows import (
    activity_values,
    plan_values,
    review_values,
    version_values,
)
from app.adapters.postgres.tables.care_plans import (
    CarePlanActivityRow,
    CarePlanReviewRow,
    CarePlanRow,
    CarePlanVersionRow,
)
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.care_plan import CarePlan, LastReview
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import Cadence, CadenceUnit, Review, ReviewContent, ReviewOutcome
from app.domain.care_plans.snapshot import PlanVersion, picture
from app.domain.codes import Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.identity import (
    ActivityId,
    CarePlanId,
    CarePlanTemplateId,
    CareTeamId,
    GoalId,
    Identifier,
    NeedId,
    ReviewId,
    WorkerId,
)
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.ports.access import Access
from app.use_cases.care import goals
from app.use_cases.networks import workers
from app.use_cases.referrals import referrals
from tests.support.builders_goals import some_goal
from tests.support.scenes_referrals import Scene

NOON = datetime(2027, 3, 1, 10, 30, 15, 123456, tzinfo=UTC)
CONCEPT = Concept(
    codings=(Coding(system="http://snomed.info/sct", code="734163000", display="Care plan"),), text="Plan"
)
SYSTEM = "https://ehr.example/care-plans"


def a_whole_content(worker: WorkerId) -> PlanContent:
    return PlanContent(
        title="Food «primero»",
        description="All of it.",
        categories=(CONCEPT,),
        starts=date(2027, 1, 1),
        ends=date(2027, 12, 31),
        language="es",
        worker=worker,
        needs=(NeedId(uuid4()),),
        teams=(CareTeamId(uuid4()),),
        strengths=("Cooks well",),
        preferences=("By phone",),
        cultural_considerations=("Halal",),
        crisis_plan=CrisisPlan(
            warning_signs=("Silence",),
            coping=("A walk",),
            contacts=(CrisisContact(name="Ana", relationship="sister", phone="988", note="Before ten"),),
            safe_places=("The library",),
            safety_steps=("Ana keeps the pills",),
        ),
        review_every=Cadence(every=3, unit=CadenceUnit.MONTHS),
        next_review=date(2027, 4, 1),
        notes="Spoken in Spanish.",
        identifiers=(Identifier(system=SYSTEM, value="P-1"),),
    )


def an_activity(goal: GoalId, worker: WorkerId, **link: Any) -> Activity:
    return Activity(
        id=ActivityId(uuid4()),
        content=ActivityContent(
            kind=ActivityKind.REFERRAL,
            title="Food box",
            concept=CONCEPT,
            details="Weekly.",
            goals=(goal,),
            link=Link(**link),
            worker=worker,
            who="Ana's sister",
            starts=date(2027, 1, 4),
            due=date(2027, 2, 1),
            when="every Monday",
            place="At home",
        ),
        created_at=NOON,
        updated_at=NOON + timedelta(hours=1),
        status=ActivityStatus.ON_HOLD,
        status_reason="She travels.",
        version=3,
    )


async def a_whole_plan(scene: Scene) -> tuple[CarePlan, Goal]:
    admin = scene.world.by(Role.AGENCY_ADMIN, agency=scene.sender.id)
    profile = WorkerProfile(given="Ida", family="Ruiz", roles=frozenset({Role.CASE_MANAGER}))
    worker = (await scene.core.run(admin, workers.employ, scene.sender.id, profile)).id
    goal = await scene.core.run(scene.at_sender(), goals.propose, scene.client, some_goal())
    sent = await scene.sent()
    plan = CarePlan(
        id=CarePlanId(uuid4()),
        network=scene.world.network.id,
        client=scene.client,
        agency=scene.sender.id,
        content=a_whole_content(worker),
        created_by=uuid4(),
        created_at=NOON,
        updated_at=NOON + timedelta(hours=1),
        status=PlanStatus.ON_HOLD,
        status_reason="She travels.",
        goals=(goal.id,),
        activities=(
            an_activity(goal.id, worker, referral=sent.id),
            an_activity(goal.id, worker),
        ),
        agreement=Agreement(
            answer=AgreementAnswer.AGREED,
            on=date(2027, 1, 1),
            method=AgreementMethod.REPRESENTATIVE,
            name="Rosa",
            reason="Her guardian",
        ),
        last_review=LastReview(on=date(2027, 2, 1), outcome="continue"),
        review_told=date(2027, 2, 2),
        template=CarePlanTemplateId(uuid4()),
        template_version=2,
        sensitivities=frozenset({Sensitivity.MH, Sensitivity.SDV}),
    )
    return plan, goal


async def test_a_plan_comes_back_as_it_went_in(scene: Scene, transactions: PostgresTransactions) -> None:
    kept, goal = await a_whole_plan(scene)
    link = kept.activities[0].content.link
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_plans.add(kept)
    async with transactions.begin(scene.world.network.id) as tx:
        assert await tx.care_plans.get(kept.id) == kept
        assert await tx.care_plans.lock(kept.id) == kept
        assert await tx.care_plans.lock_known(SYSTEM, ["P-1", "P-2"]) == {"P-1": kept}
        assert await tx.care_plans.lock_with_goal(goal.id) == (kept,)
        assert await tx.care_plans.lock_with_need(kept.content.needs[0], kept.client) == (kept,)
        assert await tx.care_plans.lock_linked(link) == (kept,)
        assert await tx.care_plans.lock_with_goal(GoalId(uuid4())) == ()


async def test_a_changed_plan_loses_what_was_taken_out(scene: Scene, transactions: PostgresTransactions) -> None:
    kept, goal = await a_whole_plan(scene)
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_plans.add(kept)
    kept.goals, kept.activities, kept.status = (), kept.activities[1:], PlanStatus.REVOKED
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_plans.save(kept)
    async with transactions.begin(scene.world.network.id) as tx:
        assert await tx.care_plans.get(kept.id) == kept
        assert await tx.care_plans.lock_with_goal(goal.id) == ()
    assert kept.version == 2


async def test_versions_and_reviews_come_back_as_they_went_in(scene: Scene, transactions: PostgresTransactions) -> None:
    plan, goal = await a_whole_plan(scene)
    version = a_version(plan, goal)
    review = a_review(scene)
    access = Access(agency=scene.sender.id, network_wide=False, at=NOON)
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_plans.add(plan)
        await tx.care_plan_versions.add(version)
        await tx.care_plan_reviews.add(plan.id, review)
        assert await tx.care_plan_versions.get(plan.id, 7) == version
        assert await tx.care_plan_reviews.get(access, plan.id, review.id) == review
        assert (await tx.care_plan_reviews.page(access, plan.id, after=None, limit=5)).items == (review,)
        listed = await tx.care_plan_versions.page(access, plan.id, after=None, limit=5)
        assert [(each.number, each.what) for each in listed.items] == [(7, "goal_added")]
        assert (await tx.care_plan_versions.page(access, plan.id, after=(7,), limit=5)).items == ()


def a_version(plan: CarePlan, goal: Goal) -> PlanVersion:
    return PlanVersion(
        network=plan.network,
        plan=plan.id,
        number=7,
        at=NOON,
        by=uuid4(),
        agency=plan.agency,
        author_agency=plan.agency,
        what="goal_added",
        client=plan.client,
        sensitivities=frozenset({Sensitivity.MH}),
        picture=picture(plan, [goal], []),
    )


def a_review(scene: Scene) -> Review:
    content = ReviewContent(
        outcome=ReviewOutcome.REVISE,
        on=date(2027, 2, 1),
        notes="Goes well.",
        participants=("Ana",),
        next_due=date(2027, 5, 1),
    )
    return Review(id=ReviewId(uuid4()), content=content, at=NOON, by=uuid4(), agency=scene.sender.id, plan_version=7)


async def test_every_column_is_written(scene: Scene) -> None:
    plan, goal = await a_whole_plan(scene)
    written = {
        CarePlanRow: plan_values(plan),
        CarePlanActivityRow: activity_values(plan, 0, plan.activities[0]),
        CarePlanVersionRow: version_values(a_version(plan, goal)),
        CarePlanReviewRow: review_values(plan.network, plan.id, a_review(scene)),
    }
    for row, values in written.items():
        assert {column.name for column in table_of(row).c} == set(values)


async def test_every_field_is_told_by_the_builder(scene: Scene) -> None:
    """A field that the builder forgets would come back by its default, and prove nothing."""
    plan, _ = await a_whole_plan(scene)
    wholes = (
        plan,
        plan.content,
        plan.agreement,
        plan.content.crisis_plan,
        plan.activities[0],
        plan.activities[0].content,
    )
    for whole in wholes:
        assert {field.name for field in fields(whole) if not getattr(whole, field.name)} == set()  # type: ignore[arg-type]


async def test_a_linked_thing_is_marked_without_counting_up(scene: Scene, transactions: PostgresTransactions) -> None:
    sent = await scene.sent()
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.referrals.put_in_plan(sent.id)
        marked = await tx.referrals.get(sent.id)
    assert marked is not None
    assert (True, sent.version) == (marked.in_plan, marked.version)
    assert (await scene.core.run(scene.at_sender(), referrals.read, sent.id)).version == sent.version
