"""What a network does with its forms of consent, and how a client signs one."""

from dataclasses import dataclass, replace

from app.domain.consent_templates.template import (
    FORM_HAPPENED,
    ConsentTemplate,
    FormAction,
    FormContent,
    FormStatus,
    FormUse,
)
from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.faults import Faults
from app.domain.identity import ClientId, ConsentTemplateId
from app.domain.networks.roles import ANYONE, CARE_ROLES, NETWORK_ROLES
from app.ports.queries import Cursor, Page
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.consents.consents import Standing
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForm:
    """A template, and whether the actor may change it."""

    template: ConsentTemplate
    may_write: bool


@use_case(action="consent-template.list", resource="Consent", permission="s", roles=ANYONE)
async def browse(context: Context, status: FormStatus, *, after: Cursor | None, limit: int) -> Page[ConsentTemplate]:
    """List the forms of the network, in the order of their titles."""
    page = await context.tx.consent_template_list.page(status, after=after, limit=limit)
    context.saw(*(template.id for template in page.items))
    return page


@use_case(action="consent-template.read", resource="Consent", permission="r", roles=ANYONE)
async def read(context: Context, template_id: ConsentTemplateId) -> ShownForm:
    """Show a form."""
    return _shown(context, _there(context, await context.tx.consent_templates.get(template_id)))


@use_case(action="consent-template.version-read", resource="Consent", permission="r", roles=ANYONE)
async def read_version(context: Context, template_id: ConsentTemplateId, number: int) -> ShownForm:
    """Show a form as it stood when somebody signed it."""
    template = _there(context, await context.tx.consent_templates.get(template_id))
    if number == template.version:
        return _shown(context, template)
    version = await context.tx.consent_templates.version(template_id, number)
    if version is None:
        raise NotFound("consent-template-version")
    then = replace(template, content=version.content, version=version.number, updated_at=version.at)
    return _shown(context, then)


@use_case(action="consent-template.create", resource="Consent", permission="c", roles=NETWORK_ROLES)
async def create(context: Context, content: FormContent) -> ShownForm:
    """Keep a form for every agency of the network."""
    content.check()
    await _check_recipients(context, content)
    template = ConsentTemplate(
        id=ConsentTemplateId(context.new_id()),
        network=context.actor.network,
        content=content,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.consent_templates.add(template, context.actor.id)
    context.happened(_happening("created", template))
    return _shown(context, template)


@use_case(action="consent-template.change", resource="Consent", permission="u", roles=NETWORK_ROLES)
async def change(
    context: Context, template_id: ConsentTemplateId, content: FormContent, *, expected: int | None
) -> ShownForm:
    """Describe a form anew: one more version. The same again leaves no trace."""
    template = await _held(context, template_id, expected)
    if template.change(content, context.now):
        await _check_recipients(context, content)
        await _save(context, template, "changed")
    return _shown(context, template)


@use_case(action="consent-template.act", resource="Consent", permission="u", roles=NETWORK_ROLES)
async def act(
    context: Context, template_id: ConsentTemplateId, action: FormAction, *, expected: int | None
) -> ShownForm:
    """Retire a form, or take it back."""
    template = await _held(context, template_id, expected)
    template.act(action, context.now)
    await _save(context, template, FORM_HAPPENED[action])
    return _shown(context, template)


@use_case(action="consent.sign", resource="Consent", permission="c", roles=CARE_ROLES)
async def sign(context: Context, template_id: ConsentTemplateId, client_id: ClientId, use: FormUse) -> Standing:
    """Record that a client has signed a form, in the version of now and the language in which it was read."""
    client = await clients.seen(context, client_id)
    template = _there(context, await context.tx.consent_templates.get(template_id))
    return await consents.put(context, client, template.terms(use, context.now))


async def _check_recipients(context: Context, content: FormContent) -> None:
    known = await context.tx.agencies.get_many(content.recipients) if content.recipients else {}
    faults = Faults()
    for place, agency in enumerate(content.recipients):
        faults.require(agency in known, f"/recipients/{place}", "is no agency of this network")
    faults.refuse("consent.unknown-recipient", "An agency is not known.")


async def _held(context: Context, template_id: ConsentTemplateId, expected: int | None) -> ConsentTemplate:
    template = _there(context, await context.tx.consent_templates.lock(template_id))
    check_version("consent-template", template, expected)
    return template


def _there(context: Context, template: ConsentTemplate | None) -> ConsentTemplate:
    if template is None:
        raise NotFound("consent-template")
    context.saw(template.id)
    return template


def _shown(context: Context, template: ConsentTemplate) -> ShownForm:
    return ShownForm(template=template, may_write=may_everywhere(context.actor))


async def _save(context: Context, template: ConsentTemplate, what: str) -> None:
    await context.tx.consent_templates.save(template, context.actor.id)
    context.happened(_happening(what, template))


def _happening(what: str, template: ConsentTemplate) -> Happening:
    return Happening(
        type=f"consent-template.{what}",
        subject_type="consent-template",
        subject=template.id,
        version=template.version,
        stream=template.id,
    )
