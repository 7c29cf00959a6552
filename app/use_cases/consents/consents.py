"""What agencies record of what clients allow, and what follows when a client takes it back."""

from dataclasses import dataclass

from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.clients.summary import age
from app.domain.codes import Sensitivity
from app.domain.consents.consent import Consent, ConsentState, Revocation, RevocationMethod, Terms
from app.domain.consents.recording import Recording, granted
from app.domain.consents.signers import Signing, check_signers
from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, ConsentId
from app.domain.networks.consent_policies import ConsentPolicies
from app.domain.networks.roles import CARE_ROLES
from app.domain.records import Unreleased
from app.domain.work.task import TaskAction
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.care import tasks
from app.use_cases.clients import clients
from app.use_cases.consents import consent_overrides
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.referrals import referral_consents
from app.use_cases.referrals import referral_terms as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFilter:
    """Which consents are asked for; without a client, those that the actor's agency recorded."""

    client: ClientId | None = None
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A consent, and where it stands now."""

    consent: Consent
    state: ConsentState


@use_case(action="consent.grant", resource="Consent", permission="c", roles=CARE_ROLES)
async def grant(context: Context, client_id: ClientId, terms: Terms) -> Standing:
    """Record what a client allows."""
    return await put(context, await clients.seen(context, client_id), terms)


async def put(context: Context, client: Client, terms: Terms, renews: ConsentId | None = None) -> Standing:
    """Keep what a client allows, with all that follows from it."""
    recording = Recording(
        id=ConsentId(context.new_id()),
        network=context.actor.network,
        client=client.id,
        agency=context.actor.agency,
        by=context.actor.id,
        at=context.now,
        renews=renews,
        labels=await _check_parties(context, terms),
    )
    agreed = (await rules.policies(context)).consents
    consent = granted(terms, recording, agreed)
    await _check_signers(context, client, terms, agreed)
    await context.tx.consents.add(consent)
    await _report(context, consent, "consent.granted")
    await referral_consents.consent_changed(context, client.id)
    await records.reshare(context, client.id)
    return _standing(context, consent)


@use_case(action="consent.read", resource="Consent", permission="r", roles=CARE_ROLES)
async def read(context: Context, consent_id: ConsentId) -> Standing:
    """Show a consent of a client that the actor may see."""
    consent = await context.tx.consents.seen(clients.reach(context), consent_id)
    if consent is None:
        raise NotFound("consent")
    context.saw(consent.id, clients=frozenset({consent.client}))
    return _standing(context, consent)


@use_case(action="consent.list", resource="Consent", permission="s", roles=CARE_ROLES)
async def search(context: Context, which: ConsentFilter, *, after: Cursor | None, limit: int) -> Page[Standing]:
    """List consents, the newest first; a client that the actor may not see has none."""
    page = await context.tx.consent_list.page(
        clients.reach(context),
        client=which.client,
        active_at=context.now if which.active else None,
        after=after,
        limit=limit,
    )
    context.saw(*(consent.id for consent in page.items), clients=frozenset(each.client for each in page.items))
    return Page(items=tuple(_standing(context, consent) for consent in page.items), next=page.next, places=page.places)


@use_case(action="consent.list-of-client", resource="Consent", permission="s", roles=CARE_ROLES)
async def of_client(context: Context, client_id: ClientId, *, after: Cursor | None, limit: int) -> Page[Standing]:
    """List the consents of one client, the newest first; `NotFound` when the actor may not see the client."""
    await clients.seen(context, client_id)
    return await search(context, ConsentFilter(client=client_id), after=after, limit=limit)


@use_case(action="consent.revoke", resource="Consent", permission="u", roles=CARE_ROLES)
async def revoke(
    context: Context, consent_id: ConsentId, how: RevocationMethod, reason: str | None, *, expected: int | None
) -> Standing:
    """Take a consent back in the client's name; whoever may see the client may record it."""
    consent = await context.tx.consents.lock_seen(clients.reach(context), consent_id)
    if consent is None:
        raise NotFound("consent")
    check_version("consent", consent, expected)
    consent.revoke(Revocation(at=context.now, by=context.actor.id, how=how, reason=reason))
    await save(context, consent, "consent.revoked")
    await consent_overrides.end_all(context, consent.client)
    await settle_renewal(context, consent, TaskAction.CANCEL)
    await referral_consents.consent_changed(context, consent.client)
    await records.reshare(context, consent.client)
    return _standing(context, consent)


async def save(context: Context, consent: Consent, what: str) -> Standing:
    """Keep a changed consent and report of it."""
    await context.tx.consents.save(consent)
    await _report(context, consent, what)
    return _standing(context, consent)


async def settle_renewal(context: Context, consent: Consent, action: TaskAction) -> None:
    """Take the reminder to renew a consent off the list: it was renewed, or taken back."""
    if consent.terms.ends is not None:
        for task in await context.tx.tasks.pending_renewals(consent.id):
            await tasks.move(context, task, action)


async def _audience(context: Context, consent: Consent) -> frozenset[AgencyId]:
    """Return who may hear of it: of a paper that tells something labelled, whom it names and sees the client."""
    if consent.labels:
        named = {*consent.terms.recipients, *consent.terms.disclosers}
        seeing = await context.tx.access.audience(consent.client, context.now)
        return (seeing & named) | {consent.agency}
    served_by = await context.tx.access.audience(consent.client, context.now, Tier.FULL)
    return served_by | {consent.agency}


def _standing(context: Context, consent: Consent) -> Standing:
    return Standing(consent=consent, state=consent.state(context.now))


async def _check_parties(context: Context, terms: Terms) -> frozenset[Sensitivity]:
    """Refuse agencies that there are not; return the labels of the actor's own."""
    own = context.actor.agency
    known = await context.tx.agencies.get_many({own, *terms.recipients, *terms.disclosers})
    faults = Faults()
    for pointer, agencies in (("/recipients", terms.recipients), ("/disclosers", terms.disclosers)):
        for place, agency in enumerate(agencies):
            faults.require(agency in known, f"{pointer}/{place}", "is no agency of this network")
    faults.refuse("consent.unknown-recipient", "An agency is not known.")
    return known[own].sensitivity if own in known else frozenset()


async def _check_signers(context: Context, client: Client, terms: Terms, agreed: ConsentPolicies) -> None:
    """Refuse a paper that was signed by somebody who may not, or not by all who must."""
    named = {mark.proxy for mark in (terms.signature, terms.cosignature) if mark is not None and mark.proxy}
    known = Signing(
        at=context.now,
        age=age(client.profile, context.now.date()),
        proxies=await context.tx.proxies.of_client(client.id, named) if named else {},
        policies=agreed,
    )
    check_signers(terms, known)


async def _report(context: Context, consent: Consent, name: str) -> None:
    context.happened(
        Happening(
            type=name,
            subject_type="consent",
            subject=consent.id,
            version=consent.version,
            stream=consent.client,
            related={"client": consent.client},
            audience=await _audience(context, consent),
            record=Unreleased(client=consent.client, agency=consent.agency, sensitivities=consent.labels),
        )
    )
