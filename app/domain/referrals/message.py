"""What the two sides of a handoff say to each other: words that stay as they were said.

A message may tell what a note may: the sender's who the client is, the provider's what came of it. So it is told by the
same rule, and a provider that was not taken, or that the client lets be told nothing more, reads it no longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.disclosure.elements import Noun
from app.domain.disclosure.withholding import tells, withheld
from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, HandoffId, MessageId
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.states import AGREED, LIVE, HandoffState
from app.domain.referrals.telling import standing_to_words

TEXT_LENGTH = 10_000
MOST = 1_000
TALKING = (
    LIVE | AGREED | {HandoffState.COMPLETED, HandoffState.FAILED, HandoffState.HANDED_BACK, HandoffState.CANCELLED}
)
"""While both sides have something to say to each other: until an answer, during the work, and after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: `agency` is the side that says it, `by` who of it."""

    id: MessageId
    handoff: HandoffId
    client: ClientId
    agency: AgencyId
    by: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlacedMessage:
    """A message with the handoff that it is about: how that stands, says who is told it."""

    message: Message
    handoff: Handoff

    @property
    def id(self) -> MessageId:
        """The message's."""
        return self.message.id

    @property
    def listener(self) -> AgencyId:
        """The side to which it is said."""
        handoff = self.handoff
        return handoff.provider if self.message.agency == handoff.sender else handoff.sender


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as one asker may read it."""

    id: MessageId
    handoff_id: HandoffId
    agency_id: AgencyId
    by: UUID
    sent_at: datetime
    text: str | None
    withheld: tuple[str, ...]


def say(handoff: Handoff, text: str, *, id: MessageId, agency: AgencyId, by: UUID, at: datetime) -> Message:  # noqa: A002 - its name
    """Say something to the other side of a handoff."""
    faults = Faults()
    faults.text(text, "/text", most=TEXT_LENGTH)
    faults.refuse("message.invalid", "The message cannot be sent as it is.")
    for code, words in _silence(handoff, agency):
        raise Conflict(code, words, state=handoff.state.value, allowed_actions=[])
    return Message(id=id, handoff=handoff.id, client=handoff.client, agency=agency, by=by, text=text, at=at)


def _silence(handoff: Handoff, agency: AgencyId) -> Iterator[tuple[str, str]]:
    """Yield what speaks against a message now."""
    if handoff.state not in TALKING or handoff.pooled:
        yield "handoff.not-talking", f"A handoff that is {handoff.state} has no two sides to talk."
    if handoff.silenced and agency != handoff.provider:
        yield "handoff.silenced", "The client lets the provider be told nothing more."
    if handoff.messages >= MOST:
        yield "handoff.messages-full", f"A handoff holds at most {MOST} messages."


def show_message(message: Message, handoff: Handoff, asker: Asker) -> MessageView:
    """Return what `asker`, who may read the handoff, is told of a message."""
    standing = standing_to_words(message.agency, handoff, asker)
    told = tells(Noun.MESSAGE, "text", standing)
    return MessageView(
        id=message.id,
        handoff_id=message.handoff,
        agency_id=message.agency,
        by=message.by,
        sent_at=message.at,
        text=message.text if told else None,
        withheld=withheld(Noun.MESSAGE, standing, ("text",)),
    )
