"""How a referral goes out although the client's consent is missing: asked by one person, decided by another."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.consents.override import (
    FIRST,
    OVERRIDE_HAPPENED,
    OVERRIDES,
    SECOND,
    ConsentOverride,
    OverrideAction,
    check_possible,
    check_reason,
)
from app.domain.errors import Conflict, NotFound
from app.domain.events import Happening
from app.domain.identity import ClientId, OverrideId, ReferralId
from app.domain.lifecycle import Offer, Party
from app.domain.networks.roles import OVERSIGHT_ROLES, Role
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import CLOSED
from app.ports.consent_overrides import OverrideFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.referrals import referral_sending as sending
from app.use_cases.referrals import referral_terms as rules
from app.use_cases.standing import may_everywhere

ASKERS = frozenset({Role.SUPERVISOR, Role.COORDINATOR})
DECIDERS = ASKERS | OVERSIGHT_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOverride:
    """An override, and what the actor may do with it now."""

    override: ConsentOverride
    offers: tuple[Offer, ...]


@use_case(action="consent-override.ask", resource="Consent", permission="c", roles=ASKERS)
async def ask(context: Context, referral_id: ReferralId, reason: str) -> ShownOverride:
    """Ask that a referral of the actor's agency may go out without the client's consent."""
    check_reason(reason)
    referral = await sending.own(context, await context.tx.referrals.lock(referral_id))
    if referral.state in CLOSED:
        raise Conflict("override.not-needed", "The referral is closed.", state=referral.state.value)
    await _check_needed(context, referral)
    if await context.tx.consent_overrides.pending(referral.id):
        raise Conflict("override.already-asked", "Somebody has asked for this already.")
    override = ConsentOverride(
        id=OverrideId(context.new_id()),
        network=context.actor.network,
        client=referral.client,
        referral=referral.id,
        agency=referral.sender,
        reason=reason,
        asked_by=context.actor.id,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.consent_overrides.add(override)
    context.happened(_happening("requested", override))
    return _shown(context, override)


@use_case(action="consent-override.list", resource="Consent", permission="s", roles=DECIDERS)
async def browse(
    context: Context, which: OverrideFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[ShownOverride]:
    """List overrides: the agency's own, or the network's for those who watch over it."""
    if not _oversees(context):
        which = OverrideFilter(agency=context.actor.agency, referral=which.referral, state=which.state)
    page = await context.tx.consent_override_list.page(which, order, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client for each in page.items))
    return Page(items=tuple(_shown(context, each) for each in page.items), next=page.next, places=page.places)


@use_case(action="consent-override.read", resource="Consent", permission="r", roles=DECIDERS)
async def read(context: Context, override_id: OverrideId) -> ShownOverride:
    """Show an override to the agency that asked for it and to those who watch over the network."""
    return _shown(context, _seen(context, await context.tx.consent_overrides.get(override_id)))


@use_case(action="consent-override.approve", resource="Consent", permission="u", roles=DECIDERS)
async def approve(
    context: Context, override_id: OverrideId, note: str | None, *, expected: int | None
) -> ShownOverride:
    """Let the referral go out without the client's consent, for the hours that the network has agreed on."""
    override = await _held(context, override_id, expected)
    OVERRIDES.row(override.state, OverrideAction.APPROVE, SECOND)
    referral = await context.tx.referrals.get(override.referral)
    if referral is None:
        raise NotFound("consent-override")
    await _check_needed(context, referral)
    agreed = await rules.policies(context)
    override.approve(context.actor.id, note, context.now, timedelta(hours=agreed.consents.override_hours))
    return await _save(context, override, OverrideAction.APPROVE)


@use_case(action="consent-override.refuse", resource="Consent", permission="u", roles=DECIDERS)
async def refuse(context: Context, override_id: OverrideId, note: str | None, *, expected: int | None) -> ShownOverride:
    """Say no: the referral waits for the client's consent."""
    override = await _held(context, override_id, expected)
    override.refuse(context.actor.id, note, context.now)
    return await _save(context, override, OverrideAction.REFUSE)


@use_case(action="consent-override.withdraw", resource="Consent", permission="u", roles=ASKERS)
async def withdraw(context: Context, override_id: OverrideId, *, expected: int | None) -> ShownOverride:
    """Take a request back, or an approval that is no longer needed."""
    override = await _held(context, override_id, expected)
    OVERRIDES.row(override.state, OverrideAction.WITHDRAW, _parties(context, override) & FIRST)
    override.withdraw(context.now)
    return await _save(context, override, OverrideAction.WITHDRAW)


async def end_all(context: Context, client_id: ClientId) -> None:
    """End what stands in for a client's consent: the client has just taken one back."""
    for override in await context.tx.consent_overrides.open_for(client_id):
        override.end(context.now)
        await _save(context, override, OverrideAction.END)


async def _check_needed(context: Context, referral: Referral) -> None:
    """Refuse where no override can help: where a consent covers it all, or only the client's own word would."""
    line = referral.line() or [*referral.handoffs]
    known = await rules.ground(context, referral, line)
    without = [each for each in line if not rules.consented(context, known, referral, each).allowed]
    check_possible(frozenset().union(*(known.labels(referral, each) for each in without)))
    if not without:
        raise Conflict("override.not-needed", "The client's consent covers every provider of the referral.")


async def _held(context: Context, override_id: OverrideId, expected: int | None) -> ConsentOverride:
    override = _seen(context, await context.tx.consent_overrides.lock(override_id))
    check_version("consent-override", override, expected)
    return override


def _seen(context: Context, override: ConsentOverride | None) -> ConsentOverride:
    if override is None or not (_oversees(context) or override.agency == context.actor.agency):
        raise NotFound("consent-override")
    context.saw(override.id, clients=frozenset({override.client}))
    return override


def _oversees(context: Context) -> bool:
    return may_everywhere(context.actor) or bool(context.actor.roles & OVERSIGHT_ROLES)


def _parties(context: Context, override: ConsentOverride) -> frozenset[Party]:
    own = override.agency == context.actor.agency or may_everywhere(context.actor)
    return override.parties(
        context.actor.id,
        may_ask=own and bool(context.actor.roles & ASKERS),
        may_decide=bool(context.actor.roles & DECIDERS),
    )


def _shown(context: Context, override: ConsentOverride) -> ShownOverride:
    return ShownOverride(override=override, offers=override.offers(_parties(context, override)))


async def _save(context: Context, override: ConsentOverride, action: OverrideAction) -> ShownOverride:
    await context.tx.consent_overrides.save(override)
    context.happened(_happening(OVERRIDE_HAPPENED[action], override))
    return _shown(context, override)


def _happening(what: str, override: ConsentOverride) -> Happening:
    return Happening(
        type=f"consent-override.{what}",
        subject_type="consent-override",
        subject=override.id,
        version=override.version,
        stream=override.id,
        related={"client": override.client, "referral": override.referral},
        audience=frozenset({override.agency}),
    )
