"""Care plan templates over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.actions import actions
from app.api.rest.care_plans import plan_made
from app.api.rest.schemas.care_plan_templates import (
    CarePlanTemplateIn,
    CarePlanTemplateItemOut,
    CarePlanTemplateOut,
    NewCarePlanTemplateIn,
    TemplateUseIn,
    texts_view,
)
from app.api.rest.schemas.care_plans import CarePlanOut
from app.api.rest.schemas.concepts import concept_view
from app.api.rest.schemas.targets import value_view
from app.domain.care_plans.template import CarePlanTemplate, TemplateAction, TemplateScope, TemplateStatus
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.identity import CarePlanTemplateId
from app.ports.care_plan_templates import TemplateFilter
from app.ports.transactions import Answer
from app.use_cases.care import care_plan_drafting, care_plan_templates
from app.use_cases.care.care_plan_templates import ShownTemplate

PATH = "/v1/care-plan-templates"
MOST_VERSIONS = 2**31 - 1
operations = Operations("Care plan templates", PATH)
router = operations.router

StatusQuery = Annotated[TemplateStatus, Query(description="Only of this status.")]
ScopeQuery = Annotated[TemplateScope | None, Query(description="Only your agency's, your network's, or the built-in.")]
Number = Annotated[int, Path(description="Which version.", ge=1, le=MOST_VERSIONS)]


@operations.get("", care_plan_templates.browse, answers=PageOf[CarePlanTemplateItemOut])
async def list_care_plan_templates(
    desk: AtDesk, page: Paged, status: StatusQuery = TemplateStatus.ACTIVE, scope: ScopeQuery = None
) -> Response:
    """List the templates that you may use.

    Your agency's, your network's and the built-in ones, in the order of their titles.
    """
    which = TemplateFilter(status=status, scope=scope)
    return await desk.answer(
        lambda found: page.answer(found, item_view),
        care_plan_templates.browse,
        which,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", care_plan_templates.create, answers=CarePlanTemplateOut, status=201)
async def create_care_plan_template(desk: AtDesk, template: NewCarePlanTemplateIn) -> Response:
    """Keep a template.

    For your agency; the network's own people may keep one for all agencies. Needs, goals and activities name one
    another by their keys.
    """
    return await desk.answer(_made, care_plan_templates.create, template.content(), template.scope)


@operations.get("/{template_id}", care_plan_templates.read, answers=CarePlanTemplateOut)
async def read_care_plan_template(desk: AtDesk, template_id: UUID) -> Response:
    """Read a template that you may use."""
    return await desk.answer(_shown, care_plan_templates.read, CarePlanTemplateId(template_id))


@operations.put("/{template_id}", care_plan_templates.change, answers=CarePlanTemplateOut)
async def change_care_plan_template(
    desk: AtDesk, template_id: UUID, expected: Expected, template: CarePlanTemplateIn
) -> Response:
    """Describe a template anew.

    This makes one more version. Plans that were made of it before stay as they are.
    """
    return await desk.answer(
        _shown, care_plan_templates.change, CarePlanTemplateId(template_id), template.content(), expected=expected
    )


@operations.get("/{template_id}/versions/{number}", care_plan_templates.read_version, answers=CarePlanTemplateOut)
async def read_care_plan_template_version(desk: AtDesk, template_id: UUID, number: Number) -> Response:
    """Read a template as it stood in a version, which plans name."""
    return await desk.answer(_shown, care_plan_templates.read_version, CarePlanTemplateId(template_id), number)


@operations.post("/{template_id}/apply", care_plan_drafting.apply, answers=CarePlanOut, status=201)
async def apply_care_plan_template(desk: AtDesk, template_id: UUID, use: TemplateUseIn) -> Response:
    """Draft a care plan of a template.

    For agencies that serve the client. Goals and activities are made and linked as the template says; needs that the
    client has on record are taken, others are recorded as unconfirmed. The plan remembers the template's version.
    """
    return await desk.answer(
        lambda shown: plan_made(desk, shown), care_plan_drafting.apply, CarePlanTemplateId(template_id), use.wish()
    )


@operations.post("/{template_id}/retire", care_plan_templates.act, answers=CarePlanTemplateOut)
async def retire_care_plan_template(desk: AtDesk, template_id: UUID, expected: Expected) -> Response:
    """Retire a template.

    No new plans are made of it; those that were stay as they are.
    """
    return await desk.answer(
        _shown, care_plan_templates.act, CarePlanTemplateId(template_id), TemplateAction.RETIRE, expected=expected
    )


@operations.post("/{template_id}/reinstate", care_plan_templates.act, answers=CarePlanTemplateOut)
async def reinstate_care_plan_template(desk: AtDesk, template_id: UUID, expected: Expected) -> Response:
    """Take a retired template back into use."""
    return await desk.answer(
        _shown, care_plan_templates.act, CarePlanTemplateId(template_id), TemplateAction.REINSTATE, expected=expected
    )


def item_view(template: CarePlanTemplate) -> dict[str, Any]:
    """Put a template into the words of `CarePlanTemplateItemOut`."""
    content = template.content
    return {
        "id": template.id,
        "version": template.version,
        "scope": template.scope,
        "agency_id": template.agency,
        "status": template.status,
        "name": content.title.said(content.language),
        "languages": content.languages,
        "updated_at": template.updated_at,
    }


def template_view(shown: ShownTemplate) -> dict[str, Any]:
    """Put a template into the words of `CarePlanTemplateOut`."""
    template = shown.template
    return {
        **item_view(template),
        **_content_view(template.content),
        "created_at": template.created_at,
        "available_actions": actions(PATH, template.id, template.offers(may_write=shown.may_write)),
    }


def _content_view(content: TemplateContent) -> dict[str, Any]:
    crisis, cadence = content.crisis_plan, content.review_every
    return {
        "language": content.language,
        "title": texts_view(content.title),
        "description": texts_view(content.description),
        "categories": [concept_view(category) for category in content.categories],
        "needs": [_need_view(need) for need in content.needs],
        "goals": [_goal_view(goal) for goal in content.goals],
        "activities": [_activity_view(activity) for activity in content.activities],
        "crisis_plan": {name: [texts_view(line) for line in lines] for name, lines in crisis.lists()}
        if crisis
        else None,
        "review_every": {"every": cadence.every, "unit": cadence.unit} if cadence else None,
        "lasts_days": content.lasts_days,
    }


def _need_view(need: TemplateNeed) -> dict[str, Any]:
    return {
        "key": need.key,
        "category": need.category,
        "concept": concept_view(need.concept),
        "words": texts_view(need.words),
        "labels": sorted(need.labels),
    }


def _goal_view(goal: TemplateGoal) -> dict[str, Any]:
    return {
        "key": goal.key,
        "words": texts_view(goal.words),
        "concept": concept_view(goal.concept),
        "category": goal.category,
        "priority": goal.priority,
        "needs": goal.needs,
        "targets": [_target_view(target) for target in goal.targets],
    }


def _target_view(target: TemplateTarget) -> dict[str, Any]:
    return {"measure": texts_view(target.measure), "value": value_view(target.value), "due_days": target.due_days}


def _activity_view(activity: TemplateActivity) -> dict[str, Any]:
    return {
        "key": activity.key,
        "kind": activity.kind,
        "title": texts_view(activity.title),
        "details": texts_view(activity.details),
        "concept": concept_view(activity.concept),
        "goals": activity.goals,
        "due_days": activity.due_days,
    }


def _shown(shown: ShownTemplate) -> Answer:
    return answer(template_view(shown), version=shown.template.version)


def _made(shown: ShownTemplate) -> Answer:
    return created(template_view(shown), version=shown.template.version, location=f"{PATH}/{shown.template.id}")
