"""What agencies do with the signed paper of a consent."""

from dataclasses import dataclass

from app.domain.consents.consent import Consent
from app.domain.consents.document import Paper
from app.domain.errors import NotFound
from app.domain.identity import ConsentId
from app.domain.networks.roles import CARE_ROLES
from app.use_cases.clients import clients
from app.use_cases.consents.consents import Standing, save
from app.use_cases.core import Context, check_version, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """A signed paper, and the version of the consent that it belongs to."""

    paper: Paper
    version: int


@use_case(action="consent.document-read", resource="Consent", permission="r", roles=CARE_ROLES)
async def read(context: Context, consent_id: ConsentId) -> ShownPaper:
    """Show the signed paper to those who may see the consent."""
    consent = await context.tx.consents.seen(clients.reach(context), consent_id)
    paper = await context.tx.consent_documents.get(consent.id) if consent and consent.document else None
    if consent is None or paper is None:
        raise NotFound("consent-document" if consent else "consent")
    context.saw(consent.id, clients=frozenset({consent.client}))
    return ShownPaper(paper=paper, version=consent.version)


@use_case(action="consent.document-attach", resource="Consent", permission="u", roles=CARE_ROLES)
async def attach(context: Context, consent_id: ConsentId, paper: Paper, *, expected: int | None) -> Standing:
    """Keep the signed paper with its consent, instead of the one before if there was one."""
    consent = await _held(context, consent_id, expected)
    paper.check()
    consent.attach(paper.described(context.actor.id, context.now), context.now)
    await context.tx.consent_documents.put(consent, paper)
    return await save(context, consent, "consent.document_attached")


@use_case(action="consent.document-remove", resource="Consent", permission="u", roles=CARE_ROLES)
async def remove(context: Context, consent_id: ConsentId, *, expected: int | None) -> Standing:
    """Throw the signed paper away; that there was one stays on the audit log."""
    consent = await _held(context, consent_id, expected)
    if consent.document is None:
        raise NotFound("consent-document")
    consent.attach(None, context.now)
    await context.tx.consent_documents.remove(consent.id)
    return await save(context, consent, "consent.document_removed")


async def _held(context: Context, consent_id: ConsentId, expected: int | None) -> Consent:
    consent = await context.tx.consents.lock_seen(clients.reach(context), consent_id)
    if consent is None:
        raise NotFound("consent")
    check_version("consent", consent, expected)
    return consent
