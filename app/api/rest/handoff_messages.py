"""The messages between the sides of handoffs over REST."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.schemas.handoff_messages import MessageIn, MessageItemOut, MessageOut
from app.domain.identity import HandoffId, MessageId
from app.domain.referrals.message import MessageView
from app.ports.transactions import Rendered
from app.use_cases.referrals import handoff_messages as messages

PATH = "/v1/handoffs"
operations = Operations("Handoffs", PATH)
router = operations.router


@operations.get("/{handoff_id}/messages", messages.browse, answers=PageOf[MessageItemOut])
async def list_handoff_messages(desk: AtDesk, page: Paged, handoff_id: UUID) -> Response:
    """List what the two sides said to each other, the oldest first."""
    return await desk.answer(
        lambda found: page.answer(found, message_view),
        messages.browse,
        HandoffId(handoff_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/{handoff_id}/messages", messages.say, answers=MessageOut, status=201)
async def create_handoff_message(desk: AtDesk, handoff_id: UUID, said: MessageIn) -> Response:
    """Say something to the other side of a handoff.

    From its sending until after the work. A provider reads the sender's messages once it may know who the client is;
    the sender reads the provider's where the client lets it be told back. A message never changes.
    """
    return await desk.answer(_written, messages.say, HandoffId(handoff_id), said.text)


@operations.get("/{handoff_id}/messages/{message_id}", messages.read, answers=MessageOut)
async def read_handoff_message(desk: AtDesk, handoff_id: UUID, message_id: UUID) -> Response:
    """Read one message."""
    return await desk.answer(_shown, messages.read, HandoffId(handoff_id), MessageId(message_id))


def message_view(view: MessageView) -> dict[str, Any]:
    """Put a message into the words of `MessageItemOut`."""
    return asdict(view)


def _shown(view: MessageView) -> Rendered:
    return disclosed(message_view(view), version=1)


def _written(view: MessageView) -> Rendered:
    place = f"{PATH}/{view.handoff_id}/messages/{view.id}"
    return disclosed_new(message_view(view), version=1, location=place)
