"""Messages with the handoffs that they are about: when those move, others may be told what was said."""

from collections.abc import Collection, Iterable
from uuid import UUID

from app.adapters.postgres.changes import Changes
from app.adapters.postgres.repositories.messages import MessageRepository
from app.adapters.postgres.repositories.referrals import ReferralRepository
from app.adapters.postgres.session import Session
from app.domain.referrals.message import PlacedMessage
from app.domain.referrals.referral import Referral


async def follow(session: Session, changes: Changes) -> None:
    """Let messages be drawn anew with the handoffs that were changed."""
    referrals = [thing for thing in changes.things.values() if isinstance(thing, Referral)]
    handoffs = {handoff.id: handoff for each in referrals for handoff in each.handoffs if handoff.messages}
    if not handoffs:
        return
    for message in await MessageRepository(session).about(handoffs):
        placed = PlacedMessage(message, handoffs[message.handoff])
        changes.things.setdefault((PlacedMessage, placed.id), placed)


async def load(session: Session, ids: Collection[UUID]) -> Iterable[PlacedMessage]:
    """Read messages with their handoffs."""
    messages = await MessageRepository(session).get_many(ids)
    referrals = await ReferralRepository(session).of_handoffs({message.handoff for message in messages})
    handoffs = {handoff.id: handoff for each in referrals for handoff in each.handoffs}
    return [PlacedMessage(message, handoffs[message.handoff]) for message in messages]
