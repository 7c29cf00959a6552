"""Where the messages between the sides of handoffs are kept."""

from typing import Protocol

from app.domain.identity import HandoffId, MessageId
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.message import Message
from app.ports.queries import Cursor, Page


class Messages(Protocol):
    """The messages of the network's handoffs; none ever changes."""

    async def add(self, message: Message, handoff: Handoff) -> None:
        """Keep a new one, about a handoff whose referral is locked."""
        ...

    async def get(self, handoff: HandoffId, message: MessageId) -> Message | None:
        """Return a message about a handoff."""
        ...

    async def page(self, handoff: HandoffId, *, after: Cursor | None, limit: int) -> Page[Message]:
        """Return one page of what was said about a handoff, the oldest first."""
        ...
