"""A handoff in a pool, told to be somebody's: whoever accepts it in its own name has it."""

from uuid import UUID

from app.domain.errors import Fault, Invalid
from app.domain.lifecycle import TransitionNotAllowed
from app.domain.referrals.handoff import Handoff
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context
from app.use_cases.referrals import handoffs

LOOKS = frozenset({"requested", "received", "ready"})


async def claimed(context: Context, handoff: Handoff, status: str, owner: UUID | None, note: str | None) -> None:
    """Take a handoff out of the pool; until then one only looks at it."""
    if owner not in (None, context.actor.agency):
        fault = Fault(pointer="/owner", message="must be your own agency")
        raise Invalid("handoff.owner", "Only your own agency can be said to take it.", faults=(fault,))
    if status == "accepted":
        await ask(context, handoffs.accept, handoff.id, expected=None, note=note)
    elif status not in LOOKS:
        words = f"A handoff in a pool cannot become {status}. Allowed now: accept; by the statuses accepted."
        raise TransitionNotAllowed("handoff.not-allowed", words, state=handoff.state.value, allowed_actions=["accept"])
