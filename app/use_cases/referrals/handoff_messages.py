"""What the two sides of a handoff say to each other, beside the moves that they make."""

from app.domain.clients.access import Tier
from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import HandoffId, MessageId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.message import Message, MessageView, show_message
from app.domain.referrals.message import say as said
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, use_case
from app.use_cases.referrals import handoff_handling as handling


@use_case(action="handoff.say", resource="Communication", permission="c", roles=CARE_ROLES)
async def say(context: Context, handoff_id: HandoffId, text: str) -> MessageView:
    """Say something to the other side; nobody but the two sides speaks."""
    seen = await handling.seen_of(context, await context.tx.referrals.lock_of_handoff(handoff_id), handoff_id)
    handoff, actor = seen.handoff, context.actor
    if not Asker.of(actor).own_sides(handoff.sender, handoff.provider):
        raise Forbidden("handoff.not-a-side", "Only the sender and the provider of a handoff write messages about it.")
    message = said(handoff, text, id=MessageId(context.new_id()), agency=actor.agency, by=actor.id, at=context.now)
    await context.tx.messages.add(message, handoff)
    context.happened(_happening("handoff.messaged", handoff, message))
    return _shown(context, handoff, message)


@use_case(action="handoff.list-messages", resource="Communication", permission="s", roles=CARE_ROLES)
async def browse(context: Context, handoff_id: HandoffId, *, after: Cursor | None, limit: int) -> Page[MessageView]:
    """List what was said about a handoff, the oldest first."""
    handoff = await _of_one_side(context, handoff_id)
    page = await context.tx.messages.page(handoff_id, after=after, limit=limit)
    items = tuple(_shown(context, handoff, each) for each in page.items)
    return Page(items=items, next=page.next, places=page.places)


@use_case(action="handoff.read-message", resource="Communication", permission="r", roles=CARE_ROLES)
async def read(context: Context, handoff_id: HandoffId, message_id: MessageId) -> MessageView:
    """Show one message."""
    handoff = await _of_one_side(context, handoff_id)
    message = await context.tx.messages.get(handoff_id, message_id)
    if message is None:
        raise NotFound("message")
    return _shown(context, handoff, message)


async def _of_one_side(context: Context, handoff_id: HandoffId) -> Handoff:
    seen = await handling.seen_of(context, await context.tx.referrals.of_handoff(handoff_id), handoff_id)
    return seen.handoff


def _shown(context: Context, handoff: Handoff, message: Message) -> MessageView:
    """Show a message; what tells of the client is put on record as told of the client."""
    asker = Asker.of(context.actor)
    view = show_message(message, handoff, asker)
    bound = asker.only_provides(handoff.sender, handoff.provider)
    known = handoff.tier >= Tier.IDENTITY or not bound
    context.saw(message.id, clients=frozenset({handoff.client} if view.text is not None and known else ()))
    return view


def _happening(name: str, handoff: Handoff, message: Message) -> Happening:
    """Report of a message to both sides; the client is named only when the provider may know the client."""
    named = {"client": handoff.client} if handoff.tier >= Tier.IDENTITY else {}
    return Happening(
        type=name,
        subject_type="handoff",
        subject=handoff.id,
        version=handoff.version,
        stream=handoff.referral,
        related={"referral": handoff.referral, "message": message.id, **named},
        audience=frozenset({handoff.sender, handoff.provider}),
        record=handoff.piece,
    )
