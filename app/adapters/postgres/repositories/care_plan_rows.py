"""Care plans, their activities, versions and reviews to rows and back, side by side."""

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.concepts import concept_json, concept_of
from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import Agreement
from app.domain.care_plans.care_plan import CarePlan, LastReview
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import Review, ReviewContent
from app.domain.care_plans.snapshot import PlanPicture, PlanVersion
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import (
    ActivityId,
    AgencyId,
    AppointmentId,
    CarePlanId,
    CarePlanTemplateId,
    ClientId,
    GoalId,
    NetworkId,
    ReferralId,
    ReviewId,
    TaskId,
    WorkerId,
)


def plan_values(plan: CarePlan) -> dict[str, Any]:
    """Write a plan as a row, without its goals and activities."""
    content = plan.content
    return {
        "network_id": plan.network,
        "id": plan.id,
        "client_id": plan.client,
        "agency_id": plan.agency,
        "kinds": kind_bits(plan.kinds),
        "sensitivity": label_bits(plan.sensitivities),
        "worker_id": content.worker,
        "title": content.title,
        "status": plan.status,
        "status_reason": plan.status_reason,
        "starts": content.starts,
        "ends": content.ends,
        "next_review": content.next_review,
        "review_told": plan.review_told,
        "review_clock": plan.review_clock,
        "need_ids": list(content.needs),
        "content": msgspec.to_builtins(content),
        "agreement": msgspec.to_builtins(plan.agreement),
        "last_review": msgspec.to_builtins(plan.last_review),
        "template_id": plan.template,
        "template_version": plan.template_version,
        "created_by": plan.created_by,
        "version": plan.version,
        "created_at": plan.created_at,
        "updated_at": plan.updated_at,
    }


def plan_of(row: asyncpg.Record) -> CarePlan:
    """Read a plan back, without its goals and activities."""
    return CarePlan(
        id=CarePlanId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        content=msgspec.convert(row["content"], PlanContent),
        created_by=row["created_by"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=PlanStatus(row["status"]),
        status_reason=row["status_reason"],
        agreement=msgspec.convert(row["agreement"], Agreement | None),
        last_review=msgspec.convert(row["last_review"], LastReview | None),
        review_told=row["review_told"],
        template=None if row["template_id"] is None else CarePlanTemplateId(row["template_id"]),
        template_version=row["template_version"],
        sensitivities=labels_in(row["sensitivity"]),
        version=row["version"],
    )


def activity_values(plan: CarePlan, position: int, activity: Activity) -> dict[str, Any]:
    """Write an activity of a plan as a row."""
    content = activity.content
    return {
        "network_id": plan.network,
        "id": activity.id,
        "plan_id": plan.id,
        "position": position,
        "kind": content.kind,
        "title": content.title,
        "status": activity.status,
        "status_reason": activity.status_reason,
        "concept": concept_json(content.concept),
        "details": content.details,
        "goal_ids": list(content.goals),
        "referral_id": content.link.referral,
        "task_id": content.link.task,
        "appointment_id": content.link.appointment,
        "worker_id": content.worker,
        "who": content.who,
        "starts": content.starts,
        "due": content.due,
        "when": content.when,
        "place": content.place,
        "version": activity.version,
        "created_at": activity.created_at,
        "updated_at": activity.updated_at,
    }


def activity_of(row: asyncpg.Record) -> Activity:
    """Read an activity back."""
    return Activity(
        id=ActivityId(row["id"]),
        content=ActivityContent(
            kind=ActivityKind(row["kind"]),
            title=row["title"],
            concept=concept_of(row["concept"]),
            details=row["details"],
            goals=tuple(GoalId(goal) for goal in row["goal_ids"]),
            link=_link_of(row),
            worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
            who=row["who"],
            starts=row["starts"],
            due=row["due"],
            when=row["when"],
            place=row["place"],
        ),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=ActivityStatus(row["status"]),
        status_reason=row["status_reason"],
        version=row["version"],
    )


def _link_of(row: asyncpg.Record) -> Link:
    return Link(
        referral=None if row["referral_id"] is None else ReferralId(row["referral_id"]),
        task=None if row["task_id"] is None else TaskId(row["task_id"]),
        appointment=None if row["appointment_id"] is None else AppointmentId(row["appointment_id"]),
    )


def version_values(version: PlanVersion) -> dict[str, Any]:
    """Write a version as a row."""
    return {
        "network_id": version.network,
        "plan_id": version.plan,
        "number": version.number,
        "client_id": version.client,
        "agency_id": version.agency,
        "kinds": kind_bits(version.kinds),
        "sensitivity": label_bits(version.sensitivities),
        "at": version.at,
        "by": version.by,
        "author_agency_id": version.author_agency,
        "what": version.what,
        "picture": msgspec.to_builtins(version.picture),
    }


def version_of(row: asyncpg.Record) -> PlanVersion:
    """Read a version back."""
    return PlanVersion(
        network=NetworkId(row["network_id"]),
        plan=CarePlanId(row["plan_id"]),
        number=row["number"],
        at=row["at"],
        by=row["by"],
        agency=AgencyId(row["agency_id"]),
        author_agency=AgencyId(row["author_agency_id"]),
        what=row["what"],
        client=ClientId(row["client_id"]),
        sensitivities=labels_in(row["sensitivity"]),
        picture=msgspec.convert(row["picture"], PlanPicture),
    )


def review_values(network: NetworkId, plan: CarePlanId, review: Review) -> dict[str, Any]:
    """Write a review as a row."""
    return {
        "network_id": network,
        "id": review.id,
        "plan_id": plan,
        "at": review.at,
        "by": review.by,
        "agency_id": review.agency,
        "outcome": review.content.outcome,
        "content": msgspec.to_builtins(review.content),
        "plan_version": review.plan_version,
    }


def review_of(row: asyncpg.Record) -> Review:
    """Read a review back."""
    return Review(
        id=ReviewId(row["id"]),
        content=msgspec.convert(row["content"], ReviewContent),
        at=row["at"],
        by=row["by"],
        agency=AgencyId(row["agency_id"]),
        plan_version=row["plan_version"],
    )


def with_parts(
    plans: Sequence[CarePlan], goals: Sequence[asyncpg.Record], activities: Sequence[asyncpg.Record]
) -> tuple[CarePlan, ...]:
    """Give each plan its goals and activities, which come in the order of their positions."""
    for plan in plans:
        plan.goals = tuple(GoalId(row["goal_id"]) for row in goals if row["plan_id"] == plan.id)
        plan.activities = tuple(activity_of(row) for row in activities if row["plan_id"] == plan.id)
    return tuple(plans)
