"""The pool over REST: what is offered to your agency and nobody has taken."""

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rest.handoffs import handoff_line
from app.api.rest.schemas.handoffs import HandoffItemOut
from app.use_cases.referrals import pools

operations = Operations("Handoffs", "/v1/pool")
router = operations.router


@operations.get("", pools.browse, answers=PageOf[HandoffItemOut])
async def list_pool(desk: AtDesk, page: Paged) -> Response:
    """List what is offered to your agency and nobody has taken.

    Each tells of the client only what a summary tells, and names only the actions that you may take now. Accept a
    handoff to take it: the first who does has it, and the others hear 409 `handoff.already-filled`.
    """
    return await desk.answer(
        lambda found: page.answer(found, handoff_line), pools.browse, after=page.after, limit=page.limit
    )
