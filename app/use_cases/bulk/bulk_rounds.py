"""What the worker does for bulk exports and imports, network by network, one step of one of them at a time."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from app.domain.identity import ErrandId, NetworkId
from app.ports.bulk import ExportLanguage
from app.ports.errands import ErrandWatch
from app.ports.security import Seal
from app.use_cases.bulk import bulk_putting_out
from app.use_cases.bulk.bulk_exports import EXPORTS
from app.use_cases.bulk.bulk_imports import IMPORTS
from app.use_cases.bulk.bulk_taking import PASSING, ImportLanguage, take_next
from app.use_cases.core import Call, Core
from app.use_cases.errands import Kind, call_of
from app.use_cases.rounds import visit_each

MOST_TRIES = 5
"""How often in a row what passes by itself may befall a piece of work."""
Step = Callable[[Call, ErrandId], Awaitable[bool]]


class Patience:
    """Counts in how many turns running a piece of work failed, and breaks off what would keep others waiting."""

    def __init__(self) -> None:
        self._failed: Counter[ErrandId] = Counter()

    async def step(
        self, work: ErrandId, step: Callable[[], Awaitable[bool]], break_off: Callable[[], Awaitable[None]]
    ) -> bool:
        """Take work one step on; a failure that would come again breaks it off, and is raised all the same."""
        try:
            more = await step()
        except Exception as failure:
            self._failed[work] += 1
            if not isinstance(failure, PASSING) or self._failed[work] >= MOST_TRIES:
                await break_off()
                del self._failed[work]
            raise
        self._failed.pop(work, None)
        return more


class BulkLanguage(ExportLanguage, ImportLanguage, Protocol):
    """Writes what is put out, and takes what was sent."""


class BulkWork:
    """Takes bulk exports and imports on, each in its turn: what a step did stays done, whatever befalls the next."""

    def __init__(self, core: Core, watch: ErrandWatch, language: BulkLanguage, seal: Seal) -> None:
        self._core, self._watch, self._language, self._seal = core, watch, language, seal
        self._patience = Patience()

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._watch.networks(), self._visit)

    async def _visit(self, network: NetworkId) -> bool:
        more = await self._step(network, EXPORTS, self._put_out)
        return await self._step(network, IMPORTS, self._take) or more

    async def _step(self, network: NetworkId, kind: Kind[Any], step: Step) -> bool:
        waiting = await self._watch.next(network, kind.errand.noun, self._core.clock.now())
        if waiting is None:
            return False
        call = call_of(waiting, kind.errand.noun)
        return await self._patience.step(
            waiting.id, lambda: step(call, waiting.id), lambda: self._core.run(call, kind.break_off, waiting.id)
        )

    async def _put_out(self, call: Call, export: ErrandId) -> bool:
        return await self._core.run(call, bulk_putting_out.go_on, export, self._language, self._seal)

    async def _take(self, call: Call, sent: ErrandId) -> bool:
        return await take_next(self._core, call, sent, self._language, self._seal)
