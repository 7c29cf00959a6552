"""A client's permission told in words of another standard: granted as its law asks, or taken back."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.domain.consents.consent import (
    Consent,
    RevocationMethod,
    Signature,
    Signer,
    SigningMethod,
    Terms,
)
from app.domain.consents.proxy import SIGNS_AS
from app.domain.errors import Conflict, Fault, Invalid
from app.domain.identity import AgencyId, ClientId, ConsentId, ProxyId
from app.domain.networks.roles import CARE_ROLES
from app.ports.resources import Face, Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_orders import check_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Whose mark a paper bears: the client's own, or that of the proxy of this id."""

    at: datetime
    name: str | None
    proxy: ProxyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldConsent:
    """What a client allows; `keeper` is the agency in whose name it is written."""

    client: ClientId
    terms: Terms
    marks: tuple[Mark, ...] = ()
    method: SigningMethod = SigningMethod.ELECTRONIC
    keeper: AgencyId | None = None
    references: tuple[Reference, ...] = ()


def granted(told: ToldConsent) -> UseCase[[], UUID | None]:
    """Return the use case that records what is told."""

    async def verb(context: Context) -> UUID | None:
        if told.keeper not in (None, context.actor.agency):
            raise _wrong("/agency_id", "must be your own agency")
        await check_named(context, told.references)
        first, second = [*await _signatures(context, told), None, None][:2]
        terms = replace(told.terms, signature=first, cosignature=second)
        return (await ask(context, consents.grant, told.client, terms)).consent.id

    return UseCase(verb, Rule(action="Consent.create", resource="Consent", permission="c", roles=CARE_ROLES))


def changed(subject: UUID, told: ToldConsent | None, face: Face) -> UseCase[[], None]:
    """Return the use case that takes a consent back, where nothing more is told; else it must allow what it did."""

    async def verb(context: Context) -> None:
        standing = await consents.read(context, ConsentId(subject))
        consent = standing.consent
        if told is None:
            if consent.revocation is None:
                await ask(context, consents.revoke, consent.id, RevocationMethod.ELECTRONIC, None, expected=None)
            return
        await check_named(context, told.references, Target(type="Consent", id=subject))
        if consent.revocation is not None or _allowed(told.terms, consent) != _allowed(consent.terms, consent):
            raise Conflict(
                "consent.fixed",
                "What a client has agreed to never changes: take it back (status inactive), and post another one.",
                state=standing.state.value,
                allowed_actions=["revoke"] if consent.revocation is None else [],
            )
        if consent.agency == context.actor.agency:
            context.tx.resources.remember(Target(type="Consent", id=subject), face)

    return UseCase(verb, Rule(action="Consent.update", resource="Consent", permission="u", roles=CARE_ROLES))


def _allowed(terms: Terms, consent: Consent) -> tuple[object, ...]:
    """Return what terms come to, however they are written."""
    parties = (frozenset(terms.recipients), frozenset(terms.recipient_classes))
    scope = (frozenset(terms.purposes), frozenset(terms.categories), frozenset(terms.sensitivities))
    tellers = frozenset(terms.disclosers) or frozenset({consent.agency})
    return (terms.type, *parties, tellers, *scope, terms.direction, terms.ends)


async def _signatures(context: Context, told: ToldConsent) -> list[Signature]:
    """Say who signed: the client by its name here, or a proxy by its own."""
    if not told.marks:
        return []
    client = await clients.seen(context, told.client)
    named = {mark.proxy for mark in told.marks if mark.proxy is not None}
    proxies = await context.tx.proxies.of_client(client.id, named) if named else {}
    found = []
    for mark in told.marks:
        proxy = proxies.get(mark.proxy) if mark.proxy else None
        signer = Signer.CLIENT if mark.proxy is None else Signer.REPRESENTATIVE
        name = mark.name or client.profile.name.full
        if proxy is not None:
            signer, name = SIGNS_AS[proxy.content.kind], mark.name or proxy.content.name
        found.append(Signature(name=name, signer=signer, method=told.method, signed_at=mark.at, proxy=mark.proxy))
    return found


def _wrong(pointer: str, message: str) -> Invalid:
    return Invalid("consent.invalid", "The consent is not complete.", faults=(Fault(pointer=pointer, message=message),))
