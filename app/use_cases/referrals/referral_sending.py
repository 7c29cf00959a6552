"""How a referral is found, locked and shown for its sender: nobody else knows that there is one."""

from app.domain.clients.client import Client
from app.domain.errors import NotFound
from app.domain.identity import ReferralId
from app.domain.referrals.asker import Asker
from app.domain.referrals.blockers import Blocker
from app.domain.referrals.history import Deed
from app.domain.referrals.offers import naming, referral_offers
from app.domain.referrals.referral import Referral
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.routed import DRAFTS
from app.domain.referrals.views import ReferralView, identity_of, show_referral
from app.ports.access import Access
from app.use_cases import records, told_parts
from app.use_cases.core import Context, check_version
from app.use_cases.referrals import referral_terms as rules


async def held(
    context: Context,
    referral_id: ReferralId,
    expected: int | None,
    note: str | None,
    action: ReferralAction | None = None,
) -> tuple[Referral, Deed]:
    """Return a referral of the actor's agency, locked, for what the actor is about to do to it, if that is allowed."""
    referral = await own(context, await context.tx.referrals.lock(referral_id))
    check_version("referral", referral, expected)
    deed = deed_of(context, referral, note=note)
    if action is not None:
        with naming(referral_offers(referral.state, deed.parties, context.actor.roles)):
            REFERRALS.row(referral.state, action, deed.parties)
    return referral, deed


async def own(context: Context, referral: Referral | None) -> Referral:
    """Return a referral to its sender, and to the network's people what they may read; `NotFound` for all others."""
    if referral is None:
        raise NotFound("referral")
    await records.check_party(context, "referral", referral.piece, {referral.sender})
    told_parts.of_referral(context, referral)
    return referral


def deed_of(context: Context, referral: Referral, *, note: str | None = None) -> Deed:
    """Describe an act of the actor upon a referral."""
    asker = Asker.of(context.actor)
    parties = asker.sides(referral.sender, None)
    return Deed(
        at=context.now,
        actor=context.actor.id,
        agency=context.actor.agency,
        parties=parties,
        principal=asker.speaks_for(parties, referral.sender, None),
        note=note,
    )


async def client_of(context: Context, referral: Referral) -> Client:
    """Return the client of a referral, whoever asks."""
    client = await context.tx.clients.get(referral.client)
    if client is None:
        raise NotFound("client")
    return client


async def shown(context: Context, referral: Referral) -> ReferralView:
    """Return a referral as the actor may see it, with the blockers of a draft."""
    client = await context.tx.clients.seen(Access.of(context.actor, context.now), referral.client)
    if client is None:
        return show_referral(referral, Asker.of(context.actor))
    return await shown_of(context, referral, client, None)


async def shown_of(context: Context, referral: Referral, client: Client, known: rules.Ground | None) -> ReferralView:
    """Return a referral for a client that the actor may see; what is known already is not fetched again."""
    asker, identity = Asker.of(context.actor), identity_of(client.id, client.profile)
    if referral.state not in DRAFTS:
        return show_referral(referral, asker, identity=identity)
    known = known or await rules.ground(context, referral, referral.line())
    return show_referral(referral, asker, await blockers(context, known, referral, client), identity)


async def blockers(context: Context, known: rules.Ground, referral: Referral, client: Client) -> tuple[Blocker, ...]:
    """List what stands between a draft and its sending."""
    doubles = await rules.doubles(context, known, referral)
    return rules.blockers(context, known, referral, client, doubles)
