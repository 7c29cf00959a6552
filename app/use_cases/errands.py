"""What is done alike with every errand: left, looked for, given up, and done in the name of who left it.

The worker acts as the API client then was, and as no more than it is now.
"""

from collections.abc import Callable
from typing import Generic

from app.domain.errands.errand import MOST_RUNNING, Errand
from app.domain.errors import NotFound, Throttled
from app.domain.identity import ApiClientId, ErrandId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import AgencyStatus
from app.domain.networks.roles import ANYONE
from app.ports.errands import E, Errands, Waiting
from app.ports.transactions import Transaction
from app.use_cases.bundles import RuleOfParts
from app.use_cases.core import Call, Context, UseCase

AGAIN_SECONDS = 30
NOT_STANDING = "The API client or its agency may not act any more."
BROKEN = "It failed for a reason of the service's own; ask for it again."


def call_of(waiting: Waiting, noun: str) -> Call:
    """Speak for the API client that left an errand."""
    actor = Actor(
        network=waiting.network,
        agency=waiting.agency,
        api_client=ApiClientId(waiting.asker),
        roles=waiting.roles,
        scopes=waiting.scopes,
    )
    return Call(actor=actor, request_id=f"worker-{noun}s")


async def act_as_asker(context: Context, errand: Errand) -> bool:
    """Go on as whoever left an errand, with what it still may; False when it may do nothing any more."""
    client = await context.tx.api_clients.get(ApiClientId(errand.asker))
    agency = await context.tx.agencies.get(errand.agency)
    stands = agency is not None and agency.status is AgencyStatus.ACTIVE
    if client is None or not client.active or client.agency != errand.agency or not stands:
        return False
    context.actor = Actor(
        network=errand.network,
        agency=errand.agency,
        api_client=client.id,
        roles=errand.roles & client.roles,
        scopes=errand.scopes.both(client.scopes),
    )
    return True


class Kind(Generic[E]):
    """One kind of errand: `kept` says where, `crowded` is told to whom waits for too many of them.

    `spoils`: what came of it is of no use unless it is done to its end.
    """

    def __init__(
        self, errand: type[E], kept: Callable[[Transaction], Errands[E]], *, crowded: str, spoils: bool = False
    ) -> None:
        self.errand, self._kept, self._crowded, self._spoils = errand, kept, crowded, spoils
        self.give_up = UseCase(self._give_up, self.rule("give_up", "d"))
        self.break_off = UseCase(self._break_off, self.rule("break_off", "u"))

    def rule(self, deed: str, permission: str) -> RuleOfParts:
        """Return the rule of what asks by itself who may read and write what."""
        action = f"{self.errand.noun}.{deed}"
        return RuleOfParts(action=action, resource="Bundle", permission=permission, roles=ANYONE)

    async def check_few(self, context: Context) -> None:
        """Refuse whoever waits for many already; only one of the asker's transactions counts at a time."""
        await context.tx.holds.hold(f"{self.errand.noun} {context.actor.id}")
        if await self._kept(context.tx).running(context.actor.id) >= MOST_RUNNING:
            raise Throttled(f"{self.errand.noun}.too-many", self._crowded, retry_after=AGAIN_SECONDS, most=MOST_RUNNING)

    async def own(self, context: Context, errand_id: ErrandId) -> E:
        """Return an errand to the API client that left it."""
        return self._checked(context, await self._kept(context.tx).get(errand_id))

    async def taken_up(self, context: Context, errand_id: ErrandId) -> E | None:
        """Return an errand to go on with as its asker; None when there is nothing to do, or somebody else does it."""
        errand = await self._kept(context.tx).lock_free(errand_id)
        if errand is None or not errand.running:
            return None
        context.saw(errand.id)
        if errand.is_overdue(context.now):
            await self._fail(context, errand, errand.overdue)
        elif not await act_as_asker(context, errand):
            await self._fail(context, errand, NOT_STANDING)
        return errand if errand.running else None

    async def _give_up(self, context: Context, errand_id: ErrandId) -> None:
        """Stop an errand, or throw away what came of it."""
        errand = self._checked(context, await self._kept(context.tx).lock(errand_id))
        errand.cancel(context.now)
        await self._kept(context.tx).empty(errand_id)
        await self._kept(context.tx).save(errand)

    async def _break_off(self, context: Context, errand_id: ErrandId) -> None:
        """Note that an errand failed through no fault of its asker's."""
        errand = await self._kept(context.tx).lock(errand_id)
        if errand is not None and errand.running:
            context.saw(errand_id)
            await self._fail(context, errand, BROKEN)

    async def _fail(self, context: Context, errand: E, why: str) -> None:
        errand.fail(why, context.now)
        if self._spoils:
            await self._kept(context.tx).empty(errand.id)
        await self._kept(context.tx).save(errand)

    def _checked(self, context: Context, errand: E | None) -> E:
        if errand is None:
            raise NotFound(self.errand.noun)
        errand.check_there(context.actor.id, context.now)
        context.saw(errand.id)
        return errand
