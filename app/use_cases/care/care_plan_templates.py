"""What agencies do with care plan templates."""

from dataclasses import dataclass, replace

from app.domain.care_plans.built_in.catalogue import built_in
from app.domain.care_plans.template import CarePlanTemplate, TemplateAction, TemplateScope
from app.domain.care_plans.template_content import TemplateContent
from app.domain.errors import Fault, Forbidden, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import CarePlanTemplateId
from app.domain.networks.roles import ANYONE, NETWORK_ROLES, Role
from app.ports.access import Access
from app.ports.care_plan_templates import TemplateFilter
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere

WRITERS = NETWORK_ROLES | {Role.AGENCY_ADMIN, Role.SUPERVISOR}
PAST = {TemplateAction.RETIRE: "retired", TemplateAction.REINSTATE: "reinstated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTemplate:
    """A template, and whether the actor may change it."""

    template: CarePlanTemplate
    may_write: bool


@use_case(action="care-plan-template.list", resource="CarePlan", permission="s", roles=ANYONE)
async def browse(
    context: Context, which: TemplateFilter, *, after: Cursor | None, limit: int
) -> Page[CarePlanTemplate]:
    """List the templates that the actor may use, in the order of their titles."""
    access = Access.of(context.actor, context.now)
    return await context.tx.care_plan_template_list.page(access, which, after=after, limit=limit)


@use_case(action="care-plan-template.read", resource="CarePlan", permission="r", roles=ANYONE)
async def read(context: Context, template_id: CarePlanTemplateId) -> ShownTemplate:
    """Show a template that the actor may use."""
    return _shown(context, await usable(context, template_id))


@use_case(action="care-plan-template.version-read", resource="CarePlan", permission="r", roles=ANYONE)
async def read_version(context: Context, template_id: CarePlanTemplateId, number: int) -> ShownTemplate:
    """Show a template as it stood, so that a plan can be compared with what it was made of."""
    template = await usable(context, template_id)
    if number == template.version:
        return _shown(context, template)
    version = await context.tx.care_plan_templates.version(template_id, number)
    if version is None:
        raise NotFound("care-plan-template-version")
    then = replace(template, content=version.content, version=version.number, updated_at=version.at)
    return _shown(context, then)


@use_case(action="care-plan-template.create", resource="CarePlan", permission="c", roles=WRITERS)
async def create(context: Context, content: TemplateContent, scope: TemplateScope) -> ShownTemplate:
    """Keep a template for the actor's agency or, by the network's own people, for the whole network."""
    content.check()
    if scope is TemplateScope.BUILT_IN:
        fault = Fault(pointer="/scope", message="must be agency or network")
        raise Invalid("care-plan-template.invalid", "The template cannot be as described.", faults=(fault,))
    if scope is TemplateScope.NETWORK and not may_everywhere(context.actor):
        raise Forbidden("care-plan-template.not-yours", "Only the network's own people keep templates for everybody.")
    template = CarePlanTemplate(
        id=CarePlanTemplateId(context.new_id()),
        network=context.actor.network,
        agency=context.actor.agency,
        scope=scope,
        content=content,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.care_plan_templates.add(template, context.actor.id)
    context.happened(happening("created", template))
    return _shown(context, template)


@use_case(action="care-plan-template.change", resource="CarePlan", permission="u", roles=WRITERS)
async def change(
    context: Context, template_id: CarePlanTemplateId, content: TemplateContent, *, expected: int | None
) -> ShownTemplate:
    """Describe a template anew: one more version. The same again leaves no trace."""
    template = await _held(context, template_id, expected)
    if template.change(content, context.now):
        await _save(context, template, "changed")
    return _shown(context, template)


@use_case(action="care-plan-template.act", resource="CarePlan", permission="u", roles=WRITERS)
async def act(
    context: Context, template_id: CarePlanTemplateId, action: TemplateAction, *, expected: int | None
) -> ShownTemplate:
    """Retire a template, or take it back."""
    template = await _held(context, template_id, expected)
    template.act(action, context.now)
    await _save(context, template, PAST[action])
    return _shown(context, template)


async def usable(context: Context, template_id: CarePlanTemplateId) -> CarePlanTemplate:
    """Return a template that the actor may use; `NotFound` for every other."""
    shipped = built_in(template_id, context.actor.network)
    return _seen(context, shipped or await context.tx.care_plan_templates.get(template_id))


def happening(what: str, template: CarePlanTemplate) -> Happening:
    """Put what happened to a template in the log's words."""
    return Happening(
        type=f"care-plan-template.{what}",
        subject_type="care-plan-template",
        subject=template.id,
        version=template.version,
        stream=template.id,
        related={"agency": template.agency} if template.agency else {},
        audience=frozenset({template.agency} if template.agency else ()),
    )


async def _held(context: Context, template_id: CarePlanTemplateId, expected: int | None) -> CarePlanTemplate:
    shipped = built_in(template_id, context.actor.network)
    template = _seen(context, shipped or await context.tx.care_plan_templates.lock(template_id))
    if template.scope is not TemplateScope.BUILT_IN and not _may_write(context, template):
        raise Forbidden("care-plan-template.not-yours", "This template belongs to another agency.")
    check_version("care-plan-template", template, expected)
    return template


async def _save(context: Context, template: CarePlanTemplate, what: str) -> None:
    await context.tx.care_plan_templates.save(template, context.actor.id)
    context.happened(happening(what, template))


def _seen(context: Context, template: CarePlanTemplate | None) -> CarePlanTemplate:
    if template is None or not (
        template.scope is not TemplateScope.AGENCY
        or template.agency == context.actor.agency
        or may_everywhere(context.actor)
    ):
        raise NotFound("care-plan-template")
    context.saw(template.id)
    return template


def _shown(context: Context, template: CarePlanTemplate) -> ShownTemplate:
    return ShownTemplate(template=template, may_write=_may_write(context, template))


def _may_write(context: Context, template: CarePlanTemplate) -> bool:
    own = template.agency == context.actor.agency
    return bool(context.actor.roles & (WRITERS | {Role.SYSTEM})) and (own or may_everywhere(context.actor))
