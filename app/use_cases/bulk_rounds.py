"""What the worker does for bulk exports and imports, network by network, one step of one of them at a time."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from app.domain.identity import NetworkId, ResourceExportId, ResourceImportId
from app.ports.bulk import BulkWatch, ExportLanguage, Waiting
from app.ports.security import Seal
from app.use_cases import bulk_putting_out, bulk_taking
from app.use_cases.bulk_standing import call_of
from app.use_cases.bulk_taking import PASSING, ImportLanguage, take_next
from app.use_cases.core import Core
from app.use_cases.rounds import visit_each

MOST_TRIES = 5
"""How often in a row what passes by itself may befall a piece of work."""
Step = Callable[[Waiting], Awaitable[bool]]


class Patience:
    """Counts in how many turns running a piece of work failed, and breaks off what would keep others waiting."""

    def __init__(self) -> None:
        self._failed: Counter[UUID] = Counter()

    async def step(self, waiting: Waiting, step: Step, break_off: Step) -> bool:
        """Take work one step on; a failure that would come again breaks it off, and is raised all the same."""
        try:
            more = await step(waiting)
        except Exception as failure:
            self._failed[waiting.id] += 1
            if not isinstance(failure, PASSING) or self._failed[waiting.id] >= MOST_TRIES:
                await break_off(waiting)
                del self._failed[waiting.id]
            raise
        self._failed.pop(waiting.id, None)
        return more


class BulkLanguage(ExportLanguage, ImportLanguage, Protocol):
    """Writes what is put out, and takes what was sent."""


class BulkWork:
    """Takes bulk exports and imports on, each in its turn: what a step did stays done, whatever befalls the next."""

    def __init__(self, core: Core, watch: BulkWatch, language: BulkLanguage, seal: Seal) -> None:
        self._core, self._watch, self._language, self._seal = core, watch, language, seal
        self._patience = Patience()

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._watch.networks(), self._visit)

    async def _visit(self, network: NetworkId) -> bool:
        export, sent = await self._watch.next_export(network), await self._next_import(network)
        more = export is not None and await self._patience.step(export, self._put_out, self._end_export)
        return (sent is not None and await self._patience.step(sent, self._take, self._end_import)) or more

    async def _next_import(self, network: NetworkId) -> Waiting | None:
        return await self._watch.next_import(network, self._core.clock.now())

    async def _put_out(self, waiting: Waiting) -> bool:
        call, export = call_of(waiting, "bulk-exports"), ResourceExportId(waiting.id)
        return await self._core.run(call, bulk_putting_out.go_on, export, self._language, self._seal)

    async def _end_export(self, waiting: Waiting) -> bool:
        call = call_of(waiting, "bulk-exports")
        await self._core.run(call, bulk_putting_out.break_off, ResourceExportId(waiting.id))
        return True

    async def _take(self, waiting: Waiting) -> bool:
        call, sent = call_of(waiting, "bulk-imports"), ResourceImportId(waiting.id)
        return await take_next(self._core, call, sent, self._language, self._seal)

    async def _end_import(self, waiting: Waiting) -> bool:
        call = call_of(waiting, "bulk-imports")
        await self._core.run(call, bulk_taking.break_off, ResourceImportId(waiting.id))
        return True
