"""What became of a plan: its versions, what differs between two of them, and the reviews that were held."""

from dataclasses import dataclass, replace

from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.diff import Difference, differences
from app.domain.care_plans.review import Review, ReviewContent
from app.domain.care_plans.snapshot import PlanVersion
from app.domain.errors import NotFound
from app.domain.identity import CarePlanId, ReviewId
from app.domain.networks.roles import CARE_ROLES
from app.domain.work.task import TaskAction
from app.ports.access import Access
from app.ports.care_plans import VersionItem
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.care import care_plans, plan_disclosure, served_records, tasks
from app.use_cases.core import Context, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs from one version of a plan to another; `withheld` names members of which something is left out."""

    before: int
    after: int
    found: tuple[Difference, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version of a plan as the actor may read it; `withheld` names the members of which something is left out."""

    version: PlanVersion
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review that was just put on record, and of which plan."""

    plan: CarePlanId
    review: Review


@use_case(action="care-plan.list-versions", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def versions(context: Context, plan_id: CarePlanId, *, after: Cursor | None, limit: int) -> Page[VersionItem]:
    """List the versions of a plan that the actor may read, the newest first."""
    await _seen(context, plan_id)
    access = Access.of(context.actor, context.now)
    return await context.tx.care_plan_versions.page(access, plan_id, after=after, limit=limit)


@use_case(action="care-plan.read-version", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def version(context: Context, plan_id: CarePlanId, number: int) -> ShownVersion:
    """Show a plan as it stood after one of its changes."""
    return await _version(context, await _seen(context, plan_id), number)


@use_case(action="care-plan.compare-versions", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def compare(context: Context, plan_id: CarePlanId, number: int, other: int | None) -> Comparison:
    """Tell what differs between two versions; without `other`, what the change that made this one did.

    The older one is always the one before. The first version has nothing before it, and differs in nothing.
    """
    plan = await _seen(context, plan_id)
    first, last = sorted((number, max(1, number - 1) if other is None else other))
    before, after = [await _version(context, plan, each) for each in (first, last)]
    found = differences(before.version.picture, after.version.picture)
    left = tuple(sorted({*before.withheld, *after.withheld}))
    return Comparison(before=first, after=last, found=found, withheld=left)


@use_case(action="care-plan.list-reviews", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def reviews(context: Context, plan_id: CarePlanId, *, after: Cursor | None, limit: int) -> Page[Review]:
    """List the reviews of a plan, the newest first."""
    await _seen(context, plan_id)
    access = Access.of(context.actor, context.now)
    return await context.tx.care_plan_reviews.page(access, plan_id, after=after, limit=limit)


@use_case(action="care-plan.read-review", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def read_review(context: Context, plan_id: CarePlanId, review_id: ReviewId) -> Review:
    """Show a review of a plan."""
    await _seen(context, plan_id)
    found = await context.tx.care_plan_reviews.get(Access.of(context.actor, context.now), plan_id, review_id)
    if found is None:
        raise NotFound("review")
    version = await context.tx.care_plan_versions.get(plan_id, found.plan_version)
    context.tells(*((version,) if version is not None else ()))
    return found


@use_case(action="care-plan.review", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def review(context: Context, plan_id: CarePlanId, content: ReviewContent) -> Reviewed:
    """Put on record that a plan was looked at together: the task for it is done, and the next day is set."""
    plan = await care_plans.held(context, plan_id, None)
    plan.review(content, care_plans.today(context), context.now)
    await care_plans.saved(context, plan, "reviewed")
    held = Review(
        id=ReviewId(context.new_id()),
        content=replace(content, next_due=plan.content.next_review),
        at=context.now,
        by=context.actor.id,
        agency=context.actor.agency,
        plan_version=plan.version,
    )
    await context.tx.care_plan_reviews.add(plan.id, held)
    for task in await context.tx.tasks.pending_reviews(plan.id):
        await tasks.move(context, task, TaskAction.COMPLETE)
    return Reviewed(plan=plan.id, review=held)


async def _seen(context: Context, plan_id: CarePlanId) -> CarePlan:
    return (await served_records.shown(context, "care-plan", await context.tx.care_plans.get(plan_id))).record


async def _version(context: Context, plan: CarePlan, number: int) -> ShownVersion:
    """Show a version without what its reader may not read now, whatever the plan bore then."""
    found = await context.tx.care_plan_versions.get(plan.id, number)
    await records.check_seen(context, "care-plan-version", found)
    if found is None:
        raise NotFound("care-plan-version")
    told = await plan_disclosure.disclosed(context, plan, found.picture)
    return ShownVersion(version=replace(found, picture=told.picture), withheld=told.withheld)
