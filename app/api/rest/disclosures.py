"""/v1/clients/{client_id}/disclosures: the accounting that a client may ask for."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.printed import chosen, printed_answer
from app.api.rendering import JSON, respond
from app.api.rest.audit import FromQuery, UntilQuery
from app.api.rest.schemas.audit import DisclosureOut
from app.api.timeline_words import language_of
from app.domain.audit.accounting import Disclosure
from app.domain.identity import ClientId
from app.ports.printing import AccountPrinter, Medium
from app.use_cases.access import disclosures

operations = Operations("Audit", "/v1/clients")
router = operations.router

MEDIA = [JSON, *(medium.value for medium in Medium)]
Accepted = Annotated[
    str | None,
    Header(alias="Accept-Language", description="The language of the paper: en or es.", examples=["es"]),
]


@operations.get("/{client_id}/disclosures", disclosures.of_client, answers=PageOf[DisclosureOut], produces=MEDIA)
async def list_disclosures(
    desk: AtDesk,
    request: Request,
    page: Paged,
    client_id: UUID,
    *,
    since: FromQuery = None,
    until: UntilQuery = None,
    language: Accepted = None,
) -> Response:
    """Account for who saw or changed a client's record, the newest first.

    For agencies that serve the client, and for privacy officers. With `Accept: application/pdf` or `text/html` it is a
    paper for the client, in English or Spanish, of up to a thousand lines. What was done appears once it is sealed, a
    second or two after.
    """
    client, kind = ClientId(client_id), chosen(request, MEDIA)
    if kind == JSON:
        return await desk.answer(
            lambda found: page.answer(found, disclosure_view),
            disclosures.of_client,
            client,
            since,
            until,
            after=page.after,
            limit=page.limit,
        )
    accounting = await desk.ask(disclosures.lay_out, client, since, until, language_of(language))
    printer: AccountPrinter = request.app.state.plan_printer
    return respond(printed_answer(await printer.account(accounting, Medium(kind)), "disclosures", 1))


def disclosure_view(disclosure: Disclosure) -> dict[str, Any]:
    """Put a disclosure into the words of `DisclosureOut`."""
    return {
        "id": disclosure.id,
        "at": disclosure.at,
        "deed": disclosure.deed,
        "noun": disclosure.noun,
        "action": disclosure.action,
        "agency_id": disclosure.agency,
        "agency_name": disclosure.agency_name,
        "principal_id": disclosure.principal,
        "actor_kind": disclosure.actor_kind,
        "actor_id": disclosure.actor,
        "basis": disclosure.bases,
        "withheld": disclosure.withheld,
    }
