"""What the client's consent does to referrals that are under way (domain, section 2.4)."""

from dataclasses import replace

from app.domain.identity import ClientId
from app.domain.referrals.routed import DRAFTS
from app.domain.referrals.states import AGREED
from app.domain.work.task import TaskKind
from app.use_cases.core import Context
from app.use_cases.referrals import referral_effects as effects
from app.use_cases.referrals import referral_sending as sending
from app.use_cases.referrals import referral_terms as rules


async def consent_changed(context: Context, client_id: ClientId) -> None:
    """Let every referral of a client follow what the client now allows.

    What nobody has accepted is withdrawn; whoever is at work gets a task and is shown nothing new.
    """
    for referral_id in await context.tx.referrals.with_client(client_id):
        referral = await context.tx.referrals.lock(referral_id)
        if referral is None or referral.state in DRAFTS:
            continue
        known = await rules.ground(context, referral, referral.handoffs)
        held = rules.terms(context, known, referral, referral.handoffs)
        system = replace(sending.deed_of(context, referral), note=None).as_system()
        referral.consent_changed(system, held)
        await effects.settle(context, referral)
        for handoff in referral.handoffs:
            if handoff.state in AGREED and handoff.silenced:
                for agency in {handoff.sender, handoff.provider}:
                    await effects.make_task(context, referral, handoff.id, TaskKind.CONSENT_REVOKED, agency)
