"""Forms of consent over REST."""

from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest import consents as consent_door
from app.api.rest.actions import actions
from app.api.rest.schemas.consent_templates import (
    ConsentTemplateIn,
    ConsentTemplateItemOut,
    ConsentTemplateOut,
    FormSigningIn,
)
from app.api.rest.schemas.consents import ConsentOut
from app.domain.consent_templates.template import ConsentTemplate, FormAction, FormContent, FormStatus
from app.domain.identity import ClientId, ConsentTemplateId
from app.ports.transactions import Answer
from app.use_cases.consents import consent_templates
from app.use_cases.consents.consent_templates import ShownForm

PATH = "/v1/consent-templates"
MOST_VERSIONS = 2**31 - 1
operations = Operations("Consents", PATH)
router = operations.router

StatusQuery = Annotated[FormStatus, Query(description="Only of this status.")]
Number = Annotated[int, Path(description="Which version.", ge=1, le=MOST_VERSIONS)]


@operations.get("", consent_templates.browse, answers=PageOf[ConsentTemplateItemOut])
async def list_consent_templates(desk: AtDesk, page: Paged, status: StatusQuery = FormStatus.ACTIVE) -> Response:
    """List the forms of consent of your network, in the order of their titles."""
    return await desk.answer(
        lambda found: page.answer(found, item_view),
        consent_templates.browse,
        status,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", consent_templates.create, answers=ConsentTemplateOut, status=201)
async def create_consent_template(desk: AtDesk, template: ConsentTemplateIn) -> Response:
    """Keep a form of consent.

    For the network's own people. What the law of its type asks for must stand in it; who signs, and when, comes later.
    """
    return await desk.answer(_made, consent_templates.create, template.content())


@operations.get("/{consent_template_id}", consent_templates.read, answers=ConsentTemplateOut)
async def read_consent_template(desk: AtDesk, consent_template_id: UUID) -> Response:
    """Read a form of consent."""
    return await desk.answer(_shown, consent_templates.read, ConsentTemplateId(consent_template_id))


@operations.put("/{consent_template_id}", consent_templates.change, answers=ConsentTemplateOut)
async def change_consent_template(
    desk: AtDesk, consent_template_id: UUID, expected: Expected, template: ConsentTemplateIn
) -> Response:
    """Describe a form anew.

    This makes one more version. Consents that were made of it before stay as they are.
    """
    return await desk.answer(
        _shown,
        consent_templates.change,
        ConsentTemplateId(consent_template_id),
        template.content(),
        expected=expected,
    )


@operations.get("/{consent_template_id}/versions/{number}", consent_templates.read_version, answers=ConsentTemplateOut)
async def read_consent_template_version(desk: AtDesk, consent_template_id: UUID, number: Number) -> Response:
    """Read a form as it stood in a version, which consents name."""
    return await desk.answer(_shown, consent_templates.read_version, ConsentTemplateId(consent_template_id), number)


@operations.post("/{consent_template_id}/sign", consent_templates.sign, answers=ConsentOut, status=201)
async def sign_consent_template(desk: AtDesk, consent_template_id: UUID, signing: FormSigningIn) -> Response:
    """Record that a client has signed a form.

    The consent keeps the form, its version and the language in which it was read, which must be one of the form's.
    """
    return await desk.answer(
        consent_door.recorded,
        consent_templates.sign,
        ConsentTemplateId(consent_template_id),
        ClientId(signing.client_id),
        signing.use(),
    )


@operations.post("/{consent_template_id}/retire", consent_templates.act, answers=ConsentTemplateOut)
async def retire_consent_template(desk: AtDesk, consent_template_id: UUID, expected: Expected) -> Response:
    """Retire a form.

    Nobody is given it to sign; consents that were signed stand.
    """
    return await desk.answer(
        _shown,
        consent_templates.act,
        ConsentTemplateId(consent_template_id),
        FormAction.RETIRE,
        expected=expected,
    )


@operations.post("/{consent_template_id}/reinstate", consent_templates.act, answers=ConsentTemplateOut)
async def reinstate_consent_template(desk: AtDesk, consent_template_id: UUID, expected: Expected) -> Response:
    """Take a retired form back into use."""
    return await desk.answer(
        _shown,
        consent_templates.act,
        ConsentTemplateId(consent_template_id),
        FormAction.REINSTATE,
        expected=expected,
    )


def item_view(template: ConsentTemplate) -> dict[str, Any]:
    """Put a form into the words of `ConsentTemplateItemOut`."""
    content = template.content
    return {
        "id": template.id,
        "name": content.title.said(content.language),
        "type": content.type,
        "languages": content.languages,
        "status": template.status,
        "version": template.version,
        "updated_at": template.updated_at,
    }


def view(shown: ShownForm) -> dict[str, Any]:
    """Put a form into the words of `ConsentTemplateOut`."""
    template = shown.template
    return {
        "id": template.id,
        **{field.name: getattr(template.content, field.name) for field in fields(FormContent)},
        "title": template.content.title.by_language(),
        "text": template.content.text.by_language(),
        "status": template.status,
        "version": template.version,
        "created_at": template.created_at,
        "updated_at": template.updated_at,
        "available_actions": actions(PATH, template.id, template.offers(may_write=shown.may_write)),
    }


def _shown(shown: ShownForm) -> Answer:
    return answer(view(shown), version=shown.template.version)


def _made(shown: ShownForm) -> Answer:
    return created(view(shown), version=shown.template.version, location=f"{PATH}/{shown.template.id}")
