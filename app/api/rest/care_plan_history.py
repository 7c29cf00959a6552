"""Versions and reviews of care plans over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.care_plans import PATH
from app.api.rest.schemas.plan_history import (
    PlanComparisonOut,
    PlanReviewIn,
    PlanReviewItemOut,
    PlanReviewOut,
    PlanVersionItemOut,
    PlanVersionOut,
)
from app.domain.care_plans.review import Review
from app.domain.identity import CarePlanId, ReviewId
from app.ports.transactions import Rendered
from app.use_cases.care import care_plan_history as history
from app.use_cases.care.care_plan_history import Comparison, ShownVersion

LAST_NUMBER = 2**31 - 1
operations = Operations("Care plans", f"{PATH}/{{plan_id}}")
router = operations.router

Number = Annotated[int, Path(description="The number of a version.", ge=1, le=LAST_NUMBER)]
OtherQuery = Annotated[
    int | None, Query(description="The other version; without it, the one before.", ge=1, le=LAST_NUMBER)
]


@operations.get("/versions", history.versions, answers=PageOf[PlanVersionItemOut])
async def list_care_plan_versions(desk: AtDesk, page: Paged, plan_id: UUID) -> Response:
    """List the versions of a plan, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, lambda item: item),
        history.versions,
        CarePlanId(plan_id),
        after=page.after,
        limit=page.limit,
    )


@operations.get("/versions/{number}", history.version, answers=PlanVersionOut)
async def read_care_plan_version(desk: AtDesk, plan_id: UUID, number: Number) -> Response:
    """Read a plan as it stood after one of its changes, with its goals and activities as they stood then."""
    return await desk.answer(_version_shown, history.version, CarePlanId(plan_id), number)


@operations.get("/versions/{number}/diff", history.compare, answers=PlanComparisonOut)
async def compare_care_plan_versions(desk: AtDesk, plan_id: UUID, number: Number, to: OtherQuery = None) -> Response:
    """Compare two versions of a plan, thing by thing and field by field.

    Without `to`, a version is compared with the one before it. The older one is always `before`.
    """
    return await desk.answer(_comparison_shown, history.compare, CarePlanId(plan_id), number, to)


@operations.get("/reviews", history.reviews, answers=PageOf[PlanReviewItemOut])
async def list_care_plan_reviews(desk: AtDesk, page: Paged, plan_id: UUID) -> Response:
    """List the reviews of a plan, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, review_view),
        history.reviews,
        CarePlanId(plan_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/reviews", history.review, answers=PlanReviewOut, status=201)
async def create_care_plan_review(desk: AtDesk, plan_id: UUID, review: PlanReviewIn) -> Response:
    """Put on record that a plan was looked at together.

    The task to do so is done with it, and the next review is set: as said, or by the plan's cadence while it goes on.
    What was decided is done by the plan's own actions.
    """
    return await desk.answer(_review_made, history.review, CarePlanId(plan_id), review.content())


@operations.get("/reviews/{review_id}", history.read_review, answers=PlanReviewOut)
async def read_care_plan_review(desk: AtDesk, plan_id: UUID, review_id: UUID) -> Response:
    """Read a review of a plan."""
    return await desk.answer(_review_shown, history.read_review, CarePlanId(plan_id), ReviewId(review_id))


def review_view(review: Review) -> dict[str, Any]:
    """Put a review into the words of `PlanReviewItemOut`."""
    content = review.content
    return {
        "id": review.id,
        "outcome": content.outcome,
        "on": content.on,
        "notes": content.notes,
        "participants": content.participants,
        "next_due": content.next_due,
        "plan_version": review.plan_version,
        "recorded_by": review.by,
        "agency_id": review.agency,
        "recorded_at": review.at,
    }


def _review_shown(review: Review) -> Rendered:
    return disclosed(review_view(review), version=1)


def _review_made(reviewed: history.Reviewed) -> Rendered:
    review = reviewed.review
    return disclosed_new(review_view(review), version=1, location=f"{PATH}/{reviewed.plan}/reviews/{review.id}")


def _version_shown(shown: ShownVersion) -> Rendered:
    version = shown.version
    body = {
        "number": version.number,
        "what": version.what,
        "at": version.at,
        "by": version.by,
        "agency_id": version.author_agency,
        "plan": version.picture,
        "withheld": shown.withheld,
    }
    return disclosed(body, version=version.number)


def _comparison_shown(comparison: Comparison) -> Rendered:
    body = {
        "before": comparison.before,
        "after": comparison.after,
        "differences": comparison.found,
        "withheld": comparison.withheld,
    }
    return disclosed(body)
