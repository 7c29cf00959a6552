"""Consents over REST."""

from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.schemas.consents import ConsentIn, ConsentOut, ConsentRenewalIn, RevocationIn
from app.domain.consents.consent import Signature, Terms
from app.domain.identity import ClientId, ConsentId
from app.ports.transactions import Answer
from app.use_cases.consents import consent_renewals, consents
from app.use_cases.consents.consents import ConsentFilter, Standing

operations = Operations("Consents", "/v1/consents")
router = operations.router
client_operations = Operations("Consents", "/v1/clients")
client_router = client_operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only the consents of this client.")]
ActiveQuery = Annotated[bool, Query(description="Only those in force now.")]


@operations.get("", consents.search, answers=PageOf[ConsentOut])
async def list_consents(
    desk: AtDesk, page: Paged, client_id: ClientQuery = None, *, active: ActiveQuery = False
) -> Response:
    """List consents, the newest first.

    Without a client: those that your agency recorded.
    """
    which = ConsentFilter(client=None if client_id is None else ClientId(client_id), active=active)
    return await desk.answer(
        lambda found: page.answer(found, view), consents.search, which, after=page.after, limit=page.limit
    )


@operations.post("", consents.grant, answers=ConsentOut, status=201)
async def create_consent(desk: AtDesk, consent: ConsentIn) -> Response:
    """Record what a client allows.

    An empty list means nothing, never everything. What else a type must hold, its law says.
    """
    return await desk.answer(recorded, consents.grant, ClientId(consent.client_id), consent.terms())


@operations.get("/{consent_id}", consents.read, answers=ConsentOut)
async def read_consent(desk: AtDesk, consent_id: UUID) -> Response:
    """Read a consent."""
    return await desk.answer(shown, consents.read, ConsentId(consent_id))


@operations.post("/{consent_id}/revoke", consents.revoke, answers=ConsentOut)
async def revoke_consent(desk: AtDesk, consent_id: UUID, expected: Expected, revocation: RevocationIn) -> Response:
    """Take a consent back in the client's name.

    Handoffs that nobody has accepted are withdrawn; those accepted get no new data. What was released stays released.
    """
    return await desk.answer(
        shown, consents.revoke, ConsentId(consent_id), revocation.how, revocation.reason, expected=expected
    )


@operations.post("/{consent_id}/renew", consent_renewals.renew, answers=ConsentOut, status=201)
async def renew_consent(desk: AtDesk, consent_id: UUID, renewal: ConsentRenewalIn) -> Response:
    """Record that the client agrees to the same again.

    This makes another consent, which names the one before; that ends when it was to end.
    """
    return await desk.answer(recorded, consent_renewals.renew, ConsentId(consent_id), renewal.renewal())


@client_operations.get("/{client_id}/consents", consents.of_client, answers=PageOf[ConsentOut])
async def list_client_consents(desk: AtDesk, page: Paged, client_id: UUID) -> Response:
    """List the consents of a client, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, view),
        consents.of_client,
        ClientId(client_id),
        after=page.after,
        limit=page.limit,
    )


def view(standing: Standing) -> dict[str, Any]:
    """Put a consent into the words of `ConsentOut`."""
    consent = standing.consent
    terms = consent.terms
    return {
        "id": consent.id,
        "client_id": consent.client,
        "agency_id": consent.agency,
        **{field.name: getattr(terms, field.name) for field in fields(Terms)},
        "signature": _signature(terms.signature),
        "cosignature": _signature(terms.cosignature),
        "document": consent.document,
        "renews": consent.renews,
        "recorded_by": consent.recorded_by,
        "state": standing.state,
        "revocation": consent.revocation,
        "version": consent.version,
        "created_at": consent.created_at,
        "updated_at": consent.updated_at,
    }


def _signature(signature: Signature | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    return {
        "name": signature.name,
        "signer": signature.signer,
        "method": signature.method,
        "signed_at": signature.signed_at,
        "proxy_id": signature.proxy,
    }


def shown(standing: Standing) -> Answer:
    """Show a consent."""
    return answer(view(standing), version=standing.consent.version)


def recorded(standing: Standing) -> Answer:
    """Say that a consent was recorded, and where it is."""
    consent = standing.consent
    return created(view(standing), version=consent.version, location=f"/v1/consents/{consent.id}")
