"""How referrals descend from one another: a provider refers on, a sender reopens what was closed."""

from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId, ReferralId
from app.domain.referrals.content import NewReferral, Target
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import AGREED, CLOSED
from app.use_cases.core import Context

DEEPEST = 3


async def place(context: Context, referral: Referral, new: NewReferral, targets: tuple[Target, ...]) -> None:
    """Tie a new referral to the one it came out of, or to the one it replaces; refuse circles and great depth."""
    if new.replaces is not None:
        await _replace(context, referral, new.replaces)
    if new.parent is not None:
        await _descend(context, referral, new.parent, targets)


async def _replace(context: Context, referral: Referral, replaces: ReferralId) -> None:
    old = await context.tx.referrals.get(replaces)
    if old is None or old.sender != referral.sender or old.client != referral.client or old.state not in CLOSED:
        raise _wrong("/replaces_id", "must be a closed referral of yours for the same client")
    referral.replaces = replaces


async def _descend(context: Context, referral: Referral, parent: ReferralId, targets: tuple[Target, ...]) -> None:
    """Only a provider at work refers on; the child keeps the strictest labels of all before it."""
    above = await context.tx.referrals.get(parent)
    if above is None or above.client != referral.client or not _works(above, referral.sender):
        raise _wrong("/parent_id", "must be a referral for the same client that your agency has accepted")
    referral.parent, referral.depth = above.id, above.depth + 1
    referral.sensitivity |= above.sensitivity
    if referral.depth > DEEPEST:
        raise _wrong("/parent_id", f"A referral is referred on {DEEPEST - 1} times at most")
    senders = await _senders(context, above)
    if any(target.agency in senders for target in targets):
        raise _wrong("/handoffs", "must not lead back to an agency that it came from")


async def _senders(context: Context, above: Referral) -> set[AgencyId]:
    senders = {above.sender}
    while above.parent is not None:
        higher = await context.tx.referrals.get(above.parent)
        if higher is None:
            break
        above = higher
        senders.add(above.sender)
    return senders


def _works(above: Referral, agency: AgencyId) -> bool:
    return any(handoff.provider == agency and handoff.state in AGREED for handoff in above.handoffs)


def _wrong(pointer: str, message: str) -> Invalid:
    return Invalid(
        "referral.invalid", "The referral cannot be as described.", faults=(Fault(pointer=pointer, message=message),)
    )
